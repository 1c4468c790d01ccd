//! From bytes to entries.

pub mod chunk;
pub mod detect;
mod entry;
mod format;
pub mod formats;
pub mod json;
pub mod layout;
pub mod parse;
pub mod segment;
pub mod store;

pub use self::entry::{Level, LogEntry};
pub use self::format::LogFormat;
pub use self::layout::Layout;
pub use self::store::LogStore;

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
