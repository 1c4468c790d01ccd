//! How the timeline is looked at: which axis, which part of it, which of its entries alone are shown.

use std::ops::Range;

use crate::diagnosis::timeline::{Axis, Timeline};
use crate::log::Level;

/// The smallest part of the axis that fills the view; deeper, places in the log can no longer be told apart.
const LEAST: f64 = 1e-7;

/// Time is looked up at so many places of a bucket of entries at most.
const MOST_PIECES: u64 = 16;
/// Where time passes over more columns than this between two such places, the entries stand before it.
const SILENCE: f64 = 6.0;

/// What a view asks of the timeline. Positions are on the whole axis, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimelineAction {
    /// Measures along this axis.
    Axis(Axis),
    /// Makes what is shown so many times smaller (or larger, below 1) around a position that stays where it is.
    Zoom {
        /// The position.
        around: f64,
        /// How many times.
        factor: f64,
    },
    /// Moves what is shown by a share of itself; negative is towards the beginning.
    Pan(f64),
    /// Shows the whole axis.
    ShowAll,
    /// Shows only the entries between two positions, in either order, in the list of entries.
    Narrow(f64, f64),
    /// Shows only the entries that the shown part of the axis has.
    NarrowToShown,
    /// Shows the entries of all times again.
    Widen,
    /// Selects the entry at a position.
    GoTo(f64),
    /// Selects the entry so many shares of the shown part later; negative is earlier.
    Step(f64),
    /// Does that, and narrows the entries to the way from where the first such step began.
    Extend(f64),
}

/// See the module.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineView {
    axis: Option<Axis>,
    from: f64,
    to: f64,
    /// The entry from which a range is being extended by keyboard, by index.
    pub(super) anchor: Option<u64>,
}

impl Default for TimelineView {
    fn default() -> Self {
        Self { axis: None, from: 0.0, to: 1.0, anchor: None }
    }
}

impl TimelineView {
    /// What its length stands for: time where the log tells of some, unless the user wants it otherwise.
    pub fn axis(&self, timeline: &Timeline) -> Axis {
        let last = timeline.axes().last().copied().unwrap_or_default();
        self.axis.filter(|axis| timeline.axes().contains(axis)).unwrap_or(last)
    }

    /// The part of the axis that is shown, from 0 to 1.
    pub fn shown(&self) -> Range<f64> {
        self.from..self.to
    }

    /// How many times larger than the whole it is shown.
    pub fn magnification(&self) -> f64 {
        1.0 / (self.to - self.from)
    }

    /// Measures along another axis, all of it.
    pub(super) fn set_axis(&mut self, axis: Axis) {
        *self = Self { axis: Some(axis), ..Self::default() };
    }

    pub(super) fn zoom(&mut self, around: f64, factor: f64) {
        if !around.is_finite() || !factor.is_finite() || factor <= 0.0 {
            return;
        }
        let length = ((self.to - self.from) / factor).clamp(LEAST, 1.0);
        let share = ((around - self.from) / (self.to - self.from)).clamp(0.0, 1.0);
        self.show_from(around.clamp(0.0, 1.0) - share * length, length);
    }

    pub(super) fn pan(&mut self, share: f64) {
        if share.is_finite() {
            let length = self.to - self.from;
            self.show_from(self.from + share * length, length);
        }
    }

    pub(super) fn show_all(&mut self) {
        (self.from, self.to) = (0.0, 1.0);
    }

    /// Moves what is shown as little as needed for a position to be in it, not quite at its edge.
    pub(super) fn reveal(&mut self, position: f64) {
        let length = self.to - self.from;
        if position < self.from {
            self.show_from(position - length * 0.1, length);
        } else if position > self.to {
            self.show_from(position - length * 0.9, length);
        }
    }

    fn show_from(&mut self, from: f64, length: f64) {
        self.from = from.clamp(0.0, 1.0 - length);
        self.to = self.from + length;
    }
}

/// The entries between two positions, by index; at least one where the log has any.
pub(super) fn entries_between(timeline: &Timeline, axis: Axis, one: f64, other: f64) -> Range<u64> {
    let at = |position| timeline.moment_at(axis, position).entry.saturating_sub(1);
    let (first, last) = (at(one.min(other)), at(one.max(other)));
    // An entry stands for all the way to the next one, so the last one is in it.
    first..(last + 1).min(timeline.entries.max(first + 1))
}

/// How many entries stand in each of so many columns of the shown part: errors, warnings, all others.
pub fn density(timeline: &Timeline, axis: Axis, shown: Range<f64>, count: usize) -> Vec<[f64; 3]> {
    let mut columns = vec![[0.0; 3]; count];
    let scale = count as f64 / (shown.end - shown.start);
    let (width, end) = (timeline.density.width(), timeline.entries);
    // Time passes unevenly within a bucket, and not at all beside a silence.
    let pieces = if axis == Axis::Time { width.clamp(1, MOST_PIECES) } else { 1 };
    let edge_of = |piece: u64| {
        let entry = (piece * width / pieces).min(end) + 1;
        (timeline.position_of_entry(axis, entry) - shown.start) * scale
    };
    let mut to = edge_of(0);
    for (bucket_idx, bucket) in (0..).zip(timeline.density.buckets()) {
        let [errors, warnings] = [Level::Error, Level::Warn].map(|level| bucket.get(level) as f64);
        let all: u64 = Level::ALL.into_iter().map(|level| bucket.get(level)).sum();
        let parts = [errors, warnings, all as f64 - errors - warnings];
        for piece in 1..=pieces {
            let from = to;
            to = edge_of(bucket_idx * pieces + piece);
            if to < 0.0 || from >= count as f64 {
                continue;
            }
            let is_silence = axis == Axis::Time && to - from > SILENCE;
            // What is narrower than a column stands in one; what is wider is spread evenly, near enough for a picture.
            let first = from.max(0.0) as usize;
            let is_one = is_silence || to - from <= 1.0;
            if is_one && from < 0.0 {
                continue;
            }
            let (last, length) = if is_one { (first + 1, 1.0) } else { (to.ceil() as usize, to - from) };
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

    fn shown(view: &TimelineView) -> (f64, f64) {
        let round = |position: f64| (position * 1e6).round() / 1e6;
        (round(view.from), round(view.to))
    }

    #[test]
    fn what_the_pointer_is_on_stays_under_it_while_zooming() {
        let mut view = TimelineView::default();
        view.zoom(0.25, 2.0);
        assert_eq!(shown(&view), (0.125, 0.625));
        view.zoom(0.125, 5.0);
        assert_eq!(shown(&view), (0.125, 0.225));
        view.zoom(0.2, 0.001);
        assert_eq!(shown(&view), (0.0, 1.0));
        view.zoom(0.9, 1e30);
        assert!(view.from <= 0.9 && 0.9 <= view.to && view.to - view.from > 0.0, "{view:?}");
    }

    #[test]
    fn every_entry_stands_in_a_column() {
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

    #[test]
    fn the_view_never_leaves_the_axis() {
        let mut view = TimelineView::default();
        view.zoom(0.5, 4.0);
        view.pan(-9.0);
        assert_eq!(shown(&view), (0.0, 0.25));
        view.pan(0.5);
        assert_eq!(shown(&view), (0.125, 0.375));
        view.reveal(0.99);
        assert_eq!(shown(&view), (0.75, 1.0));
        view.pan(f64::NAN);
        view.zoom(f64::INFINITY, 2.0);
        assert_eq!(shown(&view), (0.75, 1.0));
    }
}
