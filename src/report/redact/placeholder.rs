//! The placeholders of secrets.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern::constant;

/// Whether the text consists of one or more placeholders.
pub(super) fn is_placeholder(text: &str) -> bool {
    static PLACEHOLDERS: LazyLock<Regex> = LazyLock::new(|| constant("^(?:‹[A-Za-z]+(?:-[0-9]+)?›)+$"));
    text.starts_with('‹') && PLACEHOLDERS.is_match(text)
}

/// The first `chars` characters of a text. A placeholder is left out rather than cut in two.
pub(crate) fn cut(text: &str, chars: usize) -> &str {
    let Some((end, _)) = text.char_indices().nth(chars) else { return text };
    let head = &text[..end];
    match (head.rfind('‹'), head.rfind('›')) {
        (Some(open), close) if close.is_none_or(|close| close < open) && text[open..].contains('›') => &head[..open],
        _ => head,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_not_cut_in_two() {
        assert_eq!(cut("进房失败", 2), "进房");
        assert_eq!(cut("ip ‹ip-1› b", 5), "ip ");
        assert_eq!(cut("ip ‹ip-1› b", 9), "ip ‹ip-1›");
        assert_eq!(cut("a ‹ b", 4), "a ‹ ");
    }
}
