//! What the SDK uploads: bodies whose `log` holds many lines, events (`{"eventType":"join","result":"failed",…}`) and statistics
//! (`"log":"stat-join-failed--10012"`); and the log lines themselves, taken out of the bodies.

use super::{Recogniser, has_all, has_any};
use crate::log::json::{Json, unescape};
use crate::log::parse::parsed_entry::ParsedEntry;
use crate::log::parse::record::{MESSAGE_KEYS, RecordPath, RecordReader, fix_place, time_of, time_of_text};
use crate::log::parse::text;
use crate::log::segment::line::LineFormat;
use crate::log::segment::raw_entries::{RawEntry, RawEntryKind};
use crate::log::{Layout, Level, LogFormat};

/// The SDK's uploads.
pub const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::SdkUpload,
    sign: "are what the SDK uploads, or the lines in it",
    owns_unit,
    owns_record,
};

/// SDK lines with nothing before them; a console's would have a name or a place.
fn owns_unit(raw: &RawEntry<'_>) -> bool {
    match raw.kind {
        RawEntryKind::Wrapped(LineFormat::Sdk, at) => {
            let is_first = raw.text[..at].trim().is_empty();
            is_first && at != 1 && !raw.text[at..].starts_with("TRTC[") && !super::firefox::is_placed(raw.text)
        }
        _ => false,
    }
}

fn owns_record(json: &Json<'_>) -> bool {
    json.member("log").is_some() && has_any(json, &["sdkAppId", "userId"])
        || has_all(json, &["eventType", "result"])
        || has_any(json, &["uint32_sdk_app_id", "msg_user_info"])
}

/// The log lines of a body.
pub fn log_of<'j>(json: &'j Json<'_>) -> Option<&'j str> {
    let has_message = || MESSAGE_KEYS[..4].iter().any(|key| json.member(key).is_some());
    json.member("log").and_then(Json::as_str).filter(|_| !has_message())
}

impl RecordReader<'_> {
    /// A body: each line of its log is an entry; its other members belong to the first.
    pub(in crate::log) fn read_upload(&mut self, json: &Json<'_>, log: &str, place: &RecordPath) {
        let user = json.member("userId").and_then(Json::as_text).map(str::to_owned);
        let mut rest = Some(self.collect(json, place, &["log"]));
        let pointer = self.pointer(&place.member_pointer("log"));
        let line = place.line;
        let time = time_of(json);
        let failed = log.starts_with("stat-") && log.contains("-failed");
        let visit = &mut self.visit;
        text::read_entries(log, &Layout::INNER, &mut |mut entry: ParsedEntry<'_>| {
            fix_place(&mut entry, line, pointer.as_ref());
            entry.user = entry.user.take().or_else(|| user.clone());
            entry.time = entry.time.take().or_else(|| time.clone());
            if entry.level == Level::None && failed {
                entry.level = Level::Error;
            }
            if let Some(rest) = rest.take() {
                entry.texts.extend(rest.texts);
                entry.objects.extend(rest.objects);
            }
            visit(entry);
        });
        if rest.is_some() {
            self.emit(json, place);
        }
    }
}

/// A body as the SDK writes it: `{"timestamp":…,"sdkAppId":…,"userId":…,"version":…,"log":"line\nline\n…"}`, the log as it stands
/// in the record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UploadBody<'r> {
    timestamp: Option<&'r str>,
    /// The application; empty where there is none.
    pub app: &'r str,
    /// The SDK's version; empty where there is none.
    pub version: &'r str,
    /// The user.
    pub user: Option<&'r str>,
    /// With the quote that closes it.
    log: &'r str,
}

impl<'r> UploadBody<'r> {
    /// The record as a body; `None` where it is anything else or has other members, and for lines that are none.
    pub fn of(record: &'r str) -> Option<Self> {
        let mut rest = record.trim_ascii_end().strip_prefix('{')?;
        let mut body = Self::default();
        loop {
            rest = rest.strip_prefix('"')?;
            let (key, value) = rest.split_at(memchr::memchr(b'"', rest.as_bytes())?);
            let value = value.strip_prefix("\":\"")?;
            if key == "log" {
                body.log = value.strip_suffix('}').filter(|log| log.ends_with('"'))?;
                return Some(body);
            }
            let end = memchr::memchr2(b'"', b'\\', value.as_bytes())?;
            rest = value[end..].strip_prefix("\",")?;
            let value = &value[..end];
            match key {
                "timestamp" => body.timestamp = Some(value),
                "sdkAppId" => body.app = value,
                "userId" => body.user = Some(value),
                "version" => body.version = value,
                _ => return None,
            }
        }
    }

    /// Puts the log's lines in the place of `text`; whether there are any, and the log is a string.
    pub fn unescape_log(&self, text: &mut String) -> bool {
        text.clear();
        let length = unescape(self.log, text);
        // The first quote that is not escaped has to be the last one.
        length + 1 == self.log.len() && !text.is_empty()
    }

    /// The record's time.
    pub fn time(&self) -> Option<String> {
        self.timestamp.and_then(time_of_text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_taken_apart() {
        let record = r#"{"timestamp":"11/24/2026, 1:10:50 AM","sdkAppId":"1400","userId":"a","version":"4.15.22","log":"one\n\"two\"\n"}"#;
        let body = UploadBody::of(&format!("{record}\r\n")).map(|body| (body.app.to_owned(), body.version.to_owned()));
        assert_eq!(body, Some(("1400".to_owned(), "4.15.22".to_owned())));
        let body = UploadBody::of(record).unwrap_or_default();
        let mut text = "old".to_owned();
        assert!(body.unescape_log(&mut text));
        assert_eq!((text.as_str(), body.time().as_deref()), ("one\n\"two\"\n", Some("11/24/2026, 1:10:50 AM")));
    }

    #[test]
    fn other_records_are_none() {
        for record in [
            r#"{"timestamp":"x","code":"5001","log":"y"}"#,
            r#"{"timestamp":"x","userId":"a\"b","log":"y"}"#,
            r#"{"timestamp":"x","userId":5,"log":"y"}"#,
            r#"{"timestamp":"x","log":"y","code":5}"#,
            r#"{"log":"y""#,
            "{}",
            "",
        ] {
            assert_eq!(UploadBody::of(record), None, "{record}");
        }
        let torn = UploadBody::of(r#"{"log":"y","code":"z"}"#).unwrap_or_default();
        assert!(!torn.unescape_log(&mut String::new()));
        assert!(!UploadBody::of(r#"{"log":""}"#).unwrap_or_default().unescape_log(&mut String::new()));
        assert!(!UploadBody::of(r#"{"log":"y\"}"#).unwrap_or_default().unescape_log(&mut String::new()));
    }
}
