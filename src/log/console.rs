//! The text of a console message out of what wraps it: WebDriver's second layer of JSON, Chromium's quotes, styles.

use std::borrow::Cow;

use super::json::unescape_until_quote;
use super::prefix::strip_style;

/// The message of a WebDriver entry: `https://…/trtc.js 0:172294 "%cTRTC%c%s" "padding: …" "[00:41:56] \u003CINFO> …"` is
/// the script, the position and the arguments, those quoted as in JSON. Any other text is returned as it is.
#[must_use]
pub fn unwrap_webdriver(message: &str) -> Cow<'_, str> {
    let Some(arguments) = webdriver_arguments(message) else { return Cow::Borrowed(message) };
    let mut plain = String::with_capacity(arguments.len());
    let mut rest = arguments;
    while let Some(quoted) = rest.strip_prefix('"') {
        let (text, length, closed) = unescape_until_quote(quoted);
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(&text);
        rest = quoted[length..].trim_start_matches(' ');
        if !closed {
            break;
        }
    }
    if !rest.is_empty() {
        plain.push(' ');
        plain.push_str(rest);
    }
    Cow::Owned(plain)
}

/// The quoted arguments behind `source line:column `.
fn webdriver_arguments(message: &str) -> Option<&str> {
    let quote = message.find(" \"")?;
    let mut words = message[..quote].rsplitn(2, ' ');
    let (line, column) = words.next()?.split_once(':')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (words.next().is_some() && is_number(line) && is_number(column)).then(|| &message[quote + 1..])
}

/// The message of a Chromium entry, which stands in quotes before `, source: URL (line)`. What is no console message is
/// returned as it is. The result is a part of `body`: positions in it stay positions in the line.
#[must_use]
pub fn unwrap_chrome(body: &str) -> &str {
    let Some(quoted) = body.strip_prefix('"') else { return body };
    match quoted.rfind("\", source: ") {
        Some(end) => &quoted[..end],
        None => quoted,
    }
}

/// The message without style residue, wherever the export begins it.
#[must_use]
pub fn unstyled(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(strip_style(text)),
        Cow::Owned(text) if text.starts_with("%c") => Cow::Owned(strip_style(&text).to_owned()),
        owned @ Cow::Owned(_) => owned,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn webdriver_arguments_are_unescaped() {
        let message =
            r#"https://a.example/trtc.js 0:172294 "%cTRTC%c%s" "color: #fff;" "[1] \u003CERROR> a\n \u003CX 0x1>""#;
        assert_eq!(unwrap_webdriver(message), "%cTRTC%c%s color: #fff; [1] <ERROR> a\n <X 0x1>");
        assert_eq!(unwrap_webdriver("he said \"x\""), "he said \"x\"");
    }

    #[test]
    fn chrome_quotes_come_off() {
        assert_eq!(unwrap_chrome("\"a \"b\" c\", source: https://x (1)"), "a \"b\" c");
        assert_eq!(unwrap_chrome("Failed to connect"), "Failed to connect");
    }
}
