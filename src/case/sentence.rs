//! A case in one sentence.

use super::model::{Case, CaseProblem, LogVerdict};
use super::problems::cause;
use crate::diagnosis::Impact;

/// How many names are listed before they are counted.
const MAX_NAMES: usize = 3;

/// The sentence of a case whose other parts are complete.
pub(super) fn of(case: &Case) -> String {
    let severe = case.problems.iter().filter(|problem| !problem.harmless && problem.impact != Impact::Aside);
    let mut severe = severe.peekable();
    let mut clauses = Vec::new();
    if let Some(worst) = severe.next() {
        clauses.push(problem_clause(worst, case));
        match severe.count() {
            0 => {}
            1 => clauses.push("one more problem was found".to_owned()),
            more => clauses.push(format!("{} more problems were found", in_words(more))),
        }
    }
    clauses.extend(others_clause(case, clauses.is_empty()));
    let unread = case.logs.iter().filter(|log| log.unread.is_some()).count();
    if unread > 0 {
        clauses.push(format!("{} could not be read completely", logs(unread)));
    }
    let strangers = case.logs.iter().filter(|log| log.verdict == LogVerdict::NothingOfSdk).count();
    if strangers > 0 && strangers < case.logs.len() {
        let verb = if strangers == 1 { "contains" } else { "contain" };
        clauses.push(format!("{} {verb} nothing of the SDK", logs(strangers)));
    }
    let sentence = clauses.join("; ");
    let mut chars = sentence.chars();
    match chars.next() {
        // A sentence that begins with a user's name or a word of the API keeps its spelling.
        Some(_) if case.users.iter().any(|user| sentence.starts_with(&user.user)) => format!("{sentence}."),
        Some(first) => format!("{}{}.", first.to_uppercase(), chars.as_str()),
        None => String::new(),
    }
}

/// `student-3, at 01:06:44: the media connection for sending was lost, sending broke off`.
fn problem_clause(problem: &CaseProblem, case: &Case) -> String {
    let who = names(&problem.users).unwrap_or_else(|| match problem.logs.as_slice() {
        [log] => format!("in {}", short_name(&case.logs[*log].file)),
        all => format!("in {}", logs(all.len())),
    });
    let since = problem.failures.iter().filter_map(|failure| failure.since).min();
    let since = match (since, problem.failures.len()) {
        (Some(since), 1) => format!(", at {}", case.clock_text(since)),
        (Some(since), _) => format!(", from {}", case.clock_text(since)),
        (None, _) => String::new(),
    };
    let title = match problem.title.strip_prefix(cause(&problem.title)).and_then(|rest| rest.strip_prefix(": ")) {
        Some(outcome) => format!("{}, {outcome}", cause(&problem.title)),
        None => problem.title.clone(),
    };
    format!("{who}{since}: {}", lower_first(&title))
}

/// What is true of the users, or logs, without a problem; `None` if there are none.
fn others_clause(case: &Case, is_alone: bool) -> Option<String> {
    let is_silent = |verdict: LogVerdict| matches!(verdict, LogVerdict::Works | LogVerdict::NoProblemFound);
    let quiet: Vec<&_> =
        case.users.iter().filter(|user| user.logs.iter().all(|log| is_silent(case.logs[*log].verdict))).collect();
    let quiet_logs = case.logs.iter().filter(|log| is_silent(log.verdict)).count();
    let has_nameless = case.logs.iter().any(|log| log.users.is_empty() && is_silent(log.verdict));
    if quiet.is_empty() || has_nameless {
        return match (quiet_logs, is_alone) {
            (0, false) => None,
            (0, true) if case.logs.iter().all(|log| log.unread.is_some()) => None,
            (0, true) if case.logs.iter().all(|log| log.verdict == LogVerdict::NothingOfSdk) => {
                Some(format!("nothing of the SDK was found in {}", logs(case.logs.len())))
            }
            (0, true) => Some("no problem was found".to_owned()),
            (count, true) => Some(format!("no problem was found in {}", logs(count))),
            (1, false) => Some("no problem was found in the other log".to_owned()),
            (count, false) => Some(format!("no problem was found in the other {} logs", in_words(count))),
        };
    }
    let works = |user: &&_| -> bool {
        let user: &super::model::CaseUser = user;
        user.logs.iter().all(|log| case.logs[*log].verdict == LogVerdict::Works)
    };
    let all_work = quiet.iter().all(works);
    let group = match (quiet.len(), is_alone) {
        (1, true) => quiet[0].user.clone(),
        (1, false) => format!("the other user, {},", quiet[0].user),
        (count, true) => format!("all {} users", in_words(count)),
        (count, false) => format!("the other {}", in_words(count)),
    };
    let group = group.trim_end_matches(',');
    Some(match (all_work, quiet.len()) {
        (true, 1) => format!("{group} is fine"),
        (true, _) => format!("{group} are fine"),
        (false, _) => format!("no problem was found for {group}"),
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
