//! Finds numbers that directly follow the name of a callback or an error of a neighbouring product: `onEnterRoom: -3301`,
//! `onError(-1301, …)`, `PlatformException(-1301, …)`.

use super::finder::{CodeFinder, FinderInput};
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::signs::Product;
use crate::finding::text::{find_all, is_after_word, is_source_code, number_at};

const NAMES: [&str; 8] =
    ["onEnterRoom", "onExitRoom", "enterRoom", "onError", "OnError", "onWarning", "OnWarning", "PlatformException("];

pub(super) const FINDER: CodeFinder = CodeFinder { literals: &NAMES, is_plausible, find };

/// Whether a number follows soon.
fn is_plausible(text: &[u8], at: usize) -> bool {
    text[at..].iter().take(32).any(u8::is_ascii_digit)
}

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    if line.is_quiet || is_source_code(text) {
        return;
    }
    for name in NAMES {
        for at in find_all(text, name) {
            let end = at + name.len();
            let number =
                end + (text[end..].len() - text[end..].trim_start_matches(['(', ')', ':', '=', ' ', '[']).len());
            let Some((value, length)) = number_at(&text[number..]).filter(|_| !is_after_word(text, at)) else {
                continue;
            };
            // A positive result of entering a room is the time that it took; a call has the number of the room.
            if value < 0 || (name != "enterRoom" && Product::Native.uses_number(value)) {
                let value = CandidateValue::Number(value);
                candidates.push(CodeCandidate::new(number..number + length, Slot::Response, value));
            }
        }
    }
}
