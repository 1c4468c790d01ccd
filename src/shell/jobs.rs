//! Background work: threads with a name, a way to stop them, and a channel back.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use eframe::egui::Context;

use crate::app::{Action, SessionId};

/// What a piece of work is for; a new one for the same thing stops the old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum JobKey {
    /// Reading a log.
    Inspect(SessionId),
    /// Following a log, which has no end.
    Follow(SessionId),
    /// Testing a log's entries.
    Filter(SessionId),
    /// Anything that is never stopped: a dialog, a report. Counted.
    Other(u64),
}

/// What a piece of work has in hand.
#[derive(Clone)]
pub(super) struct JobLink {
    cancelled: Arc<AtomicBool>,
    heard: Arc<AtomicBool>,
    results: Sender<Action>,
    ctx: Context,
}

impl JobLink {
    /// Whether nobody waits for the result any more.
    pub(super) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Whether the window has taken in all that was sent. News that merely replace older ones wait for it: a window that is
    /// slower than the work would fall behind for ever.
    pub(super) fn is_heard(&self) -> bool {
        self.heard.load(Ordering::Relaxed)
    }

    /// Sends a result and wakes the window.
    pub(super) fn send(&self, action: Action) {
        self.heard.store(false, Ordering::Relaxed);
        // The window may have been closed meanwhile.
        if self.results.send(action).is_ok() {
            self.ctx.request_repaint();
        }
    }
}

#[cfg(test)]
impl JobLink {
    /// A link for work that a test runs itself, and where its results come.
    pub(super) fn probe() -> (Self, Receiver<Action>) {
        let (results, receiver) = channel();
        let (cancelled, heard) = (Arc::default(), Arc::new(AtomicBool::new(true)));
        (Self { cancelled, heard, results, ctx: Context::default() }, receiver)
    }

    /// The next result; the window counts as having heard it.
    pub(super) fn hear(&self, results: &Receiver<Action>) -> Action {
        let result = results.recv().expect("the work goes on");
        self.heard.store(true, Ordering::Relaxed);
        result
    }

    /// Asks the work to stop.
    pub(super) fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

struct Job {
    cancelled: Arc<AtomicBool>,
    heard: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

/// All background work of the window.
pub(super) struct Jobs {
    ctx: Context,
    running: HashMap<JobKey, Job>,
    /// Stopped, but perhaps not ended yet.
    stopped: Vec<JoinHandle<()>>,
    others: u64,
    sender: Sender<Action>,
    receiver: Receiver<Action>,
}

impl Jobs {
    pub(super) fn new(ctx: Context) -> Self {
        let (sender, receiver) = channel();
        Self { ctx, running: HashMap::new(), stopped: Vec::new(), others: 0, sender, receiver }
    }

    /// Starts work on a thread of its own. Returns what went wrong where the system gives no thread.
    pub(super) fn start(
        &mut self,
        key: JobKey,
        work: impl FnOnce(JobLink) + Send + 'static,
    ) -> Result<(), std::io::Error> {
        self.cancel(key);
        let cancelled = Arc::new(AtomicBool::new(false));
        let heard = Arc::new(AtomicBool::new(true));
        let link = JobLink {
            cancelled: Arc::clone(&cancelled),
            heard: Arc::clone(&heard),
            results: self.sender.clone(),
            ctx: self.ctx.clone(),
        };
        let thread = thread::Builder::new().name(format!("{key:?}")).spawn(move || work(link))?;
        self.running.insert(key, Job { cancelled, heard, thread });
        Ok(())
    }

    /// Starts work that is never stopped.
    pub(super) fn start_other(&mut self, work: impl FnOnce(JobLink) + Send + 'static) -> Result<(), std::io::Error> {
        self.others += 1;
        self.start(JobKey::Other(self.others), work)
    }

    /// Asks work to stop.
    pub(super) fn cancel(&mut self, key: JobKey) {
        if let Some(job) = self.running.remove(&key) {
            job.cancelled.store(true, Ordering::Relaxed);
            self.stopped.push(job.thread);
        }
    }

    /// Results that have come in.
    pub(super) fn results(&mut self) -> Vec<Action> {
        self.running.retain(|_, job| !job.thread.is_finished());
        self.stopped.retain(|thread| !thread.is_finished());
        let results = self.receiver.try_iter().collect();
        for job in self.running.values() {
            job.heard.store(true, Ordering::Relaxed);
        }
        results
    }

    /// Waits until all work that comes to an end has ended. Returns whether there was any.
    pub(super) fn wait(&mut self) -> bool {
        let ends = |key: &JobKey, _: &mut Job| !matches!(key, JobKey::Follow(_));
        let threads: Vec<JoinHandle<()>> =
            self.running.extract_if(ends).map(|(_, job)| job.thread).chain(self.stopped.drain(..)).collect();
        let any = !threads.is_empty();
        for thread in threads {
            // A panic in a job was printed by its thread; the window goes on.
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
