//! Finds HTTP statuses of requests of the SDK: a refused handshake of its web socket, and requests to its own hosts that the
//! browser could not load. Statuses of other requests are not about the SDK.

use super::finder::{CodeFinder, FinderInput};
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::{find_all, is_after_sdk_socket, number_at};
use crate::log::hosts::is_sdk_host;

const HANDSHAKE: &str = "Unexpected response code: ";
const RESOURCE: &str = "responded with a status of ";
/// Before the status in the summary of a request in an HTTP archive.
const SUMMARY: &str = " → ";

pub(super) const FINDER: CodeFinder = CodeFinder {
    literals: &[HANDSHAKE, RESOURCE, SUMMARY, "\"status\":4", "\"status\":5", "\"status\": 4", "\"status\": 5"],
    is_plausible,
    find,
};

/// Whether digits follow.
fn is_plausible(text: &[u8], at: usize) -> bool {
    text[at..].iter().take(RESOURCE.len() + 1).any(u8::is_ascii_digit)
}

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    for at in find_all(text, HANDSHAKE).filter(|at| is_after_sdk_socket(&text[..*at])) {
        // Any answer to a handshake but an upgrade is a failure.
        push(text, at, HANDSHAKE, candidates, |_| true);
    }
    for phrase in [RESOURCE, SUMMARY] {
        let is_own = || text.split([' ', '\'', '"', '(']).any(is_sdk_address);
        for at in find_all(text, phrase).filter(|_| is_own()) {
            push(text, at, phrase, candidates, |value| (400..600).contains(&value) && value != 404);
        }
    }
}

/// Adds the status after `phrase`, which is at byte `at`.
fn push<'a>(
    text: &'a str,
    at: usize,
    phrase: &str,
    candidates: &mut Vec<CodeCandidate<'a>>,
    is_failure: fn(i64) -> bool,
) {
    let number = at + phrase.len();
    if let Some((value, length)) = number_at(&text[number..])
        && (100..600).contains(&value)
        && is_failure(value)
    {
        let value = CandidateValue::Number(value);
        let start = if phrase == SUMMARY { number } else { at };
        let slot = if phrase == RESOURCE { Slot::ResourceStatus } else { Slot::HttpStatus };
        candidates.push(CodeCandidate::new(start..number + length, slot, value));
    }
}

/// Whether a word is the address of a request of the SDK, with or without its scheme.
fn is_sdk_address(word: &str) -> bool {
    let address = word.split_once("://").map_or(word, |(_, address)| address);
    let host = address.split(['/', ':', '?']).next().unwrap_or_default();
    is_sdk_host(host)
}
