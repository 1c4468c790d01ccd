//! A case in one sentence.

use std::collections::HashSet;

use super::model::{Case, CaseFailure, CaseProblem, CaseUser, FailureSighting, LogVerdict};
use super::problems::cause;
use crate::diagnosis::Impact;
use crate::diagnosis::room_stay::InterruptionKind;
use crate::knowledge::{Phrase, Sentence};
use crate::source::short_name;

/// How many names are listed before they are counted.
const MAX_NAMES: usize = 3;

impl Case {
    /// Makes the sentence of a case whose other parts are complete, or were changed.
    pub(crate) fn update_sentence(&mut self) {
        self.sentence = sentence_of(self);
    }
}

fn sentence_of(case: &Case) -> String {
    let severe: Vec<&CaseProblem> = case.problems.iter().filter(|problem| is_severe(problem)).collect();
    let mut clauses = Vec::new();
    if let Some((worst, others)) = severe.split_first() {
        clauses.push(problem_clause(worst, case));
        match others.len() {
            0 => {}
            1 => clauses.push(Phrase::CaseOneMoreProblem.text().to_owned()),
            more => clauses.push(Sentence::CaseMoreProblems { count: &in_words(more) }.text()),
        }
    }
    clauses.extend(others_clause(case, &severe));
    let unread = case.logs.iter().filter(|log| log.unread.is_some()).count();
    let never_read = case.logs.iter().filter(|log| log.verdict == LogVerdict::Unread).count();
    if never_read > 0 {
        clauses.push(Sentence::CaseUnread { logs: &logs(never_read) }.text());
    }
    if unread > never_read {
        clauses.push(Sentence::CaseUnreadToEnd { logs: &logs(unread - never_read) }.text());
    }
    let strangers = case.logs.iter().filter(|log| log.verdict == LogVerdict::NothingOfSdk).count();
    match strangers {
        0 => {}
        1 => clauses.push(Sentence::CaseForeignLog { logs: &logs(1) }.text()),
        more => clauses.push(Sentence::CaseForeignLogs { logs: &logs(more) }.text()),
    }
    let sentence = clauses.join("; ");
    if sentence.is_empty() {
        return sentence;
    }
    let sentence = format!("{sentence}.");
    // A sentence that begins with a user's name keeps its spelling.
    if case.users.iter().any(|user| sentence.starts_with(&user.user)) {
        return sentence;
    }
    upper_first(&sentence)
}

fn is_severe(problem: &CaseProblem) -> bool {
    !problem.harmless && problem.impact != Impact::Aside
}

/// `student-3 lost the uplink at 01:06:44 and never got it back`, or with the cause: `student-3, at 01:06:44: userSig expired,
/// joining failed`.
fn problem_clause(problem: &CaseProblem, case: &Case) -> String {
    let who = names(&problem.users).unwrap_or_else(|| match problem.logs.as_slice() {
        [log] => Sentence::CasePlace { place: &short_name(&case.logs[*log].file) }.text(),
        all => Sentence::CasePlace { place: &logs(all.len()) }.text(),
    });
    let at = since(problem, case);
    if let [CaseFailure { lost: Some(kind), .. }] = problem.failures.as_slice()
        && let Some(what) = lost_words(*kind)
        && !problem.users.is_empty()
    {
        return Sentence::CaseLost { who: &who, what: &what, since: &at }.text();
    }
    let title = match problem.title.strip_prefix(cause(&problem.title)).and_then(|rest| rest.strip_prefix(": ")) {
        Some(outcome) => Sentence::CaseOutcome { cause: &cause(&problem.title), outcome: &outcome }.text(),
        None => problem.title.clone(),
    };
    let what = lower_first(&title);
    if at.is_empty() {
        Sentence::CaseFailed { who: &who, what: &what }.text()
    } else {
        Sentence::CaseFailedSince { who: &who, since: &at, what: &what }.text()
    }
}

/// Since when, with a space before it; empty if no log says it.
fn since(problem: &CaseProblem, case: &Case) -> String {
    let first = problem.failures.iter().filter_map(|failure| failure.since).min();
    match (first, problem.failures.as_slice()) {
        (Some(first), [_]) => Sentence::CaseAt { time: &case.clock_text(first) }.text(),
        (Some(first), _) => Sentence::CaseFrom { time: &case.clock_text(first) }.text(),
        (None, [CaseFailure { sightings, .. }]) => match sightings.as_slice() {
            [FailureSighting { printed: Some(printed), .. }] => Sentence::CaseAtOwnClock { time: printed }.text(),
            _ => String::new(),
        },
        (None, _) => String::new(),
    }
}

/// What was lost, in the words of support.
fn lost_words(kind: InterruptionKind) -> Option<&'static str> {
    let phrase = match kind {
        InterruptionKind::Sending => Phrase::CaseUplink,
        InterruptionKind::Receiving => Phrase::CaseDownlink,
        InterruptionKind::Signal => Phrase::CaseServerConnection,
        InterruptionKind::Room | InterruptionKind::Media | InterruptionKind::Capture => return None,
    };
    Some(phrase.text())
}

/// What is true of the users, or logs, without a problem; `None` without such.
fn others_clause(case: &Case, severe: &[&CaseProblem]) -> Option<String> {
    let is_quiet = |log: &usize| matches!(case.logs[*log].verdict, LogVerdict::Works | LogVerdict::NoProblemFound);
    let failed: HashSet<&str> = severe.iter().flat_map(|problem| &problem.users).map(String::as_str).collect();
    let has_failed = |user: &str| failed.contains(user);
    let quiet_users = case.users.iter().filter(|user| !has_failed(&user.user) && user.logs.iter().all(is_quiet));
    let quiet_users: Vec<&CaseUser> = quiet_users.collect();
    let of_others = |log: &usize| !case.logs[*log].users.iter().any(|user| has_failed(user));
    let quiet_logs: Vec<usize> = (0..case.logs.len()).filter(|log| is_quiet(log) && of_others(log)).collect();
    let is_alone = severe.is_empty();
    if quiet_logs.is_empty() {
        let is_other = |verdict: LogVerdict| matches!(verdict, LogVerdict::NothingOfSdk | LogVerdict::Unread);
        let is_read = !case.logs.iter().all(|log| is_other(log.verdict));
        return (is_alone && is_read && quiet_users.is_empty()).then(|| Phrase::CaseNoProblem.text().to_owned());
    }
    let all_work = quiet_logs.iter().all(|log| case.logs[*log].verdict == LogVerdict::Works);
    // Logs that name no user are counted as logs.
    if quiet_users.is_empty() || quiet_logs.iter().any(|log| case.logs[*log].users.is_empty()) {
        return Some(match (quiet_logs.len(), is_alone) {
            (count, true) => Sentence::CaseNoProblemIn { logs: &logs(count) }.text(),
            (1, false) => Phrase::CaseNoProblemInOtherLog.text().to_owned(),
            (count, false) => Sentence::CaseNoProblemInOthers { count: &in_words(count) }.text(),
        });
    }
    let everyone = match (quiet_users.as_slice(), is_alone) {
        ([user], _) => user.user.clone(),
        ([one, other], true) => names(&[one.user.clone(), other.user.clone()])?,
        (users, true) => Sentence::CaseAllUsers { count: &in_words(users.len()) }.text(),
        (users, false) => Sentence::CaseOtherUsers { count: &in_words(users.len()) }.text(),
    };
    let sentence = match (all_work, quiet_users.len()) {
        (true, 1) => Sentence::CaseIsFine { who: &everyone },
        (true, _) => Sentence::CaseAreFine { who: &everyone },
        (false, _) => Sentence::CaseNoProblemFor { who: &everyone },
    };
    Some(sentence.text())
}

/// `a`, `a and b`, `a, b and c`, `5 users`; `None` if there is no name.
fn names(users: &[String]) -> Option<String> {
    match users {
        [] => None,
        [one] => Some(one.clone()),
        [before @ .., last] if users.len() <= MAX_NAMES => {
            Some(Sentence::CaseNames { names: &before.join(", "), last }.text())
        }
        many => Some(Sentence::CaseUsers { count: &in_words(many.len()) }.text()),
    }
}

fn logs(count: usize) -> String {
    if count == 1 {
        Phrase::CaseOneLog.text().to_owned()
    } else {
        Sentence::CaseLogs { count: &in_words(count) }.text()
    }
}

/// Small numbers as words.
fn in_words(count: usize) -> String {
    let mut words = Phrase::CaseNumbers.text().split(' ');
    words.nth(count).map_or_else(|| count.to_string(), str::to_owned)
}

fn upper_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The text with a small first letter, if its first word is not an abbreviation or a name.
fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}
