//! How much time has passed in a log, by the clocks of its entries. Clocks jump, run backwards, restart at midnight, and
//! several clocks of one log disagree; the elapsed time never goes back.

use crate::log::parse::clock::Clock;

const SECOND_MS: i64 = 1000;
const HOUR_MS: i64 = 3600 * SECOND_MS;
/// Time zones differ by multiples of this.
const QUARTER_MS: i64 = HOUR_MS / 4;
const SLACK_MS: i64 = 30 * SECOND_MS;

/// A smaller step back is not a jump: the SDK adjusts its clock to the server's, and lines may be out of order.
const BACK_MS: i64 = 2 * SECOND_MS;
/// A larger step forward is a jump: the clock was set, or the entries belong to different recordings.
const GAP_MS: i64 = 6 * HOUR_MS;
/// How many clock sources of one log are tracked: the SDK's, the browser's, the export's.
const MAX_SOURCES: usize = 6;

/// A clock that jumped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockJump {
    /// The physical line of the jump.
    pub line: u64,
    /// The clock before.
    pub from: Clock,
    /// The clock on that line.
    pub to: Clock,
}

/// A duration in words: `0.4 s`, `12 s`, `5 min 48 s`, `1 h 3 min`.
pub(crate) fn duration_text(ms: u64) -> String {
    let seconds = ms / 1000;
    match seconds {
        0..10 => format!("{}.{} s", seconds, ms % 1000 / 100),
        10..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

/// Whether two clocks may show the same time in different time zones, read up to half a minute apart.
fn differ_by_zone(one: Clock, other: Clock) -> bool {
    let apart = other.since(one).unwrap_or(0).abs();
    let rest = apart % QUARTER_MS;
    (2 * QUARTER_MS - SLACK_MS..=14 * HOUR_MS + SLACK_MS).contains(&apart)
        && (rest <= SLACK_MS || rest >= QUARTER_MS - SLACK_MS)
}

/// How many jumps are kept, the first ones; all are counted.
const MAX_JUMPS: usize = 16;

/// Reads the clocks of a log in their order and measures how much time has passed since the first.
#[derive(Clone, Debug, Default)]
pub(crate) struct ElapsedTime {
    sources: Vec<ClockSource>,
    /// The last clock.
    pub last: Option<Clock>,
    /// The number of its source; 0 before the first clock.
    pub last_source: u32,
    /// How many sources there were.
    source_count: u32,
    elapsed_ms: u64,
    /// The first jumps.
    pub jumps: Vec<ClockJump>,
    /// How often a clock jumped.
    pub jump_count: u64,
}

/// One of the log's clocks: what it showed last, and how much time had elapsed then.
#[derive(Clone, Copy, Debug)]
struct ClockSource {
    clock: Clock,
    elapsed_ms: u64,
    /// Its number, from 1. After a jump, the clock is a new source.
    number: u32,
}

impl ElapsedTime {
    /// Records the clock of an entry on `line`.
    pub(crate) fn record(&mut self, clock: Clock, line: u64) {
        let nearest = self.sources.iter_mut().filter_map(|source| {
            let delta = clock.since(source.clock)?;
            (-BACK_MS..=GAP_MS).contains(&delta).then_some((delta, source))
        });
        if let Some((delta, source)) = nearest.min_by_key(|(delta, _)| delta.abs()) {
            // A clock that went back a little is ignored until it has caught up.
            if delta >= 0 {
                self.elapsed_ms = self.elapsed_ms.max(source.elapsed_ms + delta as u64);
                *source = ClockSource { clock, elapsed_ms: self.elapsed_ms, number: source.number };
            }
            self.last_source = source.number;
        } else {
            let before =
                self.sources.iter().rev().map(|source| source.clock).find(|other| other.is_dated() == clock.is_dated());
            if let Some(from) = before.filter(|before| !differ_by_zone(*before, clock)) {
                self.jump_count += 1;
                if self.jumps.len() < MAX_JUMPS {
                    self.jumps.push(ClockJump { line, from, to: clock });
                }
            }
            if self.sources.len() == MAX_SOURCES {
                self.sources.remove(0);
            }
            self.source_count += 1;
            self.last_source = self.source_count;
            self.sources.push(ClockSource { clock, elapsed_ms: self.elapsed_ms, number: self.source_count });
        }
        self.last = Some(clock);
    }

    /// Milliseconds since the first clock; `None` before the first one.
    pub(crate) fn elapsed_ms(&self) -> Option<u64> {
        self.last.map(|_| self.elapsed_ms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_use_the_largest_units() {
        let cases = [(0, "0.0 s"), (449, "0.4 s"), (12_999, "12 s"), (348_000, "5 min 48 s"), (3_780_000, "1 h 3 min")];
        for (ms, words) in cases {
            assert_eq!(duration_text(ms), words);
        }
    }

    /// The elapsed time at each clock, in seconds, and the number of jumps.
    fn elapsed(clocks: &[&str]) -> (Vec<u64>, u64) {
        let mut elapsed_time = ElapsedTime::default();
        let seconds = clocks.iter().map(|clock| {
            elapsed_time.record(Clock::parse(clock).expect("a clock"), 1);
            elapsed_time.elapsed_ms().expect("a clock was recorded") / 1000
        });
        (seconds.collect(), elapsed_time.jump_count)
    }

    #[test]
    fn elapsed_time_never_goes_back() {
        assert_eq!(elapsed(&["23:59:50", "00:00:10", "00:00:09", "00:00:15"]), (vec![0, 20, 20, 25], 0));
        // Set back by an hour.
        assert_eq!(elapsed(&["10:00:00", "10:00:20", "09:07:20", "09:07:30"]), (vec![0, 20, 20, 30], 1));
        // Two clocks that are eight hours apart are in two zones.
        assert_eq!(elapsed(&["00:41:00", "16:41:01", "00:41:05", "16:41:09"]), (vec![0, 0, 5, 8], 0));
        // One entry with a wrong date.
        let odd = ["2026-11-24 10:00:00", "2099-01-01 00:00:00", "2026-11-24 10:00:30"];
        assert_eq!(elapsed(&odd), (vec![0, 0, 30], 1));
        assert_eq!(elapsed(&["10:00:00", "2026-11-24T02:00:00Z", "10:00:07"]), (vec![0, 0, 7], 0));
    }
}
