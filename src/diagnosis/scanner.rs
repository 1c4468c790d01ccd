//! Small steps over text that all finders share: numbers at a place, and what surrounds it.

/// A decimal or `0x` number at the beginning of `text`: the number and its length. Zero, numbers of over 12 digits and
/// numbers that run into letters or decimals (`4.15`, `5f`, `1400XXXXXX`) are none.
#[must_use]
pub fn number_at(text: &str) -> Option<(i64, usize)> {
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
    let value = if sign == 1 { -value } else { value };
    (value != 0).then_some((value, end))
}

fn is_digit(byte: Option<&u8>) -> bool {
    byte.is_some_and(u8::is_ascii_digit)
}

/// Byte offsets at which `needle` occurs in `text`.
pub fn find_all<'t>(text: &'t str, needle: &'t str) -> impl Iterator<Item = usize> + 't {
    memchr::memmem::find_iter(text.as_bytes(), needle.as_bytes())
}

/// Whether the character before byte `at` is part of a word.
#[must_use]
pub fn word_before(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
}

/// Whether the character at byte `at` is part of a word.
#[must_use]
pub fn word_after(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
}

/// Whether byte `at` of `text` stands inside an address (`https://…?code=5001`), where numbers are never codes.
#[must_use]
pub fn in_address(text: &str, at: usize) -> bool {
    let word = text[..at].rfind([' ', '"', '\'', '(', '<', '[']).map_or(0, |blank| blank + 1);
    text[word..at].contains("://") || text[word..at].starts_with("www.")
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
        for none in ["0", "4.15.22", "1400XXXXXX", "00:41:56", "12345678901234", "-", ""] {
            assert_eq!(number_at(none), None, "{none}");
        }
    }

    #[test]
    fn addresses_are_known() {
        let text = "see https://a.example/x?code=5001 or code=5001";
        assert!(in_address(text, text.find("5001").unwrap()));
        assert!(!in_address(text, text.rfind("5001").unwrap()));
    }
}
