//! The clocks of a log, read as moments of the common clock, which is UTC in milliseconds since 1970.
//!
//! The SDK's clock shows the time of day, without date and zone. The log relates it to the common clock where the SDK prints
//! the server's time; else where a record has a date and a zone, by the computer's clock. A log that has neither is not aligned,
//! unless another log has the same lines.

use crate::diagnosis::Diagnosis;
use crate::diagnosis::room_stay::Moment;
use crate::diagnosis::timeline::ServerClock;
use crate::knowledge::titled_list;
use crate::log::parse::clock::Clock;

const SECOND_MS: i64 = 1000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// A printed clock and the elapsed time by all clocks differ by at most this much.
const SLACK_MS: i64 = 5 * MINUTE_MS;

titled_list! {
    /// What places a log's clocks on the common clock.
    ClockBasis in "clock-basis" {
        /// The server's clock, which the SDK prints with its date and zone.
        ServerTime => "server-time";
        /// The computer's clock, printed with date and zone. It may be wrong.
        ComputerTime => "computer-time";
        /// Another log with the same lines, which has the server's or the computer's clock.
        SameLines => "same-lines";
        /// Another log of the same user at the same time, in whose zone its records are read.
        SameUser => "same-user";
        /// Nothing: its times are not compared with those of other logs.
        Unaligned => "unaligned";
        /// The log has no clock.
        NoClock => "no-clock";
    }
}

impl ClockBasis {
    /// Whether times of the log can be compared with those of other logs.
    pub fn is_aligned(self) -> bool {
        self < Self::Unaligned
    }
}

/// How the clocks of a log relate to the common clock, which is UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogClock {
    /// What places its clocks.
    pub basis: ClockBasis,
    /// The offset of the zone that its SDK prints, in minutes east of UTC, if the log says it.
    pub zone_minutes: Option<i32>,
    /// What the SDK adds to the computer's clock to get the server's, in milliseconds, if the log says it.
    pub behind_server_ms: Option<i64>,
}

/// A moment of a log: what its clock shows, and how much time had elapsed by all of the log's clocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LogMoment {
    /// The clock.
    pub clock: Option<Clock>,
    /// Whether the clock shows date and zone, and so the computer's time in UTC.
    pub is_utc: bool,
    /// Milliseconds since the log's first clock.
    pub elapsed_ms: Option<u64>,
    /// Whether the SDK had not yet adjusted its clock to the server's.
    pub is_before_server_clock: bool,
}

/// A moment of a log whose place on the common clock is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ClockAnchor {
    /// The moment.
    pub at: LogMoment,
    /// The same on the common clock.
    pub utc_ms: i64,
}

/// Reads the moments of one log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LogClocks {
    /// Where the common clock is known; `None` if the log is not aligned.
    pub anchor: Option<ClockAnchor>,
    /// What aligned it.
    pub clock: LogClock,
    /// The entry that prints the server's clock.
    server_entry: Option<u64>,
    /// The line of that entry.
    server_line: u64,
    /// Whether the dated clocks of the log have a zone.
    has_utc: bool,
}

impl Default for LogClock {
    fn default() -> Self {
        Self { basis: ClockBasis::NoClock, zone_minutes: None, behind_server_ms: None }
    }
}

impl LogClocks {
    /// The clocks of a log, aligned by its own dates if it has some.
    pub(super) fn of(diagnosis: &Diagnosis) -> Self {
        let (context, timeline) = (&diagnosis.context, &diagnosis.timeline);
        let firsts = context.first_time.iter().chain(context.other_times.iter().map(|(first, _)| first));
        let has_utc = firsts.chain(&context.record_time).any(|time| is_utc(time));
        let has_clock = context.first_time.is_some();
        let basis = if has_clock { ClockBasis::Unaligned } else { ClockBasis::NoClock };
        let mut clocks = Self { clock: LogClock { basis, ..LogClock::default() }, has_utc, ..Self::default() };
        if let Some(server) = &timeline.server_clock
            && let Some((utc_ms, zone_minutes)) = server_anchor(server)
        {
            (clocks.server_entry, clocks.server_line) = (Some(server.at.entry), server.at.line);
            let at = LogMoment { is_before_server_clock: false, ..clocks.moment(&server.at) };
            clocks.anchor = Some(ClockAnchor { at: with_corrected_clock(at, server), utc_ms });
            clocks.clock = LogClock {
                basis: ClockBasis::ServerTime,
                zone_minutes: Some(zone_minutes),
                behind_server_ms: Some(server.offset_ms),
            };
        } else if let Some(place) = timeline.track.first_clock(true).filter(|_| has_utc)
            && let Some(utc_ms) = place.clock.and_then(unix_ms)
        {
            clocks.anchor = Some(ClockAnchor { at: clocks.moment(&place), utc_ms });
            clocks.clock.basis = ClockBasis::ComputerTime;
            let local = timeline.track.first_clock(false).map(|place| clocks.moment(&place));
            clocks.clock.zone_minutes = local.and_then(|local| clocks.zone_of(&local));
        }
        clocks
    }

    /// A moment of the diagnosis.
    pub(super) fn moment(&self, at: &Moment) -> LogMoment {
        LogMoment {
            clock: at.clock,
            is_utc: self.has_utc && at.clock.is_some_and(Clock::is_dated),
            elapsed_ms: at.elapsed_ms,
            is_before_server_clock: self.server_entry.is_some_and(|entry| at.entry < entry),
        }
    }

    /// The moment of a line, whose clock shows `printed`.
    pub(super) fn moment_of_line(&self, printed: Option<&str>, line: u64, diagnosis: &Diagnosis) -> LogMoment {
        let at = diagnosis.timeline.track.at_line(line);
        let clock = printed.and_then(Clock::parse);
        LogMoment {
            clock: clock.or(at.clock),
            is_utc: printed.is_some_and(is_utc) && clock.is_some_and(Clock::is_dated),
            elapsed_ms: at.elapsed_ms,
            is_before_server_clock: self.server_entry.is_some() && line < self.server_line,
        }
    }

    /// The moment on the common clock; `None` if the log is not aligned or the moment has no clock.
    pub(super) fn utc_ms(&self, moment: &LogMoment) -> Option<i64> {
        let anchor = self.anchor?;
        let behind = self.clock.behind_server_ms.unwrap_or(0);
        let elapsed = |ms: Option<u64>| ms.and_then(|ms| i64::try_from(ms).ok());
        let by_elapsed = elapsed(moment.elapsed_ms)
            .zip(elapsed(anchor.at.elapsed_ms))
            .map(|(elapsed, anchor_elapsed)| anchor.utc_ms + elapsed - anchor_elapsed);
        let shift = if moment.is_before_server_clock { behind } else { 0 };
        let by_computer = moment.clock.filter(|_| moment.is_utc).and_then(unix_ms).map(|utc_ms| utc_ms + behind);
        let by_clock = by_computer.or_else(|| {
            let (clock, anchor_clock) = moment.clock.zip(anchor.at.clock)?;
            let utc_ms = anchor.utc_ms + clock.since(anchor_clock)? + shift;
            // A clock without a date is that of the nearest day.
            let days = by_elapsed.filter(|_| !clock.is_dated()).map_or(0, |near| round_div(near - utc_ms, DAY_MS));
            Some(utc_ms + days * DAY_MS)
        });
        match (by_clock, by_elapsed) {
            (Some(clock), Some(elapsed)) if (clock - elapsed).abs() > SLACK_MS + behind.abs() => Some(elapsed),
            (Some(clock), _) => Some(clock),
            (None, elapsed) => elapsed,
        }
    }

    /// The zone of a clock without a date, by the time that had elapsed since a dated one.
    fn zone_of(&self, local: &LogMoment) -> Option<i32> {
        const QUARTER_MS: i64 = 15 * MINUTE_MS;
        let utc_ms = self.utc_ms(&LogMoment { clock: None, ..*local })?;
        let day_ms = local.clock?.since(Clock::parse("00:00:00")?)?;
        // Zones are at most 12 hours to the west and 14 to the east.
        let ahead_ms = (day_ms - utc_ms + 12 * 60 * MINUTE_MS).rem_euclid(DAY_MS) - 12 * 60 * MINUTE_MS;
        let quarters = round_div(ahead_ms, QUARTER_MS);
        let is_zone = (ahead_ms - quarters * QUARTER_MS).abs() < 2 * MINUTE_MS;
        i32::try_from(quarters * 15).ok().filter(|_| is_zone)
    }

    /// Aligns the log by another one.
    pub(super) fn align_by(&mut self, at: LogMoment, utc_ms: i64, clock: LogClock) {
        (self.anchor, self.clock) = (Some(ClockAnchor { at, utc_ms }), clock);
    }

    /// The common clock at a moment without a zone, if its day is that of `record`, a time that a record shows near it, and
    /// both are in this zone.
    pub(super) fn utc_in_zone(at: &LogMoment, record: Clock, zone_minutes: i32) -> Option<i64> {
        let record_ms = unix_ms(record)?;
        let day_ms = at.clock?.since(Clock::parse("00:00:00")?)?.rem_euclid(DAY_MS);
        let local_ms = day_ms + round_div(record_ms - day_ms, DAY_MS) * DAY_MS;
        Some(local_ms - i64::from(zone_minutes) * MINUTE_MS)
    }
}

/// Whether a time ends with the zone UTC.
fn is_utc(time: &str) -> bool {
    time.ends_with('Z')
}

/// A dated clock as milliseconds since 1970, if its zone is UTC.
fn unix_ms(clock: Clock) -> Option<i64> {
    clock.since(Clock::parse("1970-01-01T00:00:00Z")?)
}

fn round_div(value: i64, by: i64) -> i64 {
    (value + by / 2).div_euclid(by)
}

/// The server's time on the common clock, and its zone in minutes. The SDK prints it without milliseconds; its own clock on
/// that line has them.
fn server_anchor(server: &ServerClock) -> Option<(i64, i32)> {
    let (printed_ms, zone_minutes) = parse_server_time(&server.text)?;
    let clock = corrected_clock(server);
    let day_ms = clock.and_then(|clock| clock.since(Clock::parse("00:00:00")?)).map(|ms| ms.rem_euclid(DAY_MS));
    let exact = day_ms.map(|day_ms| {
        let zone_ms = i64::from(zone_minutes) * MINUTE_MS;
        let utc_of_day = day_ms - zone_ms;
        utc_of_day + round_div(printed_ms - utc_of_day, DAY_MS) * DAY_MS
    });
    Some((exact.filter(|ms| (ms - printed_ms).abs() < 2 * SECOND_MS).unwrap_or(printed_ms), zone_minutes))
}

/// The SDK's clock on the line with the server's time, as it is after the correction. Lines of some versions show it before.
fn corrected_clock(server: &ServerClock) -> Option<Clock> {
    let clock = server.at.clock.filter(|clock| !clock.is_dated())?;
    let (printed_ms, zone_minutes) = parse_server_time(&server.text)?;
    let midnight = Clock::parse("00:00:00")?;
    let printed = midnight.after((printed_ms + i64::from(zone_minutes) * MINUTE_MS).rem_euclid(DAY_MS).unsigned_abs());
    let is_near = |clock: Clock| clock.since(printed).is_some_and(|ms| ms.abs() < 2 * SECOND_MS);
    let shifted = clock.after(server.offset_ms.rem_euclid(DAY_MS).unsigned_abs());
    [clock, shifted].into_iter().find(|clock| is_near(*clock))
}

fn with_corrected_clock(at: LogMoment, server: &ServerClock) -> LogMoment {
    LogMoment { clock: corrected_clock(server), ..at }
}

/// Parses `Tue Nov 24 2026 00:41:56 GMT+0800 (CST)`: milliseconds since 1970 in UTC, and the zone in minutes east of it.
fn parse_server_time(text: &str) -> Option<(i64, i32)> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.split_whitespace().skip(1);
    let month = words.next()?;
    let month = MONTHS.iter().position(|name| *name == month)? + 1;
    let (day, year, time, zone) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let local = Clock::parse(&format!("{year}-{month:02}-{day:0>2} {time}")).filter(|clock| clock.is_dated())?;
    let zone = zone.strip_prefix("GMT")?;
    let (hours, minutes) = zone.get(1..)?.split_at_checked(2)?;
    let zone_minutes = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?;
    let zone_minutes = if zone.starts_with('-') { -zone_minutes } else { zone_minutes };
    Some((unix_ms(local)? - i64::from(zone_minutes) * MINUTE_MS, zone_minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(clock: &str, elapsed_ms: u64) -> LogMoment {
        LogMoment { clock: Clock::parse(clock), elapsed_ms: Some(elapsed_ms), ..LogMoment::default() }
    }

    fn server(clock: &str, text: &str, offset_ms: i64) -> ServerClock {
        let at = Moment { clock: Clock::parse(clock), elapsed_ms: Some(10_000), ..Moment::default() };
        ServerClock { at, text: text.to_owned(), offset_ms }
    }

    #[test]
    fn the_servers_time_is_parsed_with_its_zone() {
        let utc = unix_ms(Clock::parse("2026-11-23T16:41:56Z").expect("a clock"));
        assert_eq!(parse_server_time("Tue Nov 24 2026 00:41:56 GMT+0800 (CST)"), utc.map(|utc| (utc, 480)));
        assert_eq!(parse_server_time("Mon Nov 23 2026 11:11:56 GMT-0530"), utc.map(|utc| (utc, -330)));
        for other in ["", "Invalid Date", "Tue Nov 24 2026 00:41:56", "Tue Nov 24 2026 00:41:56 GMT"] {
            assert_eq!(parse_server_time(other), None, "{other}");
        }
    }

    #[test]
    fn a_clock_that_is_seven_minutes_slow_is_aligned_before_and_after_the_correction() {
        // Whether the line shows the clock before or after the correction.
        for clock in ["00:34:56.400", "00:41:56.400"] {
            let server = server(clock, "Tue Nov 24 2026 00:41:56 GMT+0800 (CST)", 420_000);
            let (utc_ms, zone_minutes) = server_anchor(&server).expect("an anchor");
            let at = with_corrected_clock(moment(clock, 10_000), &server);
            let clock = LogClock {
                basis: ClockBasis::ServerTime,
                zone_minutes: Some(zone_minutes),
                behind_server_ms: Some(420_000),
            };
            let clocks = LogClocks { anchor: Some(ClockAnchor { at, utc_ms }), clock, ..LogClocks::default() };
            let utc = |clock: &str| Clock::parse(clock).and_then(unix_ms);
            assert_eq!(Some(utc_ms), utc("2026-11-23T16:41:56.400Z"));
            let before = LogMoment { is_before_server_clock: true, ..moment("00:34:54.000", 7600) };
            assert_eq!(clocks.utc_ms(&before), utc("2026-11-23T16:41:54.000Z"));
            // By the clocks, the correction takes seven minutes.
            assert_eq!(clocks.utc_ms(&moment("00:42:00.000", 433_600)), utc("2026-11-23T16:42:00.000Z"));
            let record = LogMoment { is_utc: true, ..moment("2026-11-23T16:35:00.000Z", 433_600) };
            assert_eq!(clocks.utc_ms(&record), utc("2026-11-23T16:42:00.000Z"));
        }
    }

    #[test]
    fn clocks_of_another_zone_are_read_by_the_elapsed_time() {
        let anchor = ClockAnchor { at: moment("23:59:00.000", 1000), utc_ms: 1_000_000 };
        let clocks = LogClocks { anchor: Some(anchor), ..LogClocks::default() };
        assert_eq!(clocks.utc_ms(&moment("00:01:00.000", 121_000)), Some(1_120_000));
        // Chromium's own clock, eight hours apart.
        assert_eq!(clocks.utc_ms(&moment("16:01:00.500", 121_500)), Some(1_120_500));
        // A log of two days.
        assert_eq!(clocks.utc_ms(&moment("00:01:00.000", 121_000 + 86_400_000)), Some(1_120_000 + 86_400_000));
        assert_eq!(LogClocks::default().utc_ms(&moment("00:01:00.000", 0)), None);
    }
}
