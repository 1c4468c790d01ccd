//! Sentry's events: one JSON document, or an envelope of JSON lines. The error's text, with the SDK's tag, is the `value` of an
//! exception; its code members are absent.

use super::{Recogniser, has_all, has_any};
use crate::log::LogFormat;
use crate::log::json::Json;

/// Sentry's events and envelopes.
pub const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::Sentry,
    sign: "have the members of Sentry's events or envelopes",
    owns_unit: super::no_unit,
    owns_record,
};

fn owns_record(json: &Json<'_>) -> bool {
    has_all(json, &["event_id", "sent_at"])
        || has_all(json, &["sent_at", "sdk"])
        || has_all(json, &["sid", "init"])
        || json.member("exception").is_some() && has_any(json, &["event_id", "platform", "breadcrumbs"])
}
