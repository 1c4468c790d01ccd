//! Which part of the timeline is shown, along which axis.

use std::ops::Range;

use crate::diagnosis::timeline::{Axis, Timeline};

/// The smallest part of the axis that can fill the view; in a smaller one, positions in the log can no longer be distinguished.
const MIN_SHOWN: f64 = 1e-7;

/// What the user does on the timeline. Positions are on the whole axis, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimelineAction {
    /// Measures along this axis.
    Axis(Axis),
    /// Magnifies around a position that stays where it is.
    Zoom {
        /// The position.
        around: f64,
        /// The magnification; a factor below 1 shows more of the axis.
        factor: f64,
    },
    /// Moves the shown part by a share of its length; negative is towards the beginning.
    Pan(f64),
    /// Shows the whole axis.
    ShowAll,
    /// Lists only the entries between two positions, in either order.
    Narrow(f64, f64),
    /// Lists only the entries in the shown part of the axis.
    NarrowToShown,
    /// Lists the entries of the whole axis again.
    Widen,
    /// Selects the entry at a position.
    GoTo(f64),
    /// Moves the selection by a share of the length of the shown part; negative is earlier.
    Step(f64),
    /// Moves the selection as [`Step`](Self::Step) does, and lists only the entries from the start of the first such step to
    /// the new selection.
    Extend(f64),
}

/// The axis, and the part of it that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineView {
    axis: Option<Axis>,
    from: f64,
    to: f64,
    /// The entry from which a range is being extended by keyboard, by index.
    pub(crate) anchor: Option<u64>,
}

impl Default for TimelineView {
    fn default() -> Self {
        Self { axis: None, from: 0.0, to: 1.0, anchor: None }
    }
}

impl TimelineView {
    /// What the axis measures: what the user chose, if the log has it; else time, if the log has clocks.
    pub fn axis(&self, timeline: &Timeline) -> Axis {
        let last = timeline.axes().last().copied().unwrap_or_default();
        self.axis.filter(|axis| timeline.axes().contains(axis)).unwrap_or(last)
    }

    /// The part of the axis that is shown, from 0 to 1.
    pub fn shown(&self) -> Range<f64> {
        self.from..self.to
    }

    /// How many times the shown part is magnified; 1 for the whole axis.
    pub fn magnification(&self) -> f64 {
        1.0 / (self.to - self.from)
    }

    /// Shows the whole of another axis.
    pub(crate) fn set_axis(&mut self, axis: Axis) {
        *self = Self { axis: Some(axis), ..Self::default() };
    }

    pub(crate) fn zoom(&mut self, around: f64, factor: f64) {
        if !around.is_finite() || !factor.is_finite() || factor <= 0.0 {
            return;
        }
        let length = ((self.to - self.from) / factor).clamp(MIN_SHOWN, 1.0);
        let share = ((around - self.from) / (self.to - self.from)).clamp(0.0, 1.0);
        self.show_from(around.clamp(0.0, 1.0) - share * length, length);
    }

    pub(crate) fn pan(&mut self, share: f64) {
        if share.is_finite() {
            let length = self.to - self.from;
            self.show_from(self.from + share * length, length);
        }
    }

    pub(crate) fn show_all(&mut self) {
        (self.from, self.to) = (0.0, 1.0);
    }

    /// Moves the shown part as little as needed to contain a position, with a margin of a tenth.
    pub(crate) fn reveal(&mut self, position: f64) {
        let length = self.to - self.from;
        if position < self.from {
            self.show_from(position - length * 0.1, length);
        } else if position > self.to {
            self.show_from(position - length * 0.9, length);
        }
    }

    /// Shows a part of the axis.
    pub(crate) fn show_part(&mut self, from: f64, length: f64) {
        self.show_from(from, length.clamp(MIN_SHOWN, 1.0));
    }

    fn show_from(&mut self, from: f64, length: f64) {
        self.from = from.clamp(0.0, 1.0 - length);
        self.to = self.from + length;
    }
}

/// The indices of the entries between two positions; at least one if the log has any.
pub(crate) fn entries_between(timeline: &Timeline, axis: Axis, one: f64, other: f64) -> Range<u64> {
    let at = |position| timeline.moment_at(axis, position).entry.saturating_sub(1);
    let (first, last) = (at(one.min(other)), at(one.max(other)));
    // An entry extends to the next one, so the last one is included.
    first..(last + 1).min(timeline.entries.max(first + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(view: &TimelineView) -> (f64, f64) {
        let round = |position: f64| (position * 1e6).round() / 1e6;
        (round(view.from), round(view.to))
    }

    #[test]
    fn zooming_keeps_the_position_under_the_pointer() {
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
