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
    /// Whether entries are numbered by their position, not by their lines: several records are in one physical line.
    pub by_record: bool,
    /// How many entries of each level were read.
    pub levels: LevelCounts,
    /// How many entries there were when it was last decided how they are numbered.
    checked: u64,
}

impl LogEntries {
    /// Access to the entries from any thread; `None` until the log is opened.
    pub(in crate::app) fn source(&self) -> Option<Arc<dyn EntrySource>> {
        self.source.clone()
    }

    /// Reads the current number of entries from the source, which grows in the background.
    pub(super) fn update_count(&mut self) {
        let before = self.count;
        self.count = self.source.as_ref().map_or(0, |source| source.entry_count());
        self.checked = self.checked.min(self.count);
        // Reading an entry for each part of a log that is read would be slow.
        if self.count != before && !self.by_record && (self.checked == 0 || self.count / 2 >= self.checked) {
            self.checked = self.count;
            let last = self.count.checked_sub(1).and_then(|last| self.get(last));
            self.by_record = last.is_some_and(|last| last.number > last.last_line);
        }
    }

    /// The entry with a number as the list shows it: of a record or of a line.
    pub(super) fn idx_of_number(&self, number: u64) -> Option<u64> {
        if self.by_record {
            return self.count.checked_sub(1).map(|last| number.saturating_sub(1).min(last));
        }
        self.idx_of_line(number)
    }

    /// The number by which people find an entry: that of its record or its first line.
    pub fn number_of(&self, entry_idx: u64, line: u64) -> u64 {
        if self.by_record { entry_idx + 1 } else { line }
    }

    pub(super) fn get(&self, entry_idx: u64) -> Option<LogEntry> {
        self.source.as_ref()?.read_entries(entry_idx, 1).into_iter().next()
    }

    /// The index of the first entry that contains a physical line; the first entry for lines before it.
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
        let found = low.checked_sub(1).or_else(|| (self.count > 0).then_some(0))?;
        Some(self.first_of_line(found))
    }

    /// The first of the entries that begin in the same line as an entry.
    fn first_of_line(&self, entry_idx: u64) -> u64 {
        let Some(line) = self.get(entry_idx).map(|entry| entry.first_line) else { return entry_idx };
        let (mut low, mut high) = (0, entry_idx);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.get(middle) {
                Some(entry) if entry.first_line < line => low = middle + 1,
                _ => high = middle,
            }
        }
        low
    }
}
