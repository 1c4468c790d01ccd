//! Common parts of the finders' regular expressions.

use std::sync::LazyLock;

use regex::Regex;

/// An escape directly before a word, whose last letters are not part of the word.
pub(super) const LEAD: &str = r"%(?:25)*[0-9a-fA-F]{2}|\\+u[0-9a-fA-F]{4}|\\+[nrt]";

/// A quotation mark: plain, backslash-escaped, as a `\u` escape, percent-encoded, or as an HTML entity.
pub(super) const QUOTE: &str = r#"(?:\\*["'`]|\\+u002[27]|%(?:25)*2[27]|&quot;|&#3[49];|[“”])"#;

/// Compiles a pattern that is a constant of this crate. An invalid pattern panics.
pub(super) fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern is a regular expression")
}

/// The last `chars` characters of a text, or the whole text if it is shorter.
pub(super) fn tail(text: &str, chars: usize) -> &str {
    let start = text.char_indices().rev().take(chars).last().map_or(text.len(), |(at, _)| at);
    &text[start..]
}

/// Whether a text ends with an escape that [`LEAD`] matches.
pub(super) fn ends_in_escape(text: &str) -> bool {
    static ESCAPE: LazyLock<Regex> = LazyLock::new(|| constant(&format!("(?:{LEAD})$")));
    ESCAPE.is_match(tail(text, 12))
}
