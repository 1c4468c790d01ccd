//! Clocks of entries as numbers, and how far a log has come by them. Clocks jump, run backwards, begin anew at midnight and
//! disagree with each other within one log; what has elapsed never goes back.

use jiff::civil::DateTime;
use jiff::tz::Offset;

const SECOND_MS: i64 = 1000;
const HOUR_MS: i64 = 3600 * SECOND_MS;
const DAY_MS: i64 = 24 * HOUR_MS;
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

/// What a clock showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Milliseconds since 1970 as the clock showed them, whatever its zone; since midnight where it has no date.
    ms: i64,
    dated: bool,
}

impl Clock {
    /// Reads a clock as entries have it: `00:41:56.498`, `00:41:56:498`, `2026-11-23T16:41:56.519Z`, `11/24/2026, 1:13:51 AM`. A date
    /// without its year is left out.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if let Some(ms) = of_day(bytes) {
            return Some(Self { ms, dated: false });
        }
        let colon = memchr::memchr(b':', bytes)?;
        let digits = bytes[..colon].iter().rev().take_while(|byte| byte.is_ascii_digit()).count().min(2);
        let (date, time) = text.split_at_checked(colon - digits)?;
        let mut parts = Numbers(time);
        let (hours, minutes) = (parts.next()?, parts.next()?);
        let seconds = parts.next().unwrap_or_default();
        let is_clock = hours.value < 24 && minutes.value < 60 && seconds.value < 61;
        if !is_clock {
            return None;
        }
        let has_fraction = parts.0.starts_with(['.', ',']) && parts.0[1..].starts_with(|c: char| c.is_ascii_digit());
        // The SDK's own clock counts its milliseconds: `01:00:19:77`.
        let has_millis = parts.0.starts_with(':') && parts.0[1..].starts_with(|c: char| c.is_ascii_digit());
        let millis = match (has_fraction, has_millis) {
            (true, _) => parts.next().map_or(0, Number::in_millis),
            (_, true) => parts.next().map_or(0, |millis| millis.value.min(SECOND_MS - 1)),
            _ => 0,
        };
        let hours = match half_of_day(text) {
            Some(Half::Before) if hours.value == 12 => 0,
            Some(Half::After) if hours.value < 12 => hours.value + 12,
            _ => hours.value,
        };
        let of_day = (hours * 60 + minutes.value) * 60 * SECOND_MS + seconds.value * SECOND_MS + millis;
        let day = if date.is_empty() { None } else { day_ms(date) };
        Some(Self { ms: day.unwrap_or(0) + of_day, dated: day.is_some() })
    }

    /// Whether the clock has a date.
    pub fn is_dated(self) -> bool {
        self.dated
    }

    /// Date, where there is one, and time of day to the second: `2026-11-24 01:13:51`, `01:13:51`.
    pub fn text(self) -> String {
        self.format(if self.dated { "%Y-%m-%d %H:%M:%S" } else { "%H:%M:%S" })
    }

    /// The time of day with milliseconds, for what lasts seconds: `01:13:51.077`.
    pub fn fine_text(self) -> String {
        self.format("%H:%M:%S%.3f")
    }

    /// Date, where there is one, and time of day with milliseconds: `2026-11-24 01:13:51.077`.
    pub fn full_text(self) -> String {
        self.format(if self.dated { "%Y-%m-%d %H:%M:%S%.3f" } else { "%H:%M:%S%.3f" })
    }

    fn format(self, format: &str) -> String {
        let moment = jiff::Timestamp::from_millisecond(self.ms).map(|at| Offset::UTC.to_datetime(at));
        moment.map(|at| at.strftime(format).to_string()).unwrap_or_default()
    }

    /// The clock so much later.
    pub fn after(self, ms: u64) -> Self {
        let ms = self.ms.saturating_add_unsigned(ms);
        Self { ms: if self.dated { ms } else { ms.rem_euclid(DAY_MS) }, ..self }
    }

    /// From `earlier` on, in milliseconds; at midnight, clocks without a date begin anew. `None` where only one has a date.
    pub(super) fn since(self, earlier: Self) -> Option<i64> {
        let delta = self.ms - earlier.ms;
        match (self.dated, earlier.dated) {
            // Both are within a day, so that there is nothing to divide.
            (false, false) if delta < -DAY_MS / 2 => Some(delta + DAY_MS),
            (false, false) if delta >= DAY_MS / 2 => Some(delta - DAY_MS),
            (true, true) | (false, false) => Some(delta),
            _ => None,
        }
    }
}

/// The SDK's own clock, `00:41:56.498`, `00:41:56:498` or `00:46:46`, as milliseconds since midnight.
fn of_day(text: &[u8]) -> Option<i64> {
    let (&[h1, h2, b':', m1, m2, b':', s1, s2], fraction) = text.split_first_chunk()? else { return None };
    let [f1, f2, f3] = match *fraction {
        [b'.' | b':', f1, f2, f3] => [f1, f2, f3],
        [] => [b'0'; 3],
        _ => return None,
    };
    let digits = [h1, h2, m1, m2, s1, s2, f1, f2, f3];
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let [h1, h2, m1, m2, s1, s2, f1, f2, f3] = digits.map(|digit| i64::from(digit - b'0'));
    let (hours, minutes, seconds) = (h1 * 10 + h2, m1 * 10 + m2, s1 * 10 + s2);
    let is_clock = hours < 24 && minutes < 60 && seconds < 61;
    is_clock.then_some(((hours * 60 + minutes) * 60 + seconds) * SECOND_MS + f1 * 100 + f2 * 10 + f3)
}

enum Half {
    Before,
    After,
}

fn half_of_day(text: &str) -> Option<Half> {
    if text.len() < 8 {
        return None;
    }
    let last = text.as_bytes()[text.len() - 1];
    if text.contains("下午") || (last == b'M' && text.ends_with("PM")) || text.ends_with("pm") {
        Some(Half::After)
    } else if text.contains("上午") || (last == b'M' && text.ends_with("AM")) || text.ends_with("am") {
        Some(Half::Before)
    } else {
        None
    }
}

/// The date before a clock, as milliseconds since 1970.
fn day_ms(date: &str) -> Option<i64> {
    let mut numbers = Numbers(date);
    let (first, second, third) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let (year, month, day) = if first.digits == 4 {
        (first, second, third)
    } else if date.contains('/') {
        (third, first, second)
    } else {
        (third, second, first)
    };
    if year.digits != 4 {
        return None;
    }
    let (month, day) = (i8::try_from(month.value).ok()?, i8::try_from(day.value).ok()?);
    let date = DateTime::new(i16::try_from(year.value).ok()?, month, day, 0, 0, 0, 0).ok()?;
    Some(Offset::UTC.to_timestamp(date).ok()?.as_millisecond())
}

#[derive(Default)]
struct Number {
    value: i64,
    digits: usize,
}

impl Number {
    /// Digits behind the point as milliseconds.
    fn in_millis(self) -> i64 {
        match self.digits {
            1 => self.value * 100,
            2 => self.value * 10,
            3 => self.value,
            more => self.value / 10_i64.pow(more as u32 - 3),
        }
    }
}

/// The whole numbers of a text, of 9 digits at most.
struct Numbers<'t>(&'t str);

impl Iterator for Numbers<'_> {
    type Item = Number;

    fn next(&mut self) -> Option<Number> {
        let text = self.0.trim_start_matches(|c: char| !c.is_ascii_digit());
        let digits = text.bytes().take_while(u8::is_ascii_digit).count().min(9);
        let (number, rest) = text.split_at(digits);
        self.0 = rest;
        Some(Number { value: number.parse().ok()?, digits })
    }
}

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
pub struct Elapsing {
    hands: Vec<Hand>,
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
struct Hand {
    clock: Clock,
    elapsed_ms: u64,
    /// Hands count from 1; one that jumped is another.
    number: u32,
}

impl Elapsing {
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
                *hand = Hand { clock, elapsed_ms: self.elapsed_ms, number: hand.number };
            }
            self.last_hand = hand.number;
        } else {
            let before = self.hands.iter().rev().map(|hand| hand.clock).find(|other| other.dated == clock.dated);
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
            self.hands.push(Hand { clock, elapsed_ms: self.elapsed_ms, number: self.hand_count });
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

    #[test]
    fn clocks_of_all_formats_are_read() {
        let text = |clock: &str| Clock::parse(clock).map(Clock::text).unwrap_or_default();
        assert_eq!(text("00:41:56.498"), "00:41:56");
        assert_eq!(text("00:46:46"), "00:46:46");
        assert_eq!(text("2026-11-23T16:41:56.519Z"), "2026-11-23 16:41:56");
        assert_eq!(text("11/24/2026, 1:13:51 AM"), "2026-11-24 01:13:51");
        assert_eq!(text("11/24/2026, 12:13:51 AM"), "2026-11-24 00:13:51");
        assert_eq!(text("11/24/2026, 12:13:51 PM"), "2026-11-24 12:13:51");
        assert_eq!(text("2026/11/24 下午1:13:51"), "2026-11-24 13:13:51");
        assert_eq!(text("24.11.2026, 13:13:51"), "2026-11-24 13:13:51");
        assert_eq!(text("11-23 16:44:46.581"), "16:44:46");
        assert_eq!(text("2026-11-23 16:44"), "2026-11-23 16:44:00");
        for none in ["", "noon", "1:2", "25:00:00", "2026-13-40"] {
            assert!(Clock::parse(none).is_none_or(|clock| !clock.is_dated()), "{none}");
        }
        assert_eq!(Clock::parse("00:00:01.5").map(|clock| clock.ms), Some(1500));
        assert_eq!(Clock::parse("00:00:01.581493").map(|clock| clock.ms), Some(1581));
    }

    /// What has elapsed at each clock, in seconds.
    fn elapsed(clocks: &[&str]) -> (Vec<u64>, u64) {
        let mut elapsing = Elapsing::default();
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
