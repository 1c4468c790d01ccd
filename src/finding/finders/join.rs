//! What the server or the scheduling service answered to joining: `Join room failed result: -10012 error: …`,
//! `Failed to join room - … code: -10012`, `schedule failed: sdkAppId invalid -8`.

use super::{CodeFinder, FinderInput};
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::{find_all, number_at};

pub(super) const FINDER: CodeFinder = CodeFinder {
    anchors: &["Join room failed", "Failed to join room", "schedule failed: ", "websocket url failed: "],
    is_plausible: super::always,
    find,
};

fn find<'a>(line: &FinderInput<'a>, marks: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    let words = "Join room failed result: ";
    for at in find_all(text, words) {
        let number = at + words.len();
        if let Some((value, length)) = number_at(&text[number..]) {
            marks.push(mark(number, number + length, Slot::Join, value));
        }
    }
    for at in find_all(text, "Failed to join room - ") {
        let slot = if is_schedule(&text[at..]) { Slot::Schedule } else { Slot::Join };
        // The server's own words stand between and may hold anything; the number is the last one that the SDK adds.
        let stop = stop_of_message(&text[at..]) + at;
        if let Some(code) = text[at..stop].rfind("code: ") {
            let start = at + code;
            let number = start + "code: ".len();
            if let Some((value, length)) = number_at(&text[number..]) {
                marks.push(mark(start, number + length, slot, value));
            }
        }
    }
    for words in ["schedule failed: ", "get websocket url failed: "] {
        if text.contains("Failed to join room") {
            break;
        }
        for at in find_all(text, words) {
            trailing_number(text, at + words.len(), marks);
        }
    }
}

/// `schedule failed: sdkAppId invalid -8`: 4.12 and its neighbours end the line with the number; others write `code: `.
fn trailing_number<'a>(text: &'a str, from: usize, marks: &mut Vec<CodeCandidate<'a>>) {
    let stop = from + stop_of_message(&text[from..]);
    let body = text[from..stop].trim_end();
    let start = from + body.rfind(' ').map_or(0, |blank| blank + 1);
    let word = &text[start..from + body.len()];
    let at =
        if body.ends_with(word) && body[..start - from].ends_with("code: ") { start - "code: ".len() } else { start };
    if let Some((value, length)) = number_at(word)
        && length == word.len()
    {
        marks.push(mark(at, start + length, Slot::Schedule, value));
    }
}

fn is_schedule(message: &str) -> bool {
    message.contains("schedule failed") || message.contains("get websocket url failed")
}

/// Where the SDK's sentence ends and its reference or tag begins.
fn stop_of_message(text: &str) -> usize {
    [" Refer to", "Refer to:", " <", " \\u003C", "\\n", " https://"]
        .iter()
        .filter_map(|end| text.find(end))
        .min()
        .unwrap_or(text.len())
}

fn mark<'a>(start: usize, end: usize, slot: Slot, value: i64) -> CodeCandidate<'a> {
    CodeCandidate { span: start..end, slot, value: CandidateValue::Number(value), name: None }
}
