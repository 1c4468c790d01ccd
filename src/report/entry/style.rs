//! How text looks on a terminal: colours and width.

/// Colours and width of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextStyle {
    /// Whether to use colours and bold type.
    pub coloured: bool,
    /// Columns at which lines are wrapped; `None` where they are not.
    pub width: Option<usize>,
}

/// What a passage of text is, and so how it is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// The most important line.
    Title,
    /// What begins a section.
    Heading,
    /// A code in one of its forms.
    Code,
    /// What matters less.
    Faint,
    /// Something that fails.
    Error,
    /// Something that is worse than it should be.
    Warning,
    /// Something expected.
    Info,
}

impl TextStyle {
    /// `text` in its colours, or as it is.
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

    /// `text` wrapped at the width, its first line begun with `first` and its further lines with `rest`.
    ///
    /// `text` has no colours in it. A word wider than a line, such as an address, stays whole.
    pub fn wrap(self, text: &str, first: &str, rest: &str) -> String {
        let width = self.width.unwrap_or(usize::MAX);
        let mut wrapped = String::new();
        let mut prefix = first;
        for line in text.lines() {
            let mut column = 0;
            for word in line.split(' ').filter(|word| !word.is_empty()) {
                let length = word.chars().count();
                if column > 0 && column + 1 + length > width {
                    wrapped.push('\n');
                    column = 0;
                }
                if column == 0 {
                    wrapped.push_str(prefix);
                    column = prefix.chars().count();
                    prefix = rest;
                } else {
                    wrapped.push(' ');
                    column += 1;
                }
                wrapped.push_str(word);
                column += length;
            }
            wrapped.push('\n');
        }
        wrapped
    }
}

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
    fn without_a_width_paragraphs_stay_whole() {
        assert_eq!(TextStyle::default().wrap("one two\n\nthree", "  ", "  "), "  one two\n\n  three\n");
    }
}
