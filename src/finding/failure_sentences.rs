//! Failures that are reported in words, without a code: `no valid ice candidate found`, `RTCPeerConnection is not defined`. The
//! words and their meanings are data in `assets/knowledge/failure-sentences.json`.

use std::sync::LazyLock;

use super::finders::browser::is_of_other_interface;
use super::overlapping_search::OverlappingSearch;
use super::text::is_source_code;
use crate::knowledge::{FailureSentence, failure_sentences};
use crate::log::Level;
use crate::log::parse::parsed_entry::{Origin, ParsedEntry};

/// Literals of which every entry with a sentence contains one. All logs are searched for them.
pub(crate) fn literals() -> impl Iterator<Item = &'static str> {
    failure_sentences().iter().flat_map(|sentence| sentence.any.iter().map(String::as_str))
}

/// A longer text is not searched: it is a log that lost its line breaks.
const MAX_BYTES: usize = 8 * 1024;

/// The sentence in an entry, as its index in [`failure_sentences`]. Lines of the SDK count at level ERROR only: at other levels the
/// SDK reports what it tries again.
pub(crate) fn sentence_of(parsed: &ParsedEntry<'_>) -> Option<usize> {
    if parsed.origin == Origin::Sdk && parsed.level != Level::Error {
        return None;
    }
    let has_literal = |text: &str| LITERALS.is_match(text.as_bytes());
    let texts = || parsed.texts.iter().map(|part| &*part.text).filter(|text| text.len() <= MAX_BYTES);
    if !texts().any(has_literal) {
        return None;
    }
    failure_sentences().iter().position(|sentence| texts().any(|text| is_in(sentence, text)))
}

/// The search for all [`literals`]; most texts contain none.
static LITERALS: LazyLock<OverlappingSearch> = LazyLock::new(|| OverlappingSearch::new(literals().collect()));

fn is_in(sentence: &FailureSentence, text: &str) -> bool {
    let contains = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
    contains(&sentence.any)
        && (sentence.with.is_empty() || contains(&sentence.with))
        && !contains(&sentence.without)
        && !(sentence.exception && is_of_other_interface(text))
        && !is_source_code(text.lines().next().unwrap_or_default())
}
