//! Ends the reading of a log from another thread, and reports what a reader waits for.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::log_source::LogSource;
use super::picture::progress::PictureProgress;

/// The interval at which a waiting reader checks for new bytes and for cancellation.
pub const TICK: Duration = Duration::from_millis(200);

/// What a reader waits for; reported about every [`TICK`].
#[derive(Clone, Copy, Debug)]
pub struct Waiting<'l> {
    /// The log.
    pub source: &'l LogSource,
    /// No bytes have arrived for this long.
    pub silence: Duration,
    /// Bytes read so far of the file or pipe, before unpacking.
    pub bytes_read: u64,
    /// The file was deleted; the reader waits for a new file at its path.
    pub is_gone: bool,
}

type PictureListener = Box<dyn Fn(PictureProgress<'_>) + Send + Sync>;
type Listener = Box<dyn Fn(Waiting<'_>) + Send + Sync>;

/// Shared by the thread that reads a log and the threads that may stop it.
#[derive(Default)]
pub struct CancelToken {
    is_stopped: AtomicBool,
    listener: Option<Listener>,
    picture_listener: Option<PictureListener>,
}

impl CancelToken {
    /// A token that calls `listener`, on the reading thread, while a reader waits.
    pub fn with_listener(listener: impl Fn(Waiting<'_>) + Send + Sync + 'static) -> Self {
        Self { is_stopped: AtomicBool::new(false), listener: Some(Box::new(listener)), picture_listener: None }
    }

    /// Also calls `listener`, on the reading thread, while the text in a picture is read.
    pub fn on_picture(mut self, listener: impl Fn(PictureProgress<'_>) + Send + Sync + 'static) -> Self {
        self.picture_listener = Some(Box::new(listener));
        self
    }

    /// Ends the log at the current position, even if a reader waits for more. The bytes read so far are diagnosed.
    pub fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    /// Whether the log ends at the current position.
    pub fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }

    /// Reports to the listener what a reader waits for.
    pub(super) fn notify_waiting(&self, waiting: Waiting<'_>) {
        if let Some(listener) = &self.listener {
            listener(waiting);
        }
    }

    /// Reports to the listener how far the reading of a picture is.
    pub(super) fn notify_picture(&self, progress: PictureProgress<'_>) {
        if let Some(listener) = &self.picture_listener {
            listener(progress);
        }
    }
}

impl fmt::Debug for CancelToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelToken").field("is_stopped", &self.is_stopped()).finish_non_exhaustive()
    }
}
