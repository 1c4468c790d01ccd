//! HTTP archives (HAR 1.2): posted uploads, answers of the server, messages of web sockets, failed requests. Scripts and pages
//! are skipped: the SDK's own source contains every code without reporting an error.

use super::recogniser::{Recogniser, has_all, has_any, no_entry};
use crate::log::entry::Level;
use crate::log::format::LogFormat;
use crate::log::json::{Json, Value};
use crate::log::parse::record_fields::inner_json;

/// HAR documents, and single entries of large ones.
pub(crate) const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::Har,
    evidence: "are HAR's `log` with its `entries`",
    matches_entry: no_entry,
    matches_record,
};

fn matches_record(json: &Json<'_>) -> bool {
    json.member("log").is_some_and(|log| has_any(log, &["entries", "creator"]))
        || has_all(json, &["request", "response", "startedDateTime"])
}

/// Whether a JSON value is one request with its answer.
pub(crate) fn is_entry(json: &Json<'_>) -> bool {
    let is_object = |key: &str| json.member(key).is_some_and(|value| matches!(value.value, Value::Object(_)));
    is_object("request") && (is_object("response") || json.member("startedDateTime").is_some())
}

/// A request and its answer.
pub(crate) struct HarRequest<'j, 't> {
    /// The entry of the archive.
    pub json: &'j Json<'t>,
    request: Option<&'j Json<'t>>,
    response: Option<&'j Json<'t>>,
}

impl<'j, 't> HarRequest<'j, 't> {
    /// The request that an entry of an archive describes.
    pub(crate) fn new(json: &'j Json<'t>) -> Self {
        Self { json, request: json.member("request"), response: json.member("response") }
    }

    /// The level, and a line like `GET https://a.example → 404`.
    pub(crate) fn summary(&self) -> (Level, String) {
        let text_of = |json: Option<&Json<'_>>, key: &str| {
            json.and_then(|json| json.member(key)).and_then(Json::as_text).unwrap_or_default().to_owned()
        };
        let status = self.response.and_then(|json| json.member("status")).and_then(Json::as_integer).unwrap_or(0);
        let answer = if status > 0 { status.to_string() } else { "no answer".to_owned() };
        let failure = text_of(self.response, "_error");
        let (method, url) = (text_of(self.request, "method"), text_of(self.request, "url"));
        let message = format!("{method} {url} → {answer} {failure}");
        let level = if status <= 0 || status >= 400 { Level::Error } else { Level::Info };
        (level, message.trim_end().to_owned())
    }

    /// The bodies that may carry codes, each with its pointer below the entry: what was posted (not as a form of several
    /// parts) and what was answered, if it is JSON. Codes in scripts and pages are not errors.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = (&'static str, &'j Json<'t>)> {
        let text_in = |json: Option<&'j Json<'t>>| json.and_then(|json| json.member("text"));
        let posted = text_in(self.request.and_then(|request| request.member("postData")))
            .filter(|text| text.as_str().is_some_and(|text| !text.starts_with("--")));
        let content = self.response.and_then(|response| response.member("content"));
        let answered = text_in(content).filter(|text| {
            text.as_str().is_some_and(|text| content.is_some_and(is_data) && inner_json(text).is_some())
        });
        let posted = posted.map(|body| ("request/postData/text", body));
        posted.into_iter().chain(answered.map(|body| ("response/content/text", body)))
    }

    /// The messages that a web socket received: index, message and the message's data.
    pub(crate) fn received_messages(&self) -> impl Iterator<Item = (usize, &'j Json<'t>, &'j Json<'t>)> {
        let messages = self.json.member("_webSocketMessages").map_or(&[][..], Json::elements);
        messages.iter().enumerate().filter_map(|(idx, message)| {
            let is_received = message.member("type").and_then(Json::as_str) != Some("send");
            message.member("data").filter(|_| is_received).map(|data| (idx, message, data))
        })
    }
}

/// Whether an answer is data, rather than a page, a script or a style sheet.
fn is_data(content: &Json<'_>) -> bool {
    let mime = content.member("mimeType").and_then(Json::as_str).unwrap_or_default();
    !["html", "script", "css", "image", "font"].iter().any(|kind| mime.contains(kind))
}
