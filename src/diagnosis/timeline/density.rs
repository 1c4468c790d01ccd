//! How the entries of each level are distributed over a log, in a bounded number of buckets.

use crate::log::{Level, LevelCounts};

/// The most buckets. When they are full, their width is doubled.
const MAX_BUCKETS: usize = 512;
/// The first width of a bucket, in entries.
const FIRST_WIDTH: u64 = 8;

/// The number of entries of each level in each bucket, in the order of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Density {
    buckets: Vec<LevelCounts>,
    width: u64,
}

impl Default for Density {
    fn default() -> Self {
        Self { buckets: Vec::new(), width: FIRST_WIDTH }
    }
}

impl Density {
    /// Adds consecutive entries. `first_idx` is the index of the first, from 0.
    pub fn add(&mut self, first_idx: u64, levels: &LevelCounts) {
        while first_idx / self.width >= MAX_BUCKETS as u64 {
            self.double_width();
        }
        let bucket = (first_idx / self.width) as usize;
        if bucket >= self.buckets.len() {
            self.buckets.resize(bucket + 1, LevelCounts::default());
        }
        self.buckets[bucket].add(levels);
    }

    fn double_width(&mut self) {
        let pairs = self.buckets.chunks(2).map(|pair| {
            let mut sum = pair[0];
            pair.get(1).into_iter().for_each(|second| sum.add(second));
            sum
        });
        self.buckets = pairs.collect();
        self.width *= 2;
    }

    /// The buckets in the order of the log; each covers [`width`](Self::width) entries, the last one fewer.
    pub fn buckets(&self) -> &[LevelCounts] {
        &self.buckets
    }

    /// How many entries a bucket covers.
    pub fn width(&self) -> u64 {
        self.width
    }
}

/// Distributes entries evenly over the columns from `from` to `to`. None is lost or counted twice.
pub(super) fn spread(levels: &LevelCounts, from: f64, to: f64, columns: &mut [LevelCounts]) {
    let Some(last) = columns.len().checked_sub(1) else { return };
    let (first, end) = ((from as usize).min(last), (to.ceil() as usize).clamp(1, last + 1));
    for level in Level::ALL {
        let total = levels.get(level);
        let mut given = 0;
        for (column, counts) in (first..).zip(&mut columns[first..end.max(first + 1)]) {
            let share = if to > from { ((column + 1) as f64 - from) / (to - from) } else { 1.0 };
            let due = if column + 1 >= end { total } else { (total as f64 * share.min(1.0)).round() as u64 };
            counts.count_many(level, due - given);
            given = due;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_a_long_log_is_counted() {
        let mut density = Density::default();
        let mut one = LevelCounts::default();
        one.count(Level::Error);
        for idx in 0..100_000 {
            density.add(idx, &one);
        }
        assert!(density.buckets().len() <= MAX_BUCKETS && density.buckets().len() > MAX_BUCKETS / 4);
        let counts: Vec<u64> = density.buckets().iter().map(|bucket| bucket.get(Level::Error)).collect();
        assert_eq!(counts.iter().sum::<u64>(), 100_000);
        assert!(counts[..counts.len() - 1].iter().all(|count| *count == density.width()));
    }

    #[test]
    fn entries_are_spread_over_columns() {
        let mut levels = LevelCounts::default();
        levels.count_many(Level::Info, 10);
        let mut columns = vec![LevelCounts::default(); 4];
        spread(&levels, 0.5, 3.0, &mut columns);
        spread(&levels, 4.0, 4.0, &mut columns);
        let counts: Vec<u64> = columns.iter().map(|column| column.get(Level::Info)).collect();
        assert_eq!(counts, [2, 4, 4, 10]);
    }
}
