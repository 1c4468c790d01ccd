//! The timeline and its axes.

use super::density::{Density, spread};
use super::lane::Lane;
use super::track::Track;
use crate::diagnosis::clock::ClockJump;
use crate::diagnosis::room_stay::{Moment, RoomStay};
use crate::knowledge::Sentence;
use crate::log::LevelCounts;
use crate::log::parse::clock::Clock;

/// Clocks are shown to the millisecond in logs that are shorter than this.
const FINE_MS: u64 = 10_000;

/// What the length of the timeline represents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Axis {
    /// The entries of the log, each with the same width.
    #[default]
    Entries,
    /// Time by the log's clocks; pauses have their length.
    Time,
}

/// What happened when and to whom. Its size is bounded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline {
    /// How many entries the log has so far.
    pub entries: u64,
    /// The distribution of entries and their levels.
    pub density: Density,
    /// Which entry and line was at which time.
    pub track: Track,
    /// The lanes in order of appearance.
    pub lanes: Vec<Lane>,
    /// Stays and codes of the users that have no lane of their own because there are too many.
    pub others: Lane,
    /// The first stays of the log, in order of appearance.
    pub stays: Vec<RoomStay>,
    /// How many stays the log has.
    pub stay_count: u64,
    /// Where a clock jumped, the first ones.
    pub jumps: Vec<ClockJump>,
    /// How often a clock jumped.
    pub jump_count: u64,
    /// The server's clock, where the SDK first prints it.
    pub server_clock: Option<ServerClock>,
    /// The first remote users whose stream ended or could not be received.
    pub remote_losses: Vec<RemoteLoss>,
}

/// A remote user's stream that ended, or could not be received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteLoss {
    /// The remote user.
    pub user: String,
    /// The user of the client that reports it.
    pub seen_by: String,
    /// The entry that reports it.
    pub at: Moment,
}

/// The server's clock, as the SDK prints it when the signal channel is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerClock {
    /// The entry that prints it. The SDK's clock shows the server's time after it.
    pub at: Moment,
    /// Date, time and zone as printed: `Tue Nov 24 2026 00:41:56 GMT+0800 (CST)`.
    pub text: String,
    /// What the SDK adds to the computer's clock to get the server's time, in milliseconds.
    pub offset_ms: i64,
}

impl Timeline {
    /// The axes that this log has. It has no time axis if its clocks show no elapsed time.
    pub fn axes(&self) -> &'static [Axis] {
        if self.track.length_ms() > 0 { &[Axis::Entries, Axis::Time] } else { &[Axis::Entries] }
    }

    /// The position of a moment on the axis, from 0 to 1.
    pub fn position(&self, axis: Axis, moment: &Moment) -> f64 {
        match (axis, moment.elapsed_ms) {
            (Axis::Time, Some(elapsed_ms)) => fraction(elapsed_ms, self.track.length_ms()),
            _ => self.position_of_entry(axis, moment.entry),
        }
    }

    /// The position of an entry on the axis, from 0 to 1. Entries are counted from 1.
    pub fn position_of_entry(&self, axis: Axis, entry: u64) -> f64 {
        match axis {
            Axis::Entries => fraction(entry.saturating_sub(1), self.entries),
            Axis::Time => fraction(self.track.at_entry(entry).elapsed_ms.unwrap_or(0), self.track.length_ms()),
        }
    }

    /// The moment at a position from 0 to 1. Line and clock are interpolated, so accurate enough for drawing only.
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

    /// The label of a position on the axis: the clock, or the line if the log has no clocks.
    pub fn label_at(&self, axis: Axis, position: f64) -> String {
        let moment = self.moment_at(axis, position);
        let clock = if self.track.length_ms() < FINE_MS { Clock::fine_text } else { Clock::text };
        self.track.main_clock(&moment).map_or_else(|| Sentence::TimelineLine { line: &moment.line }.text(), clock)
    }

    /// The number of entries of each level in each of `count` equal columns of the axis.
    pub fn columns(&self, axis: Axis, count: usize) -> Vec<LevelCounts> {
        let mut columns = vec![LevelCounts::default(); count];
        for (idx, bucket) in (0..).zip(self.density.buckets()) {
            let first = idx * self.density.width();
            let end = (first + self.density.width()).min(self.entries);
            let edge = |entry: u64| self.position_of_entry(axis, entry + 1) * count as f64;
            spread(bucket, edge(first), edge(end), &mut columns);
        }
        columns
    }
}

fn fraction(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { (part as f64 / whole as f64).min(1.0) }
}
