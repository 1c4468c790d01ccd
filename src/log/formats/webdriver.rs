//! The browser log of WebDriver: a JSON array of `{level, message, source, timestamp}`, whose messages are a second layer of
//! JSON.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::recogniser::{Recogniser, has_all, has_any, no_entry};
use crate::log::format::LogFormat;
use crate::log::json::{Json, unescape_until_quote};

/// WebDriver's entries.
pub(crate) const RECOGNISER: Recogniser = Recogniser {
    format: LogFormat::WebdriverBrowser,
    evidence: "are a browser driver's entries: `level`, `message`, `timestamp`",
    matches_entry: no_entry,
    matches_record,
};

fn matches_record(json: &Json<'_>) -> bool {
    has_all(json, &["level", "message", "source"])
        || has_all(json, &["level", "message", "timestamp"]) && !has_any(json, &["logger", "platform"])
}

/// Whether a text may have arguments that are quoted as in JSON: a message that was pasted without its JSON.
pub(crate) fn is_quoted(text: &str) -> bool {
    static ESCAPED_BRACKET: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\\u003C"));
    ESCAPED_BRACKET.find(text.as_bytes()).is_some() && text.contains("0:")
}

/// Unquotes the message of an entry: `https://…/trtc.js 0:172294 "%cTRTC%c%s" "padding: …" "[00:41:56] \u003CINFO> …"` is the script,
/// the position and the arguments, which are quoted as in JSON. Any other text is returned unchanged.
pub(crate) fn unwrap(message: &str) -> Cow<'_, str> {
    let Some(arguments) = arguments(message) else { return Cow::Borrowed(message) };
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

/// The quoted arguments after `source line:column `.
fn arguments(message: &str) -> Option<&str> {
    let quote = message.find(" \"")?;
    let mut words = message[..quote].rsplitn(2, ' ');
    let (line, column) = words.next()?.split_once(':')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (words.next().is_some() && is_number(line) && is_number(column)).then(|| &message[quote + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_unescaped() {
        let message =
            r#"https://a.example/trtc.js 0:172294 "%cTRTC%c%s" "color: #fff;" "[1] \u003CERROR> a\n \u003CX 0x1>""#;
        assert_eq!(unwrap(message), "%cTRTC%c%s color: #fff; [1] <ERROR> a\n <X 0x1>");
        assert_eq!(unwrap("he said \"x\""), "he said \"x\"");
    }
}
