//! A secret in a text, and how it is found.

use std::ops::Range;

use super::kind::SecretKind;

/// A secret in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Secret {
    /// What it is.
    pub(super) kind: SecretKind,
    /// Its bytes in the text.
    pub(super) range: Range<usize>,
}

/// Finds one kind of secret in a text.
pub(super) struct SecretFinder {
    /// What texts with such secrets contain: a text without any of these hints is not searched.
    pub(super) hints: &'static [Hint],
    /// Adds the secrets of a text.
    pub(super) find: fn(&str, &mut Vec<Secret>),
}

/// What a text must contain for a finder to be run on it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Hint {
    /// One of these words, in any letter case.
    Words(&'static [&'static str]),
    /// Four numbers joined by dots.
    DottedNumbers,
    /// Two colons in a row, or seven colons among hexadecimal digits, or a percent-encoded colon.
    Colons,
    /// Eleven digits with only spaces and dashes between them, or a plus sign before a digit.
    ManyDigits,
    /// 32 or more letters, digits and signs of base64 in a row.
    LongWord,
}

/// Sorts secrets and joins those that overlap. The joined secret has the kind of the one that begins first; of two that
/// begin together, of the one whose finder comes first. Every byte that a finder found is covered.
pub(super) fn without_overlaps(mut secrets: Vec<Secret>) -> Vec<Secret> {
    // The sort is stable: secrets that begin together stay in the order of the finders.
    secrets.sort_by_key(|secret| secret.range.start);
    let mut merged: Vec<Secret> = Vec::with_capacity(secrets.len());
    for secret in secrets {
        let Range { start, end } = secret.range;
        match merged.last_mut() {
            Some(last) if start < last.range.end => last.range.end = last.range.end.max(end),
            _ if start < end => merged.push(secret),
            _ => {}
        }
    }
    merged
}
