//! A set of rows as ranges, so that a selection of all rows of a long list takes no memory.

use std::ops::Range;

/// Rows in order, as ranges that neither overlap nor touch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RowRanges(Vec<Range<u64>>);

impl RowRanges {
    /// All rows of the ranges, which may be in any order.
    pub(super) fn from_ranges(ranges: impl IntoIterator<Item = Range<u64>>) -> Self {
        let mut sorted: Vec<Range<u64>> = ranges.into_iter().filter(|range| range.start < range.end).collect();
        sorted.sort_by_key(|range| range.start);
        sorted.dedup_by(|next, kept| {
            let touches = next.start <= kept.end;
            if touches {
                kept.end = kept.end.max(next.end);
            }
            touches
        });
        Self(sorted)
    }

    /// The rows between two rows, which may be in any order.
    pub(super) fn between(one: u64, other: u64) -> Self {
        Self::from_ranges(std::iter::once(one.min(other)..one.max(other).saturating_add(1)))
    }

    pub(super) fn as_slice(&self) -> &[Range<u64>] {
        &self.0
    }

    pub(super) fn count(&self) -> u64 {
        self.0.iter().map(|range| range.end - range.start).sum()
    }

    pub(super) fn contains(&self, row: u64) -> bool {
        let after = self.0.partition_point(|range| range.start <= row);
        after > 0 && row < self.0[after - 1].end
    }

    /// Adds the row, or removes it if it is in the set.
    pub(super) fn toggle(&mut self, row: u64) {
        let with_row = || self.0.iter().cloned().chain(std::iter::once(row..row + 1));
        *self = if self.contains(row) {
            Self::from_ranges(self.0.iter().flat_map(|range| {
                let (before, after) = (range.start..range.end.min(row), range.start.max(row + 1)..range.end);
                [before, after]
            }))
        } else {
            Self::from_ranges(with_row())
        };
    }

    /// The row of the set that is nearest to a row.
    pub(super) fn nearest(&self, row: u64) -> Option<u64> {
        let nearest = |range: &Range<u64>| row.clamp(range.start, range.end - 1);
        self.0.iter().map(nearest).min_by_key(|near| near.abs_diff(row))
    }

    /// Removes the rows from `len` on.
    pub(super) fn truncate(&mut self, len: u64) {
        if self.0.last().is_some_and(|range| range.end > len) {
            *self = Self::from_ranges(self.0.iter().map(|range| range.start..range.end.min(len)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toggled_rows_split_and_join_ranges() {
        let mut rows = RowRanges::between(9, 5);
        assert_eq!(rows.as_slice(), std::slice::from_ref(&(5..10)));
        rows.toggle(7);
        assert_eq!(rows.as_slice(), [5..7, 8..10]);
        assert!(rows.contains(6) && !rows.contains(7) && rows.contains(8) && !rows.contains(10));
        assert_eq!((rows.count(), rows.nearest(7), rows.nearest(30)), (4, Some(6), Some(9)));
        rows.toggle(7);
        rows.toggle(5);
        assert_eq!(rows.as_slice(), std::slice::from_ref(&(6..10)));
        rows.truncate(8);
        assert_eq!(rows.as_slice(), std::slice::from_ref(&(6..8)));
        rows.truncate(3);
        assert_eq!((rows.count(), rows.nearest(1)), (0, None));
    }
}
