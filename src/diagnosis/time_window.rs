//! The time that a log covers, for each of its clocks: the SDK's, that of the recorder or of the upload around its lines. A
//! period begins and ends by one clock, since clocks differ in zone and date.

use crate::log::parse::clock::Clock;

/// First and last time of each clock, in the order in which the clocks appear.
#[derive(Clone, Debug, Default)]
pub(crate) struct TimeWindow {
    clocks: Vec<ClockPeriod>,
}

#[derive(Clone, Debug)]
struct ClockPeriod {
    /// How the clock prints a time, without the time of day: date and zone.
    form: String,
    first: String,
    last: String,
}

/// How many clocks of one log are kept, the first ones.
const MAX_CLOCKS: usize = 4;

impl TimeWindow {
    /// Records the time of the next entry.
    pub(crate) fn record(&mut self, time: &str) {
        // Nearly all times of a log look like the one before them.
        if let Some(clock) = self.clocks.iter_mut().find(|clock| is_alike(&clock.last, time)) {
            time.clone_into(&mut clock.last);
            return;
        }
        if Clock::parse(time).is_none() {
            return;
        }
        let form = form_of(time);
        if let Some(clock) = self.clocks.iter_mut().find(|clock| clock.form == form) {
            time.clone_into(&mut clock.last);
        } else if self.clocks.len() < MAX_CLOCKS {
            self.clocks.push(ClockPeriod { form, first: time.to_owned(), last: time.to_owned() });
        }
    }

    /// Adds the times of the next part of the log.
    pub(crate) fn merge(&mut self, part: &Self) {
        for clock in &part.clocks {
            self.record(&clock.first);
            self.record(&clock.last);
        }
    }

    /// The periods, begin before end. The longest comes first: a recorder may print its time only once.
    pub(crate) fn periods(self) -> Vec<(String, String)> {
        let length = |clock: &ClockPeriod| {
            let (first, last) = (Clock::parse(&clock.first), Clock::parse(&clock.last));
            first.zip(last).and_then(|(first, last)| last.since(first)).unwrap_or(0)
        };
        let mut periods: Vec<(i64, ClockPeriod)> =
            self.clocks.into_iter().map(|clock| (length(&clock), clock)).collect();
        // Clocks that cover nearly the same time stay in the order of the log.
        let longest = periods.iter().map(|(ms, _)| ms.abs()).max().unwrap_or(0);
        periods.sort_by_key(|(ms, _)| ms.abs() * 10 < longest * 9);
        let ordered = periods.into_iter().map(|(ms, clock)| {
            // A clock that was set back ends before it begins.
            if ms < 0 { (clock.last, clock.first) } else { (clock.first, clock.last) }
        });
        ordered.collect()
    }
}

/// Whether two times differ in digits only.
fn is_alike(one: &str, other: &str) -> bool {
    let is_same = |(one, other): (u8, u8)| one == other || one.is_ascii_digit() && other.is_ascii_digit();
    one.len() == other.len() && one.bytes().zip(other.bytes()).all(is_same)
}

/// The text around the time of day, with zeros for digits: `0000-00-00T|Z`.
fn form_of(time: &str) -> String {
    let colon = time.find(':').unwrap_or(time.len());
    let hours = time[..colon].bytes().rev().take_while(u8::is_ascii_digit).count().min(2);
    let (date, clock) = time.split_at(colon - hours);
    let end = clock.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(clock.len());
    let mut form = String::new();
    for c in date.chars().chain(['|']).chain(clock[end..].chars()) {
        match c {
            // Of a date that is not padded, one digit is as good as two.
            '0'..='9' if form.ends_with('0') => {}
            '0'..='9' => form.push('0'),
            'A' | 'P' | 'M' | 'a' | 'p' | 'm' | '上' | '下' | '午' | ' ' => {}
            other => form.push(other),
        }
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(times: &[&str], wanted: &[(&str, &str)]) {
        let mut window = TimeWindow::default();
        for time in times {
            window.record(time);
        }
        let periods = window.periods();
        let periods: Vec<_> = periods.iter().map(|(first, last)| (first.as_str(), last.as_str())).collect();
        assert_eq!(periods, wanted);
    }

    #[test]
    fn a_period_begins_and_ends_by_one_clock() {
        check(
            &["11-23 16:57:14.481", "00:57:15.100", "11-23 16:58:14.100", "00:58:14.858"],
            &[("11-23 16:57:14.481", "11-23 16:58:14.100"), ("00:57:15.100", "00:58:14.858")],
        );
        // The recorder's time is printed once.
        check(
            &["2026-11-23T17:15:57Z", "01:10:00", "01:15:48"],
            &[("01:10:00", "01:15:48"), ("2026-11-23T17:15:57Z", "2026-11-23T17:15:57Z")],
        );
        check(
            &["11/9/2026, 11:59:59 AM", "11/10/2026, 12:00:01 PM"],
            &[("11/9/2026, 11:59:59 AM", "11/10/2026, 12:00:01 PM")],
        );
    }

    #[test]
    fn a_period_begins_before_it_ends() {
        check(&["00:45:52.628", "00:43:18.344"], &[("00:43:18.344", "00:45:52.628")]);
        check(&["23:59:50", "00:00:10"], &[("23:59:50", "00:00:10")]);
    }
}
