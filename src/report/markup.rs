//! Text made part of Markdown and HTML without becoming markup itself.

use std::fmt::Write;

/// Prose as Markdown that shows it as it is, in one paragraph or several. Passages between backticks stay code.
pub fn markdown_prose(text: &str) -> String {
    let text = super::safe::visible(text);
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    let mut rest = text.as_str();
    while let Some(open) = rest.find('`') {
        escape_markdown(&rest[..open], &mut escaped);
        let after = &rest[open + 1..];
        // A lone backtick opens nothing; what follows it has to be escaped.
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
    // Only digits since the line began: a point or bracket behind them would make it an item of a list.
    let mut is_number = previous == '\n';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_markup = match c {
            // Within a word it means nothing.
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

/// Text from a log as a code span: in one line, between as many backticks as it takes.
pub fn markdown_code(text: &str) -> String {
    let text = super::safe::one_line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    // A blank on either side is taken off again, and keeps backticks apart.
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    if text.is_empty() { String::new() } else { format!("{fence}{pad}{text}{pad}{fence}") }
}

/// Text from a log as a code span in a cell of a table, where even code must not have a bare `|`.
pub fn markdown_code_cell(text: &str) -> String {
    markdown_code(text).replace('|', "\\|")
}

/// Text as the content of an HTML element or of a quoted attribute.
pub fn html_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in super::safe::visible(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Prose as HTML: passages between backticks become code.
pub fn html_prose(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('`') {
        html.push_str(&html_text(before));
        match after.split_once('`') {
            Some((code, after)) if !code.is_empty() => {
                let _ = write!(html, "<code>{}</code>", html_text(code));
                rest = after;
            }
            _ => {
                html.push('`');
                rest = after;
            }
        }
    }
    html.push_str(&html_text(rest));
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_keeps_its_signs_and_code_stays_code() {
        assert_eq!(markdown_prose("allow *.rtc.qq.com, see <TAG>"), "allow \\*.rtc.qq.com, see \\<TAG\\>");
        assert_eq!(markdown_prose("JOIN_ROOM_FAILED, _not_"), "JOIN_ROOM_FAILED, \\_not\\_");
        assert_eq!(markdown_prose("call `a_b(*)` again"), "call `a_b(*)` again");
        assert_eq!(markdown_prose("a ` <b> &amp;"), "a \\` \\<b\\> \\&amp;");
        assert_eq!(markdown_prose("- 4.15. is (1)\n1. one & two"), "\\- 4.15. is (1)\n1\\. one & two");
        assert_eq!(html_prose("call `a<b` <i> `"), "call <code>a&lt;b</code> &lt;i&gt; `");
    }

    #[test]
    fn code_spans_hold_any_text() {
        assert_eq!(markdown_code("a `` b <script>\n\x1b"), "```a `` b <script> ␛```");
        assert_eq!(markdown_code("`"), "`` ` ``");
        assert_eq!(markdown_code_cell("a|b"), "`a\\|b`");
    }
}
