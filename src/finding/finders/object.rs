//! Finds codes in the members of JSON objects: an `RtcError` that was serialized or collected by an app, an event of the SDK, an
//! answer of the server. The key decides the slot; for `code`, the other members of the object do.

use super::banned::{CLIENT_BANNED, REASONS};
use super::browser::MEDIA_EXCEPTIONS;
use super::name::codes_of;
use super::own;
use super::prose::is_documented;
use crate::code::BROWSER_EXCEPTIONS;
use crate::finding::candidate::{CandidateValue, Slot};
use crate::finding::text::number_at;
use crate::log::parse::parsed_entry::ErrorObject;

/// A code in a member of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ObjectCandidate {
    /// The member's key; the evidence is `key: value`.
    pub key: &'static str,
    /// The kind of place.
    pub slot: Slot,
    /// The number or name.
    pub value: CandidateValue,
}

/// The highest legacy `code` of a `DOMException`, a number from before exceptions had names.
const DOM_LEGACY_MAX: i64 = 25;

/// All codes of an object.
pub(crate) fn find_in_object(object: &ErrorObject<'_>) -> Vec<ObjectCandidate> {
    if let Some((key, value)) = own::find_in_object(object) {
        return vec![ObjectCandidate { key, slot: Slot::Prose, value }];
    }
    let mut candidates = Vec::new();
    let mut add = |key, slot, value| candidates.push(ObjectCandidate { key, slot, value });
    let name = object.member("name").unwrap_or_default();
    let exception = BROWSER_EXCEPTIONS.binary_search(&name).ok().map(|idx| BROWSER_EXCEPTIONS[idx]);
    for (key, slot) in [
        ("code_", Slot::SdkCode),
        ("extraCode_", Slot::ExtraCode),
        ("extraCode", Slot::ExtraCode),
        ("errorCode", Slot::Response),
        ("errCode", Slot::Response),
        ("ErrorCode", Slot::Response),
        ("error_code", Slot::Response),
    ] {
        if let Some(value) = number_of(object, key) {
            add(key, slot, CandidateValue::Number(value));
        }
    }
    if let Some(value) = number_of(object, "code")
        && !(exception.is_some() && (1..=DOM_LEGACY_MAX).contains(&value))
        && let Some(slot) = slot_of_code(object, value)
    {
        add("code", slot, CandidateValue::Number(value));
    }
    if let Some(exception) = exception.filter(|name| MEDIA_EXCEPTIONS.contains(name)) {
        add("name", Slot::SdkCode, CandidateValue::Browser(exception));
    } else if let Some(value @ CandidateValue::Named { v5: Some(v5), .. }) = codes_of(name)
        && number_of(object, "code") != Some(v5)
    {
        add("name", Slot::V5, value);
    }
    let is_ban = object.member("reason").is_some_and(|reason| REASONS.contains(&reason));
    if is_ban && object.members.len() <= 4 {
        add("reason", Slot::SdkCode, CandidateValue::V4(CLIENT_BANNED));
    }
    candidates
}

/// The number of member `key`, in any notation that [`number_at`] reads.
fn number_of(object: &ErrorObject<'_>, key: &str) -> Option<i64> {
    let text = object.member(key)?.trim();
    number_at(text).filter(|(_, length)| *length == text.len()).map(|(value, _)| value)
}

/// The slot of member `code`, decided by the other members.
fn slot_of_code(object: &ErrorObject<'_>, value: i64) -> Option<Slot> {
    let has = |key: &str| object.member(key).is_some();
    if has("eventType") || object.member("result") == Some("failed") {
        return Some(Slot::Statistic);
    }
    if has("cmd") || has("tinyId") {
        return Some(Slot::Response);
    }
    if has("functionName") || has("originError") {
        return Some(Slot::V5);
    }
    if has("extraCode")
        || has("stack")
        || object.member("name").is_some_and(|name| name.ends_with("Error") || name.contains('_'))
    {
        return Some(Slot::SdkCode);
    }
    let has_message = ["message", "msg", "errMsg", "errorMsg", "reason", "error", "desc"].into_iter().any(has);
    // Other services answer in this form too. A positive number counts only if TRTC documents it.
    (has_message && (value < 0 || is_documented(value))).then_some(Slot::Prose)
}
