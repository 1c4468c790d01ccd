//! How many entries each column of the timeline has.

use std::ops::Range;

use crate::diagnosis::timeline::{Axis, Timeline};
use crate::log::Level;

/// A bucket wider than a column is divided into at most this many pieces, whose times are looked up.
const MAX_PIECES: u64 = 16;

/// A piece wider than this many columns is a gap between entries: its entries count at its beginning.
const MAX_PIECE_WIDTH: f64 = 6.0;

/// Divides the shown part into `count` columns and counts the entries in each: errors, warnings, all others.
pub fn density(timeline: &Timeline, axis: Axis, shown: Range<f64>, count: usize) -> Vec<[f64; 3]> {
    let mut columns = vec![[0.0; 3]; count];
    let scale = count as f64 / (shown.end - shown.start);
    let (width, end) = (timeline.density.width(), timeline.entries);
    let edge_of = |entry_idx: u64| (timeline.position_of_entry(axis, entry_idx.min(end) + 1) - shown.start) * scale;
    let mut bucket_end = edge_of(0);
    for (bucket_idx, bucket) in (0..).zip(timeline.density.buckets()) {
        let mut to = bucket_end;
        bucket_end = edge_of((bucket_idx + 1) * width);
        if bucket_end < 0.0 || to >= count as f64 {
            continue;
        }
        // Entries of a bucket are distributed unevenly over time, so the clock is read several times in a wide bucket.
        let is_wide = axis == Axis::Time && bucket_end - to > 1.0;
        let pieces = if is_wide { width.clamp(1, MAX_PIECES) } else { 1 };
        let [errors, warnings] = [Level::Error, Level::Warn].map(|level| bucket.get(level) as f64);
        let all: u64 = Level::ALL.into_iter().map(|level| bucket.get(level)).sum();
        let parts = [errors, warnings, all as f64 - errors - warnings];
        for piece in 1..=pieces {
            let from = to;
            to = if piece == pieces { bucket_end } else { edge_of(bucket_idx * width + piece * width / pieces) };
            if to < 0.0 || from >= count as f64 {
                continue;
            }
            let is_gap = axis == Axis::Time && to - from > MAX_PIECE_WIDTH;
            // A piece narrower than a column counts in one column; a wider one is spread evenly over its columns.
            let first = from.max(0.0) as usize;
            let in_one_column = is_gap || to - from <= 1.0;
            if in_one_column && from < 0.0 {
                continue;
            }
            let (last, length) = if in_one_column { (first + 1, 1.0) } else { (to.ceil() as usize, to - from) };
            for column in columns.iter_mut().take(last).skip(first) {
                for (sum, part) in column.iter_mut().zip(parts) {
                    *sum += part / length / pieces as f64;
                }
            }
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::LevelCounts;

    #[test]
    fn every_entry_is_counted_in_a_column() {
        let mut timeline = Timeline { entries: 100, ..Timeline::default() };
        let mut levels = LevelCounts::default();
        levels.count(Level::Error);
        (0..100).for_each(|idx| timeline.density.add(idx, &levels));
        for count in [1, 7, 500] {
            let columns = density(&timeline, Axis::Entries, 0.0..1.0, count);
            let errors: f64 = columns.iter().map(|[errors, ..]| errors).sum();
            assert!((errors - 100.0).abs() < 100.0 / count as f64 + 8.0, "{count} columns: {errors}");
        }
        let half: f64 = density(&timeline, Axis::Entries, 0.5..1.0, 50).iter().map(|[errors, ..]| errors).sum();
        assert!((half - 50.0).abs() < 8.0, "{half}");
    }
}
