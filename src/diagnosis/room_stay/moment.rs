//! A place in a log, and the time there.

use crate::log::parse::clock::Clock;

/// If a log has several clocks, elapsed times are accurate to about this much.
const SLACK_MS: u64 = 5000;
/// A clock without a date measures durations up to half a day.
const HALF_DAY_MS: u64 = 12 * 3600 * 1000;

/// A place in the log, and the time there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Number of the entry, from 1.
    pub entry: u64,
    /// Physical line on which the entry begins, from 1.
    pub line: u64,
    /// Milliseconds since the log's first clock; `None` before the first clock.
    pub elapsed_ms: Option<u64>,
    /// The clock of the entry, else the last one before it.
    pub clock: Option<Clock>,
    /// Which of the log's clocks that was: the number of its source (`ElapsedTime::last_source`).
    pub clock_source: u32,
}

impl Moment {
    /// Milliseconds from `self` to `later`, if the log has clocks. The difference of the printed clocks is used if both come
    /// from one source, or if it agrees with the time elapsed by all clocks; some sources may be ahead of others.
    pub fn until(&self, later: &Self) -> Option<u64> {
        let elapsed_ms = later.elapsed_ms?.checked_sub(self.elapsed_ms?)?;
        let printed_ms = self.clock.zip(later.clock).and_then(|(from, to)| u64::try_from(to.since(from)?).ok());
        let is_same_source = self.clock_source == later.clock_source && elapsed_ms < HALF_DAY_MS;
        let fits = |printed_ms: &u64| is_same_source || printed_ms.abs_diff(elapsed_ms) < SLACK_MS;
        Some(printed_ms.filter(fits).unwrap_or(elapsed_ms))
    }

    /// Milliseconds from `self` to `later`, if the SDK set its clock by `shift_ms` between them.
    pub(super) fn until_shifted(&self, later: &Self, shift_ms: i64) -> Option<u64> {
        if shift_ms == 0 {
            return self.until(later);
        }
        let elapsed_ms = later.elapsed_ms?.checked_sub(self.elapsed_ms?)?;
        let printed_ms = later.clock?.since(self.clock?)? - shift_ms;
        // The times of both lines are accurate to a fraction of a second.
        let printed_ms = u64::try_from(printed_ms.max(0)).ok().filter(|_| printed_ms > -1000)?;
        let is_same_source = self.clock_source == later.clock_source;
        (is_same_source || printed_ms.abs_diff(elapsed_ms) < SLACK_MS).then_some(printed_ms)
    }
}
