//! What a log says about page, browser and user.

use super::count::{counted, period, times};
use crate::diagnosis::Context;
use crate::diagnosis::context::{CPU_LOADS, MAX_VALUES};
use crate::diagnosis::user_agent::browser;

/// The browsers and systems that the user agents name, without duplicates.
pub(in crate::report) fn browsers(context: &Context) -> Vec<String> {
    unique(context.user_agents.iter().filter_map(|agent| browser(agent)))
}

/// What support asks first, as (label, values). Labels without a value in the log are left out.
pub(crate) fn context_rows(context: &Context) -> Vec<(&'static str, Vec<String>)> {
    let browsers = browsers(context);
    let time = period(context.first_time.as_deref(), context.last_time.as_deref());
    let others = context.other_times.iter().filter_map(|(first, last)| period(Some(first), Some(last)));
    let others = others.map(|period| format!("by another clock {period}"));
    let list = |name: &str, values: &[String]| {
        let more = more(context, name);
        values.iter().cloned().chain(more).collect::<Vec<_>>()
    };
    let rows = [
        ("SDK version", list("sdk_versions", &context.sdk_versions)),
        ("Browser", browsers),
        ("User agent", list("user_agents", &context.user_agents)),
        ("Client hints", list("platforms", &context.platforms)),
        ("Browser lacks", lacking(context)),
        ("Machine, as told", list("machines", &context.machines)),
        ("Devices", list("devices", &context.devices)),
        ("Page", list("page_urls", &context.page_urls)),
        ("sdkAppId", list("sdk_app_ids", &context.sdk_app_ids)),
        ("userId", list("user_ids", &context.user_ids)),
        ("roomId", list("rooms", &context.rooms)),
        ("Mode and role", list("roles", &context.roles)),
        ("Clients", clients(context).into_iter().collect()),
        ("Media", media(context)),
        ("CPU load", cpu_loads(context)),
        ("Time", time.into_iter().chain(others).collect()),
        ("Date and zone", context.server_time.clone().into_iter().collect()),
        ("Recorded", context.record_time.clone().into_iter().collect()),
        ("Time, as told", context.described_time.clone().into_iter().collect()),
        ("Every time?", context.repeats.clone().into_iter().collect()),
    ];
    rows.into_iter().filter(|(_, values)| !values.is_empty()).collect()
}

/// The SDK's checks that the browser failed, and that a call may miss. Nearly no browser offers H.265 to pages, and calls do
/// not need it.
fn lacking(context: &Context) -> Vec<String> {
    match context.lacking.as_deref() {
        None => Vec::new(),
        Some([]) => vec!["nothing that the SDK checked".to_owned()],
        Some(checks) => checks.iter().filter(|check| !check.starts_with("h265")).cloned().collect(),
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
    let limits = ["the CPU", "the bandwidth"].into_iter().zip(context.sending_limited).filter(|(_, count)| *count > 0);
    let limits = limits.map(|(what, count)| format!("picture made worse by {what} {}", times(count)));
    let more = more(context, "network");
    context.network.iter().cloned().chain(more).chain(lost).chain(limits).collect()
}

/// How often the processor's load changed to a high one. A log that only shows low loads says so.
fn cpu_loads(context: &Context) -> Vec<String> {
    let loads = CPU_LOADS.into_iter().zip(context.cpu_loads).filter(|(_, count)| *count > 0);
    loads.map(|(load, count)| format!("{load} {}", times(count))).collect()
}

/// That a list lacks values, if it does.
fn more(context: &Context, name: &str) -> Option<String> {
    context.incomplete.contains(&name).then(|| format!("more than {MAX_VALUES} in all"))
}

/// The most important values in one line: `SDK 4.15.22 · Chrome 156 on Linux · app 1400188366 · room 5001 · user alice`.
pub(crate) fn context_in_one_line(context: &Context) -> String {
    let first = |label: &str, name: &str, values: &[String]| {
        let or_more = if context.incomplete.contains(&name) { " or more" } else { "" };
        let more = if values.len() > 1 { format!(" (+{}{or_more})", values.len() - 1) } else { String::new() };
        values.first().map(|value| format!("{label}{value}{more}"))
    };
    let browsers = browsers(context);
    let values = [
        first("SDK ", "sdk_versions", &context.sdk_versions),
        first("", "user_agents", &browsers),
        first("app ", "sdk_app_ids", &context.sdk_app_ids),
        first("room ", "rooms", &context.rooms),
        first("user ", "user_ids", &context.user_ids),
    ];
    values.into_iter().flatten().collect::<Vec<_>>().join(" · ")
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
