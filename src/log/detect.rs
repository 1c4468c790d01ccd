//! Which export a log is, by what it says, never by its name.

use super::formats::csv;
use super::formats::csv::CsvTable;
use super::formats::{RECOGNISERS, Recogniser, devtools, json as any_json, plain};
use super::json::{Json, Value, looks_like_json, parse};
use super::segment::raw_entries::{RawEntries, RawEntry, RawEntryKind};
use super::{Layout, LogFormat};

/// A format and why it was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detected {
    /// The format.
    pub format: LogFormat,
    /// The reason, for people.
    pub reason: String,
}

/// How much of a log [`detect`] wants to see, in bytes.
pub const SAMPLE_BYTES: usize = 128 * 1024;
/// So many units are looked at.
const UNITS: usize = 400;

/// Detects the format of a log from the beginning of its text. `is_document`: it is one JSON value.
pub fn detect(sample: &str, is_document: bool) -> Detected {
    if is_document && let Some(parsed) = parse(sample) {
        let known = owner_of_record(&parsed.json, 0);
        let format = known.map_or(LogFormat::Json, |recogniser| recogniser.format);
        let reason = known.map_or("one JSON document of no layout that is known".to_owned(), |recogniser| {
            format!("one JSON document whose records {}", recogniser.sign)
        });
        return Detected { format, reason };
    }
    if CsvTable::detect(sample).is_some() {
        return Detected { format: LogFormat::Csv, reason: format!("its rows {}", csv::RECOGNISER.sign) };
    }
    let layout = Layout { spaced_rows: devtools::has_spaced_rows(sample), ..Layout::default() };
    let mut votes: Vec<(&Recogniser, usize)> = Vec::new();
    let mut raw_entries = 0;
    for raw in RawEntries::new(sample, &layout).take(UNITS) {
        raw_entries += 1;
        let owner = owner_of_unit(&raw);
        match votes.iter_mut().find(|(voted, _)| voted.format == owner.format) {
            Some((_, count)) => *count += 1,
            None => votes.push((owner, 1)),
        }
    }
    // Free text between recognised entries (banners, notes of the sender) does not outvote them.
    let best = votes.iter().filter(|(owner, _)| owner.format != LogFormat::PlainText).max_by_key(|(_, count)| *count);
    match best.filter(|(_, count)| count * 10 >= raw_entries) {
        Some((owner, count)) => Detected {
            format: owner.format,
            reason: format!("{count} of the first {raw_entries} entries {}", owner.sign),
        },
        None => Detected {
            format: LogFormat::PlainText,
            reason: "no export's layout was recognised; read line by line".to_owned(),
        },
    }
}

fn owner_of_unit(raw: &RawEntry<'_>) -> &'static Recogniser {
    if raw.kind == RawEntryKind::Json {
        return parse(raw.text).and_then(|parsed| owner_of_record(&parsed.json, 0)).unwrap_or(&any_json::RECOGNISER);
    }
    RECOGNISERS.iter().find(|recogniser| (recogniser.owns_unit)(raw)).unwrap_or(&plain::RECOGNISER)
}

/// The format of a record, or of the first one in it.
fn owner_of_record(json: &Json<'_>, depth: usize) -> Option<&'static Recogniser> {
    const MAX_DEPTH: usize = 4;
    /// So many elements of an array are looked at.
    const ELEMENTS: usize = 20;
    if let Some(owner) = RECOGNISERS.iter().find(|recogniser| (recogniser.owns_record)(json)) {
        return Some(owner);
    }
    if depth == MAX_DEPTH {
        return None;
    }
    match &json.value {
        Value::Array(elements) => {
            elements.iter().take(ELEMENTS).find_map(|element| owner_of_record(element, depth + 1))
        }
        Value::Object(members) => members.iter().find_map(|(_, value)| match &value.value {
            Value::Array(_) | Value::Object(_) => owner_of_record(value, depth + 1),
            _ => None,
        }),
        Value::String(text) if looks_like_json(text) => {
            parse(text).and_then(|parsed| owner_of_record(&parsed.json, depth + 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sample: &str, wanted: LogFormat) {
        let is_document = looks_like_json(sample) && !sample.contains("}\n{");
        let detected = detect(sample, is_document);
        assert_eq!(detected.format, wanted, "{sample}: {}", detected.reason);
    }

    #[test]
    fn formats_are_known_by_what_they_say() {
        check("trtc.js:1 TRTC[00:41:56:412] <ERROR> x\napp.js:2 y\n", LogFormat::DevtoolsConsole);
        check("TRTC[00:41:56:412] <ERROR> x\nRefer to: y\n <N 0x1>\n", LogFormat::DevtoolsConsole);
        check(" [00:46:46] <INFO> [c|u]  x\n", LogFormat::DevtoolsConsole);
        check("[00:46:46] <INFO> [c|u]  x\n", LogFormat::SdkUpload);
        check("[1:2:1123/164158.785325:INFO:CONSOLE:1] \"x\", source: y (1)\n", LogFormat::ChromeDebug);
        check("[1123/164158.785325:INFO:CONSOLE(1)] \"x\", source: y (1)\n", LogFormat::ChromeDebug);
        check("[Error] boom (trtc.js, line 1)\n[Log] x\n", LogFormat::SafariConsole);
        check("TRTC[00:41:56:412] <INFO> x trtc.js:1:2\nhello app.js:4:17\n", LogFormat::FirefoxConsole);
        check("00:41:56.113 TRTC[00:41:56:412] <INFO> x trtc.js:1:2\n", LogFormat::FirefoxConsole);
        check(
            "[{\"level\":\"SEVERE\",\"message\":\"x\",\"source\":\"y\",\"timestamp\":1}]",
            LogFormat::WebdriverBrowser,
        );
        check(
            "{\"event\":\"console\",\"text\":\"x\"}\n{\"event\":\"console\",\"text\":\"y\"}\n",
            LogFormat::PlaywrightConsole,
        );
        check("[{\"name\":\"RtcError\",\"message\":\"x\",\"code\":16388,\"stack\":\"y\"}]", LogFormat::AppErrors);
        check(
            "\"\"\n{\"code_\":16388,\"name\":\"RtcError\"}\n{\"code_\":1,\"name\":\"RtcError\"}\n",
            LogFormat::AppErrors,
        );
        check("{\"timestamp\":1,\"sdkAppId\":1,\"log\":\"x\"}", LogFormat::SdkUpload);
        check("{\"log\":{\"version\":\"1.2\",\"entries\":[]}}", LogFormat::Har);
        check("{\"event_id\":\"x\",\"exception\":{\"values\":[]}}", LogFormat::Sentry);
        check("time,message\n1,x\n2,y\n", LogFormat::Csv);
        check("{\"a\":1}", LogFormat::Json);
        check("您好，进不去房间，报 0x4004\n谢谢\n", LogFormat::PlainText);
        check("> TRTC[00:41:56:412] <ERROR> x\n您好\n", LogFormat::PlainText);
    }
}
