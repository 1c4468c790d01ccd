//! Text as Markdown.

use crate::sanitize::{one_line, visible};

/// Prose as Markdown that shows it unchanged, in one paragraph or several. Text between backticks stays code.
pub(crate) fn markdown_prose(text: &str) -> String {
    let text = visible(text);
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    let mut rest = text.as_str();
    while let Some(open) = rest.find('`') {
        escape_markdown(&rest[..open], &mut escaped);
        let after = &rest[open + 1..];
        // A backtick without a partner does not begin code: the text after it is escaped.
        let close = after.find(['`', '\n']).filter(|&close| close > 0 && after[close..].starts_with('`'));
        if let Some(close) = close {
            escaped.push_str(&markdown_code(&after[..close]));
            rest = &after[close + 1..];
        } else {
            escaped.push_str("\\`");
            rest = after;
        }
    }
    escape_markdown(rest, &mut escaped);
    escaped
}

fn escape_markdown(text: &str, escaped: &mut String) {
    let mut previous = escaped.chars().next_back().unwrap_or('\n');
    // Whether the line consists of digits so far: a dot or bracket after them would begin a list item.
    let mut is_number = previous == '\n';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_markup = match c {
            // An underscore within a word is not markup.
            '_' => !(previous.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphanumeric())),
            '-' | '+' | '=' => previous == '\n',
            '.' | ')' => is_number,
            '&' => chars.peek().is_some_and(|next| next.is_ascii_alphanumeric() || *next == '#'),
            _ => matches!(c, '\\' | '*' | '<' | '>' | '[' | ']' | '|' | '#' | '~' | '!'),
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(c);
        previous = c;
        is_number = c == '\n' || is_number && c.is_ascii_digit();
    }
}

/// Text of a log as a code span: in one line, between more backticks than the text has in a row.
pub(crate) fn markdown_code(text: &str) -> String {
    let text = one_line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // CommonMark removes one space on each side; it separates the fence from backticks of the text.
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    if text.is_empty() { String::new() } else { format!("{fence}{pad}{text}{pad}{fence}") }
}

/// Text of a log as a code span in a table cell, where `|` is escaped even in code.
pub(crate) fn markdown_code_cell(text: &str) -> String {
    markdown_code(text).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_escaped_outside_code() {
        assert_eq!(markdown_prose("allow *.rtc.qq.com, see <TAG>"), "allow \\*.rtc.qq.com, see \\<TAG\\>");
        assert_eq!(markdown_prose("JOIN_ROOM_FAILED, _not_"), "JOIN_ROOM_FAILED, \\_not\\_");
        assert_eq!(markdown_prose("call `a_b(*)` again"), "call `a_b(*)` again");
        assert_eq!(markdown_prose("a ` <b> &amp;"), "a \\` \\<b\\> \\&amp;");
        assert_eq!(markdown_prose("- 4.15. is (1)\n1. one & two"), "\\- 4.15. is (1)\n1\\. one & two");
    }

    #[test]
    fn code_spans_contain_any_text() {
        assert_eq!(markdown_code("a `` b <script>\n\x1b"), "```a `` b <script> ␛```");
        assert_eq!(markdown_code("`"), "`` ` ``");
        assert_eq!(markdown_code_cell("a|b"), "`a\\|b`");
    }
}
