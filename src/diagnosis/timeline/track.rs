//! Relates entries, lines and times of a log: a bounded number of known places, and interpolation between them.

use crate::diagnosis::room_stay::Moment;
use crate::log::parse::clock::Clock;

/// The most places. When they are full, every other one is dropped.
const MAX_PLACES: usize = 1024;

/// Known places of a log, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Track {
    places: Vec<Moment>,
    /// The last place, which is never dropped.
    last: Moment,
    /// How often every other place was dropped. Places are at least `1 << halvings` entries apart.
    halvings: u32,
}

impl Track {
    /// Adds a place after all others.
    pub(super) fn add(&mut self, place: Moment) {
        if place.entry < self.last.entry {
            return;
        }
        self.last = place;
        let is_far = self.places.last().is_none_or(|last| place.entry >= last.entry + (1 << self.halvings));
        if !is_far {
            return;
        }
        if self.places.len() == MAX_PLACES {
            let mut is_kept = false;
            self.places.retain(|_| {
                is_kept = !is_kept;
                is_kept
            });
            self.halvings += 1;
        }
        self.places.push(place);
    }

    /// The time from the first clock to the last, in milliseconds.
    pub fn length_ms(&self) -> u64 {
        self.last.elapsed_ms.unwrap_or(0)
    }

    /// Line and time of an entry.
    pub fn at_entry(&self, entry: u64) -> Moment {
        self.at(entry, |place| place.entry)
    }

    /// Entry and time of a line. In a document of one line, the last place.
    pub fn at_line(&self, line: u64) -> Moment {
        self.at(line, |place| place.line)
    }

    /// The first place whose clock shows a date.
    pub fn first_dated(&self) -> Option<Moment> {
        self.places.iter().find(|place| place.clock.is_some_and(Clock::is_dated)).copied()
    }

    /// The place at which this many milliseconds had elapsed.
    pub fn at_elapsed(&self, elapsed_ms: u64) -> Moment {
        self.at(elapsed_ms, |place| place.elapsed_ms.unwrap_or(0))
    }

    /// The place at which `key` has this value, interpolated between the two known places around it.
    fn at(&self, value: u64, key: impl Fn(&Moment) -> u64) -> Moment {
        let idx = self.places.partition_point(|place| key(place) <= value);
        let Some(before) = idx.checked_sub(1).map(|idx| self.places[idx]) else {
            return self.places.first().copied().unwrap_or_default();
        };
        let after = self.places.get(idx).copied().unwrap_or(self.last);
        let (from, to) = (key(&before), key(&after));
        if to <= from || value >= to {
            return if value >= to { after } else { before };
        }
        let share = (value - from) as f64 / (to - from) as f64;
        let between = |from: u64, to: u64| from + (to.saturating_sub(from) as f64 * share) as u64;
        let elapsed_ms = before.elapsed_ms.map(|from| between(from, after.elapsed_ms.unwrap_or(from)));
        let passed = elapsed_ms.zip(before.elapsed_ms).map_or(0, |(at, from)| at - from);
        Moment {
            entry: between(before.entry, after.entry),
            line: between(before.line, after.line),
            elapsed_ms,
            clock: before.clock.map(|clock| clock.after(passed)),
            clock_source: before.clock_source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_long_logs_are_interpolated() {
        let mut track = Track::default();
        let start = Clock::parse("10:00:00");
        for entry in 1..=100_000 {
            let elapsed_ms = entry * 100;
            let clock = start.map(|clock| clock.after(elapsed_ms));
            track.add(Moment { entry, line: entry * 2, elapsed_ms: Some(elapsed_ms), clock, clock_source: 0 });
        }
        assert!(track.places.len() <= MAX_PLACES);
        assert_eq!(track.length_ms(), 10_000_000);
        for entry in [1, 2, 77, 50_001, 99_999, 100_000] {
            let place = track.at_entry(entry);
            assert!(place.line.abs_diff(entry * 2) <= 2, "{place:?}");
            assert!(place.elapsed_ms.is_some_and(|ms| ms.abs_diff(entry * 100) <= 100), "{place:?}");
            let back = track.at_elapsed(entry * 100);
            assert!(back.entry.abs_diff(entry) <= 1, "{back:?} is not {entry}");
        }
        assert_eq!(track.at_entry(50_000).clock.map(Clock::text).as_deref(), Some("11:23:20"));
    }
}
