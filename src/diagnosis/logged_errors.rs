//! The errors and warnings that a log itself reports, for reports about logs without a code: each text once, with its count.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};

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
        let end = memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len());
        let text = text[..end].trim();
        let text = &text[..text.floor_char_boundary(MAX_BYTES)];
        if text.is_empty() {
            return;
        }
        match self.place_of(text, level) {
            Some(idx) => self.errors[idx].count += 1,
            None => self.push(LoggedError { level, is_sdk, text: text.to_owned(), line, count: 1 }),
        }
    }

    /// Adds the errors of the next part of the log, whose first line is `first_line`.
    pub(crate) fn merge(&mut self, part: &Self, first_line: u64) {
        for error in &part.errors {
            match self.place_of(&error.text, error.level) {
                Some(idx) => self.errors[idx].count += error.count,
                None => self.push(LoggedError { line: error.line + first_line, ..error.clone() }),
            }
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

    /// The index of the error with this text, apart from numbers.
    fn place_of(&self, text: &str, level: Level) -> Option<usize> {
        self.idx_by_hash.get(&hash_of(text, level)).copied()
    }

    /// Adds an error whose text is new.
    fn push(&mut self, error: LoggedError) {
        if self.errors.len() < MAX_TEXTS {
            self.idx_by_hash.insert(hash_of(&error.text, error.level), self.errors.len());
            self.errors.push(error);
        }
    }
}

fn hash_of(text: &str, level: Level) -> u64 {
    let mut hasher = FixedState::default().build_hasher();
    hasher.write_u8(u8::from(level == Level::Error));
    for part in text.as_bytes().split(u8::is_ascii_digit).filter(|part| !part.is_empty()) {
        hasher.write(part);
    }
    hasher.finish()
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
