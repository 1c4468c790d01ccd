//! The entries of a log that can be read so far.

use std::sync::Arc;

use crate::app::entries::source::EntrySource;
use crate::log::{LevelCounts, LogEntry};

/// Access to the entries of a log, and their counts at the last update.
#[derive(Clone, Default)]
pub struct LogEntries {
    /// `None` until the log is opened.
    pub(super) source: Option<Arc<dyn EntrySource>>,
    /// How many entries can be read.
    pub count: u64,
    /// How many entries of each level were read.
    pub levels: LevelCounts,
}

impl LogEntries {
    /// Access to the entries from any thread; `None` until the log is opened.
    pub(in crate::app) fn source(&self) -> Option<Arc<dyn EntrySource>> {
        self.source.clone()
    }

    /// Reads the current number of entries from the source, which grows in the background.
    pub(super) fn update_count(&mut self) {
        self.count = self.source.as_ref().map_or(0, |source| source.entry_count());
    }

    pub(super) fn get(&self, entry_idx: u64) -> Option<LogEntry> {
        self.source.as_ref()?.read_entries(entry_idx, 1).into_iter().next()
    }

    /// The index of the entry that contains a physical line; the first entry for lines before it.
    pub(super) fn idx_of_line(&self, line: u64) -> Option<u64> {
        self.source.as_ref()?;
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.get(middle) {
                Some(entry) if entry.first_line <= line => low = middle + 1,
                _ => high = middle,
            }
        }
        low.checked_sub(1).or_else(|| (self.count > 0).then_some(0))
    }
}
