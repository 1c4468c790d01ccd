//! Reads the meaning of a JSON record's members: message, level, time and codes.

use std::borrow::Cow;
use std::fmt::Write;

use super::clock::{number_as_date, time_of_text};
use crate::log::entry::Level;
use crate::log::json::{Json, Parsed, Value, looks_like_json, parse};

/// Members that contain the message of a record, the best first.
pub(crate) const MESSAGE_KEYS: &[&str] = &[
    "text", "message", "message_", "msg", "log", "errorInfo", "errorMessage", "errMsg", "error_msg", "value", "reason",
    "stack", "content", "body", "line",
];
/// Members that make an object a record of its own.
const RECORD_KEYS: &[&str] = &[
    "text", "message", "message_", "msg", "code", "code_", "extraCode", "extraCode_", "errorCode", "errCode",
    "ErrorCode", "errorInfo", "eventType", "event", "stack", "reason",
];
/// Members that contain addresses and sources: numbers in them are never codes.
const NEVER_CODE_KEYS: &[&str] = &[
    "url", "href", "location", "source", "userAgent", "ua", "user_agent", "filename", "function", "pageref",
    "mimeType", "headers", "queryString", "cookies", "stacktrace", "domain", "page", "referrer", "User-Agent",
    "string_http_user_agent",
];
/// Members that contain the level.
const LEVEL_KEYS: &[&str] = &["level", "type", "severity", "logLevel"];
/// Members that contain the time.
pub(crate) const TIME_KEYS: &[&str] =
    &["time", "timestamp", "ts", "@timestamp", "startedDateTime", "datetime", "date", "sent_at", "t"];
/// Members that contain a code.
const CODE_KEYS: [&str; 6] = ["code", "code_", "extraCode", "extraCode_", "errorCode", "errCode"];

/// Whether numbers in the member `key` are never codes.
pub(crate) fn is_never_code(key: &str) -> bool {
    NEVER_CODE_KEYS.contains(&key)
}

/// Whether an object is a record of its own.
pub(crate) fn is_record(json: &Json<'_>) -> bool {
    let has = |key: &str| json.member(key).is_some_and(|value| value.as_text().is_some());
    let is_key = |key: &str| RECORD_KEYS.contains(&key);
    json.members().iter().any(|(key, value)| is_key(key) && value.as_text().is_some())
        || (has("type") && has("value"))
        || (has("name") && has("constraint"))
}

/// Parses JSON inside a string, complete or truncated.
pub(crate) fn inner_json(text: &str) -> Option<Parsed<'_>> {
    let trimmed = text.trim_start();
    if !looks_like_json(trimmed) {
        return None;
    }
    let parsed = parse(trimmed)?;
    let rest = trimmed[parsed.end.min(trimmed.len())..].trim();
    (rest.is_empty() || !parsed.is_complete).then_some(parsed)
}

/// The level of a record.
pub(crate) fn level_of(json: &Json<'_>) -> Level {
    let label = LEVEL_KEYS.iter().find_map(|key| json.member(key).and_then(Json::as_str).and_then(Level::from_label));
    let event = json.member("event").and_then(Json::as_str).unwrap_or_default();
    let failed = json.member("result").and_then(Json::as_str) == Some("failed")
        || event.ends_with("error")
        || event.ends_with("failed")
        || json.member("code_").is_some()
        || json.member("name").and_then(Json::as_str).is_some_and(|name| name.ends_with("Error"));
    label.unwrap_or(if failed { Level::Error } else { Level::None })
}

/// The time of a record.
pub(crate) fn time_of(json: &Json<'_>) -> Option<String> {
    TIME_KEYS.iter().find_map(|key| {
        let value = json.member(key)?;
        match &value.value {
            Value::Number(number) => number_as_date(number),
            Value::String(text) => time_of_text(text),
            _ => None,
        }
    })
}

/// The title shown before the message of a record: the place where the error was caught, and its name.
pub(crate) fn title(json: &Json<'_>) -> Option<String> {
    let name = json.member("name").or_else(|| json.member("type").filter(|_| json.member("value").is_some()));
    let parts: Vec<&str> = [json.member("where"), name]
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Appends the code members to the message, since they are not part of it.
pub(crate) fn with_codes<'t>(mut message: Cow<'t, str>, json: &Json<'_>) -> Cow<'t, str> {
    for key in CODE_KEYS {
        if let Some(value) = json.member(key).and_then(Json::as_text).filter(|value| *value != "0") {
            let _ = write!(message.to_mut(), "  {key}: {value}");
        }
    }
    message
}

/// Describes a record without a message by its scalar members.
pub(crate) fn summary(json: &Json<'_>) -> String {
    const MAX_BYTES: usize = 2000;
    let mut line = String::new();
    for (key, value) in json.members() {
        if CODE_KEYS.contains(&key.as_ref()) {
            continue;
        }
        if let Some(text) = value.as_text() {
            let separator = if line.is_empty() { "" } else { ", " };
            line.extend([separator, key, ": ", text]);
        }
        if line.len() > MAX_BYTES {
            break;
        }
    }
    line
}
