//! Random access to the entries of one opened log.

use crate::log::{LogEntry, LogStore};

/// Entries that can be read by their index, from any thread, also while the log is still being read.
pub trait EntrySource: Send + Sync {
    /// How many entries can be read by now.
    fn entry_count(&self) -> u64;

    /// Up to `count` entries from `first_idx` (from 0) on; fewer at the end. Fast enough for a window's rows in a frame.
    fn read_entries(&self, first_idx: u64, count: usize) -> Vec<LogEntry>;

    /// Passes the entries from `first_idx` on to `visit` until that says false. For passing through a whole log.
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
