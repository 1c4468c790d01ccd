//! The timeline of a log: lanes of stays, interruptions and error codes, and how entries are spread. Its size is bounded
//! whatever the log's, so that it can be drawn anew for every frame.

mod builder;
mod density;
mod lane;
mod track;

pub use builder::TimelineBuilder;
pub use density::Density;
pub use lane::{Bar, Break, Lane, LaneMark};
pub use track::Track;

use super::clock::ClockJump;
use super::room_stay::{Moment, RoomStay};
use crate::log::LevelCounts;
use crate::log::parse::clock::Clock;

/// Clocks are told to the millisecond in logs that are shorter than this.
const FINE_MS: u64 = 10_000;

/// What the timeline's length stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Axis {
    /// The log's entries, each as wide as any other.
    #[default]
    Entries,
    /// Time as the log's clocks tell it; silence takes room.
    Time,
}

/// What happened when and to whom, in bounded size.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// How many entries the log has (so far).
    pub entries: u64,
    /// Entries and their levels, in the order of the log.
    pub density: Density,
    /// Where in the log it was what time.
    pub track: Track,
    /// Lanes in order of appearance.
    pub lanes: Vec<Lane>,
    /// What has no lane of its own because there are too many users: stays and codes of all of them.
    pub others: Lane,
    /// The first stays of the log, in order of appearance.
    pub stays: Vec<RoomStay>,
    /// How many stays there are.
    pub stay_count: u64,
    /// Where a clock jumped, the first ones.
    pub jumps: Vec<ClockJump>,
    /// How often a clock jumped.
    pub jump_count: u64,
}

impl Timeline {
    /// The axes that this log has; time only where clocks tell of some.
    pub fn axes(&self) -> &'static [Axis] {
        if self.track.length_ms() > 0 { &[Axis::Entries, Axis::Time] } else { &[Axis::Entries] }
    }

    /// Where on the axis a moment stands, from 0 to 1.
    pub fn position(&self, axis: Axis, moment: &Moment) -> f64 {
        match (axis, moment.elapsed_ms) {
            (Axis::Time, Some(elapsed_ms)) => fraction(elapsed_ms, self.track.length_ms()),
            _ => self.position_of_entry(axis, moment.entry),
        }
    }

    /// Where on the axis an entry stands, from 0 to 1; entries count from 1.
    pub fn position_of_entry(&self, axis: Axis, entry: u64) -> f64 {
        match axis {
            Axis::Entries => fraction(entry.saturating_sub(1), self.entries),
            Axis::Time => fraction(self.track.at_entry(entry).elapsed_ms.unwrap_or(0), self.track.length_ms()),
        }
    }

    /// Where on the axis a physical line stands, from 0 to 1; near enough for a picture.
    pub fn position_of_line(&self, axis: Axis, line: u64) -> f64 {
        self.position(axis, &self.track.at_line(line))
    }

    /// The place in the log at a position from 0 to 1; its line and clock are exact to what a picture can show.
    pub fn moment_at(&self, axis: Axis, position: f64) -> Moment {
        let position = position.clamp(0.0, 1.0);
        match axis {
            Axis::Entries => {
                let entry = 1 + (position * self.entries as f64) as u64;
                self.track.at_entry(entry.min(self.entries.max(1)))
            }
            Axis::Time => self.track.at_elapsed((position * self.track.length_ms() as f64).round() as u64),
        }
    }

    /// What to write at a position of the axis: the clock, or where the log has none, the line.
    pub fn label_at(&self, axis: Axis, position: f64) -> String {
        let moment = self.moment_at(axis, position);
        let clock = if self.track.length_ms() < FINE_MS { Clock::fine_text } else { Clock::text };
        moment.clock.map_or_else(|| format!("line {}", moment.line), clock)
    }

    /// Entries of each level in so many equal columns of the axis.
    pub fn columns(&self, axis: Axis, count: usize) -> Vec<LevelCounts> {
        let mut columns = vec![LevelCounts::default(); count];
        for (idx, bucket) in (0..).zip(self.density.buckets()) {
            let first = idx * self.density.width();
            let end = (first + self.density.width()).min(self.entries);
            let edge = |entry: u64| self.position_of_entry(axis, entry + 1) * count as f64;
            density::spread(bucket, edge(first), edge(end), &mut columns);
        }
        columns
    }
}

fn fraction(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64).min(1.0) }
}
