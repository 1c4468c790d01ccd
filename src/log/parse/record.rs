//! Entries out of JSON records: console events, browser logs, error objects, uploads, HAR and Sentry. A record is known by
//! its own members, never by where it stands, so that a piece of a file reads as the whole does.

use std::borrow::Cow;
use std::fmt::Write;

use super::parsed_entry::{ErrorObject, Origin, ParsedEntry, TextPart};
use super::prefix::{parse_prefix, regular_clock, unstyled};
use super::text;
use super::timestamp::{epoch_clock, is_epoch};
use crate::log::formats::{har, sdk_upload, webdriver};
use crate::log::json::{Json, Value, looks_like_json, parse, pointer_part};
use crate::log::{Layout, Level};

/// Members that hold a record's message, the best first.
pub const MESSAGE_KEYS: &[&str] = &[
    "text", "message", "message_", "msg", "log", "errorInfo", "errorMessage", "errMsg", "error_msg", "value", "reason",
    "stack", "content", "body", "line",
];
/// Members that make an object a record of its own.
const RECORD_KEYS: &[&str] = &[
    "text", "message", "message_", "msg", "code", "code_", "extraCode", "extraCode_", "errorCode", "errCode",
    "ErrorCode", "errorInfo", "eventType", "event", "stack", "reason",
];
/// Members that hold addresses and sources: numbers in them are never codes.
const PASSED_OVER: &[&str] = &[
    "url", "href", "location", "source", "userAgent", "ua", "user_agent", "filename", "function", "pageref",
    "mimeType", "headers", "queryString", "cookies", "stacktrace", "domain", "page", "referrer", "User-Agent",
    "string_http_user_agent",
];
/// Members that give the level.
const LEVEL_KEYS: &[&str] = &["level", "type", "severity", "logLevel"];
/// Members that give the time.
const TIME_KEYS: &[&str] =
    &["time", "timestamp", "ts", "@timestamp", "startedDateTime", "datetime", "date", "sent_at", "t"];
/// Strings in strings in strings are followed this far; error handlers reach two.
const MAX_LAYERS: usize = 4;

/// Reads records into drafts.
pub struct RecordReader<'r> {
    /// Physical line of a byte offset in the parsed text.
    pub line_of: &'r dyn Fn(usize) -> u64,
    /// Whether pointers are to be given: in documents that are not line-based.
    pub pointers: bool,
    /// Whether line breaks inside strings are the file's (in tables), not written as `\n`.
    pub physical: bool,
    /// Receives the drafts.
    pub visit: &'r mut dyn FnMut(ParsedEntry<'_>),
}

impl RecordReader<'_> {
    /// Reads `json`, whose pointer is `pointer`, and all records in it.
    pub fn read(&mut self, json: &Json<'_>, pointer: &str) {
        let place =
            RecordPath { line: (self.line_of)(json.start), pointer: pointer.to_owned(), fixed: false, layers: 0 };
        let found = self.walk(json, &place);
        if !found {
            self.emit(json, &place);
        }
    }

    /// Reads `json` as one record, whatever it holds.
    pub fn read_one(&mut self, json: &Json<'_>) {
        let place = RecordPath { line: (self.line_of)(json.start), pointer: String::new(), fixed: false, layers: 0 };
        self.emit(json, &place);
    }

    fn walk(&mut self, json: &Json<'_>, place: &RecordPath) -> bool {
        match &json.value {
            Value::Array(elements) => {
                let mut found = false;
                for (idx, element) in elements.iter().enumerate() {
                    let place = place.member(&idx.to_string(), element, self.line_of);
                    found |= match &element.value {
                        Value::String(text) => self.string(text, &place),
                        _ => self.walk(element, &place) || self.emit(element, &place),
                    };
                }
                found
            }
            Value::Object(_) if har::is_entry(json) => {
                self.read_request(json, place);
                true
            }
            Value::Object(members) => {
                if let Some(log) = sdk_upload::log_of(json) {
                    self.read_upload(json, log, place);
                    return true;
                }
                if is_record(json) {
                    return self.emit(json, place);
                }
                let mut found = false;
                for (key, value) in members {
                    if matches!(value.value, Value::Array(_) | Value::Object(_)) && !is_passed_over(key) {
                        let place = place.member(key, value, self.line_of);
                        found |= self.walk(value, &place);
                    }
                }
                found
            }
            _ => false,
        }
    }

    /// A string that is an entry by itself: JSON in a string, or lines of a log.
    pub fn string(&mut self, text: &str, place: &RecordPath) -> bool {
        if place.layers < MAX_LAYERS
            && let Some(parsed) = inner_json(text)
        {
            let place = RecordPath { fixed: true, layers: place.layers + 1, ..place.clone() };
            return self.walk(&parsed.json, &place) || self.emit(&parsed.json, &place);
        }
        let mut found = false;
        let line = place.line;
        let pointer = self.pointer(&place.pointer);
        text::read_entries(text, &Layout::INNER, &mut |mut entry| {
            found = true;
            fix_place(&mut entry, line, pointer.as_ref());
            (self.visit)(entry);
        });
        found
    }

    /// One entry out of one record.
    pub fn emit(&mut self, json: &Json<'_>, place: &RecordPath) -> bool {
        if !matches!(json.value, Value::Object(_)) {
            return false;
        }
        let mut entry = self.collect(json, place, &[]);
        let message =
            MESSAGE_KEYS.iter().find_map(|key| json.member(key).and_then(Json::as_str).filter(|text| !text.is_empty()));
        let plain = message.map(|message| unstyled(webdriver::unwrap(message)).into_owned());
        let prefix = plain.as_deref().and_then(parse_prefix);
        entry.time = prefix.map(|prefix| regular_clock(prefix.clock)).or_else(|| time_of(json));
        entry.level = prefix.map_or_else(|| level_of(json), |prefix| prefix.level);
        entry.client = prefix.and_then(|prefix| prefix.client).map(str::to_owned);
        let user = json.member("userId").and_then(Json::as_text);
        entry.user = prefix.and_then(|prefix| prefix.user).or(user).map(str::to_owned);
        entry.origin = if prefix.is_some() { Origin::Sdk } else { Origin::Export };
        let shown = match (&plain, prefix) {
            (Some(plain), Some(prefix)) => plain[prefix.message..].to_owned(),
            (Some(plain), None) => title(json).map_or_else(|| plain.clone(), |title| format!("{title}: {plain}")),
            (None, _) => summary(json),
        };
        entry.message = Cow::Owned(with_codes(shown, json));
        (self.visit)(entry);
        true
    }

    /// The texts and objects of a record, itself and all that is nested in it.
    pub fn collect(&self, json: &Json<'_>, place: &RecordPath, leave_out: &[&str]) -> ParsedEntry<'static> {
        let mut entry = ParsedEntry {
            first_line: place.line,
            last_line: place.line,
            pointer: self.pointer(&place.pointer),
            ..ParsedEntry::default()
        };
        self.gather(json, place, leave_out, &mut entry);
        entry
    }

    fn gather(&self, json: &Json<'_>, place: &RecordPath, leave_out: &[&str], entry: &mut ParsedEntry<'static>) {
        match &json.value {
            Value::Object(members) => {
                let scalars = members
                    .iter()
                    .filter_map(|(key, value)| Some((key.to_string(), value.as_text()?.to_owned())))
                    .collect();
                entry.objects.push(ErrorObject {
                    line: place.line,
                    pointer: self.pointer(&place.pointer),
                    in_string: place.fixed,
                    members: scalars,
                });
                for (key, value) in members {
                    if !is_passed_over(key) && !leave_out.contains(&key.as_ref()) {
                        let mut inner = place.member(key, value, self.line_of);
                        // In a document the pointer tells the member; the line is the record's.
                        if self.pointers && value.as_text().is_some() {
                            inner.line = place.line;
                        }
                        self.gather(value, &inner, &[], entry);
                    }
                }
            }
            Value::Array(elements) => {
                for (idx, element) in elements.iter().enumerate() {
                    let place = place.member(&idx.to_string(), element, self.line_of);
                    self.gather(element, &place, &[], entry);
                }
            }
            Value::String(text) => {
                if place.layers < MAX_LAYERS
                    && let Some(parsed) = inner_json(text)
                {
                    let place = RecordPath { fixed: true, layers: place.layers + 1, ..place.clone() };
                    self.gather(&parsed.json, &place, &[], entry);
                    return;
                }
                let plain = unstyled(webdriver::unwrap(text));
                let is_verbatim = matches!(plain, Cow::Borrowed(_));
                entry.texts.push(TextPart {
                    line: place.line,
                    physical: self.physical && is_verbatim && !place.fixed,
                    pointer: self.pointer(&place.pointer),
                    text: Cow::Owned(plain.into_owned()),
                });
            }
            _ => {}
        }
    }

    pub fn pointer(&self, pointer: &str) -> Option<String> {
        self.pointers.then(|| pointer.to_owned())
    }
}

/// Where a value stands.
#[derive(Clone)]
pub struct RecordPath {
    pub line: u64,
    pub pointer: String,
    /// Inside a string: line and pointer are the string's.
    pub fixed: bool,
    pub layers: usize,
}

impl RecordPath {
    fn member(&self, key: &str, value: &Json<'_>, line_of: &dyn Fn(usize) -> u64) -> Self {
        if self.fixed {
            return self.clone();
        }
        Self { line: line_of(value.start), pointer: self.member_pointer(key), ..*self }
    }

    pub fn member_pointer(&self, key: &str) -> String {
        if self.fixed { self.pointer.clone() } else { format!("{}/{}", self.pointer, pointer_part(key)) }
    }
}

/// Moves a draft that was read out of a string to where the string stands.
pub fn fix_place(entry: &mut ParsedEntry<'_>, line: u64, pointer: Option<&String>) {
    (entry.first_line, entry.last_line) = (line, line);
    entry.pointer = pointer.cloned();
    for part in &mut entry.texts {
        (part.line, part.physical, part.pointer) = (line, false, pointer.cloned());
    }
    for object in &mut entry.objects {
        (object.line, object.pointer, object.in_string) = (line, pointer.cloned(), true);
    }
}

fn is_passed_over(key: &str) -> bool {
    PASSED_OVER.contains(&key)
}

fn is_record(json: &Json<'_>) -> bool {
    let has = |key: &str| json.member(key).is_some_and(|value| value.as_text().is_some());
    RECORD_KEYS.iter().any(|key| has(key)) || (has("type") && has("value")) || (has("name") && has("constraint"))
}

/// JSON in a string, whole or broken off; `"\"{…}\""` as well.
pub fn inner_json(text: &str) -> Option<crate::log::json::Parsed<'_>> {
    let trimmed = text.trim_start();
    if !looks_like_json(trimmed) {
        return None;
    }
    let parsed = parse(trimmed)?;
    let rest = trimmed[parsed.end.min(trimmed.len())..].trim();
    (rest.is_empty() || !parsed.whole).then_some(parsed)
}

fn level_of(json: &Json<'_>) -> Level {
    let label = LEVEL_KEYS.iter().find_map(|key| json.member(key).and_then(Json::as_str).and_then(Level::from_label));
    let event = json.member("event").and_then(Json::as_str).unwrap_or_default();
    let failed = json.member("result").and_then(Json::as_str) == Some("failed")
        || event.ends_with("error")
        || event.ends_with("failed")
        || json.member("code_").is_some()
        || json.member("name").and_then(Json::as_str).is_some_and(|name| name.ends_with("Error"));
    label.unwrap_or(if failed { Level::Error } else { Level::None })
}

pub fn time_of(json: &Json<'_>) -> Option<String> {
    TIME_KEYS.iter().find_map(|key| {
        let value = json.member(key)?;
        match &value.value {
            Value::Number(number) => {
                number.parse::<f64>().ok().filter(|number| is_epoch(*number)).and_then(epoch_clock)
            }
            Value::String(text) => time_of_text(text),
            _ => None,
        }
    })
}

/// The time that a text is.
pub fn time_of_text(text: &str) -> Option<String> {
    const MAX_BYTES: usize = 48;
    if text.is_empty() || text.len() >= MAX_BYTES {
        return None;
    }
    let epoch = text.trim().parse::<f64>().ok().filter(|number| is_epoch(*number));
    epoch.and_then(epoch_clock).or_else(|| Some(text.to_owned()))
}

/// What stands before a record's message: the place it was caught at, the error's name.
fn title(json: &Json<'_>) -> Option<String> {
    let name = json.member("name").or_else(|| json.member("type").filter(|_| json.member("value").is_some()));
    let parts: Vec<&str> = [json.member("where"), name]
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The code members, shown behind the message since they are not part of it.
fn with_codes(mut message: String, json: &Json<'_>) -> String {
    for key in ["code", "code_", "extraCode", "extraCode_", "errorCode", "errCode"] {
        if let Some(value) = json.member(key).and_then(Json::as_text).filter(|value| *value != "0") {
            let _ = write!(message, "  {key}: {value}");
        }
    }
    message
}

/// A record without a message, by its scalar members.
fn summary(json: &Json<'_>) -> String {
    const MAX: usize = 2000;
    let mut line = String::new();
    for (key, value) in json.members() {
        if matches!(key.as_ref(), "code" | "code_" | "extraCode" | "extraCode_" | "errorCode" | "errCode") {
            continue;
        }
        if let Some(text) = value.as_text() {
            let separator = if line.is_empty() { "" } else { ", " };
            let _ = write!(line, "{separator}{key}: {text}");
        }
        if line.len() > MAX {
            break;
        }
    }
    line
}
