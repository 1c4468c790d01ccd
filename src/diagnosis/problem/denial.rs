//! Codes of which a person says that they do not appear: `we do not get 0x4004`. The words are data in
//! `assets/knowledge/denials.json`.

use std::sync::LazyLock;

use regex::RegexSet;

use super::message_words::head;
use crate::finding::Finding;
use crate::knowledge;
use crate::log::parse::parsed_entry::{Origin, ParsedEntry};

/// How many bytes beside a code are searched for a denial.
const DISTANCE: usize = 60;

/// The words directly before and directly after a code that is denied.
static WORDS: LazyLock<(RegexSet, RegexSet)> = LazyLock::new(|| {
    let set = |patterns: &[String]| RegexSet::new(patterns).unwrap_or_default();
    (set(&knowledge::denials().before), set(&knowledge::denials().after))
});

/// Whether the person who wrote an entry denies the code of `finding` wherever the entry has it.
pub(super) fn is_denied(parsed: &ParsedEntry<'_>, finding: &Finding) -> bool {
    let (text, evidence) = (parsed.message.as_ref(), finding.evidence());
    if parsed.origin != Origin::Prose || evidence.is_empty() {
        return false;
    }
    let (before, after) = &*WORDS;
    let is_denied_at = |at: usize| {
        let start = text.ceil_char_boundary(at.saturating_sub(DISTANCE));
        before.is_match(&text[start..at]) || after.is_match(head(&text[at + evidence.len()..], DISTANCE))
    };
    let mut places = text.match_indices(evidence).map(|(at, _)| at).peekable();
    places.peek().is_some() && places.all(is_denied_at)
}
