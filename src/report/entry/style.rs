//! How text looks on a terminal: colours and width.

use textwrap::core::{Word, display_width};
use textwrap::wrap_algorithms::wrap_first_fit;

/// Colours and width of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextStyle {
    /// Whether to use colours and bold type.
    pub coloured: bool,
    /// Columns at which lines are wrapped; `None` if they are not wrapped.
    pub width: Option<usize>,
}

/// The meaning of a piece of text, which decides its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// The most important line.
    Title,
    /// The title of a section.
    Heading,
    /// A code in one of its forms.
    Code,
    /// Less important text.
    Faint,
    /// A failure.
    Error,
    /// A degradation.
    Warning,
    /// Something expected in normal use.
    Info,
}

impl TextStyle {
    /// `text` with the colours of `paint` if colours are on.
    pub fn paint(self, paint: Paint, text: &str) -> String {
        let sequence = match paint {
            Paint::Title | Paint::Heading => "\x1b[1m",
            Paint::Code => "\x1b[36m",
            Paint::Faint => "\x1b[2m",
            Paint::Error => "\x1b[31m",
            Paint::Warning => "\x1b[33m",
            Paint::Info => "\x1b[34m",
        };
        if self.coloured { format!("{sequence}{text}\x1b[0m") } else { text.to_owned() }
    }

    /// `text` wrapped at the width in columns. Its first line begins with `first`, the others with `rest`.
    ///
    /// Lines break at spaces and beside wide characters, such as Chinese ones. A word wider than a line, such as an address,
    /// stays whole. `text` must not contain colours.
    pub fn wrap(self, text: &str, first: &str, rest: &str) -> String {
        let width = self.width.unwrap_or(usize::MAX);
        let mut wrapped = String::new();
        let mut prefix = first;
        for paragraph in text.lines() {
            let mut words = Vec::new();
            paragraph.split_inclusive(' ').filter(|word| *word != " ").for_each(|word| split_wide(word, &mut words));
            let widths = [prefix, rest].map(|prefix| width.saturating_sub(display_width(prefix)) as f64);
            for line in wrap_first_fit(&words, &widths) {
                if !line.is_empty() {
                    wrapped.push_str(prefix);
                    prefix = rest;
                }
                wrapped.extend(line.iter().flat_map(|word| [word.word, word.whitespace]));
                wrapped.truncate(wrapped.trim_end_matches(' ').len());
                wrapped.push('\n');
            }
        }
        wrapped
    }
}

/// Splits a word beside wide characters, but not before a mark that ends a clause or after one that begins one.
fn split_wide<'t>(word: &'t str, parts: &mut Vec<Word<'t>>) {
    let mut start = 0;
    let wide = if word.is_ascii() { "" } else { word };
    for ((_, before), (at, after)) in wide.char_indices().zip(wide.char_indices().skip(1)) {
        let is_wide = [before, after].iter().any(|c| display_width(c.encode_utf8(&mut [0; 4])) == 2);
        if is_wide && !BEGINS_CLAUSE.contains(before) && !ENDS_CLAUSE.contains(after) {
            parts.push(Word::from(&word[start..at]));
            start = at;
        }
    }
    parts.push(Word::from(&word[start..]));
}

/// Marks that do not end a line.
const BEGINS_CLAUSE: &str = "（《〈「『【“‘‹([{<";
/// Marks that do not begin a line, and the space after a word.
const ENDS_CLAUSE: &str = " ，。、；：？！）》〉」』】”’›…%,.;:?!)]}>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_wrapped_at_the_width_with_a_hanging_indent() {
        let style = TextStyle { coloured: false, width: Some(16) };
        assert_eq!(style.wrap("Try again after a while.", "1. ", "   "), "1. Try again\n   after a\n   while.\n");
        assert_eq!(style.wrap("https://example.com/long", "  ", "  "), "  https://example.com/long\n");
    }

    #[test]
    fn chinese_is_wrapped_by_columns() {
        let style = TextStyle { coloured: false, width: Some(12) };
        assert_eq!(style.wrap("进房失败，请稍后再试。", "- ", "  "), "- 进房失败，\n  请稍后再\n  试。\n");
        assert_eq!(style.wrap("错误 0x4004 进房失败", "", ""), "错误 0x4004\n进房失败\n");
    }

    #[test]
    fn without_a_width_paragraphs_stay_whole() {
        assert_eq!(TextStyle::default().wrap("one two\n\nthree", "  ", "  "), "  one two\n\n  three\n");
    }
}
