//! Finds codes that are printed as a name without a number: `DEVICE_ERROR: NotAllowedError, …` in errors of v5, or a name in
//! a person's words. The sentence after a name of v5 says which of its codes it is (`sentence`).

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

mod sentence;

pub(super) use self::sentence::sentence_in;
use super::finder::{CodeFinder, FinderInput, always};
use crate::catalog::{Catalog, CatalogEntry};
use crate::code::Family;
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::resolve::is_v5_main_code;
use crate::finding::text::{is_after_word, is_before_word, is_in_url, is_source_code, number_at};
use crate::log::parse::parsed_entry::Origin;

/// The codes of names in v4 and v5.
type NameCodes = HashMap<&'static str, (Option<i64>, Option<i64>)>;

/// The codes of the names that the SDK's own families have.
static SDK_NAMES: LazyLock<NameCodes> = LazyLock::new(|| {
    let catalog = Catalog::current();
    codes_by_name([Family::WebV4, Family::WebV5].into_iter().flat_map(|family| catalog.of_family(family)))
});

/// The codes of all names in the catalog. Reading all families takes a while, and most names in logs are the SDK's own.
static ALL_NAMES: LazyLock<NameCodes> = LazyLock::new(|| codes_by_name(Catalog::current().entries().iter()));

fn codes_by_name(entries: impl Iterator<Item = &'static CatalogEntry>) -> NameCodes {
    let mut names = NameCodes::new();
    for entry in entries {
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
}

/// The codes of a name in v4 and v5; `None` if no code has this name.
pub(super) fn codes_of(name: &str) -> Option<CandidateValue> {
    let (v4, v5) = *SDK_NAMES.get(name).or_else(|| ALL_NAMES.get(name))?;
    Some(CandidateValue::Named { v4, v5 })
}

pub(super) const FINDER: CodeFinder = CodeFinder {
    literals: &[
        "_FAILED", "_ERROR", "_TIMEOUT", "_BANNED", "_ABORT", "_FOUND", "_ALLOWED", "_SUPPORTED", "INVALID_", "_EXIST",
        "INVALID _", "_ FAILED", "_ ERROR", "_ TIMEOUT", "_RESTRICTION", "_REQUIRED", "_DESTROYED", "NEED_TO_BUY",
        "firewall restriction", "account run out of credit",
    ],
    is_plausible: always,
    find,
};

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    let bytes = text.as_bytes();
    let is_name = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let may_be_spaced = line.origin == Origin::Prose && !line.is_quiet;
    let mut read_to = 0;
    for underscore in memchr::memchr_iter(b'_', bytes) {
        if underscore < read_to {
            continue;
        }
        let start = underscore - bytes[..underscore].iter().rev().take_while(|byte| is_name(**byte)).count();
        if bytes[start..underscore].contains(&b'_') {
            continue; // Already read at its first underscore.
        }
        let end = underscore + bytes[underscore..].iter().take_while(|byte| is_name(**byte)).count();
        let spaced = if may_be_spaced { spaced_name(text, start..end) } else { None };
        let (start, end, name) = spaced.map_or((start, end, &text[start..end]), |(span, name)| {
            read_to = span.end;
            (span.start, span.end, name)
        });
        if name.len() < 6 || is_after_word(text, start) || is_before_word(text, end) || is_in_url(text, start) {
            continue;
        }
        let Some(value) = codes_of(name) else { continue };
        let CandidateValue::Named { v5, .. } = value else { continue };
        let is_v5_name = v5.is_some_and(|value| is_v5_main_code(value) || name == NEED_TO_BUY);
        let rest = &text[end..];
        let sentence = rest.strip_prefix(": ").filter(|_| is_v5_name && !line.is_quiet);
        let is_named = is_v5_name && has_failed(text, start, rest);
        let is_prose = line.origin == Origin::Prose && !line.is_quiet && !is_source_code(text);
        let found = sentence.and_then(sentence_in);
        let slot = if sentence.is_some() && (found.is_some() || has_call(text)) {
            Slot::V5
        } else if is_prose {
            // A name alone is evidence only if a person wrote it: the SDK and apps also print names of events, states and
            // constants.
            if sentence.is_some() { Slot::NameBefore } else { Slot::Prose }
        } else if !line.is_quiet && (sentence.is_some() || is_named) {
            Slot::NameInLog
        } else {
            continue;
        };
        candidates.push(CodeCandidate { span: start..end, slot, value, name: Some(name) });
        // The number itself is the better evidence.
        if let Some(found) = found.filter(|_| !has_code_after(rest)) {
            let at = end + ": ".len();
            let span = at + found.span.start..at + found.span.end;
            candidates.push(CodeCandidate::new(span, found.slot(), CandidateValue::Number(found.value)));
        }
        // `DEVICE_ERROR(5302)`
        let after = rest.strip_prefix('(').and_then(number_at).filter(|(value, _)| (5000..6000).contains(value));
        if let Some((number, length)) = after.filter(|_| is_v5_name) {
            let number_value = CandidateValue::Number(number);
            candidates.push(CodeCandidate::new(end + 1..end + 1 + length, Slot::V5, number_value));
        }
    }
    if !line.is_quiet
        && let Some(found) = sentence::certain_in(text, line.origin == Origin::Sdk)
    {
        candidates.push(CodeCandidate::new(found.span.clone(), found.slot(), CandidateValue::Number(found.value)));
    }
}

/// The name of a code that a person wrote with blanks beside its underscores, as `INVALID _OPERATION`. `part` is one of its
/// words.
fn spaced_name(text: &str, part: Range<usize>) -> Option<(Range<usize>, &'static str)> {
    let bytes = text.as_bytes();
    let is_name = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    // Whether the blank at this place is inside a name.
    let is_inside = |at: usize| match (at.checked_sub(1).and_then(|before| bytes.get(before)), bytes.get(at + 1)) {
        (Some(before), Some(after)) => {
            bytes[at] == b' ' && is_name(*before) && is_name(*after) && (*before == b'_' || *after == b'_')
        }
        _ => false,
    };
    let (mut start, mut end) = (part.start, part.end);
    while start > 0 && (is_name(bytes[start - 1]) || is_inside(start - 1)) {
        start -= 1;
    }
    while end < bytes.len() && (is_name(bytes[end]) || is_inside(end)) {
        end += 1;
    }
    if (start, end) == (part.start, part.end) {
        return None;
    }
    let joined = text[start..end].replace(' ', "");
    let (name, _) = SDK_NAMES.get_key_value(&*joined).or_else(|| ALL_NAMES.get_key_value(&*joined))?;
    Some((start..end, name))
}

/// A name of v5 that is not that of a main code, and is printed like one.
const NEED_TO_BUY: &str = "NEED_TO_BUY";

/// Whether the text names the call of v5 that failed.
fn has_call(text: &str) -> bool {
    text.contains("thrown from") || text.contains("() failed")
}

/// Whether SDK v5 printed the number after the sentence: `code:5302 params: …`.
fn has_code_after(sentence: &str) -> bool {
    let mut codes = memchr::memmem::find_iter(sentence.as_bytes(), b"code:").map(|at| at + "code:".len());
    codes.any(|at| number_at(&sentence[at..]).is_some())
}

/// Whether the name is the whole error that an app prints: `enterRoom failed SERVER_ERROR`.
fn has_failed(text: &str, start: usize, rest: &str) -> bool {
    let before = &text[..start];
    rest.trim().is_empty() && (before.contains("fail") || before.contains("rror"))
}
