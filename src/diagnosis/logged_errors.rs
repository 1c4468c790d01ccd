//! The errors and warnings that a log itself reports, for reports about logs without a code: each text once, with its count.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::{FixedState, RandomState};

use crate::log::Level;

/// An error or warning of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoggedError {
    /// Error or warning.
    pub level: Level,
    /// Whether the SDK printed it.
    pub is_sdk: bool,
    /// The first line of its first entry.
    pub text: String,
    /// The physical line of its first entry.
    pub line: u64,
    /// How many entries have this text, apart from numbers.
    pub count: u64,
}

/// Collects the errors and warnings of a log, or of a part of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct LoggedErrors {
    errors: Vec<LoggedError>,
    /// Indexes of `errors` by the hash of their texts without numbers.
    idx_by_hash: HashMap<u64, usize, RandomState>,
}

/// How many different texts are kept, the first ones.
const MAX_TEXTS: usize = 48;
/// How many bytes of a text are compared and kept.
const MAX_BYTES: usize = 240;

impl LoggedErrors {
    /// Adds an entry if it is an error or a warning; `text` begins after its prefix. `line` counts within the part.
    pub(crate) fn add(&mut self, level: Level, is_sdk: bool, text: &str, line: u64) {
        if !matches!(level, Level::Error | Level::Warn) {
            return;
        }
        let text = text.lines().next().unwrap_or_default().trim();
        let text = &text[..text.floor_char_boundary(MAX_BYTES)];
        if !text.is_empty() {
            self.push(LoggedError { level, is_sdk, text: text.to_owned(), line, count: 1 });
        }
    }

    /// Adds the errors of the next part of the log, whose first line is `first_line`.
    pub(crate) fn merge(&mut self, part: &Self, first_line: u64) {
        for error in &part.errors {
            self.push(LoggedError { line: error.line + first_line, ..error.clone() });
        }
    }

    /// Forgets everything, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.errors.clear();
        self.idx_by_hash.clear();
    }

    /// The errors, then the warnings; those of the SDK first, and the most frequent first.
    pub(crate) fn finish(mut self) -> Vec<LoggedError> {
        let rank = |error: &LoggedError| (error.level != Level::Error, !error.is_sdk, std::cmp::Reverse(error.count));
        self.errors.sort_by_key(rank);
        self.errors
    }

    fn push(&mut self, error: LoggedError) {
        let text: Vec<u8> = error.text.bytes().filter(|byte| !byte.is_ascii_digit()).collect();
        let hash = FixedState::default().hash_one((text, error.level == Level::Error));
        if let Some(idx) = self.idx_by_hash.get(&hash) {
            self.errors[*idx].count += error.count;
        } else if self.errors.len() < MAX_TEXTS {
            self.idx_by_hash.insert(hash, self.errors.len());
            self.errors.push(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_differ_in_numbers_count_together() {
        let mut part = LoggedErrors::default();
        part.add(Level::Warn, true, "slow 12 ms", 0);
        part.add(Level::Info, true, "fine", 1);
        part.add(Level::Error, false, "lost 3", 2);
        part.add(Level::Error, true, "gone 7\nat x", 3);
        part.add(Level::Error, true, "gone 8", 4);
        let mut all = LoggedErrors::default();
        all.merge(&part, 10);
        all.merge(&part, 20);
        let found: Vec<_> = all.finish().into_iter().map(|error| (error.text, error.line, error.count)).collect();
        let wanted = [("gone 7", 13, 4), ("lost 3", 12, 2), ("slow 12 ms", 10, 2)];
        assert_eq!(found, wanted.map(|(text, line, count)| (text.to_owned(), line, count)));
    }
}
