//! Codes of which a person says that they do not appear: `we do not get 0x4004`. The words are data in
//! `assets/knowledge/denials.json`.

use std::sync::LazyLock;

use regex::RegexSet;

use super::message_words::head;
use crate::knowledge;

/// How many bytes beside a code are searched for a denial.
const DISTANCE: usize = 60;

/// The words of denials before a code and after it, and those after it that are no denial.
static WORDS: LazyLock<[RegexSet; 3]> = LazyLock::new(|| {
    let words = knowledge::denials();
    [&words.before, &words.after, &words.unless_after].map(|patterns| RegexSet::new(patterns).unwrap_or_default())
});

/// Whether the person who wrote `text` denies the code that `evidence` shows, wherever the text has it.
pub(super) fn is_denied(text: &str, evidence: &str) -> bool {
    if evidence.is_empty() {
        return false;
    }
    let [before, after, unless_after] = &*WORDS;
    let is_denied_at = |at: usize| {
        let start = text.ceil_char_boundary(at.saturating_sub(DISTANCE));
        let next = head(&text[at + evidence.len()..], DISTANCE);
        (before.is_match(&text[start..at]) || after.is_match(next)) && !unless_after.is_match(next)
    };
    let mut places = text.match_indices(evidence).map(|(at, _)| at).peekable();
    places.peek().is_some() && places.all(is_denied_at)
}
