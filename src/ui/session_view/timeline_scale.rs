//! Converts between positions on the timeline and x coordinates on the screen.

use crate::diagnosis::timeline::{Axis, Timeline};

/// The x coordinates of the timeline's edges, and the part of the axis between them. Positions on the axis are from 0 to 1.
#[derive(Clone, Copy)]
pub(super) struct TimelineScale<'t> {
    pub(super) timeline: &'t Timeline,
    pub(super) axis: Axis,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) from: f64,
    pub(super) to: f64,
}

impl TimelineScale<'_> {
    /// The x coordinate of a position. A position that is not shown is just outside the edge.
    pub(super) fn x(&self, position: f64) -> f32 {
        let share = ((position - self.from) / (self.to - self.from)).clamp(-0.1, 1.1);
        self.left + (share * f64::from(self.right - self.left)) as f32
    }

    /// The position of an x coordinate.
    pub(super) fn position(&self, x: f32) -> f64 {
        let share = f64::from((x - self.left) / (self.right - self.left)).clamp(0.0, 1.0);
        self.from + share * (self.to - self.from)
    }

    /// The x coordinate where an entry ends and the next one begins.
    pub(super) fn x_of_entry(&self, entry: u64) -> f32 {
        self.x(self.timeline.position_of_entry(self.axis, entry))
    }
}
