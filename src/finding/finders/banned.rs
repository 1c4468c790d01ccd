//! Finds `CLIENT_BANNED`, which has no number in logs: `user was banned because of [kick]`, and the `{"reason":"kick"}` of
//! the `client-banned` and `kicked-out` events. Old versions of the SDK print the reason as a sentence. `Received event: [ client-banned ]`
//! alone is not evidence: the next line may say `user_time_out`.

use super::finder::{CodeFinder, FinderInput, always};
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::find_all;

/// `CLIENT_BANNED`.
pub(super) const CLIENT_BANNED: i64 = 0x4040;
const VALUE: CandidateValue = CandidateValue::V4(CLIENT_BANNED);
/// The reasons in the event.
pub(super) const REASONS: &[&str] = &["kick", "banned", "room_disband", "room-disband"];

pub(super) const FINDER: CodeFinder = CodeFinder {
    literals: &["banned because of ", "\"reason", "\"reason\":", "reason\\\""],
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
    for key in ["\"reason\":\"", "\\\"reason\\\":\\\"", "\"reason\": \""] {
        for at in find_all(text, key) {
            let reason = at + key.len();
            let length =
                text[reason..].bytes().take_while(|byte| byte.is_ascii_lowercase() || b"_-".contains(byte)).count();
            if REASONS.contains(&&text[reason..reason + length]) {
                candidates.push(CodeCandidate::new(at..reason + length, Slot::SdkCode, VALUE));
            }
        }
    }
}
