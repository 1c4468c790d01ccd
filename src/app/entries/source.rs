//! Random access to the entries of a log.

use crate::log::{LogEntry, LogStore};

/// Entries that can be read by index, from any thread, also while the log is being read.
pub trait EntrySource: Send + Sync {
    /// How many entries can be read so far.
    fn entry_count(&self) -> u64;

    /// Reads up to `count` entries from `first_idx` on, counted from 0; fewer at the end of the log. Fast enough to read
    /// the visible rows in each frame.
    fn read_entries(&self, first_idx: u64, count: usize) -> Vec<LogEntry>;

    /// Calls `visit` with each entry from `first_idx` on until it returns `false`. For reading a whole log.
    fn visit_entries(&self, first_idx: u64, visit: &mut dyn FnMut(&LogEntry) -> bool);
}

impl EntrySource for LogStore {
    fn entry_count(&self) -> u64 {
        Self::entry_count(self)
    }

    fn read_entries(&self, first_idx: u64, count: usize) -> Vec<LogEntry> {
        Self::read_entries(self, first_idx, count)
    }

    fn visit_entries(&self, first_idx: u64, visit: &mut dyn FnMut(&LogEntry) -> bool) {
        self.for_each(first_idx, visit);
    }
}
