//! Parts of tokens in broken lines: long runs of mixed capitals, small letters and digits.

use std::ops::Range;

use crate::report::redact::kind::SecretKind;
use crate::report::redact::secret::{Hint, Secret, SecretFinder};

pub(super) const FINDER: SecretFinder = SecretFinder { hints: &[Hint::LongWord], find };

/// Shorter runs are usually names.
const MIN_BYTES: usize = 64;

fn find(text: &str, secrets: &mut Vec<Secret>) {
    let fragments = runs(text).filter(|range| range.len() >= MIN_BYTES && is_mixed(&text[range.clone()]));
    secrets.extend(fragments.map(|range| {
        let start = (range.start + escape_bytes(text, range.start)).min(range.end);
        Secret { kind: SecretKind::Token, range: start..range.end }
    }));
}

/// Runs of letters, digits and signs of base64. Written by hand because a counted repetition in a regular expression is slow.
fn runs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let in_run = |c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | '_' | '+' | '-');
    let mut start = 0;
    text.split_inclusive(move |c| !in_run(c)).map(move |piece| {
        let range = start..start + piece.trim_end_matches(|c| !in_run(c)).len();
        start += piece.len();
        range
    })
}

/// The bytes at `start` that belong to an escape that began before: the `n` of `\\n`, the `3D` of `%3D`.
fn escape_bytes(text: &str, start: usize) -> usize {
    let (before, after) = text.split_at(start);
    match before.as_bytes().last() {
        Some(b'\\') if after.starts_with('u') => 5,
        Some(b'\\') => 1,
        Some(b'%') => after.len() - after.trim_start_matches("25").len() + 2,
        _ => 0,
    }
}

/// Whether a run has at least six capitals, six small letters and six digits, unlike a word or a hexadecimal hash.
fn is_mixed(run: &str) -> bool {
    let sorts: [fn(&u8) -> bool; 3] = [u8::is_ascii_uppercase, u8::is_ascii_lowercase, u8::is_ascii_digit];
    sorts.into_iter().all(|is_sort| run.bytes().filter(is_sort).count() >= 6)
}
