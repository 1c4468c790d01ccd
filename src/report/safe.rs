//! Text from logs made harmless for terminals and documents.

/// `text` with its control characters made visible, and in one line: line breaks and tabs become blanks.
pub fn one_line(text: &str) -> String {
    text.trim().chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { visible_char(c) }).collect()
}

/// `text` with its control characters made visible, line breaks and tabs aside.
pub fn visible(text: &str) -> String {
    text.replace("\r\n", "\n").chars().map(|c| if matches!(c, '\n' | '\t') { c } else { visible_char(c) }).collect()
}

/// The first `chars` characters of a text. A placeholder of the redaction is not cut in two but left out.
pub fn cut(text: &str, chars: usize) -> &str {
    let Some((end, _)) = text.char_indices().nth(chars) else { return text };
    let head = &text[..end];
    match (head.rfind('‹'), head.rfind('›')) {
        (Some(open), close) if close.is_none_or(|close| close < open) && text[open..].contains('›') => &head[..open],
        _ => head,
    }
}

/// The picture of a control character (␛ for escape). Marks that turn the direction of text around count as such.
pub fn visible_char(c: char) -> char {
    match u32::from(c) {
        code @ 0..0x20 => char::from_u32(0x2400 + code).unwrap_or(char::REPLACEMENT_CHARACTER),
        0x7f => '\u{2421}',
        0x80..0xa0 | 0x202a..=0x202e | 0x2066..=0x2069 => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_are_made_visible() {
        assert_eq!(one_line(" a\x1b[31m\r\n\tb\x07\u{9b}\u{202e} "), "a␛[31m   b␇\u{fffd}\u{fffd}");
        assert_eq!(visible("a\r\n\tb\x00"), "a\n\tb␀");
    }

    #[test]
    fn a_cut_leaves_no_half_of_a_placeholder() {
        assert_eq!(cut("进房失败", 2), "进房");
        assert_eq!(cut("ip ‹ip-1› b", 5), "ip ");
        assert_eq!(cut("ip ‹ip-1› b", 9), "ip ‹ip-1›");
        assert_eq!(cut("a ‹ b", 4), "a ‹ ");
    }
}
