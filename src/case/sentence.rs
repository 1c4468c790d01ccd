//! A case in one sentence.

use std::collections::HashSet;

use super::model::{Case, CaseFailure, CaseProblem, CaseUser, FailureSighting, LogVerdict};
use super::problems::cause;
use crate::diagnosis::Impact;
use crate::diagnosis::room_stay::InterruptionKind;

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
            1 => clauses.push("one more problem was found".to_owned()),
            more => clauses.push(format!("{} more problems were found", in_words(more))),
        }
    }
    clauses.extend(others_clause(case, &severe));
    let unread = case.logs.iter().filter(|log| log.unread.is_some()).count();
    let never_read = case.logs.iter().filter(|log| log.verdict == LogVerdict::Unread).count();
    for (count, how) in [(never_read, ""), (unread - never_read, " to the end")] {
        if count > 0 {
            clauses.push(format!("{} could not be read{how}", logs(count)));
        }
    }
    let strangers = case.logs.iter().filter(|log| log.verdict == LogVerdict::NothingOfSdk).count();
    if strangers > 0 {
        let verb = if strangers == 1 { "contains" } else { "contain" };
        clauses.push(format!("{} {verb} nothing of the SDK", logs(strangers)));
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
        [log] => format!("in {}", short_name(&case.logs[*log].file)),
        all => format!("in {}", logs(all.len())),
    });
    let at = since(problem, case);
    if let [CaseFailure { lost: Some(kind), .. }] = problem.failures.as_slice()
        && let Some(what) = lost_words(*kind)
        && !problem.users.is_empty()
    {
        return format!("{who} lost {what}{at} and never got it back");
    }
    let title = match problem.title.strip_prefix(cause(&problem.title)).and_then(|rest| rest.strip_prefix(": ")) {
        Some(outcome) => format!("{}, {outcome}", cause(&problem.title)),
        None => problem.title.clone(),
    };
    let comma = if at.is_empty() { "" } else { "," };
    format!("{who}{comma}{at}: {}", lower_first(&title))
}

/// Since when, with a space before it; empty if no log says it.
fn since(problem: &CaseProblem, case: &Case) -> String {
    let first = problem.failures.iter().filter_map(|failure| failure.since).min();
    match (first, problem.failures.as_slice()) {
        (Some(first), [_]) => format!(" at {}", case.clock_text(first)),
        (Some(first), _) => format!(" from {}", case.clock_text(first)),
        (None, [CaseFailure { sightings, .. }]) => match sightings.as_slice() {
            [FailureSighting { printed: Some(printed), .. }] => format!(" at {printed} by the log's own clock"),
            _ => String::new(),
        },
        (None, _) => String::new(),
    }
}

/// What was lost, in the words of support.
fn lost_words(kind: InterruptionKind) -> Option<&'static str> {
    match kind {
        InterruptionKind::Sending => Some("the uplink"),
        InterruptionKind::Receiving => Some("the downlink"),
        InterruptionKind::Signal => Some("the connection to the server"),
        InterruptionKind::Room | InterruptionKind::Media | InterruptionKind::Capture => None,
    }
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
        return (is_alone && is_read && quiet_users.is_empty()).then(|| "no problem was found".to_owned());
    }
    let all_work = quiet_logs.iter().all(|log| case.logs[*log].verdict == LogVerdict::Works);
    // Logs that name no user are counted as logs.
    if quiet_users.is_empty() || quiet_logs.iter().any(|log| case.logs[*log].users.is_empty()) {
        return Some(match (quiet_logs.len(), is_alone) {
            (count, true) => format!("no problem was found in {}", logs(count)),
            (1, false) => "no problem was found in the other log".to_owned(),
            (count, false) => format!("no problem was found in the other {} logs", in_words(count)),
        });
    }
    let everyone = match (quiet_users.as_slice(), is_alone) {
        ([user], _) => user.user.clone(),
        (users, true) => format!("all {} users", in_words(users.len())),
        (users, false) => format!("the other {}", in_words(users.len())),
    };
    Some(match (all_work, quiet_users.len()) {
        (true, 1) => format!("{everyone} is fine"),
        (true, _) => format!("{everyone} are fine"),
        (false, _) => format!("no problem was found for {everyone}"),
    })
}

/// `a`, `a and b`, `a, b and c`, `5 users`; `None` if there is no name.
fn names(users: &[String]) -> Option<String> {
    match users {
        [] => None,
        [one] => Some(one.clone()),
        [before @ .., last] if users.len() <= MAX_NAMES => Some(format!("{} and {last}", before.join(", "))),
        many => Some(format!("{} users", in_words(many.len()))),
    }
}

fn logs(count: usize) -> String {
    if count == 1 { "one log".to_owned() } else { format!("{} logs", in_words(count)) }
}

/// Small numbers as words.
fn in_words(count: usize) -> String {
    const WORDS: [&str; 10] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    WORDS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

fn short_name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
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
