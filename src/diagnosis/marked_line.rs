//! Lines that the user marked as evidence.

use crate::log::{Level, LogEntry};

/// Longer messages are cut; a report shows no more of a finding, either.
const MESSAGE_CHARS: usize = crate::finding::MESSAGE_CHARS;

/// A line that the user marked as evidence, with what they wrote about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedLine {
    /// The position of the entry in the log, from 1.
    pub entry_number: u64,
    /// The physical line on which the entry begins, from 1.
    pub line: u64,
    /// The printed time.
    pub time: Option<String>,
    /// The log's own level.
    pub level: Level,
    /// The message, cut if it is long.
    pub message: String,
    /// What the user wrote about it; may be empty.
    pub note: String,
}

impl MarkedLine {
    /// Marks an entry without a note.
    pub fn new(entry: &LogEntry) -> Self {
        Self {
            entry_number: entry.number,
            line: entry.first_line,
            time: entry.time.clone(),
            level: entry.level,
            message: entry.message.chars().take(MESSAGE_CHARS).collect(),
            note: String::new(),
        }
    }
}
