//! The interface through which a caller watches a scan.

use std::sync::Arc;

use crate::diagnosis::Diagnosis;
use crate::diagnosis::timeline::TimelineBuilder;
use crate::finding::Finding;
use crate::log::{LevelCounts, LogStore};

/// How much of a log was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Unpacked bytes read so far.
    pub bytes_read: u64,
    /// Unpacked size of the log in bytes, if it is known in advance.
    pub bytes_total: Option<u64>,
    /// Entries read so far.
    pub entries: u64,
    /// Entries of each level read so far.
    pub levels: LevelCounts,
}

/// Watches a scan. All methods do nothing by default. They are called on the thread that called
/// [`inspect`](super::inspect).
pub trait Observer {
    /// The log was opened; from now on its entries can be read from `store`. Called once if
    /// [`InspectOptions::keep_entries`](super::InspectOptions::keep_entries) is set.
    fn opened(&mut self, store: &Arc<LogStore>) {
        let _ = store;
    }

    /// The log is too large for one thread; called once before worker threads are started. A caller that reads several
    /// logs at a time can block here to limit how many are read in parallel.
    fn before_parallel_read(&mut self) {}

    /// Another chunk was merged.
    fn progress(&mut self, progress: Progress) {
        let _ = progress;
    }

    /// Another chunk was merged into `timeline`, which now covers `entries` entries. For callers that draw it during
    /// the scan.
    fn timeline_changed(&mut self, timeline: &TimelineBuilder, entries: u64) {
        let _ = (timeline, entries);
    }

    /// A finding, in the order of the log. Returns whether to keep it in [`Diagnosis::findings`] as well.
    fn found(&mut self, finding: &Finding) -> bool {
        let _ = finding;
        true
    }

    /// Everything that a pipe or a followed log contains so far was read. Called about every
    /// [`TICK`](crate::source::TICK) until more arrives. `so_far` returns the diagnosis of what was read; it copies all
    /// state of the scan.
    fn caught_up(&mut self, progress: Progress, so_far: &dyn Fn() -> Diagnosis) {
        let _ = (progress, so_far);
    }

    /// Whether to stop. The diagnosis then covers what was read so far.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// An observer that ignores everything.
pub struct NoObserver;

impl Observer for NoObserver {}
