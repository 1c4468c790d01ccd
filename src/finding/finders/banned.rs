//! Finds `CLIENT_BANNED`, which has no number in logs: `user was banned because of [kick]`, and the `{"reason":"kick"}` of
//! the `client-banned` and `kicked-out` events. Old versions of the SDK print the reason as a sentence. `Received event: [ client-banned ]`
//! alone is not evidence: the next line may say `user_time_out`.

use super::finder::{CodeFinder, FinderInput, always};
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::find_all;
use crate::log::parse::parsed_entry::Origin;

/// `CLIENT_BANNED`.
pub(super) const CLIENT_BANNED: i64 = 0x4040;
const VALUE: CandidateValue = CandidateValue::V4(CLIENT_BANNED);
/// Words for the event in a person's text: `onKickedOut, reason: 'banned'`.
const EVENTS: &[&str] = &["KICKED_OUT", "ickedOut", "kicked-out", "kicked out", "client-banned"];
/// The reasons in the event.
pub(super) const REASONS: &[&str] = &["kick", "banned", "room_disband", "room-disband"];

pub(super) const FINDER: CodeFinder = CodeFinder {
    literals: &[
        "banned because of ", "\"reason", "KICKED_OUT", "ickedOut", "kicked-out", "kicked out", "client-banned",
    ],
    is_plausible: always,
    find,
};

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    for phrase in ["user was banned because of ", "client was banned because of "] {
        for at in find_all(text, phrase) {
            let reason = at + phrase.len();
            let rest = &text[reason..];
            let length = if rest.starts_with('[') {
                rest.find(']').map_or(rest.len(), |close| close + 1)
            } else {
                ["duplicated userId joining the room", "you got banned by account admin"]
                    .iter()
                    .find(|sentence| rest.starts_with(**sentence))
                    .map_or(0, |sentence| sentence.len())
            };
            candidates.push(CodeCandidate::new(at..(reason + length).max(reason - 1), Slot::SdkCode, VALUE));
        }
    }
    let find_reason = |at: usize, candidates: &mut Vec<CodeCandidate<'a>>, start: usize| {
        let is_part = |byte: &u8| byte.is_ascii_lowercase() || b"_-".contains(byte);
        let length = text[start..].bytes().take_while(is_part).count();
        if REASONS.contains(&&text[start..start + length]) {
            candidates.push(CodeCandidate::new(at..start + length, Slot::SdkCode, VALUE));
        }
    };
    for key in ["\"reason\":\"", "\\\"reason\\\":\\\"", "\"reason\": \""] {
        for at in find_all(text, key) {
            find_reason(at, candidates, at + key.len());
        }
    }
    if line.origin != Origin::Sdk && EVENTS.iter().any(|event| text.contains(event)) {
        for at in find_all(text, "reason") {
            let value = text[at + "reason".len()..].trim_start_matches([' ', ':', '=', '：', '\'', '"']);
            find_reason(at, candidates, text.len() - value.len());
        }
    }
}
