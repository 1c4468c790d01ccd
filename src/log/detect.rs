//! Which export a log is, by what it says, never by its name.

use super::LogFormat;
use super::json::{Json, Value, looks_like_json, parse};
use super::line::Wrapping;
use super::prefix::parse_prefix;
use super::units::{UnitKind, Units};

/// A format and why it was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detected {
    /// The format.
    pub format: LogFormat,
    /// The reason, for people.
    pub reason: String,
    /// Whether a leading space begins an entry (rows without a source in DevTools exports).
    pub spaced_rows: bool,
}

/// How much of a log [`detect`] wants to see, in bytes.
pub const SAMPLE_BYTES: usize = 128 * 1024;
/// So many units are looked at.
const UNITS: usize = 400;

/// Detects the format of a log from the beginning of its text. `is_document`: it is one JSON value.
#[must_use]
pub fn detect(sample: &str, is_document: bool) -> Detected {
    if is_document && let Some(parsed) = parse(sample) {
        let (format, sign) = format_of_json(&parsed.json, 0).unwrap_or((LogFormat::Json, "no layout that is known"));
        return Detected { format, reason: format!("one JSON document with {sign}"), spaced_rows: false };
    }
    let spaced_rows = has_spaced_rows(sample);
    let mut votes: Vec<(LogFormat, &'static str, usize)> = Vec::new();
    let mut units = 0;
    for unit in Units::new(sample, spaced_rows).take(UNITS) {
        units += 1;
        let (format, sign) = match unit.kind {
            UnitKind::Wrapped(Wrapping::Devtools, _) => {
                (LogFormat::DevtoolsConsole, "begin with a script and a line number")
            }
            UnitKind::Wrapped(Wrapping::Chrome, _) => {
                (LogFormat::ChromeDebug, "begin with Chromium's process, date and level")
            }
            UnitKind::Wrapped(Wrapping::Safari, _) => {
                (LogFormat::SafariConsole, "begin with Safari's [Log], [Warning], [Error]")
            }
            UnitKind::Wrapped(Wrapping::Clocked, at) => clocked(&unit.text[at..]),
            UnitKind::Wrapped(Wrapping::Sdk, _) => sdk_line(unit.text, spaced_rows),
            UnitKind::Json => parse(unit.text)
                .and_then(|parsed| format_of_json(&parsed.json, 0))
                .unwrap_or((LogFormat::Json, "are JSON records of no known layout")),
            UnitKind::Loose => (LogFormat::PlainText, "are free text"),
        };
        match votes.iter_mut().find(|(voted, ..)| *voted == format) {
            Some((.., count)) => *count += 1,
            None => votes.push((format, sign, 1)),
        }
    }
    if is_csv(sample) {
        let reason = "the first line names columns, and the lines below have as many".to_owned();
        return Detected { format: LogFormat::Csv, reason, spaced_rows };
    }
    // Free text between recognised entries (banners, notes of the sender) does not outvote them.
    let best = votes.iter().filter(|(format, ..)| *format != LogFormat::PlainText).max_by_key(|(.., count)| *count);
    match best.filter(|(.., count)| count * 10 >= units) {
        Some((format, sign, count)) => {
            Detected { format: *format, reason: format!("{count} of the first {units} entries {sign}"), spaced_rows }
        }
        None => Detected {
            format: LogFormat::PlainText,
            reason: "no export's layout was recognised; read line by line".to_owned(),
            spaced_rows,
        },
    }
}

/// Whether rows without a source begin with one space: where DevTools' rows with one stand among them, or SDK lines do so.
fn has_spaced_rows(sample: &str) -> bool {
    sample.lines().take(2000).any(|line| {
        let spaced = line.strip_prefix(' ').is_some_and(|rest| !rest.starts_with(' ') && parse_prefix(rest).is_some());
        spaced || matches!(super::line::classify(line, false), super::line::LineKind::Start(Wrapping::Devtools, _))
    })
}

/// SDK lines with nothing before them: what was copied from a console says `TRTC[`; uploads do not.
fn sdk_line(line: &str, spaced_rows: bool) -> (LogFormat, &'static str) {
    if spaced_rows || line.trim_start().starts_with("TRTC[") {
        (LogFormat::DevtoolsConsole, "are the SDK's lines as a console shows them")
    } else {
        (LogFormat::SdkUpload, "are the SDK's own lines, as it uploads them")
    }
}

/// A clock and a message: Firefox puts the place at the end, `trtc.js:1:457140`.
fn clocked(message: &str) -> (LogFormat, &'static str) {
    let last = message.lines().next().unwrap_or_default().rsplit(' ').next().unwrap_or_default();
    let mut parts = last.rsplitn(3, ':');
    let is_number =
        |part: Option<&str>| part.is_some_and(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    if is_number(parts.next()) && is_number(parts.next()) && parts.next().is_some_and(|file| file.contains('.')) {
        (LogFormat::FirefoxConsole, "begin with a clock and end with a script, line and column")
    } else {
        (LogFormat::PlainText, "begin with a clock")
    }
}

fn format_of_json(json: &Json<'_>, depth: usize) -> Option<(LogFormat, &'static str)> {
    const MAX_DEPTH: usize = 4;
    let has = |key: &str| json.member(key).is_some();
    let all = |keys: &[&str]| keys.iter().all(|key| has(key));
    let is_har =
        json.member("log").is_some_and(|log| log.member("entries").is_some() || log.member("creator").is_some());
    if is_har {
        return Some((LogFormat::Har, "HAR's `log` and its `entries`"));
    }
    if all(&["request", "response"]) && has("startedDateTime") {
        return Some((LogFormat::Har, "HAR's requests and responses"));
    }
    if all(&["level", "message", "source"])
        || (all(&["level", "message", "timestamp"]) && !has("logger") && !has("platform"))
    {
        return Some((LogFormat::WebdriverBrowser, "a browser driver's `level`, `message` and `timestamp`"));
    }
    if (has("event") && (has("text") || has("url") || has("location"))) || (all(&["type", "text"]) && has("location")) {
        return Some((LogFormat::PlaywrightConsole, "a test driver's console events"));
    }
    let is_envelope = (all(&["event_id", "sent_at"]) || all(&["sent_at", "sdk"])) || (has("sid") && has("init"));
    if is_envelope || has("exception") && (has("event_id") || has("platform") || has("breadcrumbs")) {
        return Some((LogFormat::Sentry, "Sentry's event or envelope members"));
    }
    let is_body = has("log") && (has("sdkAppId") || has("userId")) || has("eventType") && has("result");
    if is_body || has("uint32_sdk_app_id") || has("msg_user_info") {
        return Some((LogFormat::SdkUpload, "what the SDK uploads"));
    }
    let is_error = has("code_")
        || has("extraCode")
        || has("stack")
        || (has("name") && (has("message") || has("message_")))
        || has("message_")
        || has("reason") && has("message")
        || has("name") && has("constraint");
    if is_error {
        return Some((LogFormat::AppErrors, "error objects"));
    }
    if depth == MAX_DEPTH {
        return None;
    }
    match &json.value {
        Value::Array(elements) => elements.iter().take(20).find_map(|element| format_of_json(element, depth + 1)),
        Value::Object(members) => members.iter().find_map(|(_, value)| match &value.value {
            Value::Array(_) | Value::Object(_) => format_of_json(value, depth + 1),
            _ => None,
        }),
        Value::String(text) if looks_like_json(text) => {
            parse(text).and_then(|parsed| format_of_json(&parsed.json, depth + 1))
        }
        _ => None,
    }
}

/// A table: the first line names columns, and the next lines have as many separators outside quotes.
fn is_csv(sample: &str) -> bool {
    let mut lines = sample.lines().filter(|line| !line.is_empty());
    let Some(header) = lines.next().filter(|header| header.len() < 1000) else { return false };
    let Some(separator) = [',', '\t', ';'].into_iter().max_by_key(|separator| header.matches(*separator).count())
    else {
        return false;
    };
    let columns: Vec<String> =
        header.split(separator).map(|column| column.trim_matches(['"', ' ', '\u{feff}']).to_lowercase()).collect();
    let named = columns.len() >= 2
        && columns.iter().all(|column| column.len() < 40 && !column.contains(['{', '<', ']']))
        && columns.iter().any(|column| super::table::MESSAGE_COLUMNS.contains(&column.as_str()));
    named && lines.next().is_some()
}
