//! HTTP archives (HAR 1.2): posted uploads, answers of the server, messages of web sockets, failed requests. Scripts and pages
//! are skipped: the SDK's own source contains every code without reporting an error.

use super::recogniser::{Recogniser, has_all, has_any, no_entry};
use crate::log::entry::Level;
use crate::log::format::LogFormat;
use crate::log::hosts::{host_of, is_sdk_host, is_tencent_host};
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

    /// The level, and a line like `GET https://a.example → 404`, with the browser's words for a failure (DevTools: `_error`,
    /// Playwright: `_failureText`).
    pub(crate) fn summary(&self) -> (Level, String) {
        let text_of = |json: Option<&Json<'_>>, key: &str| {
            json.and_then(|json| json.member(key)).and_then(Json::as_text).unwrap_or_default().to_owned()
        };
        let status = self.response.and_then(|json| json.member("status")).and_then(Json::as_integer).unwrap_or(0);
        let answer = if status > 0 { status.to_string() } else { "no answer".to_owned() };
        let failure = ["_error", "_failureText"].map(|key| text_of(self.response, key));
        let failure = failure.iter().find(|words| !words.is_empty()).map_or("", String::as_str);
        let (method, url) = (text_of(self.request, "method"), text_of(self.request, "url"));
        let message = format!("{method} {url} → {answer} {failure}");
        let level = if status <= 0 || status >= 400 { Level::Error } else { Level::Info };
        (level, message.trim_end().to_owned())
    }

    /// The body that was posted (not as a form of several parts), with its pointer below the entry.
    pub(crate) fn posted(&self) -> Option<(&'static str, &'j Json<'t>)> {
        let body = self.request?.member("postData")?.member("text")?;
        let is_form = body.as_str().is_none_or(|text| text.starts_with("--"));
        (!is_form).then_some(("request/postData/text", body))
    }

    /// The body that was answered, if it is JSON, with its pointer below the entry. Codes in scripts and pages are not errors.
    pub(crate) fn answered(&self) -> Option<(&'static str, &'j Json<'t>)> {
        let content = self.response?.member("content").filter(|content| is_data(content))?;
        let body = content.member("text")?;
        inner_json(body.as_str()?)?;
        Some(("response/content/text", body))
    }

    /// Whether a host of the SDK answered with an HTTP status of a failure.
    pub(crate) fn is_sdk_failure(&self) -> bool {
        let status = self.response.and_then(|json| json.member("status")).and_then(Json::as_integer).unwrap_or(0);
        status >= 400 && host_of(self.url()).is_some_and(is_sdk_host)
    }

    /// Whether the answer is that of a host that is not Tencent's. The SDK's own requests have its parameters, also if they go
    /// through a proxy of the customer.
    pub(crate) fn is_foreign(&self) -> bool {
        let url = self.url();
        !has_sdk_parameters(url) && host_of(url).is_some_and(|host| !is_tencent_host(host))
    }

    /// The user whose client asks for a WebSocket to the signalling server.
    pub(crate) fn socket_user(&self) -> Option<&'j str> {
        let url = self.url();
        let query = url.split_once('?').filter(|_| url.starts_with("wss://") && has_sdk_parameters(url))?.1;
        let user = query.split('&').find_map(|parameter| parameter.strip_prefix("userId="))?;
        // The SDK's names have no characters that are escaped in an address.
        (!user.is_empty() && !user.contains('%')).then_some(user)
    }

    fn url(&self) -> &'j str {
        self.request.and_then(|json| json.member("url")).and_then(Json::as_str).unwrap_or_default()
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

/// Whether an address has the parameters of the SDK's requests.
pub(crate) fn has_sdk_parameters(address: &str) -> bool {
    address.contains("sdkAppId=") && address.contains("userSig=")
}

/// Whether an answer is data, rather than a page, a script or a style sheet.
fn is_data(content: &Json<'_>) -> bool {
    let mime = content.member("mimeType").and_then(Json::as_str).unwrap_or_default();
    !["html", "script", "css", "image", "font"].iter().any(|kind| mime.contains(kind))
}
