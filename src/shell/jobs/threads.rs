//! Threads for background work: keys, cancellation, and the channel back to the window.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::num::NonZero;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use eframe::egui::Context;

use crate::app::{Action, NoticeKind, SessionAction, SessionId};

/// What a job does. Starting a job cancels the running job with the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum JobKey {
    /// Reading a log.
    Inspect(SessionId),
    /// Following a log, until cancelled.
    Follow(SessionId),
    /// Testing the entries of a log against a filter.
    Filter(SessionId),
    /// Finding a text in the entries of a log.
    Find(SessionId),
    /// Counting the entries that a log is narrowed to.
    Tally(SessionId),
    /// Loading a part of a picture.
    Picture(SessionId, usize),
    /// Building the case of all logs.
    Case,
    /// Ordering the entries of all logs.
    Merge,
    /// Searching all logs.
    Search,
    /// A job that is never cancelled: a dialog, a report. The number is unique.
    Other(u64),
}

/// A job's end of the connection to the window.
#[derive(Clone)]
pub(crate) struct JobLink {
    cancelled: Arc<AtomicBool>,
    is_read: Arc<AtomicBool>,
    results: Sender<Action>,
    ctx: Context,
}

impl JobLink {
    /// Whether the job has been asked to stop.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Whether the window has read every result sent so far. A job sends results that only replace earlier ones when this
    /// is true: otherwise the queue of a window that is slower than the job would grow without end.
    pub(crate) fn is_read(&self) -> bool {
        self.is_read.load(Ordering::Relaxed)
    }

    /// Sends a result and wakes the window.
    pub(crate) fn send(&self, action: Action) {
        self.is_read.store(false, Ordering::Relaxed);
        // Sending fails if the window has been closed.
        if self.results.send(action).is_ok() {
            self.ctx.request_repaint();
        }
    }
}

#[cfg(test)]
impl JobLink {
    /// A link for a job that a test runs itself, and the receiver of its results.
    pub(crate) fn for_test() -> (Self, Receiver<Action>) {
        let (results, receiver) = channel();
        let (cancelled, is_read) = (Arc::default(), Arc::new(AtomicBool::new(true)));
        (Self { cancelled, is_read, results, ctx: Context::default() }, receiver)
    }

    /// Waits for the next result, and marks it as read.
    pub(crate) fn receive(&self, results: &Receiver<Action>) -> Action {
        let result = results.recv().expect("the job still runs");
        self.is_read.store(true, Ordering::Relaxed);
        result
    }

    /// Asks the job to stop.
    pub(crate) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

/// The connection to a job that runs, or waits for a thread.
struct RunningJob {
    cancelled: Arc<AtomicBool>,
    is_read: Arc<AtomicBool>,
}

/// Work that waits for a thread, and the number of threads that take it.
#[derive(Default)]
struct WorkQueue {
    waiting: VecDeque<Box<dyn FnOnce() + Send>>,
    threads: usize,
}

/// At least this many logs are read at a time: some may be pipes that are stalled.
const MIN_READERS: usize = 4;

/// All background jobs of the window.
pub(crate) struct Jobs {
    ctx: Context,
    running: HashMap<JobKey, RunningJob>,
    /// The threads of all jobs, each with the key of the job that it was started for.
    threads: Vec<(JobKey, JoinHandle<()>)>,
    queue: Arc<Mutex<WorkQueue>>,
    /// How many jobs with the key [`JobKey::Other`] were started.
    other_count: u64,
    sender: Sender<Action>,
    receiver: Receiver<Action>,
}

impl Jobs {
    pub(crate) fn new(ctx: Context) -> Self {
        let (sender, receiver) = channel();
        let (running, queue) = (HashMap::new(), Arc::default());
        Self { ctx, running, threads: Vec::new(), queue, other_count: 0, sender, receiver }
    }

    /// Starts a job on its own thread. Sends an action if the system cannot start one.
    pub(crate) fn start(&mut self, key: JobKey, job: impl FnOnce(JobLink) + Send + 'static) {
        let link = self.link(key);
        if let Err(error) = self.spawn(key, move || job(link)) {
            self.send(Action::Notify(NoticeKind::Failed, format!("The system gives no thread: {error}")));
        }
    }

    /// Starts a job that is never cancelled.
    pub(crate) fn start_other(&mut self, job: impl FnOnce(JobLink) + Send + 'static) {
        self.other_count += 1;
        self.start(JobKey::Other(self.other_count), job);
    }

    /// Starts a job that reads a log. Of many such jobs, the later ones wait for one of a few threads.
    pub(crate) fn start_reading(&mut self, id: SessionId, job: impl FnOnce(JobLink) + Send + 'static) {
        let link = self.link(JobKey::Inspect(id));
        let max_threads = thread::available_parallelism().map_or(1, NonZero::get).max(MIN_READERS);
        let queue = Arc::clone(&self.queue);
        let mut locked = queue.lock().unwrap_or_else(PoisonError::into_inner);
        locked.waiting.push_back(Box::new(move || {
            if !link.is_cancelled() {
                job(link);
            }
        }));
        if locked.threads >= max_threads {
            return;
        }
        let thread_queue = Arc::clone(&queue);
        match self.spawn(JobKey::Inspect(id), move || run_waiting(&thread_queue)) {
            Ok(()) => locked.threads += 1,
            Err(error) if locked.threads == 0 => {
                locked.waiting.pop_back();
                let reason = format!("the system gives no thread to read it on ({error}); close other programs");
                self.send(Action::Session(id, SessionAction::Finished(Err(reason))));
            }
            // The other threads read this log, too.
            Err(_) => {}
        }
    }

    /// Sends an action to the window, as a job does.
    pub(crate) fn send(&self, action: Action) {
        // The receiver is in this struct.
        let _ = self.sender.send(action);
        self.ctx.request_repaint();
    }

    /// The connection for a new job. Cancels the job with the same key.
    fn link(&mut self, key: JobKey) -> JobLink {
        self.cancel(key);
        let (cancelled, is_read) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(true)));
        let (results, ctx) = (self.sender.clone(), self.ctx.clone());
        let link = JobLink { cancelled: Arc::clone(&cancelled), is_read: Arc::clone(&is_read), results, ctx };
        self.running.insert(key, RunningJob { cancelled, is_read });
        link
    }

    fn spawn(&mut self, key: JobKey, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let thread = thread::Builder::new().name(format!("{key:?}")).spawn(work)?;
        self.threads.push((key, thread));
        Ok(())
    }

    /// Asks the job with this key to stop.
    pub(crate) fn cancel(&mut self, key: JobKey) {
        if let Some(job) = self.running.remove(&key) {
            job.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// Takes the next result; `None` once all that were received so far are taken.
    pub(crate) fn next_result(&mut self) -> Option<Action> {
        if let Ok(result) = self.receiver.try_recv() {
            return Some(result);
        }
        // A job that has ended has dropped its link.
        self.running.retain(|_, job| Arc::strong_count(&job.cancelled) > 1);
        self.threads.retain(|(_, thread)| !thread.is_finished());
        for job in self.running.values() {
            job.is_read.store(true, Ordering::Relaxed);
        }
        None
    }

    /// Waits until all jobs but those that follow a log have ended. Returns whether there were any.
    pub(crate) fn wait(&mut self) -> bool {
        let follows = |key| matches!(key, JobKey::Follow(_)) && self.running.contains_key(&key);
        let (following, ending) = self.threads.drain(..).partition(|(key, _)| follows(*key));
        self.threads = following;
        let ending: Vec<(JobKey, JoinHandle<()>)> = ending;
        let any = !ending.is_empty();
        for (_, thread) in ending {
            // The thread has printed its panic, if any; the window keeps running.
            let _ = thread.join();
        }
        any
    }
}

impl Drop for Jobs {
    fn drop(&mut self) {
        for job in self.running.values() {
            job.cancelled.store(true, Ordering::Relaxed);
        }
    }
}

/// Carries out work of the queue until none is left.
fn run_waiting(queue: &Mutex<WorkQueue>) {
    loop {
        let mut locked = queue.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(work) = locked.waiting.pop_front() else {
            locked.threads -= 1;
            return;
        };
        drop(locked);
        // A panic is printed, and ends the work only.
        let _ = panic::catch_unwind(AssertUnwindSafe(work));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_logs_are_read_by_a_few_threads() {
        const LOGS: u64 = 64;
        let mut jobs = Jobs::new(Context::default());
        let started: Arc<Mutex<Vec<u64>>> = Arc::default();
        let go = Arc::new(Mutex::new(()));
        let held = go.lock().expect("not poisoned");
        for id in 0..LOGS {
            let (started, go) = (Arc::clone(&started), Arc::clone(&go));
            jobs.start_reading(SessionId(id), move |_| {
                started.lock().expect("not poisoned").push(id);
                drop(go.lock());
                assert!(id != 1, "a panic ends one job only");
            });
        }
        let threads = jobs.threads.len() as u64;
        assert!(threads < LOGS, "{threads} threads");
        jobs.cancel(JobKey::Inspect(SessionId(LOGS - 1)));
        drop(held);
        assert!(jobs.wait());
        let started = started.lock().expect("not poisoned");
        assert_eq!(started.len() as u64, LOGS - 1, "a job that is cancelled while it waits never starts");
        assert_eq!(jobs.queue.lock().expect("not poisoned").threads, 0);
    }
}
