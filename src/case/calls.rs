//! Which logs record the same call: the console of a page, its uploads and the browser's own log show one call several times.

use std::collections::HashMap;

use super::clocks::{ClockBasis, LogClock, LogClocks, LogMoment};
use super::log_summary::{LogSummary, StaySummary};
use crate::log::parse::clock::Clock;

/// Two recordings of a stay show its beginning this close together, in milliseconds.
const SAME_BEGIN_MS: i64 = 3000;
/// A part of a call may end this much later than the call, in milliseconds.
const SAME_END_MS: i64 = 2000;

/// The number of the call that each log records, and how many calls there are. Aligns logs that have the same lines as an
/// aligned one.
pub(super) fn find_calls(logs: &mut [LogSummary]) -> (Vec<Option<usize>>, usize) {
    let mut groups = LogGroups::new(logs.len());
    join_same_lines(logs, &mut groups);
    align_by_user(logs);
    correct_computers(logs);
    join_same_time(logs, &mut groups);
    let has_call = |log: &LogSummary| log.stay_count > 0 || !log.users.is_empty();
    let mut numbers = HashMap::new();
    let calls = logs.iter().enumerate().map(|(idx, log)| {
        has_call(log).then(|| {
            let next = numbers.len();
            *numbers.entry(groups.root(idx)).or_insert(next)
        })
    });
    (calls.collect(), numbers.len())
}

/// What identifies a line of a call, and its kind.
type LineKey = (SharedLine, String);

/// The kinds of such lines. The first ones are after the SDK adjusted its clock to the server's, so they align best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum SharedLine {
    Entered,
    Problem,
    Stay,
    First,
}

/// Joins logs with the same lines: a stay, a problem or the first line of the same user at the same clock, to the millisecond.
fn join_same_lines(logs: &mut [LogSummary], groups: &mut LogGroups) {
    let mut logs_by_line: HashMap<LineKey, Vec<(usize, LogMoment)>> = HashMap::new();
    for (log, summary) in logs.iter().enumerate() {
        for (key, moment) in lines_of(summary) {
            logs_by_line.entry(key).or_default().push((log, moment));
        }
    }
    let mut shared: Vec<_> = logs_by_line.into_iter().filter(|(_, places)| places.len() > 1).collect();
    shared.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (_, places) in shared {
        let best = places.iter().min_by_key(|(log, _)| (logs[*log].clocks.clock.basis, *log));
        let Some(&(best, moment)) = best else { continue };
        let aligned = logs[best].clocks.utc_ms(&moment);
        let zone_minutes = logs[best].clocks.clock.zone_minutes;
        for (log, at) in places {
            groups.join(best, log);
            let basis = logs[log].clocks.clock.basis;
            if let Some(utc_ms) = aligned.filter(|_| basis == ClockBasis::Unaligned) {
                let clock = LogClock { basis: ClockBasis::SameLines, zone_minutes, behind_server_ms: None };
                logs[log].clocks.align_by(at, utc_ms, clock);
            }
        }
    }
}

/// The lines that identify a log's call, as texts that are the same in each log that has the line. Clocks without milliseconds
/// identify nothing.
fn lines_of(log: &LogSummary) -> Vec<(LineKey, LogMoment)> {
    let text = |moment: &LogMoment| {
        let clock = moment.clock.filter(|clock| !clock.is_dated()).map(Clock::fine_text)?;
        (!clock.ends_with(".000")).then_some(clock)
    };
    let stays = log.stays.iter().filter(|stay| !stay.user.is_empty()).filter_map(|stay| {
        let joined = stay.joined.as_ref().and_then(text).unwrap_or_default();
        let key = format!("{} {} {} {joined}", stay.user, stay.client, text(&stay.began)?);
        Some(((if joined.is_empty() { SharedLine::Stay } else { SharedLine::Entered }, key), *entered(stay)))
    });
    let mut lines: Vec<(LineKey, LogMoment)> = stays.collect();
    // Without a user, two computers might print the same clock.
    if let [user] = log.users.as_slice() {
        let first =
            log.first_undated.iter().filter_map(|at| Some(((SharedLine::First, format!("{user} {}", text(at)?)), *at)));
        let problems = log.problems.iter().filter_map(|problem| {
            Some(((SharedLine::Problem, format!("{user} {} {}", problem.root, text(&problem.at)?)), problem.at))
        });
        lines.extend(first.chain(problems));
    }
    lines
}

/// Where the room was entered: after the SDK adjusted its clock to the server's. Else where the stay began.
fn entered(stay: &StaySummary) -> &LogMoment {
    stay.joined.as_ref().unwrap_or(&stay.began)
}

/// Aligns logs whose records have a date and no zone: uploads of the SDK. They are read in the zone of another log of the same
/// user, if they are then at the same time.
fn align_by_user(logs: &mut [LogSummary]) {
    /// A zone, and first and last moment of a log in it.
    type ZoneSpan = (i32, (i64, i64));
    const NEAR_MS: i64 = 60 * 1000;
    let mut zones: HashMap<String, Vec<ZoneSpan>> = HashMap::new();
    for log in logs.iter() {
        let clocks = &log.clocks;
        let span = clocks.utc_ms(&log.span.0).zip(clocks.utc_ms(&log.span.1));
        if let (Some(zone), Some(span), [user]) = (clocks.clock.zone_minutes, span, log.users.as_slice()) {
            let of_user = zones.entry(user.clone()).or_default();
            if of_user.len() < MAX_GROUPS {
                of_user.push((zone, span));
            }
        }
    }
    for log in logs.iter_mut().filter(|log| log.clocks.clock.basis == ClockBasis::Unaligned) {
        let ([user], Some(record)) = (log.users.as_slice(), log.record_clock) else { continue };
        let at = log.span.0;
        let placed = zones.get(user).into_iter().flatten().find_map(|(zone, (from, to))| {
            let utc_ms = LogClocks::utc_in_zone(&at, record, *zone)?;
            (from - NEAR_MS..=to + NEAR_MS).contains(&utc_ms).then_some((utc_ms, *zone))
        });
        if let Some((utc_ms, zone)) = placed {
            let clock = LogClock { basis: ClockBasis::SameUser, zone_minutes: Some(zone), behind_server_ms: None };
            log.clocks.align_by(at, utc_ms, clock);
        }
    }
}

/// A log by the computer's clock alone, such as a HAR, and one of the same user in which the SDK says how far this clock is from
/// the server's: the first is corrected by that, if it is then within the second.
fn correct_computers(logs: &mut [LogSummary]) {
    /// What the SDK adds to the computer's clock, and first and last moment of its log.
    type Correction = (i64, (i64, i64));
    let mut corrections: HashMap<String, Vec<Correction>> = HashMap::new();
    for log in logs.iter().filter(|log| log.clocks.clock.basis == ClockBasis::ServerTime) {
        let behind = log.clocks.clock.behind_server_ms.filter(|ms| ms.abs() >= SAME_END_MS);
        let span = log.clocks.utc_ms(&log.span.0).zip(log.clocks.utc_ms(&log.span.1));
        if let (Some(behind), Some(span), [user]) = (behind, span, log.users.as_slice()) {
            let of_user = corrections.entry(user.clone()).or_default();
            if of_user.len() < MAX_GROUPS {
                of_user.push((behind, span));
            }
        }
    }
    for log in logs.iter_mut().filter(|log| log.clocks.clock.basis == ClockBasis::ComputerTime) {
        let ([user], Some(anchor)) = (log.users.as_slice(), log.clocks.anchor) else { continue };
        let Some((first, last)) = log.clocks.utc_ms(&log.span.0).zip(log.clocks.utc_ms(&log.span.1)) else { continue };
        let overlaps = |by: i64, (from, to): (i64, i64)| first + by <= to && from <= last + by;
        let of_user = corrections.get(user).into_iter().flatten();
        // Two recordings that already show the same time need no correction.
        let found = of_user.clone().find(|(behind, span)| overlaps(*behind, *span));
        if let Some((behind, _)) = found.filter(|_| !of_user.clone().any(|(_, span)| overlaps(0, *span))) {
            let zone_minutes = log.clocks.clock.zone_minutes;
            let clock = LogClock { basis: ClockBasis::SameUser, zone_minutes, behind_server_ms: Some(*behind) };
            log.clocks.align_by(anchor.at, anchor.utc_ms + behind, clock);
        }
    }
}

/// Joins aligned logs with stays of one user in one room at the same time, and logs without a stay that are within one.
fn join_same_time(logs: &[LogSummary], groups: &mut LogGroups) {
    let mut logs_by_user: HashMap<&str, Vec<usize>> = HashMap::new();
    for (idx, log) in logs.iter().enumerate().filter(|(_, log)| log.clocks.anchor.is_some()) {
        for user in &log.users {
            logs_by_user.entry(user).or_default().push(idx);
        }
    }
    for (user, idxs) in logs_by_user {
        // Each log is compared with one log of each group, so that thousands of logs of one user do not take long.
        let mut first_of_group: Vec<usize> = Vec::new();
        for idx in idxs {
            let same = first_of_group.iter().find(|other| is_same_call(&logs[**other], &logs[idx], user));
            match same {
                Some(other) => groups.join(*other, idx),
                None if first_of_group.len() < MAX_GROUPS => first_of_group.push(idx),
                None => {}
            }
        }
    }
}

/// With how many calls of one user a log is compared.
const MAX_GROUPS: usize = 64;

fn is_same_call(one: &LogSummary, other: &LogSummary, user: &str) -> bool {
    let (ones, others) = (stays_of(one, user), stays_of(other, user));
    let whole = |log: &LogSummary| log.clocks.utc_ms(&log.span.0).zip(log.clocks.utc_ms(&log.span.1));
    match (ones.is_empty(), others.is_empty()) {
        (false, false) => ones.iter().any(|one| others.iter().any(|other| is_same_stay(one, other))),
        (false, true) if other.users.len() == 1 => {
            whole(other).is_some_and(|span| ones.iter().any(|one| is_within(span, one.1)))
        }
        (true, false) if one.users.len() == 1 => {
            whole(one).is_some_and(|span| others.iter().any(|other| is_within(span, other.1)))
        }
        _ => false,
    }
}

/// A stay, and its first and last moment.
type TimedStay<'l> = (&'l StaySummary, (i64, i64));

/// The stays of a user in an aligned log.
fn stays_of<'l>(log: &'l LogSummary, user: &str) -> Vec<TimedStay<'l>> {
    let span = |stay: &StaySummary| log.clocks.utc_ms(&stay.began).zip(log.clocks.utc_ms(&stay.ended));
    let stays = log.stays.iter().filter(|stay| stay.user == user);
    stays.filter_map(|stay| Some((stay, span(stay)?))).collect()
}

/// Whether two stays of one user are the same, or one is a part of the other. A user who joins on a second device is removed
/// from the first: such stays begin at different times, and none is within the other.
fn is_same_stay((one, span): &TimedStay<'_>, (other, other_span): &TimedStay<'_>) -> bool {
    let agrees = |one: &str, other: &str| one.is_empty() || other.is_empty() || one == other;
    agrees(&one.client, &other.client)
        && agrees(one.room.as_deref().unwrap_or_default(), other.room.as_deref().unwrap_or_default())
        && ((span.0 - other_span.0).abs() <= SAME_BEGIN_MS
            || is_within(*other_span, *span)
            || is_within(*span, *other_span))
}

fn is_within(part: (i64, i64), whole: (i64, i64)) -> bool {
    whole.0 <= part.0 && part.1 <= whole.1 + SAME_END_MS
}

/// Groups of logs that are joined pair by pair.
struct LogGroups {
    parents: Vec<usize>,
}

impl LogGroups {
    fn new(count: usize) -> Self {
        Self { parents: (0..count).collect() }
    }

    /// The first log of a log's group.
    fn root(&mut self, log: usize) -> usize {
        let mut root = log;
        while self.parents[root] != root {
            self.parents[root] = self.parents[self.parents[root]];
            root = self.parents[root];
        }
        root
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parents[one.max(other)] = one.min(other);
    }
}
