//! Error objects as apps' error handlers collect them: in an array, in an object, one a line, or as strings in strings.

use super::{Recogniser, has_all, has_any};
use crate::log::LogFormat;
use crate::log::json::Json;

/// Error objects in JSON.
pub const RECOGNISER: Recogniser =
    Recogniser { format: LogFormat::AppErrors, sign: "are error objects", owns_unit: super::no_unit, owns_record };

fn owns_record(json: &Json<'_>) -> bool {
    has_any(json, &["code_", "extraCode", "stack", "message_", "errorCode", "errCode"])
        || has_all(json, &["name", "message"])
        || has_all(json, &["reason", "message"])
        || has_all(json, &["name", "constraint"])
}
