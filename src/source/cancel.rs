//! What whoever reads a log shares with whoever waits for it: the wish to stop, and news of what keeps it waiting.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::LogSource;

/// A log of which nothing comes is looked at again after this long; stopping takes as long.
pub const TICK: Duration = Duration::from_millis(200);

/// What keeps a reader waiting; told about every [`TICK`].
#[derive(Clone, Copy, Debug)]
pub struct Waiting<'l> {
    /// The log.
    pub source: &'l LogSource,
    /// Nothing has come for this long.
    pub silence: Duration,
    /// So many bytes of the file or pipe, packed ones where it is packed, came before.
    pub bytes_read: u64,
    /// The file is gone from its place; a new one there is waited for.
    pub is_gone: bool,
}

type Listener = Box<dyn Fn(Waiting<'_>) + Send + Sync>;

/// Held by a scan and by whoever may want to stop it from another thread.
#[derive(Default)]
pub struct CancelToken {
    is_stopped: AtomicBool,
    listener: Option<Listener>,
}

impl CancelToken {
    /// A pulse that tells `listener`, on the reading thread, what a reader waits for.
    pub fn with_listener(listener: impl Fn(Waiting<'_>) + Send + Sync + 'static) -> Self {
        Self { is_stopped: AtomicBool::new(false), listener: Some(Box::new(listener)) }
    }

    /// Ends the log where it has been read to, also where nothing comes of it. What was read is diagnosed.
    pub fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    /// Whether the log is to end where it has been read to.
    pub fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }

    /// Tells what a reader waits for.
    pub(super) fn wait(&self, waiting: Waiting<'_>) {
        if let Some(listener) = &self.listener {
            listener(waiting);
        }
    }
}

impl fmt::Debug for CancelToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pulse").field("is_stopped", &self.is_stopped()).finish_non_exhaustive()
    }
}
