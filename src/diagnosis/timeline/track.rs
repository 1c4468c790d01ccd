//! Relates entries, lines and times of a log: a bounded number of known places, and interpolation between them.

use crate::diagnosis::room_stay::Moment;
use crate::log::parse::clock::Clock;

/// The most places. When they are full, every other one is dropped.
const MAX_PLACES: usize = 1024;

/// Clocks beyond these are counted as none. Only merged logs have more.
const MAX_SOURCES: usize = 16;
/// Time zones differ by multiples of this.
const QUARTER_MS: i64 = 15 * 60 * 1000;
/// How exact the time of an entry between two known places is.
const SLACK_MS: i64 = 2 * 60 * 1000;

/// Known places of a log, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Track {
    places: Vec<Moment>,
    /// The last place, which is never dropped.
    last: Moment,
    /// How many places each of the log's clocks gave, the first ones of them.
    sources: Vec<(u32, u64)>,
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
        self.count_source(place);
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

    fn count_source(&mut self, place: Moment) {
        if place.clock.is_none() {
            return;
        }
        if let Some((_, count)) = self.sources.iter_mut().find(|(source, _)| *source == place.clock_source) {
            *count += 1;
        } else if self.sources.len() < MAX_SOURCES {
            self.sources.push((place.clock_source, 1));
        }
    }

    /// A moment by the clock that shows most of the log's times.
    pub fn main_clock(&self, moment: &Moment) -> Option<Clock> {
        let (main, _) = *self.sources.iter().rev().max_by_key(|(_, count)| *count)?;
        if moment.clock_source == main {
            return moment.clock;
        }
        let is_main = |place: &&Moment| place.clock_source == main;
        let idx = self.places.partition_point(|place| place.entry <= moment.entry);
        let before = self.places[..idx].iter().rev().find(is_main);
        let near = before.or_else(|| self.places[idx..].iter().find(is_main))?;
        let passed = moment.elapsed_ms.unwrap_or(0).cast_signed() - near.elapsed_ms.unwrap_or(0).cast_signed();
        near.clock.map(|clock| clock.moved(passed))
    }

    /// The time of day of an entry by the clock that shows most of the log's times, if `time` is that of a clock in another zone.
    pub fn in_main_zone(&self, time: &str, entry: u64) -> Option<String> {
        let clock = Clock::parse(time)?.undated();
        let main = self.main_clock(&self.at_entry(entry))?.undated();
        let apart = clock.since(main)?;
        let zone = (apart as f64 / QUARTER_MS as f64).round() as i64 * QUARTER_MS;
        // The time of the entry is interpolated, so that it is not exact.
        if zone == 0 || (apart - zone).abs() > SLACK_MS {
            return None;
        }
        let converted = clock.moved(-zone);
        Some(if converted.ms_of_day() % 1000 == 0 { converted.text() } else { converted.fine_text() })
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

    /// The first place whose clock shows a date, or none.
    pub fn first_clock(&self, is_dated: bool) -> Option<Moment> {
        self.places.iter().find(|place| place.clock.is_some_and(|clock| clock.is_dated() == is_dated)).copied()
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

    #[test]
    fn times_of_another_zone_are_converted() {
        let mut track = Track::default();
        for entry in 1..=60_u64 {
            let elapsed_ms = entry * 1000;
            // Every tenth entry has the browser's clock, eight hours earlier.
            let (start, clock_source) = if entry % 10 == 0 { ("16:41:00", 2) } else { ("00:41:00", 1) };
            let clock = Clock::parse(start).map(|clock| clock.after(elapsed_ms));
            track.add(Moment { entry, line: entry, elapsed_ms: Some(elapsed_ms), clock, clock_source });
        }
        let main = |entry| track.main_clock(&track.at_entry(entry)).map(Clock::text);
        assert_eq!([main(9), main(10)].map(Option::unwrap), ["00:41:09", "00:41:10"]);
        let zone = |time, entry| track.in_main_zone(time, entry);
        assert_eq!(zone("2026-11-23T16:41:10.250Z", 10).as_deref(), Some("00:41:10.250"));
        assert_eq!(zone("16:41:10", 10).as_deref(), Some("00:41:10"));
        for (time, entry) in [("00:41:09.100", 9), ("00:52:09", 9), ("no time", 9)] {
            assert_eq!(zone(time, entry), None, "{time}");
        }
    }
}
