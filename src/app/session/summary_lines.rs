//! What support asks for first, a few words each.

use crate::diagnosis::Diagnosis;
use crate::diagnosis::user_agent::browser;
use crate::report::inspection::phrases::narrowed::unknown_to_part;
use crate::report::number_format::group_thousands;

/// More values than this are counted instead of listed.
const MAX_LISTED: usize = 2;

/// SDK, browser, application, user, room, time and kind of file, in the order in which support asks for them.
pub(super) fn summary_lines(diagnosis: &Diagnosis) -> Vec<String> {
    let context = &diagnosis.context;
    let mut browsers: Vec<String> =
        context.user_agents.iter().map(|agent| browser(agent).unwrap_or_else(|| agent.clone())).collect();
    browsers.dedup();
    let is_cut = |name: &str| context.incomplete.contains(&name);
    let mut lines = Vec::new();
    lines.extend(list(["SDK", "SDK versions"], &context.sdk_versions, is_cut("sdk_versions")));
    lines.extend(list(["", "browsers"], &browsers, is_cut("user_agents")));
    lines.extend(list(["app", "apps"], &context.sdk_app_ids, is_cut("sdk_app_ids")));
    lines.extend(list(["user", "users"], &context.user_ids, is_cut("user_ids")));
    lines.extend(list(["room", "rooms"], &context.rooms, is_cut("rooms")));
    match (&context.first_time, &context.last_time) {
        (Some(first), Some(last)) if first != last => lines.push(format!("{first} – {last}")),
        (Some(time), _) | (None, Some(time)) => lines.push(time.clone()),
        (None, None) => {}
    }
    lines.extend(unknown_to_part(diagnosis).map(|text| text.trim_end_matches('.').to_owned()));
    let unit = if diagnosis.lines == 1 { "line" } else { "lines" };
    let count = group_thousands(diagnosis.lines);
    lines.push(format!("{}, {}, {count} {unit}", diagnosis.format.title(), diagnosis.encoding));
    lines
}

/// The values, or their number if there are many. `is_cut`: there are more than these.
fn list([singular, plural]: [&str; 2], values: &[String], is_cut: bool) -> Option<String> {
    match values {
        [] => None,
        _ if values.len() <= MAX_LISTED => Some(format!("{singular} {}", values.join(", ")).trim().to_owned()),
        _ if is_cut => Some(format!("more than {} {plural}", values.len())),
        _ => Some(format!("{} {plural}", values.len())),
    }
}
