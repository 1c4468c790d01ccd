//! A case in words: its problems, failures and logs.

use super::count::{counted, times};
use crate::case::{CaseFailure, CaseLog, CaseProblem, ClockBasis, FailureSighting, LogVerdict};
use crate::report::inspection::case_report::CaseReport;
use crate::report::redact::cut;

/// Logs that are named for each failure.
const SIGHTINGS: usize = 4;
/// Failures that are listed for each problem.
const FAILURES: usize = 5;
/// Users that are named for each problem or log.
const NAMES: usize = 8;
/// Characters of a name.
const NAME_CHARS: usize = 60;

/// What the case is made of: `5 logs, 3 users`.
pub(in crate::report) fn case_size(report: &CaseReport) -> String {
    let case = &report.case;
    let logs = counted(case.logs.len() as u64, "log", "logs");
    match case.users.len() {
        0 => logs,
        users => format!("{logs}, {}", counted(users as u64, "user", "users")),
    }
}

/// What it did to whom, how often and how certain the cause is: `lost media; alice; 3 times; cause: likely`.
pub(in crate::report) fn case_problem(problem: &CaseProblem) -> String {
    let count: u64 = problem.failures.iter().map(|failure| failure.occurrences).sum();
    let users = named(&problem.users, "user", "users");
    let users = if users.is_empty() { "the user is not named".to_owned() } else { users };
    let harmless = if problem.harmless { "harmless; " } else { "" };
    format!("{harmless}{}; {users}; {}; cause: {}", problem.impact.title(), times(count), problem.confidence.title())
}

/// Each failure of a problem: who, since when, and where it is seen; how many are left out, and who else sees it.
pub(in crate::report) fn case_failures(idx: usize, report: &CaseReport, names: &[String]) -> Vec<String> {
    let problem = &report.case.problems[idx];
    let mut rows: Vec<String> =
        problem.failures.iter().take(FAILURES).map(|failure| case_failure(failure, report, names)).collect();
    let left_out = problem.failures.len().saturating_sub(rows.len());
    if left_out > 0 {
        rows.push(format!("and {}", counted(left_out as u64, "more failure", "more failures")));
    }
    rows.extend(case_seen(idx, report, names));
    rows
}

/// Which logs of other users show the problem too: `student-1 misses the stream of student-3: student-1.log line 70`.
fn case_seen(problem: usize, report: &CaseReport, names: &[String]) -> Vec<String> {
    let seen = report.case.seen_failures.iter().filter(|seen| seen.problem == problem);
    let mut rows: Vec<String> = seen
        .map(|seen| {
            let (user, seen_by) = (cut(&seen.user, NAME_CHARS), cut(&seen.seen_by, NAME_CHARS));
            format!("{seen_by} misses the stream of {user}: {} line {}", names[seen.log], seen.line)
        })
        .collect();
    let left_out = rows.len().saturating_sub(FAILURES);
    rows.truncate(FAILURES);
    if left_out > 0 {
        rows.push(format!("and {}", counted(left_out as u64, "more user", "more users")));
    }
    rows
}

fn case_failure(failure: &CaseFailure, report: &CaseReport, names: &[String]) -> String {
    let who = if failure.user.is_empty() { "unknown user" } else { cut(&failure.user, NAME_CHARS) };
    let printed = failure.sightings.iter().find_map(|sighting| sighting.printed.as_deref());
    let since = match (failure.since, printed) {
        (Some(since), _) => format!(", {}", report.case.date_text(since)),
        (None, Some(printed)) => format!(", {printed} by the log's own clock"),
        (None, None) => String::new(),
    };
    let seen = places(&failure.sightings, names);
    let maybe = if failure.maybe.is_empty() {
        String::new()
    } else {
        format!("; perhaps the same: {}", places(&failure.maybe, names))
    };
    format!("{who}{since}: {seen}{maybe}")
}

/// `a.log line 3, b.log line 9 and 2 more`.
fn places(sightings: &[FailureSighting], names: &[String]) -> String {
    let shown = sightings.iter().take(SIGHTINGS);
    let places: Vec<String> = shown.map(|found| format!("{} line {}", names[found.log], found.line)).collect();
    match sightings.len() - places.len() {
        0 => places.join(", "),
        more => format!("{} and {more} more", places.join(", ")),
    }
}

/// A log of a case as a row of a table, in the order of [`CASE_LOG_COLUMNS`](super::headings::CASE_LOG_COLUMNS), without its name.
pub(in crate::report) fn case_log(log: &CaseLog, report: &CaseReport, names: &[String]) -> [String; 5] {
    let case = &report.case;
    let span = match (log.span, &log.printed_span) {
        (Some((first, last)), _) if first == last => case.date_text(first),
        (Some((first, last)), _) => format!("{} to {}", case.date_text(first), case.clock_text(last)),
        (None, Some((first, last))) if first == last => format!("{first}, by its own clock"),
        (None, Some((first, last))) => format!("{first} to {last}, by its own clock"),
        (None, None) => String::new(),
    };
    let same = case.logs.iter().position(|other| other.call.is_some() && other.call == log.call);
    let same = same.filter(|same| !std::ptr::eq(&raw const case.logs[*same], log));
    let mut notes: Vec<String> = same.map(|same| format!("same call as {}", names[same])).into_iter().collect();
    notes.extend(log.unread.clone());
    let note = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
    [
        format!("{}{note}", log.verdict.title()),
        named(&log.users, "user", "users"),
        named(&log.rooms, "room", "rooms"),
        span,
        if log.verdict == LogVerdict::Unread { String::new() } else { log.format.title().to_owned() },
    ]
}

/// Which clock the times of the case are by, and which logs are not aligned.
pub(in crate::report) fn case_clocks(report: &CaseReport, names: &[String]) -> Option<String> {
    let logs = &report.case.logs;
    let with = |basis: ClockBasis| logs.iter().filter(move |log| log.clock.basis == basis).count();
    let aligned = logs.iter().filter(|log| log.clock.basis.is_aligned()).count();
    let unaligned: Vec<&str> = logs
        .iter()
        .zip(names)
        .filter(|(log, _)| log.clock.basis == ClockBasis::Unaligned)
        .map(|(_, name)| name.as_str())
        .collect();
    let zone = report.case.zone_text();
    let by = match (with(ClockBasis::ServerTime), with(ClockBasis::ComputerTime)) {
        (0, _) => "the computers' clocks, which may be wrong".to_owned(),
        (_, 0) => "the server's clock".to_owned(),
        (_, computers) => format!(
            "the server's clock, in {} by the computer's, which may be wrong",
            counted(computers as u64, "log", "logs")
        ),
    };
    let mut sentences = Vec::new();
    if aligned > 0 {
        sentences.push(format!("Times are in {zone} by {by}."));
    }
    if !unaligned.is_empty() && logs.len() > 1 {
        let shown = unaligned.iter().take(NAMES).copied().collect::<Vec<_>>().join(", ");
        let more = unaligned.len().saturating_sub(NAMES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        sentences.push(format!("Not aligned, so not compared with the others: {shown}{more}."));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

fn named(all: &[String], one: &str, several: &str) -> String {
    if all.len() > NAMES {
        return counted(all.len() as u64, one, several);
    }
    all.iter().map(|name| cut(name, NAME_CHARS)).collect::<Vec<_>>().join(", ")
}
