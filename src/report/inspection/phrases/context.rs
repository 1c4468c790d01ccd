//! What a log says about page, browser and user, and what to ask the customer.

use super::count::{counted, period, times};
use crate::diagnosis::Context;
use crate::diagnosis::user_agent::browser;
use crate::log::parse::clock;

/// The browsers and systems that the user agents name, without duplicates.
pub(in crate::report) fn browsers(context: &Context) -> Vec<String> {
    unique(context.user_agents.iter().filter_map(|agent| browser(agent)))
}

/// What support asks first, as (label, values). Labels without a value in the log are left out.
pub(crate) fn context_rows(context: &Context) -> Vec<(&'static str, Vec<String>)> {
    let browsers = browsers(context);
    let time = period(context.first_time.as_deref(), context.last_time.as_deref());
    let rows = [
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
    rows.into_iter().filter(|(_, values)| !values.is_empty()).collect()
}

/// The SDK's checks that the browser failed.
fn lacking(context: &Context) -> Vec<String> {
    match context.lacking.as_deref() {
        None => Vec::new(),
        Some([]) => vec!["nothing that the SDK checked".to_owned()],
        Some(checks) => checks.to_vec(),
    }
}

/// How many clients the pages created, if more than one.
fn clients(context: &Context) -> Option<String> {
    (context.clients > 1).then(|| counted(context.clients, "client", "clients"))
}

/// The quality of the network, and how often no media was sent or received.
fn media(context: &Context) -> Vec<String> {
    let lost = ["sending", "receiving"].into_iter().zip(context.quality_lost).filter(|(_, count)| *count > 0);
    let lost = lost.map(|(what, count)| format!("{what} lost {}", times(count)));
    context.network.iter().cloned().chain(lost).collect()
}

/// The most important values in one line: `SDK 4.15.22 · Chrome 156 on Linux · app 1400188366 · room 5001 · user alice`.
pub(crate) fn context_in_one_line(context: &Context) -> String {
    let first = |label: &str, values: &[String]| {
        let more = if values.len() > 1 { format!(" (+{})", values.len() - 1) } else { String::new() };
        values.first().map(|value| format!("{label}{value}{more}"))
    };
    let browsers = browsers(context);
    let values = [
        first("SDK ", &context.sdk_versions),
        first("", &browsers),
        first("app ", &context.sdk_app_ids),
        first("room ", &context.rooms),
        first("user ", &context.user_ids),
    ];
    values.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What to ask the customer: what support needs and the log does not contain.
pub(in crate::report) fn questions(context: &Context) -> Vec<&'static str> {
    let has_date = context.server_time.is_some()
        || context.record_time.is_some()
        || context.first_time.as_deref().is_some_and(clock::has_date);
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

/// Whether a time of the log has its zone.
fn has_zone(context: &Context) -> bool {
    [&context.server_time, &context.record_time, &context.first_time]
        .into_iter()
        .flatten()
        .any(|time| clock::has_zone(time))
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
    fn questions_omit_what_the_log_contains() {
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
