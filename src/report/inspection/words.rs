//! What reports say in words, shared by the renderers that people read and by the window.

use super::Report;
use crate::catalog::Owner;
use crate::code::ErrorCode;
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::user_agent::browser;
use crate::diagnosis::{Context, Diagnosis, Problem, ProblemStep};
use crate::finding::Finding;
use crate::report::redact::Redactor;
use crate::report::safe::{cut, one_line};

/// A code with the name its family gives it: `0x4004 JOIN_ROOM_FAILED`, `70001`, `NotAllowedError`.
pub fn code_and_name(code: ErrorCode, report: &Report<'_>) -> String {
    match report.entry(code).and_then(crate::report::entry::name_beside_code) {
        Some(name) => format!("{code} {name}"),
        None => code.to_string(),
    }
}

/// A problem's codes from the root to the symptom: `account 70001 → SDK v4 0x4001`.
pub fn chain(problem: &Problem) -> String {
    let codes: Vec<String> = problem.chain.iter().map(|code| family_and_code(*code)).collect();
    if codes.is_empty() { family_and_code(problem.root) } else { codes.join(" → ") }
}

fn family_and_code(code: ErrorCode) -> String {
    format!("{} {code}", code.family().title())
}

/// `once`, `3 times`.
pub fn times(count: u64) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{} times", thousands(count)),
    }
}

/// `line 40`, `lines 40 to 99`.
pub fn lines(first: u64, last: u64) -> String {
    if first == last { format!("line {first}") } else { format!("lines {first} to {last}") }
}

/// The clocks between which something happened, where the log has any.
pub fn period(first: Option<&str>, last: Option<&str>) -> Option<String> {
    match (first, last) {
        (Some(first), Some(last)) if first != last => Some(format!("{first} to {last}")),
        (first, last) => first.or(last).map(str::to_owned),
    }
}

/// How often and where a problem stands: `twice, in 8 places, lines 40 to 99, 00:41:56.498 to 00:42:01.020`.
pub fn occurrence(problem: &Problem) -> String {
    let mut parts = vec![times(problem.occurrences)];
    if problem.count > problem.occurrences {
        parts.push(format!("in {}", counted(problem.count, "place", "places")));
    }
    parts.push(lines(problem.first_line, problem.last_line));
    parts.extend(period(problem.first_time.as_deref(), problem.last_time.as_deref()));
    parts.join(", ")
}

/// What a problem did and to whom, and how sure its cause is: `alice, bob: never got in; cause: likely`.
pub fn judgement(problem: &Problem) -> String {
    let users = match &problem.users[..] {
        [] => String::new(),
        [first, second, third, _, ..] => {
            format!("{first}, {second}, {third} and {} more: ", problem.users.len() - 3)
        }
        few => few.join(", ") + ": ",
    };
    let harmless = if problem.harmless { "; expected, nothing to do" } else { "" };
    format!("{users}{}; cause: {}{harmless}", problem.effect.title(), problem.confidence.title())
}

/// A step of a problem's story: `line 42, 00:41:56.498: the server refused`.
pub fn step(step: &ProblemStep) -> String {
    let time = step.time.as_deref().map(|time| format!(", {time}")).unwrap_or_default();
    format!("line {}{time}: {}", step.line, one_line(&step.text))
}

/// What kind of log was read: `DevTools console, utf-8, 1,234 entries in 1,300 lines`.
pub fn log_in_words(diagnosis: &Diagnosis) -> String {
    format!(
        "{}, {}, {} in {}",
        diagnosis.format.title(),
        diagnosis.encoding,
        counted(diagnosis.entries, "entry", "entries"),
        counted(diagnosis.lines, "line", "lines"),
    )
}

/// What a log without findings is told.
pub fn nothing_found(diagnosis: &Diagnosis) -> String {
    format!(
        "No error code was found in the {} read. The failure may lie outside this log: before its first line, after its \
         last one, or on another user's device.",
        counted(diagnosis.entries, "entry", "entries"),
    )
}

/// `1 entry`, `1,234 entries`.
pub fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{} {}", thousands(count), if count == 1 { one } else { several })
}

/// A number with commas between its thousands.
fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// The findings of a problem, each entry once and at most `limit` of them, and how many are left out.
pub fn evidence<'r>(problem: &Problem, report: &'r Report<'_>, limit: usize) -> (Vec<&'r Finding>, u64) {
    let findings = problem.findings.iter().filter_map(|&idx| report.diagnosis.findings.get(idx));
    let mut shown: Vec<&Finding> = Vec::new();
    let mut left_out = 0;
    let mut last_place = None;
    for finding in findings {
        // An entry is shown once, however many codes stand on its lines.
        let place = Some((finding.entry_number, &finding.pointer));
        if place == last_place {
            continue;
        }
        last_place = place;
        if shown.len() < limit {
            shown.push(finding);
        } else {
            left_out += 1;
        }
    }
    (shown, left_out)
}

/// Where a finding stands: `line 42`, or, in a JSON document, `line 42, /3/message`.
pub fn place(finding: &Finding) -> String {
    match &finding.pointer {
        Some(pointer) => format!("line {}, {pointer}", finding.line),
        None => format!("line {}", finding.line),
    }
}

/// The entry's message in one line of at most about `chars` characters, so cut that the evidence is in it.
pub fn excerpt(finding: &Finding, chars: usize) -> String {
    let message = one_line(&without_reference(&without_stack(&finding.message())));
    let evidence = one_line(&finding.text());
    let len = message.chars().count();
    if message.is_empty() {
        return evidence;
    }
    let Some(at) = message.find(&evidence) else {
        // It stands behind what was left out of the message.
        return format!("{} … {evidence}", cut(&message, chars));
    };
    let (first, last) = (message[..at].chars().count(), message[..at + evidence.len()].chars().count());
    let start = if last <= chars { 0 } else { first.saturating_sub(chars / 2) };
    let shown: String = message.chars().skip(start).take(chars.max(last - start)).collect();
    let end = start + shown.chars().count();
    format!("{}{shown}{}", if start > 0 { "… " } else { "" }, if end < len { " …" } else { "" })
}

/// The message without the rows of its call stack, which tell a reader of reports nothing.
pub(super) fn without_stack(message: &str) -> String {
    let is_row = |line: &str| {
        let line = line.trim_start();
        let function = line.split_once(" @ ").map(|(function, _)| function);
        line.starts_with("at ") || line == "(anonymous)" || function.is_some_and(|function| !function.contains(' '))
    };
    let (first, rest) = message.split_once('\n').unwrap_or((message, ""));
    let rest = rest.lines().filter(|line| !is_row(line));
    std::iter::once(first).chain(rest).collect::<Vec<_>>().join("\n")
}

/// The message without the address of the SDK's documentation, which every error of the SDK carries.
fn without_reference(message: &str) -> String {
    let mut rest = message;
    let mut kept = String::new();
    while let Some(at) = rest.find("Refer to") {
        let behind = rest[at + "Refer to".len()..].trim_start_matches([':', '：', ' ']);
        let end = behind.find(char::is_whitespace).unwrap_or(behind.len());
        if !behind.starts_with("http") {
            break;
        }
        kept.push_str(rest[..at].trim_end_matches([' ', '\n']));
        kept.push(' ');
        rest = behind[end..].trim_start();
    }
    kept + rest
}

/// What else the number may mean, where the log leaves it open: `may also be SDK v5 5001`.
pub fn candidates(finding: &Finding) -> Option<String> {
    let codes: Vec<String> = finding.said.candidates.iter().map(|code| family_and_code(*code)).collect();
    (!codes.is_empty()).then(|| format!("may also be {}", codes.join(" or ")))
}

/// What one person can do about one problem, or about several of the same kind.
#[derive(Clone, Debug)]
pub struct Todo<'r> {
    /// The problems, each with its number, from 1; at least one.
    pub problems: Vec<(usize, &'r Problem)>,
    /// Their steps that this person can take, in order.
    pub steps: Vec<&'r str>,
}

impl Todo<'_> {
    /// What the steps are for: `For problem 2, userSig expired: joining failed:`, `For problems 1, 2 and 4:`.
    pub fn heading(&self) -> String {
        match &self.problems[..] {
            [(number, problem)] => format!("For problem {number}, {}:", problem.title),
            [several @ .., (last, _)] => {
                let numbers: Vec<String> = several.iter().map(|(number, _)| number.to_string()).collect();
                format!("For problems {} and {last}:", numbers.join(", "))
            }
            [] => String::new(),
        }
    }
}

/// What to do, by who can do it: who can act on the gravest problem first comes first.
pub fn steps_by_owner<'r>(report: &'r Report<'_>) -> Vec<(Owner, Vec<Todo<'r>>)> {
    let mut all: Vec<(Owner, Vec<Todo<'r>>)> = Vec::new();
    for (number, problem) in (1..).zip(&report.diagnosis.problems) {
        for (owner, steps) in steps_of(problem) {
            let known = all.iter().position(|(known, _)| *known == owner).unwrap_or_else(|| {
                all.push((owner, Vec::new()));
                all.len() - 1
            });
            let todos = &mut all[known].1;
            match todos.iter_mut().find(|todo| todo.steps == steps) {
                Some(todo) => todo.problems.push((number, problem)),
                None => todos.push(Todo { problems: vec![(number, problem)], steps }),
            }
        }
    }
    all
}

/// The steps of a problem by who can take them, in the order of the first step of each.
pub fn steps_of(problem: &Problem) -> Vec<(Owner, Vec<&str>)> {
    let mut all: Vec<(Owner, Vec<&str>)> = Vec::new();
    let owners = problem.fix_by.iter().copied().chain(std::iter::repeat(problem.owner));
    for (step, owner) in problem.fix.iter().zip(owners) {
        match all.iter_mut().find(|(known, _)| *known == owner) {
            Some((_, steps)) => steps.push(step),
            None => all.push((owner, vec![step])),
        }
    }
    all
}

/// What happened and what to do first, in a few sentences for somebody who does not know the SDK.
pub fn in_short(report: &Report<'_>) -> Option<String> {
    let problem = report.diagnosis.problems.first()?;
    let who = match &problem.users[..] {
        [] => "A user".to_owned(),
        [one] => one.clone(),
        [first, second] => format!("{first} and {second}"),
        [first, rest @ ..] => format!("{first} and {} others", rest.len()),
    };
    let (cause, outcome) = problem.title.rsplit_once(": ").unwrap_or((problem.title.as_str(), ""));
    let what = match problem.effect {
        _ if problem.harmless => "met an error that is expected and does no harm".to_owned(),
        Impact::NeverGotIn => "could not enter the room".to_owned(),
        Impact::DroppedOut => "was in the room and dropped out of it".to_owned(),
        Impact::LostMedia if outcome.is_empty() => "met a failure".to_owned(),
        Impact::LostMedia => format!("met a failure: {outcome}"),
        Impact::Warning => "met an error; the call itself went on".to_owned(),
        Impact::Aside => "met an error without consequence for the call".to_owned(),
    };
    let sure = match problem.confidence {
        Confidence::Stated => "Cause",
        Confidence::Likely => "Most likely cause",
        Confidence::Possible => "Possible cause",
    };
    let others = match report.diagnosis.problems.iter().skip(1).filter(|problem| !problem.harmless).count() {
        0 => "",
        1 => " One more problem was found; see below.",
        _ => " More problems were found; see below.",
    };
    Some(format!("{who} {what}. {sure}: {cause}.{others}"))
}

/// The browsers and systems that the user agents name, each once.
pub fn browsers(context: &Context) -> Vec<String> {
    unique(context.user_agents.iter().filter_map(|agent| browser(agent)))
}

/// What support asks first and the log tells, as (label, values); without what it does not tell.
pub fn facts(context: &Context) -> Vec<(&'static str, Vec<String>)> {
    let browsers = browsers(context);
    let time = period(context.first_time.as_deref(), context.last_time.as_deref());
    let facts = [
        ("SDK version", context.sdk_versions.clone()),
        ("Browser", browsers),
        ("User agent", context.user_agents.clone()),
        ("Client hints", context.platforms.clone()),
        ("Browser lacks", lacking(context)),
        ("Devices", context.devices.clone()),
        ("Page", context.page_urls.clone()),
        ("sdkAppId", context.sdk_app_ids.clone()),
        ("userId", context.user_ids.clone()),
        ("roomId", context.rooms.clone()),
        ("Mode and role", context.roles.clone()),
        ("Clients", clients(context).into_iter().collect()),
        ("Media", media(context)),
        ("Time", time.into_iter().collect()),
        ("Date and zone", context.server_time.clone().into_iter().collect()),
        ("Recorded", context.record_time.clone().into_iter().collect()),
    ];
    facts.into_iter().filter(|(_, values)| !values.is_empty()).collect()
}

/// What the browser lacks of what the SDK checked.
fn lacking(context: &Context) -> Vec<String> {
    match context.lacking.as_deref() {
        None => Vec::new(),
        Some([]) => vec!["nothing that the SDK checked".to_owned()],
        Some(checks) => checks.to_vec(),
    }
}

/// How many clients the pages created, where there were several.
fn clients(context: &Context) -> Option<String> {
    (context.clients > 1).then(|| counted(context.clients, "client", "clients"))
}

/// How media went, and how often it did not.
fn media(context: &Context) -> Vec<String> {
    let lost = ["sending", "receiving"].into_iter().zip(context.quality_lost).filter(|(_, count)| *count > 0);
    let lost = lost.map(|(what, count)| format!("{what} lost {}", times(count)));
    context.network.iter().cloned().chain(lost).collect()
}

/// The facts in one line: `SDK 4.15.22 · Chrome 156 on Linux · app 1400188366 · room 5001 · user alice`.
pub fn facts_in_one_line(context: &Context) -> String {
    let first = |label: &str, values: &[String]| {
        let more = if values.len() > 1 { format!(" (+{})", values.len() - 1) } else { String::new() };
        values.first().map(|value| format!("{label}{value}{more}"))
    };
    let browsers = browsers(context);
    let facts = [
        first("SDK ", &context.sdk_versions),
        first("", &browsers),
        first("app ", &context.sdk_app_ids),
        first("room ", &context.rooms),
        first("user ", &context.user_ids),
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What to ask the customer: what support needs and the log does not tell.
pub fn questions(context: &Context) -> Vec<&'static str> {
    let has_date = context.server_time.is_some()
        || context.record_time.is_some()
        || context.first_time.as_deref().is_some_and(|time| time.contains(['-', '/']));
    let missing = [
        (context.sdk_versions.is_empty(), "Which version of the TRTC Web SDK does the page use?"),
        (context.user_agents.is_empty(), "Which browser, in which version, on which operating system?"),
        (context.page_urls.is_empty(), "What is the address of the page? (Capture works on https and localhost only.)"),
        (context.sdk_app_ids.is_empty(), "What is the sdkAppId of the application?"),
        (context.user_ids.is_empty(), "Which userId had the problem?"),
        (context.rooms.is_empty(), "Which roomId was to be entered?"),
        (!has_date, "On which day, at what time and in which time zone did it happen?"),
        (has_date && !has_zone(context), "In which time zone was the user?"),
        (
            context.network.is_empty(),
            "Over which network was the user connected (office, home, mobile; with a VPN, proxy or firewall)?",
        ),
        (true, "Does it happen every time, for this user only or for others too?"),
        (true, "What did the user do just before, and which call of the page failed?"),
    ];
    missing.into_iter().filter_map(|(is_missing, question)| is_missing.then_some(question)).collect()
}

/// Whether a clock of the log says in which zone it is.
fn has_zone(context: &Context) -> bool {
    let is_zoned = |time: &String| time.ends_with('Z') || time.contains("GMT") || time.contains('+');
    [&context.server_time, &context.record_time, &context.first_time].into_iter().flatten().any(is_zoned)
}

/// What was redacted, in one sentence.
pub fn redaction(redactor: &Redactor) -> String {
    if !redactor.is_active() {
        return "Not redacted: this report may contain userSigs, tokens, addresses and other secrets of the log."
            .to_owned();
    }
    let kinds: Vec<String> = redactor
        .summary()
        .into_iter()
        .map(|redacted| format!("{} ({})", redacted.kind.title(), redacted.secrets))
        .collect();
    if kinds.is_empty() {
        "Nothing in this report had to be redacted.".to_owned()
    } else {
        format!("Redacted: {}. The same placeholder stands for the same secret.", kinds.join(", "))
    }
}

fn unique(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut unique = Vec::new();
    for value in values {
        if !unique.contains(&value) {
            unique.push(value);
        }
    }
    unique
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(counted(1, "entry", "entries"), "1 entry");
        assert_eq!(counted(1_234_567, "entry", "entries"), "1,234,567 entries");
        assert_eq!(times(2), "twice");
        assert_eq!(lines(4, 4), "line 4");
    }

    #[test]
    fn only_what_the_log_lacks_is_asked() {
        let context = Context {
            rooms: vec!["5001".to_owned()],
            first_time: Some("2026-11-23T16:41:56.519Z".to_owned()),
            ..Context::default()
        };
        let questions = questions(&context);
        assert!(!questions.iter().any(|question| question.contains("roomId") || question.contains("time zone")));
        assert!(questions.iter().any(|question| question.contains("sdkAppId")));
    }
}
