//! Uploads of the SDK: bodies whose `log` contains many lines, events (`{"eventType":"join","result":"failed",…}`), statistics
//! (`"log":"stat-join-failed--10012"`), and log lines that were extracted from bodies.

use super::recogniser::{Recogniser, has_all, has_any};
use crate::log::format::LogFormat;
use crate::log::json::{Json, unescape};
use crate::log::parse::clock::time_of_text;
use crate::log::parse::record_fields::MESSAGE_KEYS;
use crate::log::segment::line_kind::{LineFormat, LineKind};
use crate::log::segment::raw_entry::RawEntry;

/// The SDK's uploads.
pub(crate) const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::SdkUpload,
    evidence: "are what the SDK uploads, or the lines in it",
    matches_entry,
    matches_record,
};

/// Whether the entry is a line of the SDK with nothing before it. In a console it would have `TRTC` or a source location.
fn matches_entry(raw: &RawEntry<'_>) -> bool {
    match raw.kind {
        LineKind::Start(LineFormat::Sdk, at) => {
            let at = at as usize;
            let is_first = raw.text[..at].trim().is_empty();
            is_first && at != 1 && !raw.text[at..].starts_with("TRTC[") && !super::firefox::has_location(raw.text)
        }
        _ => false,
    }
}

fn matches_record(json: &Json<'_>) -> bool {
    json.member("log").is_some() && has_any(json, &["sdkAppId", "userId"])
        || has_all(json, &["eventType", "result"])
        || has_any(json, &["uint32_sdk_app_id", "msg_user_info"])
}

/// The log lines of a body; `None` if the record has a message of its own.
pub(crate) fn log_of<'j>(json: &'j Json<'_>) -> Option<&'j str> {
    let has_message = || MESSAGE_KEYS[..4].iter().any(|key| json.member(key).is_some());
    json.member("log").and_then(Json::as_str).filter(|_| !has_message())
}

/// Whether the log of a body is a statistic of failures, `stat-join-failed--10012`. Its record makes it an error; the line itself
/// has no level.
pub(crate) fn is_failure(log: &str) -> bool {
    log.starts_with("stat-") && log.contains("-failed")
}

/// A body as the SDK writes it: `{"timestamp":…,"sdkAppId":…,"userId":…,"version":…,"log":"line\nline\n…"}`. The log is not
/// unescaped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct UploadBody<'r> {
    timestamp: Option<&'r str>,
    /// The application; empty if the body does not name it.
    pub app: &'r str,
    /// The SDK's version; empty if the body does not name it.
    pub version: &'r str,
    /// The user.
    pub user: Option<&'r str>,
    /// The log with its closing quote.
    log: &'r str,
}

impl<'r> UploadBody<'r> {
    /// Parses a record as a body. `None` if it is anything else or has other members.
    pub(crate) fn of(record: &'r str) -> Option<Self> {
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

    /// Replaces `text` by the lines of the log. Returns false if the log is empty or not a complete string.
    pub(crate) fn unescape_log(&self, text: &mut String) -> bool {
        text.clear();
        let length = unescape(self.log, text);
        // The first quote that is not escaped has to be the last one.
        length + 1 == self.log.len() && !text.is_empty()
    }

    /// The time of the record.
    pub(crate) fn time(&self) -> Option<String> {
        self.timestamp.and_then(time_of_text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_parsed() {
        let record = r#"{"timestamp":"11/24/2026, 1:10:50 AM","sdkAppId":"1400","userId":"a","version":"4.15.22","log":"one\n\"two\"\n"}"#;
        let body = UploadBody::of(&format!("{record}\r\n")).map(|body| (body.app.to_owned(), body.version.to_owned()));
        assert_eq!(body, Some(("1400".to_owned(), "4.15.22".to_owned())));
        let body = UploadBody::of(record).unwrap_or_default();
        let mut text = "old".to_owned();
        assert!(body.unescape_log(&mut text));
        assert_eq!((text.as_str(), body.time().as_deref()), ("one\n\"two\"\n", Some("11/24/2026, 1:10:50 AM")));
    }

    #[test]
    fn other_records_are_rejected() {
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
        let more_members = UploadBody::of(r#"{"log":"y","code":"z"}"#).unwrap_or_default();
        assert!(!more_members.unescape_log(&mut String::new()));
        assert!(!UploadBody::of(r#"{"log":""}"#).unwrap_or_default().unescape_log(&mut String::new()));
        assert!(!UploadBody::of(r#"{"log":"y\"}"#).unwrap_or_default().unescape_log(&mut String::new()));
    }
}
