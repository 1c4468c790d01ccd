//! Error objects as error handlers of apps collect them: in an array, in an object, one per line, or as strings in strings.

use super::recogniser::{Recogniser, has_all, has_any, no_entry};
use crate::log::format::LogFormat;
use crate::log::json::Json;

/// Error objects in JSON.
pub(crate) const RECOGNISER: Recogniser =
    Recogniser { format: LogFormat::AppErrors, evidence: "are error objects", matches_entry: no_entry, matches_record };

fn matches_record(json: &Json<'_>) -> bool {
    has_any(json, &["code_", "extraCode", "stack", "message_", "errorCode", "errCode"])
        || has_all(json, &["name", "message"])
        || has_all(json, &["reason", "message"])
        || has_all(json, &["name", "constraint"])
}
