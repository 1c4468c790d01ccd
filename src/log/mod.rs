//! From bytes to entries.

pub mod chunks;
mod cut;
pub mod detect;
mod document;
pub mod draft;
pub mod encoding;
mod entry;
mod format;
pub mod formats;
pub mod json;
pub mod layout;
pub mod line;
pub mod line_ends;
pub mod literals;
pub mod nameless;
pub mod prefix;
pub mod quick;
mod read_buffer;
pub mod records;
pub mod source;
pub mod store;
pub mod text;
pub mod timestamp;
pub mod units;

pub use entry::{Level, LogEntry};
pub use format::LogFormat;
pub use layout::Layout;
pub use source::{LogSource, SourceError};
pub use store::LogStore;

/// A part of a log that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Physical line on which it begins, from 1.
    pub line: u64,
    /// What is wrong there and what to do about it.
    pub reason: String,
}

/// How many entries of each level a log has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LevelCounts([u64; 5]);

impl LevelCounts {
    /// The number of entries of `level`.
    pub fn of(&self, level: Level) -> u64 {
        self.0[level as usize]
    }

    /// Counts one entry.
    pub fn count(&mut self, level: Level) {
        self.0[level as usize] += 1;
    }

    /// Counts several entries of one level.
    pub fn count_many(&mut self, level: Level, count: u64) {
        self.0[level as usize] += count;
    }

    /// What was counted after `earlier` was all.
    pub fn since(&self, earlier: &Self) -> Self {
        Self(std::array::from_fn(|level| self.0[level] - earlier.0[level]))
    }

    /// Adds another log's (or block's) counts.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }
}
