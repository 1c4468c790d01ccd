//! Threads for background work: keys, cancellation, and the channel back to the window.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use eframe::egui::Context;

use crate::app::{Action, SessionId};

/// What a job does. Starting a job cancels the running job with the same key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum JobKey {
    /// Reading a log.
    Inspect(SessionId),
    /// Following a log, until cancelled.
    Follow(SessionId),
    /// Testing the entries of a log against a filter.
    Filter(SessionId),
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

struct BackgroundJob {
    cancelled: Arc<AtomicBool>,
    is_read: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

/// All background jobs of the window.
pub(crate) struct Jobs {
    ctx: Context,
    running: HashMap<JobKey, BackgroundJob>,
    /// Cancelled, but perhaps still running.
    cancelled: Vec<JoinHandle<()>>,
    /// How many jobs with the key [`JobKey::Other`] were started.
    other_count: u64,
    sender: Sender<Action>,
    receiver: Receiver<Action>,
}

impl Jobs {
    pub(crate) fn new(ctx: Context) -> Self {
        let (sender, receiver) = channel();
        Self { ctx, running: HashMap::new(), cancelled: Vec::new(), other_count: 0, sender, receiver }
    }

    /// Starts a job on its own thread.
    ///
    /// # Errors
    /// The system cannot start a thread.
    pub(crate) fn start(
        &mut self,
        key: JobKey,
        job: impl FnOnce(JobLink) + Send + 'static,
    ) -> Result<(), std::io::Error> {
        self.cancel(key);
        let cancelled = Arc::new(AtomicBool::new(false));
        let is_read = Arc::new(AtomicBool::new(true));
        let link = JobLink {
            cancelled: Arc::clone(&cancelled),
            is_read: Arc::clone(&is_read),
            results: self.sender.clone(),
            ctx: self.ctx.clone(),
        };
        let thread = thread::Builder::new().name(format!("{key:?}")).spawn(move || job(link))?;
        self.running.insert(key, BackgroundJob { cancelled, is_read, thread });
        Ok(())
    }

    /// Starts a job that is never cancelled.
    ///
    /// # Errors
    /// The system cannot start a thread.
    pub(crate) fn start_other(&mut self, job: impl FnOnce(JobLink) + Send + 'static) -> Result<(), std::io::Error> {
        self.other_count += 1;
        self.start(JobKey::Other(self.other_count), job)
    }

    /// Asks the job with this key to stop.
    pub(crate) fn cancel(&mut self, key: JobKey) {
        if let Some(job) = self.running.remove(&key) {
            job.cancelled.store(true, Ordering::Relaxed);
            self.cancelled.push(job.thread);
        }
    }

    /// Takes the results received so far.
    pub(crate) fn results(&mut self) -> Vec<Action> {
        self.running.retain(|_, job| !job.thread.is_finished());
        self.cancelled.retain(|thread| !thread.is_finished());
        let results = self.receiver.try_iter().collect();
        for job in self.running.values() {
            job.is_read.store(true, Ordering::Relaxed);
        }
        results
    }

    /// Waits until all jobs but those that follow a log have ended. Returns whether there were any.
    pub(crate) fn wait(&mut self) -> bool {
        let ends = |key: &JobKey, _: &mut BackgroundJob| !matches!(key, JobKey::Follow(_));
        let threads: Vec<JoinHandle<()>> =
            self.running.extract_if(ends).map(|(_, job)| job.thread).chain(self.cancelled.drain(..)).collect();
        let any = !threads.is_empty();
        for thread in threads {
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
