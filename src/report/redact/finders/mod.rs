//! The recognisers of secrets: one a file, all the same shape.

use std::ops::Range;

use super::SecretKind;

mod credentials;
mod devices;
mod emails;
mod fragments;
mod headers;
mod ice;
mod ip_v4;
mod ip_v6;
mod phones;
mod private_map_key;
mod tokens;
mod url_passwords;
mod user_sig;
mod users;

/// A secret in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Secret {
    /// What it is.
    pub kind: SecretKind,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
}

/// What makes a finder worth running on a text.
#[derive(Clone, Copy, Debug)]
pub(super) enum Hint {
    /// One of these words, in any letter case.
    Words(&'static [&'static str]),
    /// Four numbers joined by dots.
    DottedNumbers,
    /// Two colons in a row, or many among hexadecimal digits, or percent-encoded ones.
    Colons,
    /// Eleven digits with nothing but spaces and dashes among them, or a plus sign before a digit.
    ManyDigits,
    /// 32 or more letters, digits and signs of base64 in a row.
    LongWord,
}

/// A recogniser of one sort of secrets.
pub(super) struct Finder {
    /// A text without such secrets has none of these.
    pub hints: &'static [Hint],
    /// Adds the secrets of a text.
    pub find: fn(&str, &mut Vec<Secret>),
}

/// All finders that run on every text. Where two take the same place for different secrets, the earlier one is right.
pub(super) const FINDERS: &[Finder] = &[
    user_sig::FINDER,
    private_map_key::FINDER,
    headers::FINDER,
    url_passwords::FINDER,
    credentials::FINDER,
    tokens::FINDER,
    devices::FINDER,
    ice::FINDER,
    emails::FINDER,
    phones::FINDER,
    ip_v4::FINDER,
    ip_v6::FINDER,
    fragments::FINDER,
];

pub(super) use users::KnownUsers;

/// The finder that runs only where users are to be hidden.
pub(super) const USERS: &Finder = &users::FINDER;

/// Words that stand where a secret would and are none: what programs print for an empty, hidden or wrong value.
fn is_harmless(value: &str) -> bool {
    const WORDS: &[&str] = &[
        "", "-", "null", "undefined", "nil", "none", "nan", "true", "false", "empty", "hided", "hidden", "redacted",
        "filtered", "[filtered]", "masked", "expired", "invalid", "missing", "required", "must", "is", "not", "error",
        "failed", "ok", "success", "string", "object", "number", "boolean", "function", "include", "omit",
        "same-origin", "password", "oauth", "token", "bearer", "basic", "anonymous", "started", "closed",
    ];
    let lower = value.trim().to_ascii_lowercase();
    WORDS.contains(&&*lower) || lower.chars().all(|c| matches!(c, '*' | 'x' | '.' | '…' | '#'))
}

/// Whether a value looks made by a machine: long, or with digits among its letters, and without spaces.
fn looks_random(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let len = value.chars().count();
    !value.contains(char::is_whitespace) && (len >= 24 || len >= 6 && digits > 0 && digits < len || digits > 10)
}

/// Whether a value is a plain number that says nothing: a count, a duration, an id.
fn is_short_number(value: &str) -> bool {
    value.len() <= 10 && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'.')
}
