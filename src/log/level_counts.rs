//! Numbers of entries by level.

use super::entry::Level;

/// The number of entries of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LevelCounts([u64; 5]);

impl LevelCounts {
    /// The number of entries of `level`.
    pub fn get(&self, level: Level) -> u64 {
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

    /// The difference to an earlier state of the same counts.
    pub fn since(&self, earlier: &Self) -> Self {
        Self(std::array::from_fn(|level| self.0[level] - earlier.0[level]))
    }

    /// Adds the counts of another log or block.
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }
}
