//! What went wrong, to whom, how often, and how certain the cause is.

use super::count::{counted, lines, period, times};
use crate::code::ErrorCode;
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::{Problem, ProblemAttempt, ProblemStep};
use crate::finding::Finding;
use crate::knowledge::Phrase;
use crate::report::entry::name_beside_code;
use crate::report::inspection::report::Report;
use crate::sanitize::one_line;

/// A code with the name its family gives it: `0x4004 JOIN_ROOM_FAILED`, `70001`, `NotAllowedError`.
pub(in crate::report) fn code_and_name(code: ErrorCode, report: &Report<'_>) -> String {
    match report.entry(code).and_then(name_beside_code) {
        Some(name) => format!("{code} {name}"),
        None => code.to_string(),
    }
}

/// A problem's codes from the root to the symptom: `account 70001 → SDK v4 0x4001`. Failures without a code say so.
pub(in crate::report) fn chain(problem: &Problem) -> String {
    let codes: Vec<String> = problem.chain.iter().map(|code| family_and_code(*code)).collect();
    if codes.is_empty() { "no code in the log".to_owned() } else { codes.join(" → ") }
}

fn family_and_code(code: ErrorCode) -> String {
    format!("{} {code}", code.family().title())
}

/// How often and where a problem occurs: `twice, in 8 places, lines 40 to 99, 00:41:56.498 to 00:42:01.020`.
pub(in crate::report) fn occurrence(problem: &Problem) -> String {
    let mut parts = vec![times(problem.occurrences)];
    if problem.count > problem.occurrences {
        parts.push(format!("in {}", counted(problem.count, "place", "places")));
    }
    parts.push(lines(problem.first_line, problem.last_line));
    parts.extend(period(problem.first_time.as_deref(), problem.last_time.as_deref()));
    parts.join(", ")
}

/// Who was affected in which way, and how certain the cause is: `alice, bob: never got in; cause: likely`.
pub(in crate::report) fn impact(problem: &Problem) -> String {
    let users = match &problem.users[..] {
        [] => String::new(),
        [first, second, third, _, ..] => {
            format!("{first}, {second}, {third} and {} more: ", at_least(problem.users.len() - 3, problem))
        }
        few => few.join(", ") + ": ",
    };
    let attempt = match &problem.attempt {
        Some(ProblemAttempt { number, count, .. }) if *count > 1 => format!(", in attempt {number} of {count}"),
        _ => String::new(),
    };
    let harmless = if problem.harmless { "; expected, nothing to do" } else { "" };
    format!("{users}{}{attempt}; cause: {}{harmless}", problem.impact.title(), problem.confidence.title())
}

/// A number of users: `12`, or `more than 47` if more are not kept.
fn at_least(count: usize, problem: &Problem) -> String {
    if problem.has_more_users { format!("more than {count}") } else { count.to_string() }
}

/// A step that led to a problem: `line 42, 00:41:56.498: the server refused`.
pub(in crate::report) fn step(step: &ProblemStep) -> String {
    let time = step.time.as_deref().map(|time| format!(", {time}")).unwrap_or_default();
    format!("line {}{time}: {}", step.line, one_line(&step.text))
}

/// Other meanings of a number whose family is unclear: `may also be SDK v5 5001`.
pub(in crate::report) fn alternatives(finding: &Finding) -> Option<String> {
    let codes: Vec<String> = finding.body.alternatives.iter().map(|code| family_and_code(*code)).collect();
    (!codes.is_empty()).then(|| format!("may also be {}", codes.join(" or ")))
}

/// The first problem in a few sentences, for a reader who does not know the SDK. `None` if there is no problem.
pub(in crate::report) fn overview(report: &Report<'_>) -> Option<String> {
    let problem = report.diagnosis.problems.first()?;
    let who = match &problem.users[..] {
        [] => "A user".to_owned(),
        [one] => one.clone(),
        [first, second] => format!("{first} and {second}"),
        [first, rest @ ..] => format!("{first} and {} others", at_least(rest.len(), problem)),
    };
    let (cause, outcome) = problem.title.rsplit_once(": ").unwrap_or((problem.title.as_str(), ""));
    let predicate = match problem.impact {
        _ if problem.harmless => "met an error that is expected and does no harm".to_owned(),
        Impact::NeverGotIn => "could not enter the room".to_owned(),
        Impact::DroppedOut if outcome == Phrase::OutcomeNotBackInLog.text() => {
            "was in the room and lost the connection; the log ends before it is back".to_owned()
        }
        Impact::DroppedOut => "was in the room and dropped out of it".to_owned(),
        Impact::LostMedia if outcome.is_empty() => "met a failure".to_owned(),
        Impact::LostMedia => format!("met a failure: {outcome}"),
        Impact::Warning if problem.went_on => "met an error; the call itself went on".to_owned(),
        Impact::Warning => "met an error".to_owned(),
        Impact::Aside => "met an error without consequence for the call".to_owned(),
    };
    let cause_label = match problem.confidence {
        Confidence::Stated => "Cause",
        Confidence::Likely => "Most likely cause",
        Confidence::Possible => "Possible cause",
    };
    let others = match report.diagnosis.problems.iter().skip(1).filter(|problem| !problem.harmless).count() {
        0 => "",
        1 => " One more problem was found; see below.",
        _ => " More problems were found; see below.",
    };
    Some(format!("{who} {predicate}. {cause_label}: {cause}.{others}"))
}
