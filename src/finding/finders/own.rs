//! Finds the user's own codes, by the signs in the user's catalog files: a number after one of the keys, a number after a word
//! for "code" in a line with one of the logger's prefixes or error names, and the name of a code.

use std::sync::LazyLock;

use super::finder::{CodeFinder, FinderInput, always};
use super::prose::follows_code_word;
use crate::catalog::{Catalog, FamilySigns};
use crate::code::ErrorCode;
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::{find_all, is_after_word, is_before_word, is_in_url, number_at};
use crate::log::parse::parsed_entry::ErrorObject;

/// Its literals are not known when the program is compiled: [`literals`].
pub(super) const FINDER: CodeFinder = CodeFinder { literals: &[], is_plausible: always, find };

/// The literals of [`FINDER`].
pub(super) fn literals() -> &'static [&'static str] {
    static LITERALS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let of = |signs: &'static FamilySigns| {
            let names = signs.codes.iter().map(|(name, _)| name);
            signs.words.iter().chain(&signs.keys).chain(names).map(String::as_str)
        };
        let mut all: Vec<&str> = Catalog::current().signs().iter().flat_map(of).collect();
        all.sort_unstable();
        all.dedup();
        all
    });
    &LITERALS
}

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    for signs in Catalog::current().signs() {
        for key in &signs.keys {
            for at in find_all(text, key).filter(|at| !is_after_word(text, *at)) {
                let number = at + key.len() + separator_len(&text[at + key.len()..]);
                candidates.extend(code_at(signs, text, number).map(|found| found.starting_at(at)));
            }
        }
        if signs.words.iter().any(|word| text.contains(word.as_str())) {
            find_beside_word(signs, text, candidates);
        }
        for (name, code) in &signs.codes {
            for at in find_all(text, name) {
                let end = at + name.len();
                if !is_after_word(text, at) && !is_before_word(text, end) && !is_in_url(text, at) {
                    candidates.push(CodeCandidate::new(at..end, Slot::Prose, CandidateValue::Own(*code)));
                }
            }
        }
    }
}

/// The codes of a line with a sign: the numbers after a word for "code".
fn find_beside_word<'a>(signs: &FamilySigns, text: &'a str, candidates: &mut Vec<CodeCandidate<'a>>) {
    let mut at = 0;
    while let Some(found) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let digits = at + found;
        at = digits + text[digits..].bytes().take_while(u8::is_ascii_digit).count();
        let start = digits - usize::from(text[..digits].ends_with('-'));
        if !is_after_word(text, start) && !is_in_url(text, start) && follows_code_word(&text[..start]) {
            candidates.extend(code_at(signs, text, start));
        }
    }
}

fn code_at<'a>(signs: &FamilySigns, text: &'a str, at: usize) -> Option<CodeCandidate<'a>> {
    let (value, length) = number_at(&text[at..])?;
    let value = CandidateValue::Own(ErrorCode::new(signs.family, value));
    Some(CodeCandidate::new(at..at + length, Slot::Prose, value))
}

/// Length of the quotes, spaces and the separator between a key and its value.
fn separator_len(text: &str) -> usize {
    text.len() - text.trim_start_matches(|c: char| " \t\"'\\:=：＝".contains(c)).len()
}

/// The user's own code in a JSON object: a member with one of the keys, or the code of an object with one of the error names.
pub(super) fn find_in_object(object: &ErrorObject<'_>) -> Option<(&'static str, CandidateValue)> {
    let number = |key: &str| {
        let text = object.member(key)?.trim();
        number_at(text).filter(|(_, length)| *length == text.len()).map(|(value, _)| value)
    };
    let names = ["name", "logger", "tag", "module", "source"];
    Catalog::current().signs().iter().find_map(|signs| {
        let code = |value| CandidateValue::Own(ErrorCode::new(signs.family, value));
        let is_named = names.iter().any(|key| signs.words.iter().any(|word| object.member(key) == Some(word)));
        let keys = ["code", "errorCode", "errCode", "error_code"].into_iter().filter(|_| is_named);
        let mut all = signs.keys.iter().map(String::as_str).chain(keys);
        all.find_map(|key| Some((key, code(number(key)?))))
    })
}
