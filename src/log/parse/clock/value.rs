//! The time of an entry as its clock showed it, with or without a date.

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::printed::is_time_of_day;

const SECOND_MS: i64 = 1000;
const DAY_MS: i64 = 24 * 3600 * SECOND_MS;

/// A time as a clock showed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Milliseconds since 1970 in the zone of the clock, which is unknown; since midnight if it has no date.
    ms: i64,
    has_date: bool,
}

impl Clock {
    /// Parses a time as it occurs in entries: `00:41:56.498`, `00:41:56:498`, `2026-11-23T16:41:56.519Z`, `11/24/2026, 1:13:51 AM`. A date
    /// without its year is ignored.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if let Some(ms) = parse_sdk_clock(bytes) {
            return Some(Self { ms, has_date: false });
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
        // The SDK's own clock does not pad its milliseconds: `01:00:19:77` is 77 ms.
        let has_millis = parts.0.starts_with(':') && parts.0[1..].starts_with(|c: char| c.is_ascii_digit());
        let millis = match (has_fraction, has_millis) {
            (true, _) => parts.next().map_or(0, Number::in_millis),
            (_, true) => parts.next().map_or(0, |millis| millis.value.min(SECOND_MS - 1)),
            _ => 0,
        };
        let hours = match half_of_day(text) {
            Some(HalfDay::Am) if hours.value == 12 => 0,
            Some(HalfDay::Pm) if hours.value < 12 => hours.value + 12,
            _ => hours.value,
        };
        let time_of_day = (hours * 60 + minutes.value) * 60 * SECOND_MS + seconds.value * SECOND_MS + millis;
        let day = if date.is_empty() { None } else { day_ms(date) };
        Some(Self { ms: day.unwrap_or(0) + time_of_day, has_date: day.is_some() })
    }

    /// Whether the time has a date.
    pub fn is_dated(self) -> bool {
        self.has_date
    }

    /// The date, if there is one, and the time of day in seconds: `2026-11-24 01:13:51`, `01:13:51`.
    pub fn text(self) -> String {
        self.format(if self.has_date { "%Y-%m-%d %H:%M:%S" } else { "%H:%M:%S" })
    }

    /// The time of day with milliseconds, for events that last seconds: `01:13:51.077`.
    pub fn fine_text(self) -> String {
        self.format("%H:%M:%S%.3f")
    }

    /// The date, if there is one, and the time of day with milliseconds: `2026-11-24 01:13:51.077`.
    pub fn full_text(self) -> String {
        self.format(if self.has_date { "%Y-%m-%d %H:%M:%S%.3f" } else { "%H:%M:%S%.3f" })
    }

    fn format(self, format: &str) -> String {
        let datetime = jiff::Timestamp::from_millisecond(self.ms).map(|at| Offset::UTC.to_datetime(at));
        datetime.map(|at| at.strftime(format).to_string()).unwrap_or_default()
    }

    /// The time `ms` milliseconds later.
    pub fn after(self, ms: u64) -> Self {
        self.moved(i64::try_from(ms).unwrap_or(i64::MAX))
    }

    /// The time `ms` milliseconds later, or earlier if that is negative.
    pub fn moved(self, ms: i64) -> Self {
        let ms = self.ms.saturating_add(ms);
        Self { ms: if self.has_date { ms } else { ms.rem_euclid(DAY_MS) }, ..self }
    }

    /// The time of day.
    pub fn undated(self) -> Self {
        Self { ms: self.ms_of_day(), has_date: false }
    }

    /// Milliseconds since midnight.
    pub fn ms_of_day(self) -> i64 {
        self.ms.rem_euclid(DAY_MS)
    }

    /// Milliseconds since `earlier`. Times without a date wrap around at midnight. `None` if only one of the two has a date.
    pub fn since(self, earlier: Self) -> Option<i64> {
        let delta = self.ms - earlier.ms;
        match (self.has_date, earlier.has_date) {
            // Both are within a day, so that no division is needed.
            (false, false) if delta < -DAY_MS / 2 => Some(delta + DAY_MS),
            (false, false) if delta >= DAY_MS / 2 => Some(delta - DAY_MS),
            (true, true) | (false, false) => Some(delta),
            _ => None,
        }
    }
}

/// Parses the SDK's own clock, `00:41:56.498`, `00:41:56:498` or `00:46:46`, faster than the general case. Returns milliseconds
/// since midnight.
fn parse_sdk_clock(text: &[u8]) -> Option<i64> {
    let (time, fraction) = text.split_first_chunk()?;
    let [f1, f2, f3] = match *fraction {
        [b'.' | b':', f1, f2, f3] if [f1, f2, f3].iter().all(u8::is_ascii_digit) => [f1, f2, f3],
        [] => [b'0'; 3],
        _ => return None,
    };
    if !is_time_of_day(*time) {
        return None;
    }
    let [h1, h2, _, m1, m2, _, s1, s2] = *time;
    let [h1, h2, m1, m2, s1, s2, f1, f2, f3] =
        [h1, h2, m1, m2, s1, s2, f1, f2, f3].map(|digit| i64::from(digit - b'0'));
    let (hours, minutes, seconds) = (h1 * 10 + h2, m1 * 10 + m2, s1 * 10 + s2);
    let is_clock = hours < 24 && minutes < 60 && seconds < 61;
    is_clock.then_some(((hours * 60 + minutes) * 60 + seconds) * SECOND_MS + f1 * 100 + f2 * 10 + f3)
}

enum HalfDay {
    Am,
    Pm,
}

fn half_of_day(text: &str) -> Option<HalfDay> {
    if text.len() < 8 {
        return None;
    }
    let last = text.as_bytes()[text.len() - 1];
    if text.contains("下午") || (last == b'M' && text.ends_with("PM")) || text.ends_with("pm") {
        Some(HalfDay::Pm)
    } else if text.contains("上午") || (last == b'M' && text.ends_with("AM")) || text.ends_with("am") {
        Some(HalfDay::Am)
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
    /// Digits after the decimal point as milliseconds.
    fn in_millis(self) -> i64 {
        match self.digits {
            1 => self.value * 100,
            2 => self.value * 10,
            3 => self.value,
            more => self.value / 10_i64.pow(more as u32 - 3),
        }
    }
}

/// The integers in a text, of 9 digits at most.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_all_formats_are_parsed() {
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
}
