//! The selected entries, to copy or save them.

use std::ops::Range;
use std::sync::Arc;

use crate::app::entries::source::EntrySource;
use crate::log::{EntrySet, LogEntry};
use crate::report::log_lines::LogLines;

/// Access to the selected entries from any thread.
#[derive(Clone)]
pub struct SelectedLines {
    /// The name of the log.
    pub name: String,
    /// Whether lines are numbered by records.
    pub by_record: bool,
    pub(super) entries: Arc<dyn EntrySource>,
    pub(super) ranges: Vec<Range<u64>>,
    /// Only these entries of the ranges; `None` for all of them.
    pub(super) only: Option<EntrySet>,
}

impl SelectedLines {
    /// Calls `visit` with each entry, in order, until it returns `false`.
    pub fn visit(&self, visit: &mut dyn FnMut(&LogEntry) -> bool) {
        for range in &self.ranges {
            let mut goes_on = true;
            if let Some(only) = &self.only {
                let mut read = only.members(range.clone()).flat_map(|idx| self.entries.read_entries(idx, 1));
                goes_on = read.all(|entry| visit(&entry));
            } else if !range.is_empty() {
                self.entries.visit_entries(range.start, &mut |entry| {
                    goes_on = entry.number <= range.end && visit(entry);
                    goes_on && entry.number < range.end
                });
            }
            if !goes_on {
                return;
            }
        }
    }

    /// The redacted lines, if their text has at most `max_bytes`.
    pub fn collect(&self, redact: bool, max_bytes: usize) -> Option<LogLines> {
        let mut lines = LogLines::new(redact, self.by_record);
        self.visit(&mut |entry| {
            lines.add(entry);
            lines.bytes() <= max_bytes
        });
        (lines.bytes() <= max_bytes).then_some(lines)
    }
}
