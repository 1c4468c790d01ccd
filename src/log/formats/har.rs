//! HTTP archives (HAR 1.2): uploads in what was posted, answers of the server, messages of web sockets, requests that failed.
//! Scripts and pages are left alone: the SDK's own source holds every code and none is an error.

use std::borrow::Cow;

use super::{Recogniser, has_all, has_any};
use crate::log::json::{Json, Value};
use crate::log::parse::parsed_entry::{Origin, ParsedEntry};
use crate::log::parse::record::{RecordPath, RecordReader, inner_json, time_of};
use crate::log::{Level, LogFormat};

/// HAR documents, and entries of large ones.
pub const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::Har,
    sign: "are HAR's `log` with its `entries`",
    owns_unit: super::no_unit,
    owns_record,
};

fn owns_record(json: &Json<'_>) -> bool {
    json.member("log").is_some_and(|log| has_any(log, &["entries", "creator"]))
        || has_all(json, &["request", "response", "startedDateTime"])
}

/// Whether a JSON value is one request with its answer.
pub fn is_entry(json: &Json<'_>) -> bool {
    let is_object = |key: &str| json.member(key).is_some_and(|value| matches!(value.value, Value::Object(_)));
    is_object("request") && (is_object("response") || json.member("startedDateTime").is_some())
}

impl RecordReader<'_> {
    /// A request: itself, what was posted, what was answered, what the web socket received.
    pub(in crate::log) fn read_request(&mut self, json: &Json<'_>, place: &RecordPath) {
        let request = json.member("request");
        let response = json.member("response");
        self.summarise(json, request, response, place);
        let posted = request.and_then(|request| request.member("postData")).and_then(|post| post.member("text"));
        if let Some(text) = posted.and_then(Json::as_str).filter(|text| !text.starts_with("--")) {
            self.read_body(text, posted, "request/postData/text", place);
        }
        // What a server answers may be a business code; what it serves (scripts, pages) holds every code and is no error.
        let content = response.and_then(|response| response.member("content"));
        let answered = content.and_then(|content| content.member("text"));
        if let Some(text) = answered.and_then(Json::as_str)
            && content.is_some_and(is_data)
            && inner_json(text).is_some()
        {
            self.read_body(text, answered, "response/content/text", place);
        }
        let messages = json.member("_webSocketMessages").map_or(&[][..], Json::elements);
        for (idx, message) in messages.iter().enumerate() {
            let is_received = message.member("type").and_then(Json::as_str) != Some("send");
            let data = message.member("data");
            if let Some(text) = data.and_then(Json::as_str).filter(|_| is_received) {
                let place = self.body_place(data, &format!("_webSocketMessages/{idx}/data"), place);
                self.read_message(text, message, &place);
            }
        }
    }

    /// What a web socket received; it is shown as the SDK itself prints it.
    fn read_message(&mut self, text: &str, message: &Json<'_>, place: &RecordPath) {
        let Some(parsed) = inner_json(text) else { return };
        let place = RecordPath { fixed: true, ..place.clone() };
        let entry = self.collect(&parsed.json, &place, &[]);
        (self.visit)(ParsedEntry {
            time: time_of(message),
            message: Cow::Owned(format!("received message: {text}")),
            origin: Origin::Export,
            ..entry
        });
    }

    fn summarise(
        &mut self,
        json: &Json<'_>,
        request: Option<&Json<'_>>,
        response: Option<&Json<'_>>,
        place: &RecordPath,
    ) {
        let text_of = |json: Option<&Json<'_>>, key: &str| {
            json.and_then(|json| json.member(key)).and_then(Json::as_text).unwrap_or_default().to_owned()
        };
        let status = response.and_then(|response| response.member("status")).and_then(Json::as_integer).unwrap_or(0);
        let answer = if status > 0 { status.to_string() } else { "no answer".to_owned() };
        let failure = text_of(response, "_error");
        let message = format!("{} {} → {answer} {failure}", text_of(request, "method"), text_of(request, "url"));
        let pointer = self.pointer(&place.pointer);
        (self.visit)(ParsedEntry {
            first_line: place.line,
            last_line: place.line,
            pointer,
            time: time_of(json),
            level: if status <= 0 || status >= 400 { Level::Error } else { Level::Info },
            message: Cow::Owned(message.trim_end().to_owned()),
            origin: Origin::Export,
            ..ParsedEntry::default()
        });
    }

    /// A body, which stands at `path` within the request.
    fn read_body(&mut self, text: &str, json: Option<&Json<'_>>, path: &str, place: &RecordPath) {
        let place = self.body_place(json, path, place);
        self.string(text, &place);
    }

    fn body_place(&self, json: Option<&Json<'_>>, path: &str, place: &RecordPath) -> RecordPath {
        let line = match json {
            Some(json) if !place.fixed => (self.line_of)(json.start),
            _ => place.line,
        };
        RecordPath { pointer: format!("{}/{path}", place.pointer), line, ..place.clone() }
    }
}

/// Whether an answer is data, rather than a page, a script or a style sheet.
fn is_data(content: &Json<'_>) -> bool {
    let mime = content.member("mimeType").and_then(Json::as_str).unwrap_or_default();
    !["html", "script", "css", "image", "font"].iter().any(|kind| mime.contains(kind))
}
