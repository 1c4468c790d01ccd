//! Finds codes that are printed as a name without a number: `DEVICE_ERROR: NotAllowedError, …` in errors of v5, or a name in
//! a person's words.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::finder::{CodeFinder, FinderInput, always};
use crate::catalog::Catalog;
use crate::code::Family;
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::{is_after_word, is_before_word, is_in_url, is_source_code};
use crate::log::parse::parsed_entry::Origin;

/// The codes of a name in v4 and v5.
type NamedCodes = (Option<i64>, Option<i64>);

/// The codes of all names in the catalog.
static NAMES: LazyLock<HashMap<&'static str, NamedCodes>> = LazyLock::new(|| {
    let mut names: HashMap<&'static str, NamedCodes> = HashMap::new();
    for entry in Catalog::builtin().entries() {
        let all = entry.name.iter().chain(&entry.aliases).map(String::as_str);
        for name in all.filter(|name| name.contains('_')) {
            let codes = names.entry(name).or_default();
            match entry.code.family() {
                Family::WebV4 => codes.0 = entry.code.value(),
                Family::WebV5 => codes.1 = entry.code.value(),
                _ => {}
            }
        }
    }
    names
});

/// The codes of a name in v4 and v5; `None` if no code has this name.
pub(super) fn codes_of(name: &str) -> Option<CandidateValue> {
    let (v4, v5) = *NAMES.get(name)?;
    Some(CandidateValue::Named { v4, v5 })
}

pub(super) const FINDER: CodeFinder = CodeFinder {
    literals: &[
        "_FAILED", "_ERROR", "_TIMEOUT", "_BANNED", "_ABORT", "_FOUND", "_ALLOWED", "_SUPPORTED", "INVALID_", "_EXIST",
        "_RESTRICTION", "_REQUIRED", "_DESTROYED", "NEED_TO_BUY",
    ],
    is_plausible: always,
    find,
};

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    let bytes = text.as_bytes();
    let is_name = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    for underscore in memchr::memchr_iter(b'_', bytes) {
        let start = underscore - bytes[..underscore].iter().rev().take_while(|byte| is_name(**byte)).count();
        if bytes[start..underscore].contains(&b'_') {
            continue; // Already read at its first underscore.
        }
        let end = underscore + bytes[underscore..].iter().take_while(|byte| is_name(**byte)).count();
        let name = &text[start..end];
        if name.len() < 6 || is_after_word(text, start) || is_before_word(text, end) || is_in_url(text, start) {
            continue;
        }
        let Some(value) = codes_of(name) else { continue };
        // A sentence of v5 begins with the name. Otherwise a name alone is evidence only if a person wrote it: the SDK and apps
        // also print names of events, states and constants.
        let is_v5_sentence = matches!(value, CandidateValue::Named { v5: Some(_), .. })
            && (text[end..].starts_with(": ") && (text.contains("thrown from") || text.contains("() failed")));
        if is_v5_sentence || (line.origin == Origin::Prose && !line.is_quiet && !is_source_code(text)) {
            candidates.push(CodeCandidate { span: start..end, slot: Slot::Prose, value, name: Some(name) });
        }
    }
}
