//! How much time has passed in a log, by the clocks of its entries. Clocks jump, run backwards, begin anew at midnight and
//! disagree with each other within one log; what has elapsed never goes back.

use crate::log::parse::clock::Clock;

const SECOND_MS: i64 = 1000;
const HOUR_MS: i64 = 3600 * SECOND_MS;
/// Zones differ by multiples of this.
const QUARTER_MS: i64 = HOUR_MS / 4;
const SLACK_MS: i64 = 30 * SECOND_MS;

/// The SDK shifts its clock by the server's and lines overtake each other; less than this is no jump.
const BACK_MS: i64 = 2 * SECOND_MS;
/// A clock that goes further forward between two entries was set, or belongs to another recording: nothing is known of the
/// time between.
const GAP_MS: i64 = 6 * HOUR_MS;
/// Clocks kept apart within one log: the SDK's, the browser's, the export's.
const MAX_HANDS: usize = 6;

/// A clock that jumped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockJump {
    /// Physical line on which it shows something else.
    pub line: u64,
    /// What it showed before.
    pub from: Clock,
    /// What it shows there.
    pub to: Clock,
}

/// Whether two clocks may show the same time in different zones, read up to half a minute apart.
fn differ_by_zone(one: Clock, other: Clock) -> bool {
    let apart = other.since(one).unwrap_or(0).abs();
    let rest = apart % QUARTER_MS;
    (2 * QUARTER_MS - SLACK_MS..=14 * HOUR_MS + SLACK_MS).contains(&apart)
        && (rest <= SLACK_MS || rest >= QUARTER_MS - SLACK_MS)
}

/// How many jumps are kept; more are counted.
const MAX_JUMPS: usize = 16;

/// Reads the clocks of a log in its order, and tells how much time has passed since the first.
#[derive(Clone, Debug, Default)]
pub struct ElapsedTime {
    hands: Vec<ClockSource>,
    /// What the hand showed that moved last, and its number.
    last: Option<Clock>,
    last_hand: u32,
    /// How many hands there were.
    hand_count: u32,
    elapsed_ms: u64,
    jumps: Vec<ClockJump>,
    jump_count: u64,
}

/// One of the log's clocks: what it showed when so much had elapsed.
#[derive(Clone, Copy, Debug)]
struct ClockSource {
    clock: Clock,
    elapsed_ms: u64,
    /// Hands count from 1; one that jumped is another.
    number: u32,
}

impl ElapsedTime {
    /// Takes the clock of an entry on `line`.
    pub fn see(&mut self, clock: Clock, line: u64) {
        let nearest = self.hands.iter_mut().filter_map(|hand| {
            let delta = clock.since(hand.clock)?;
            (-BACK_MS..=GAP_MS).contains(&delta).then_some((delta, hand))
        });
        if let Some((delta, hand)) = nearest.min_by_key(|(delta, _)| delta.abs()) {
            // A hand that went back a little waits until it has caught up.
            if delta >= 0 {
                self.elapsed_ms = self.elapsed_ms.max(hand.elapsed_ms + delta as u64);
                *hand = ClockSource { clock, elapsed_ms: self.elapsed_ms, number: hand.number };
            }
            self.last_hand = hand.number;
        } else {
            let before =
                self.hands.iter().rev().map(|hand| hand.clock).find(|other| other.is_dated() == clock.is_dated());
            if let Some(from) = before.filter(|before| !differ_by_zone(*before, clock)) {
                self.jump_count += 1;
                if self.jumps.len() < MAX_JUMPS {
                    self.jumps.push(ClockJump { line, from, to: clock });
                }
            }
            if self.hands.len() == MAX_HANDS {
                self.hands.remove(0);
            }
            self.hand_count += 1;
            self.last_hand = self.hand_count;
            self.hands.push(ClockSource { clock, elapsed_ms: self.elapsed_ms, number: self.hand_count });
        }
        self.last = Some(clock);
    }

    /// Milliseconds since the first clock; `None` before one was seen.
    pub fn elapsed_ms(&self) -> Option<u64> {
        self.last.map(|_| self.elapsed_ms)
    }

    /// What the clock showed last.
    pub fn last(&self) -> Option<Clock> {
        self.last
    }

    /// The number of the hand that showed it; 0 before one was seen.
    pub fn last_hand(&self) -> u32 {
        self.last_hand
    }

    /// Where a clock jumped, the first ones.
    pub fn jumps(&self) -> &[ClockJump] {
        &self.jumps
    }

    /// How often a clock jumped.
    pub fn jump_count(&self) -> u64 {
        self.jump_count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What has elapsed at each clock, in seconds.
    fn elapsed(clocks: &[&str]) -> (Vec<u64>, u64) {
        let mut elapsing = ElapsedTime::default();
        let seen = clocks.iter().map(|clock| {
            elapsing.see(Clock::parse(clock).expect("a clock"), 1);
            elapsing.elapsed_ms().expect("seen") / 1000
        });
        (seen.collect(), elapsing.jump_count())
    }

    #[test]
    fn what_has_elapsed_never_goes_back() {
        assert_eq!(elapsed(&["23:59:50", "00:00:10", "00:00:09", "00:00:15"]), (vec![0, 20, 20, 25], 0));
        // Set back by an hour, then going on.
        assert_eq!(elapsed(&["10:00:00", "10:00:20", "09:07:20", "09:07:30"]), (vec![0, 20, 20, 30], 1));
        // Two clocks that are eight hours apart are in two zones.
        assert_eq!(elapsed(&["00:41:00", "16:41:01", "00:41:05", "16:41:09"]), (vec![0, 0, 5, 8], 0));
        // One entry with a date out of nowhere.
        let odd = ["2026-11-24 10:00:00", "2099-01-01 00:00:00", "2026-11-24 10:00:30"];
        assert_eq!(elapsed(&odd), (vec![0, 0, 30], 1));
        assert_eq!(elapsed(&["10:00:00", "2026-11-24T02:00:00Z", "10:00:07"]), (vec![0, 0, 7], 0));
    }
}
