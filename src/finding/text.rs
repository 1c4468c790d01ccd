//! Small steps over text that all finders share: numbers at a place, and what surrounds it.

use crate::code::narrow;

/// The lowest code of any family; a number in the 32-bit unsigned form of one below it is none.
const LOWEST_CODE: i64 = -1_000_000;

/// A decimal or `0x` number at the beginning of `text`: the number and its length. Zero, numbers of over 12 digits and
/// numbers that run into letters or decimals (`4.15`, `5f`, `1400XXXXXX`) are none. Full-width digits count as plain ones,
/// and 4294957283 as the -10013 whose unsigned form it is.
pub fn number_at(text: &str) -> Option<(i64, usize)> {
    const LONGEST: usize = 16;
    if text.as_bytes().first()?.is_ascii() {
        return plain_number_at(text);
    }
    let plain: String = text.chars().take(LONGEST).map(narrow).collect();
    let (value, length) = plain_number_at(&plain)?;
    // What was read of `plain` is ASCII: as many characters as bytes.
    Some((value, text.char_indices().nth(length).map_or(text.len(), |(end, _)| end)))
}

fn plain_number_at(text: &str) -> Option<(i64, usize)> {
    let bytes = text.as_bytes();
    let sign = usize::from(bytes.first() == Some(&b'-'));
    let (radix, start) =
        if bytes[sign..].starts_with(b"0x") || bytes[sign..].starts_with(b"0X") { (16, sign + 2) } else { (10, sign) };
    let digits = bytes[start..].iter().take_while(|byte| char::from(**byte).is_digit(radix)).count();
    if digits == 0 || digits > 12 {
        return None;
    }
    let end = start + digits;
    let runs_on = match bytes.get(end) {
        Some(b'.') => bytes.get(end + 1).is_some_and(u8::is_ascii_digit),
        Some(byte) => byte.is_ascii_alphanumeric() || *byte == b'_' || (*byte == b':' && is_digit(bytes.get(end + 1))),
        None => false,
    };
    if runs_on {
        return None;
    }
    let value = i64::from_str_radix(&text[start..end], radix).ok()?;
    let value = if sign == 1 { -value } else { signed(value) };
    (value != 0).then_some((value, end))
}

/// The negative code whose unsigned form `value` is, or `value` itself.
fn signed(value: i64) -> i64 {
    let negative = value - (1 << 32);
    if (LOWEST_CODE..0).contains(&negative) { negative } else { value }
}

fn is_digit(byte: Option<&u8>) -> bool {
    byte.is_some_and(u8::is_ascii_digit)
}

/// Byte offsets at which `needle` occurs in `text`.
pub fn find_all<'t>(text: &'t str, needle: &'t str) -> impl Iterator<Item = usize> + 't {
    memchr::memmem::find_iter(text.as_bytes(), needle.as_bytes())
}

/// Whether the character before byte `at` is part of a word.
pub fn word_before(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
}

/// Whether the character at byte `at` is part of a word.
pub fn word_after(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
}

/// Whether byte `at` of `text` stands inside an address (`https://…?code=5001`), where numbers are never codes.
pub fn in_address(text: &str, at: usize) -> bool {
    let word = text[..at].rfind([' ', '"', '\'', '(', '<', '[']).map_or(0, |blank| blank + 1);
    let head = &text[word..at];
    // `/api/x?code=5001` is one as well.
    head.contains("://") || head.starts_with("www.") || (head.contains('?') && head.ends_with(['?', '&', '=']))
}

/// Whether a line is source code: it names codes without one having occurred.
pub fn is_source_code(text: &str) -> bool {
    const SIGNS: &[&str] = &["!==", "=> {", "function("];
    const OPENINGS: &[&str] =
        &["const ", "let ", "var ", "import ", "export ", "function ", "if (", "if(", "case ", "switch (", "switch("];
    let start = text.trim();
    let is_constant = |name: &str| {
        find_all(text, name).any(|at| text[at + name.len()..].starts_with(|c: char| c.is_ascii_uppercase()))
    };
    // `code === 16388` compares; `=== join failed ===` is a headline.
    let compares = |at: usize| {
        text[..at].trim_end().ends_with(|c: char| c.is_ascii_alphanumeric() || c == ')' || c == ']')
            && !text[at + 3..].trim().is_empty()
            && !text[at + 3..].starts_with('=')
    };
    SIGNS.iter().any(|sign| text.contains(sign))
        || find_all(text, "===").any(compares)
        || OPENINGS.iter().any(|word| start.starts_with(word)) && start.ends_with([';', '{', '}', ':', ',', ')'])
        || ["ErrorCode.", "ERROR_CODE."].into_iter().any(is_constant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_end_where_numbers_end() {
        assert_eq!(number_at("-10012 \n"), Some((-10012, 6)));
        assert_eq!(number_at("5001,"), Some((5001, 4)));
        assert_eq!(number_at("0x4004>"), Some((0x4004, 6)));
        assert_eq!(number_at("16451错误"), Some((16451, 5)));
        assert_eq!(number_at("5302."), Some((5302, 4)));
        assert_eq!(number_at("4294957283"), Some((-10013, 10)));
        assert_eq!(number_at("－１００１３。"), Some((-10013, 18)));
        for none in ["0", "4.15.22", "1400XXXXXX", "00:41:56", "12345678901234", "-", ""] {
            assert_eq!(number_at(none), None, "{none}");
        }
    }

    #[test]
    fn source_code_is_known() {
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
    fn addresses_are_known() {
        let text = "see https://a.example/x?code=5001 or code=5001";
        assert!(in_address(text, text.find("5001").unwrap()));
        assert!(!in_address(text, text.rfind("5001").unwrap()));
    }
}
