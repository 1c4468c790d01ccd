//! Detects the format of a log from its content, never from its file name.

use super::format::LogFormat;
use super::formats::csv_table::CsvTable;
use super::formats::recogniser::Recogniser;
use super::formats::{RECOGNISERS, csv, devtools, json as any_json, plain};
use super::json::{Json, Value, looks_like_json, parse};
use super::layout::{Layout, has_spaced_rows};
use super::segment::Segmenter;
use super::segment::line_kind::LineKind;
use super::segment::raw_entry::RawEntry;

/// A format and why it was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Detected {
    /// The format.
    pub format: LogFormat,
    /// The reason, for people.
    pub reason: String,
}

/// How much of a log [`detect`] reads, in bytes.
pub(crate) const SAMPLE_BYTES: usize = 128 * 1024;
/// How many entries are inspected.
const MAX_ENTRIES: usize = 400;

/// Detects the format of a log from the beginning of its text. `is_document`: the log is one JSON value, not lines.
/// `segmenter` is that of the log before, whose cache may have lines of this one.
pub(crate) fn detect(sample: &str, is_document: bool, segmenter: Option<&mut Segmenter>) -> Detected {
    if is_document && let Some(parsed) = parse(sample) {
        let known = recogniser_of_record(&parsed.json, 0);
        let format = known.map_or(LogFormat::Json, |recogniser| recogniser.format);
        let reason = known.map_or("one JSON document of no layout that is known".to_owned(), |recogniser| {
            format!("one JSON document whose records {}", recogniser.evidence)
        });
        return Detected { format, reason };
    }
    if CsvTable::detect(sample).is_some() {
        return Detected { format: LogFormat::Csv, reason: format!("its rows {}", csv::RECOGNISER.evidence) };
    }
    let layout = Layout { spaced_rows: has_spaced_rows(sample), ..Layout::default() };
    let mut votes: Vec<(&Recogniser, usize)> = Vec::new();
    let mut raw_entries = 0;
    let mut own = None;
    let segmenter = match segmenter {
        Some(cached) if *cached.layout() == layout => cached,
        _ => own.insert(Segmenter::for_sample(layout)),
    };
    for raw in segmenter.entries(sample).take(MAX_ENTRIES) {
        raw_entries += 1;
        let recogniser = recogniser_of_entry(&raw);
        match votes.iter_mut().find(|(voted, _)| voted.format == recogniser.format) {
            Some((_, count)) => *count += 1,
            None => votes.push((recogniser, 1)),
        }
    }
    // Free text between recognised entries (banners, notes of the sender) must not outvote them.
    let best = votes
        .iter()
        .filter(|(recogniser, _)| recogniser.format != LogFormat::PlainText)
        .max_by_key(|(_, count)| *count);
    let best = best.map(|(recogniser, count)| (console_instead(recogniser, sample), count));
    match best.filter(|(_, count)| **count * 10 >= raw_entries) {
        Some((recogniser, count)) => Detected {
            format: recogniser.format,
            reason: format!("{count} of the first {raw_entries} entries {}", recogniser.evidence),
        },
        None => Detected {
            format: LogFormat::PlainText,
            reason: "no export's layout was recognised; read line by line".to_owned(),
        },
    }
}

/// DevTools' recogniser instead of that of uploads, if other rows of a console are between lines of the SDK. Rows that were
/// copied without their sources look like lines that the SDK uploads, which has only its own.
fn console_instead(recogniser: &'static Recogniser, sample: &str) -> &'static Recogniser {
    let is_console_row = |line: &str| devtools::is_stack_row(line) || line.starts_with("Uncaught ");
    let is_upload = recogniser.format == LogFormat::SdkUpload && !looks_like_json(sample);
    if is_upload && sample.lines().any(is_console_row) { &devtools::RECOGNISER } else { recogniser }
}

fn recogniser_of_entry(raw: &RawEntry<'_>) -> &'static Recogniser {
    if raw.kind == LineKind::Json {
        return parse(raw.text)
            .and_then(|parsed| recogniser_of_record(&parsed.json, 0))
            .unwrap_or(&any_json::RECOGNISER);
    }
    RECOGNISERS.iter().find(|recogniser| (recogniser.matches_entry)(raw)).unwrap_or(&plain::RECOGNISER)
}

/// The format of a record, or of the first record nested in it.
fn recogniser_of_record(json: &Json<'_>, depth: usize) -> Option<&'static Recogniser> {
    const MAX_DEPTH: usize = 4;
    /// How many elements of an array are inspected.
    const MAX_ELEMENTS: usize = 20;
    if let Some(recogniser) = RECOGNISERS.iter().find(|recogniser| (recogniser.matches_record)(json)) {
        return Some(recogniser);
    }
    if depth == MAX_DEPTH {
        return None;
    }
    match &json.value {
        Value::Array(elements) => {
            elements.iter().take(MAX_ELEMENTS).find_map(|element| recogniser_of_record(element, depth + 1))
        }
        Value::Object(members) => members.iter().find_map(|(_, value)| match &value.value {
            Value::Array(_) | Value::Object(_) => recogniser_of_record(value, depth + 1),
            _ => None,
        }),
        Value::String(text) if looks_like_json(text) => {
            parse(text).and_then(|parsed| recogniser_of_record(&parsed.json, depth + 1))
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
        let detected = detect(sample, is_document, None);
        assert_eq!(detected.format, wanted, "{sample}: {}", detected.reason);
    }

    #[test]
    fn formats_are_detected_by_content() {
        check("trtc.js:1 TRTC[00:41:56:412] <ERROR> x\napp.js:2 y\n", LogFormat::DevtoolsConsole);
        check("TRTC[00:41:56:412] <ERROR> x\nRefer to: y\n <N 0x1>\n", LogFormat::DevtoolsConsole);
        check(" [00:46:46] <INFO> [c|u]  x\n", LogFormat::DevtoolsConsole);
        check("[00:46:46] <INFO> [c|u]  x\n", LogFormat::SdkUpload);
        check("[00:46:46] <ERROR> [c|u]  x\nvalue @ trtc.js:1\n", LogFormat::DevtoolsConsole);
        check("[00:46:46] <INFO> [c|u]  x\nUncaught (in promise) y\n", LogFormat::DevtoolsConsole);
        check("| time | message |\n|---|---|\n| 1 | x |\n", LogFormat::PlainText);
        check("请检查wss://host.example:8687 是否\n能连上\n", LogFormat::PlainText);
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
