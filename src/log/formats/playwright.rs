//! Console events as test drivers report them: `{"event":"console","text":…}` of Playwright and Puppeteer scripts, and the
//! browser's own `Runtime.consoleAPICalled` and `log.entryAdded`.

use super::recogniser::{Recogniser, has_all, has_any, no_entry};
use crate::log::format::LogFormat;
use crate::log::json::Json;

/// Console events, one JSON object per line.
pub(crate) const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::PlaywrightConsole,
    evidence: "are a test driver's console events",
    matches_entry: no_entry,
    matches_record,
};

fn matches_record(json: &Json<'_>) -> bool {
    let method = json.member("method").and_then(Json::as_str).unwrap_or_default();
    matches!(method, "Runtime.consoleAPICalled" | "Log.entryAdded" | "log.entryAdded")
        || json.member("event").is_some() && has_any(json, &["text", "url", "location"])
        || has_all(json, &["type", "text"]) && has_any(json, &["location", "args"])
}
