//! Finds the answers of the server and of the scheduling service to a join request: `Join room failed result: -10012 error: …`,
//! `Failed to join room - … code: -10012`, `schedule failed: sdkAppId invalid -8`. Also finds the answers to requests that
//! enter another room or take up a session again: `switch room failed. result: -10035 error: …`.

use super::finder::{CodeFinder, FinderInput, always};
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::{find_all, number_at};

pub(super) const FINDER: CodeFinder = CodeFinder {
    literals: &[
        "Join room failed", "Failed to join room", "schedule failed: ", "websocket url failed: ", "switch room failed",
        "reconnect() failed ", "rebuild failed: ", "skip join retry ",
    ],
    is_plausible: always,
    find,
};

/// What precedes the server's code in answers to other requests.
const ANSWERS: [&str; 6] = [
    "switch room failed. result: ", "switch room failed, result: ", "switch room failed result: ",
    "reconnect() failed ", "rebuild failed: ", "skip join retry ",
];

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    let phrase = "Join room failed result: ";
    let numbers = find_all(text, phrase).map(|at| at + phrase.len());
    candidates.extend(numbers.filter_map(|at| CodeCandidate::number_at(text, at, Slot::Join)));
    for phrase in ANSWERS {
        let numbers = find_all(text, phrase).map(|at| at + phrase.len());
        candidates.extend(numbers.filter_map(|at| CodeCandidate::number_at(text, at, Slot::Answer)));
    }
    for at in find_all(text, "Failed to join room - ") {
        let slot = if is_schedule(&text[at..]) { Slot::Schedule } else { Slot::Join };
        // The server's own text comes first and may contain any number. The SDK adds the code after it.
        let stop = message_end(&text[at..]) + at;
        if let Some(code) = text[at..stop].rfind("code: ") {
            let start = at + code;
            let found = CodeCandidate::number_at(text, start + "code: ".len(), slot);
            candidates.extend(found.map(|found| found.starting_at(start)));
        }
    }
    for phrase in ["schedule failed: ", "get websocket url failed: "] {
        if text.contains("Failed to join room") {
            break;
        }
        for at in find_all(text, phrase) {
            find_trailing_number(text, at + phrase.len(), candidates);
        }
    }
}

/// `schedule failed: sdkAppId invalid -8`: versions around 4.12 end the sentence with the number, others write `code: ` before
/// it.
fn find_trailing_number<'a>(text: &'a str, from: usize, candidates: &mut Vec<CodeCandidate<'a>>) {
    let stop = from + message_end(&text[from..]);
    let body = text[from..stop].trim_end();
    let start = from + body.rfind(' ').map_or(0, |space| space + 1);
    let word = &text[start..from + body.len()];
    let at =
        if body.ends_with(word) && body[..start - from].ends_with("code: ") { start - "code: ".len() } else { start };
    if let Some((value, length)) = number_at(word)
        && length == word.len()
    {
        let value = CandidateValue::Number(value);
        candidates.push(CodeCandidate::new(at..start + length, Slot::Schedule, value));
    }
}

fn is_schedule(message: &str) -> bool {
    message.contains("schedule failed") || message.contains("get websocket url failed")
}

/// The offset at which the SDK's sentence ends and its reference or tag begins.
fn message_end(text: &str) -> usize {
    [" Refer to", "Refer to:", " <", " \\u003C", "\\n", " https://"]
        .iter()
        .filter_map(|end| text.find(end))
        .min()
        .unwrap_or(text.len())
}
