//! Sentry's events: one JSON document, or an envelope of JSON lines. The text of an error, with the SDK's tag, is the `value` of
//! an exception; there are no code members.

use super::recogniser::{Recogniser, has_all, has_any, no_entry};
use crate::log::format::LogFormat;
use crate::log::json::Json;

/// Sentry's events and envelopes.
pub(crate) const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::Sentry,
    evidence: "have the members of Sentry's events or envelopes",
    matches_entry: no_entry,
    matches_record,
};

fn matches_record(json: &Json<'_>) -> bool {
    has_all(json, &["event_id", "sent_at"])
        || has_all(json, &["sent_at", "sdk"])
        || has_all(json, &["sid", "init"])
        || json.member("exception").is_some() && has_any(json, &["event_id", "platform", "breadcrumbs"])
}
