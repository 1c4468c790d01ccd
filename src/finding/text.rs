//! Functions over text that the finders share: parse the number at a place, inspect the text around it.

use crate::code::narrow;
use crate::log::hosts::may_be_sdk_socket;

/// The lowest code of any family. Only numbers from here to -1 are recognised in their 32-bit unsigned form.
const LOWEST_CODE: i64 = -1_000_000;

/// Parses a decimal or `0x` number at the beginning of `text`. Returns the number and its length in bytes.
///
/// Text that was read from a picture may have the letter O: `Ox4004`. Returns `None` for zero, for numbers with more than 12 digits, and for numbers that continue with letters or decimals
/// (`4.15`, `5f`, `1400XXXXXX`). Full-width digits are accepted. 4294957283, the 32-bit unsigned form of -10013, is parsed as
/// -10013.
pub(super) fn number_at(text: &str) -> Option<(i64, usize)> {
    const MAX_CHARS: usize = 16;
    if text.as_bytes().first()?.is_ascii() {
        return plain_number_at(text);
    }
    let plain: String = text.chars().take(MAX_CHARS).map(narrow).collect();
    let (value, length) = plain_number_at(&plain)?;
    // A number is ASCII in `plain`, so its length in bytes is the number of characters in `text`.
    Some((value, text.char_indices().nth(length).map_or(text.len(), |(end, _)| end)))
}

fn plain_number_at(text: &str) -> Option<(i64, usize)> {
    let bytes = text.as_bytes();
    let sign = usize::from(bytes.first() == Some(&b'-'));
    let (radix, start) =
        if matches!(bytes[sign..], [b'0', b'x' | b'X', ..] | [b'O', b'x', ..]) { (16, sign + 2) } else { (10, sign) };
    let digits = bytes[start..].iter().take_while(|byte| char::from(**byte).is_digit(radix)).count();
    if digits == 0 || digits > 12 {
        return None;
    }
    let end = start + digits;
    // Programs that calculate with floating-point numbers write `70001.0`.
    let is_float = digits >= 4
        && bytes[end..].starts_with(b".0")
        && !bytes.get(end + 2).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'.');
    if is_float {
        let value: i64 = text[..end].parse().ok()?;
        return Some((value, end + 2));
    }
    let continues = match bytes.get(end) {
        Some(b'.') => bytes.get(end + 1).is_some_and(u8::is_ascii_digit),
        Some(byte) => byte.is_ascii_alphanumeric() || *byte == b'_' || (*byte == b':' && is_digit(bytes.get(end + 1))),
        None => false,
    };
    if continues {
        return None;
    }
    let value = i64::from_str_radix(&text[start..end], radix).ok()?;
    let value = if sign == 1 { -value } else { undo_unsigned(value) };
    (value != 0).then_some((value, end))
}

/// The negative code whose 32-bit unsigned form is `value`, otherwise `value`.
fn undo_unsigned(value: i64) -> i64 {
    let negative = value - (1 << 32);
    if (LOWEST_CODE..0).contains(&negative) { negative } else { value }
}

fn is_digit(byte: Option<&u8>) -> bool {
    byte.is_some_and(u8::is_ascii_digit)
}

/// Byte offsets at which `needle` occurs in `text`.
pub(super) fn find_all<'t>(text: &'t str, needle: &'t str) -> impl Iterator<Item = usize> + 't {
    memchr::memmem::find_iter(text.as_bytes(), needle.as_bytes())
}

/// Whether the character before byte `at` belongs to a word.
pub(super) fn is_after_word(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
}

/// Whether the character at byte `at` belongs to a word.
pub(super) fn is_before_word(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
}

/// Whether `text` contains `word`, not as a part of a longer word.
pub(super) fn has_word(text: &str, word: &str) -> bool {
    find_all(text, word).any(|at| !is_after_word(text, at) && !is_before_word(text, at + word.len()))
}

/// Whether byte `at` of `text` is inside a URL (`https://…?code=5001`), where numbers are never codes.
pub(super) fn is_in_url(text: &str, at: usize) -> bool {
    let start = text[..at].rfind([' ', '"', '\'', '(', '<', '[']).map_or(0, |separator| separator + 1);
    let head = &text[start..at];
    // The last case is a relative URL: `/api/x?code=5001`.
    head.contains("://") || head.starts_with("www.") || (head.contains('?') && head.ends_with(['?', '&', '=']))
}

/// Whether the last address of a WebSocket in a text may be the SDK's. A text without an address may be about one.
pub(super) fn is_after_sdk_socket(text: &str) -> bool {
    let start = find_all(text, "wss://").chain(find_all(text, "ws://")).max();
    start.is_none_or(|start| {
        let address = &text[start..];
        may_be_sdk_socket(&address[..address.find(['\'', '"', ' ']).unwrap_or(address.len())])
    })
}

/// HTML elements that mark a word or are the cell of a table.
const ELEMENTS: &[&str] = &[
    "td", "th", "dt", "dd", "b", "strong", "i", "em", "u", "code", "kbd", "mark", "span", "font", "p", "div", "li",
    "br",
];

/// The tags of these elements are not longer.
const MAX_TAG_BYTES: usize = 80;

/// Length of the start or end tag of an element at the beginning of `text`: `</td>`, `<span class="x">`.
pub(super) fn html_tag_len(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    let end = memchr::memchr(b'>', &inside.as_bytes()[..inside.len().min(MAX_TAG_BYTES)])?;
    let tag = &inside[..end];
    let name = tag.trim_matches('/').split([' ', '/']).next().unwrap_or_default();
    ELEMENTS.contains(&name).then_some(end + 2)
}

/// `text` without the tag of an element at its end.
pub(super) fn strip_html_tag(text: &str) -> Option<&str> {
    let head = text.strip_suffix('>')?;
    let first = head.len().saturating_sub(MAX_TAG_BYTES);
    let start = first + memchr::memrchr(b'<', &head.as_bytes()[first..])?;
    (html_tag_len(&text[start..]) == Some(text.len() - start)).then(|| &text[..start])
}

/// Whether a line is source code. Source code mentions codes that did not occur.
pub(super) fn is_source_code(text: &str) -> bool {
    const OPERATORS: &[&str] = &["!==", "=> {", "function("];
    const OPENINGS: &[&str] =
        &["const ", "let ", "var ", "import ", "export ", "function ", "if (", "if(", "case ", "switch (", "switch("];
    let trimmed = text.trim();
    let is_constant = |name: &str| {
        find_all(text, name).any(|at| text[at + name.len()..].starts_with(|c: char| c.is_ascii_uppercase()))
    };
    // `code === 16388` is a comparison; `=== join failed ===` is a headline.
    let is_comparison = |at: usize| {
        text[..at].trim_end().ends_with(|c: char| c.is_ascii_alphanumeric() || c == ')' || c == ']')
            && !text[at + 3..].trim().is_empty()
            && !text[at + 3..].starts_with('=')
    };
    OPERATORS.iter().any(|operator| text.contains(operator))
        || find_all(text, "===").any(is_comparison)
        || OPENINGS.iter().any(|word| trimmed.starts_with(word)) && trimmed.ends_with([';', '{', '}', ':', ',', ')'])
        || ["ErrorCode.", "ERROR_CODE."].into_iter().any(is_constant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_at_parses_whole_numbers_only() {
        assert_eq!(number_at("-10012 \n"), Some((-10012, 6)));
        assert_eq!(number_at("5001,"), Some((5001, 4)));
        assert_eq!(number_at("0x4004>"), Some((0x4004, 6)));
        assert_eq!(number_at("Ox4004"), Some((0x4004, 6)));
        assert_eq!(number_at("16451错误"), Some((16451, 5)));
        assert_eq!(number_at("5302."), Some((5302, 4)));
        assert_eq!(number_at("-10012.0,"), Some((-10012, 8)));
        assert_eq!(number_at("4294957283"), Some((-10013, 10)));
        assert_eq!(number_at("－１００１３。"), Some((-10013, 18)));
        for text in [
            "0", "4.15.22", "0x4004.0", "5001.05", "5001.0.1", "4.0", "1400XXXXXX", "00:41:56", "12345678901234", "-",
            "",
        ] {
            assert_eq!(number_at(text), None, "{text}");
        }
    }

    #[test]
    fn source_code_is_recognised() {
        for code in ["if (e.getCode() === 16388) {", "case 0x4004:", "e => { x }", "code = ErrorCode.INVALID_PARAMETER"]
        {
            assert!(is_source_code(code), "{code}");
        }
        for log in [
            "===== join error 16388 =====",
            "=== error 16388 ===",
            "https://a.example/module-ErrorCode.html",
            "let us see 0x4004",
        ] {
            assert!(!is_source_code(log), "{log}");
        }
    }

    #[test]
    fn urls_are_recognised() {
        let text = "see https://a.example/x?code=5001 or code=5001";
        assert!(is_in_url(text, text.find("5001").unwrap()));
        assert!(!is_in_url(text, text.rfind("5001").unwrap()));
    }
}
