//! What a broken line has left of a token: a long run in which capitals, small letters and digits are mixed.

use std::ops::Range;

use super::{Finder, Hint, Secret};
use crate::report::redact::SecretKind;

pub(super) const FINDER: Finder = Finder { hints: &[Hint::LongWord], find };

/// Shorter runs are names more often than fragments.
const MIN_BYTES: usize = 64;

fn find(text: &str, secrets: &mut Vec<Secret>) {
    let fragments = runs(text).filter(|range| range.len() >= MIN_BYTES && is_mixed(&text[range.clone()]));
    secrets.extend(fragments.map(|range| {
        let start = (range.start + escape_bytes(text, range.start)).min(range.end);
        Secret { kind: SecretKind::Token, range: start..range.end }
    }));
}

/// Runs of letters, digits and signs of base64. (Counting them in a regular expression is slow.)
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let in_run = |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | '_' | '+' | '-');
    let mut start = 0;
    text.split_inclusive(move |c| !in_run(c)).map(move |piece| {
        let range = start..start + piece.trim_end_matches(|c| !in_run(c)).len();
        start += piece.len();
        range
    })
}

/// How many bytes at `start` belong to an escape that began before: the `n` of `\\n`, the `3D` of `%3D`.
fn escape_bytes(text: &str, start: usize) -> usize {
    let (before, after) = text.split_at(start);
    match before.as_bytes().last() {
        Some(b'\\') if after.starts_with('u') => 5,
        Some(b'\\') => 1,
        Some(b'%') => after.len() - after.trim_start_matches("25").len() + 2,
        _ => 0,
    }
}

/// Whether capitals, small letters and digits are mixed as no word and no plain hash mixes them.
fn is_mixed(run: &str) -> bool {
    let sorts: [fn(&u8) -> bool; 3] = [u8::is_ascii_uppercase, u8::is_ascii_lowercase, u8::is_ascii_digit];
    sorts.into_iter().all(|is_sort| run.bytes().filter(is_sort).count() >= 6)
}
