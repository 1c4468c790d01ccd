//! What support asks first, in a few words each.

use super::group_digits;
use crate::diagnosis::Diagnosis;
use crate::diagnosis::user_agent::browser;
use crate::log::Skipped;

/// More values than this are counted instead of listed.
const MOST_LISTED: usize = 2;

/// From the most asked-for to the least: SDK, browser, application, user, room, time, and what kind of file it is.
pub(super) fn facts(diagnosis: &Diagnosis) -> Vec<String> {
    let context = &diagnosis.context;
    let mut browsers: Vec<String> =
        context.user_agents.iter().map(|agent| browser(agent).unwrap_or_else(|| agent.clone())).collect();
    browsers.dedup();
    let mut facts = Vec::new();
    facts.extend(list("SDK", "SDK versions", &context.sdk_versions));
    facts.extend(list("", "browsers", &browsers));
    facts.extend(list("app", "apps", &context.sdk_app_ids));
    facts.extend(list("user", "users", &context.user_ids));
    facts.extend(list("room", "rooms", &context.rooms));
    match (&context.first_time, &context.last_time) {
        (Some(first), Some(last)) if first != last => facts.push(format!("{first} – {last}")),
        (Some(time), _) | (None, Some(time)) => facts.push(time.clone()),
        (None, None) => {}
    }
    let lines = if diagnosis.lines == 1 { "line" } else { "lines" };
    let counted = group_digits(diagnosis.lines);
    facts.push(format!("{}, {}, {counted} {lines}", diagnosis.format.title(), diagnosis.encoding));
    facts
}

fn list(one: &str, many: &str, values: &[String]) -> Option<String> {
    match values {
        [] => None,
        _ if values.len() <= MOST_LISTED => Some(format!("{one} {}", values.join(", ")).trim().to_owned()),
        _ => Some(format!("{} {many}", values.len())),
    }
}

pub(super) fn skipped(skipped: &[Skipped]) -> Option<String> {
    let first = skipped.first()?;
    let rest = match skipped.len() {
        1 => String::new(),
        count => format!(" ({} more)", count - 1),
    };
    Some(format!("Not read: line {}, {}{rest}", first.line, first.reason))
}
