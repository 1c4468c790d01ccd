//! Console events as test drivers report them: `{"event":"console","text":…}` of Playwright and Puppeteer scripts, and the
//! browser's own `Runtime.consoleAPICalled` and `log.entryAdded`.

use super::{Recogniser, has_all, has_any};
use crate::log::LogFormat;
use crate::log::json::Json;

/// Console events, one JSON object a line.
pub const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::PlaywrightConsole,
    sign: "are a test driver's console events",
    owns_unit: super::no_unit,
    owns_record,
};

fn owns_record(json: &Json<'_>) -> bool {
    let method = json.member("method").and_then(Json::as_str).unwrap_or_default();
    matches!(method, "Runtime.consoleAPICalled" | "Log.entryAdded" | "log.entryAdded")
        || json.member("event").is_some() && has_any(json, &["text", "url", "location"])
        || has_all(json, &["type", "text"]) && has_any(json, &["location", "args"])
}
