//! Makes the text of logs safe for terminals, documents and the window: control characters become visible.
//!
//! This is a module of its own at the lowest layer because every layer above shows text of logs.

/// `text` in one line with visible control characters: line breaks and tabs become spaces.
pub(crate) fn one_line(text: &str) -> String {
    let text = text.trim();
    if is_plain(text) {
        return text.to_owned();
    }
    text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { visible_char(c) }).collect()
}

/// `text` with visible control characters, except line breaks and tabs.
pub(crate) fn visible(text: &str) -> String {
    if text.split('\n').all(is_plain) {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").chars().map(|c| if matches!(c, '\n' | '\t') { c } else { visible_char(c) }).collect()
}

/// Whether a line has only printable ASCII characters, as most have.
fn is_plain(line: &str) -> bool {
    line.bytes().all(|byte| matches!(byte, 0x20..0x7f))
}

/// The symbol of a control character (␛ for escape), or U+FFFD if it has none. Characters that change the direction of text
/// are control characters too. Other characters are returned unchanged.
pub(crate) fn visible_char(c: char) -> char {
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
}
