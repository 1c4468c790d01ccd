//! Finds codes in the members of JSON objects: an `RtcError` that was serialized or collected by an app, an event of the SDK, an
//! answer of the server. The key decides the slot; for `code`, the other members of the object do.

use super::banned::{CLIENT_BANNED, REASONS};
use super::browser::{BrowserInterface, MEDIA_EXCEPTIONS, interface_of};
use super::name::{codes_of, sentence_in};
use super::own;
use super::prose::is_unmistakable;
use super::statistic::{is_server_result, statistic_slot};
use crate::code::{BROWSER_EXCEPTIONS, Family};
use crate::finding::candidate::{CandidateValue, Slot};
use crate::finding::resolve::has_code;
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
            let slot = if slot == Slot::Response && is_signal_message(object) { Slot::Answer } else { slot };
            add(key, slot, CandidateValue::Number(value));
        }
    }
    // Apps print the two codes of an error without its words.
    if let Some(value) = number_of(object, "extra")
        && number_of(object, "code").is_some_and(is_v4_failure)
    {
        add("extra", Slot::ExtraCode, CandidateValue::Number(value));
    }
    if let Some(value) = number_of(object, "ret").filter(|value| is_unmistakable(*value))
        && has_message(object)
    {
        add("ret", Slot::AnswerMember, CandidateValue::Number(value));
    }
    for key in ["int32_send_request_enter_room_cmd_ret", "int32_send_request_acc_ip_cmd_ret"] {
        if let Some(value) = number_of(object, key).filter(|value| is_server_result(*value)) {
            add(key, Slot::KeyPoint, CandidateValue::Number(value));
        }
    }
    if let Some(value) = number_of(object, "code")
        && !(exception.is_some() && (1..=DOM_LEGACY_MAX).contains(&value))
        && let Some(slot) = slot_of_code(object, value)
    {
        add("code", slot, CandidateValue::Number(value));
    }
    if let Some(exception) = exception.filter(|name| MEDIA_EXCEPTIONS.contains(name)) {
        // The name and the message of the exception are two members.
        let has = |interface| object.members.iter().any(|(_, value)| interface_of(value) == Some(interface));
        if !has(BrowserInterface::Other) || has(BrowserInterface::Media) {
            add("name", Slot::SdkCode, CandidateValue::Browser(exception));
        }
    } else if let Some(value @ CandidateValue::Named { v5: Some(v5), .. }) = codes_of(name) {
        if number_of(object, "code") != Some(v5) {
            add("name", Slot::V5, value);
        }
        if let Some(found) = object.member("message").and_then(sentence_in).filter(|_| !has_extra_code(object)) {
            add("message", found.slot(), CandidateValue::Number(found.value));
        }
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

/// Whether the object has an extra code other than 0.
fn has_extra_code(object: &ErrorObject<'_>) -> bool {
    number_of(object, "extraCode").is_some()
}

/// Whether the object is a message on the signal channel.
fn is_signal_message(object: &ErrorObject<'_>) -> bool {
    object.member("cmd").is_some() || object.member("tinyId").is_some()
}

/// The slot of member `code`, decided by the other members.
fn slot_of_code(object: &ErrorObject<'_>, value: i64) -> Option<Slot> {
    let has = |key: &str| object.member(key).is_some();
    if has("eventType") || object.member("result") == Some("failed") {
        return Some(statistic_slot(object.member("eventType").unwrap_or_default(), value));
    }
    if is_signal_message(object) {
        return Some(Slot::Answer);
    }
    if (has("functionName") || has("originError")) && (value < 0 || (5000..6000).contains(&value)) {
        return Some(Slot::V5);
    }
    if has("extraCode") || object.member("name") == Some("RtcError") {
        return Some(Slot::SdkCode);
    }
    if has("stack") || object.member("name").is_some_and(|name| name.ends_with("Error") || name.contains('_')) {
        return Some(Slot::ErrorMember);
    }
    if is_v4_failure(value) && !has_message(object) {
        return Some(Slot::ErrorMember);
    }
    has_message(object).then_some(Slot::AnswerMember)
}

/// Whether the object has the words of a message.
fn has_message(object: &ErrorObject<'_>) -> bool {
    ["message", "msg", "errMsg", "errorMsg", "errorMessage", "error_msg", "reason", "error", "desc"]
        .into_iter()
        .any(|key| object.member(key).is_some())
}

/// Whether a number is a code by which SDK v4 reports a failure of the service or the browser: 0x4001 and above.
fn is_v4_failure(value: i64) -> bool {
    value > 0x4000 && value != i64::from(u16::MAX) && has_code(Family::WebV4, value)
}
