//! Watching a scan: what whoever started it is told on the way.

use std::sync::Arc;

use crate::diagnosis::Diagnosis;
use crate::diagnosis::timeline::TimelineBuilder;
use crate::finding::Finding;
use crate::log::{LevelCounts, LogStore};

/// How far a scan has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Unpacked bytes read so far.
    pub bytes_read: u64,
    /// All bytes, where their number is known beforehand.
    pub bytes_total: Option<u64>,
    /// Entries read so far.
    pub entries: u64,
    /// How many of each level.
    pub levels: LevelCounts,
}

/// Watches a scan. All methods do nothing by default.
pub trait Observer {
    /// The log was opened; entries can be read from `store` from now on. Called once, if the options ask for it.
    fn opened(&mut self, store: &Arc<LogStore>) {
        let _ = store;
    }

    /// The log is larger than one thread should read; called once, before others are started for it. Whoever reads several
    /// logs at a time lets this one wait here until there is room for them.
    fn large(&mut self) {}

    /// Another chunk was read.
    fn progress(&mut self, progress: Progress) {
        let _ = progress;
    }

    /// Another chunk was read, and `timeline` shows it; for those who draw it while it grows.
    fn grown(&mut self, timeline: &TimelineBuilder, entries: u64) {
        let _ = (timeline, entries);
    }

    /// A finding, in the order of the log; returns whether it is to be kept in [`Diagnosis::findings`] as well.
    fn found(&mut self, finding: &Finding) -> bool {
        let _ = finding;
        true
    }

    /// All that there is for now was read, of a pipe or of a log that is followed; called about every
    /// [`TICK`](crate::source::TICK) until more comes. `so_far` gives the diagnosis of it, which takes a copy of
    /// everything known.
    fn caught_up(&mut self, progress: Progress, so_far: &dyn Fn() -> Diagnosis) {
        let _ = (progress, so_far);
    }

    /// Whether to stop; the diagnosis then holds what was read so far.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Watches nothing.
pub struct NoObserver;

impl Observer for NoObserver {}
