//! The common interface of the format recognisers.

use crate::log::format::LogFormat;
use crate::log::json::Json;
use crate::log::segment::raw_entry::RawEntry;

/// Recognises one format by its entries or records.
pub(crate) struct Recogniser {
    /// The format.
    pub format: LogFormat,
    /// What its entries have in common, for people: "12 of the first 20 entries {evidence}".
    pub evidence: &'static str,
    /// Whether an entry of a text log has this format.
    pub matches_entry: fn(&RawEntry<'_>) -> bool,
    /// Whether a JSON value is a record of this format, or a whole document.
    pub matches_record: fn(&Json<'_>) -> bool,
}

/// `matches_entry` of formats that are always JSON.
pub(crate) fn no_entry(_: &RawEntry<'_>) -> bool {
    false
}

/// `matches_record` of formats that are always text.
pub(crate) fn no_record(_: &Json<'_>) -> bool {
    false
}

/// Whether a JSON object has all of these members.
pub(crate) fn has_all(json: &Json<'_>, keys: &[&str]) -> bool {
    keys.iter().all(|key| json.member(key).is_some())
}

/// Whether a JSON object has at least one of these members.
pub(crate) fn has_any(json: &Json<'_>, keys: &[&str]) -> bool {
    keys.iter().any(|key| json.member(key).is_some())
}
