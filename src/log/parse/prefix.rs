//! The prefix that the SDK puts on its log lines, in the forms of all versions, and the style residue before it.
//!
//! `[00:46:46] <INFO> [c|u]  `, `[01:00:19:77] <ERROR> [c1|u] `, `TRTC[00:41:58:638] <ERROR> [↑c4|u]`, and in uploads
//! `[2026-11-23T17:09:24.620Z] <INFO>: ` and `[11/24/2026, 1:13:51 AM] <INFO>: ` (source: logs of 4.3.2 to 5.17.1).

use std::borrow::Cow;

use crate::log::entry::Level;

/// The prefix of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Prefix<'a> {
    /// The time between the brackets, as printed.
    pub clock: &'a str,
    /// The level between the angle brackets.
    pub level: Level,
    /// Client in `[↑c4|student_07]`: `c4`.
    pub client: Option<&'a str>,
    /// User in `[↑c4|student_07]`: `student_07`. It may be any text, also digits.
    pub user: Option<&'a str>,
    /// Byte offset of the message, which begins with `[↑c4|student_07]`.
    pub message: usize,
}

/// The longest known time is `11/24/2026, 12:13:51 AM`; localised ones are slightly longer.
const CLOCK_MAX: usize = 48;

/// Parses the SDK's prefix at the beginning of `line`, after white space and `TRTC`.
pub(crate) fn parse_prefix(line: &str) -> Option<Prefix<'_>> {
    let body = line.trim_start_matches([' ', '\t']);
    let body = body.strip_prefix("TRTC").unwrap_or(body);
    let inside = body.strip_prefix('[')?;
    if !inside.as_bytes().first()?.is_ascii_digit() {
        return None;
    }
    let close = memchr::memchr(b']', &inside.as_bytes()[..inside.len().min(CLOCK_MAX)])?;
    let clock = &inside[..close];
    let after = inside[close + 1..].strip_prefix(' ')?;
    let after = after.strip_prefix('<').or_else(|| after.strip_prefix("&lt;"))?;
    let (level, after) = parse_level(after)?;
    let after = after.strip_prefix(':').unwrap_or(after);
    let message = after.trim_start_matches(' ');
    let (client, user) = parse_client(message).unwrap_or_default();
    Some(Prefix { clock, level, client, user, message: line.len() - message.len() })
}

/// Parses `ERROR> ` and the like. Returns the level and the text after the bracket.
fn parse_level(text: &str) -> Option<(Level, &str)> {
    let names = [
        ("INFO", Level::Info),
        ("ERROR", Level::Error),
        ("WARN", Level::Warn),
        ("DEBUG", Level::Debug),
        ("TRACE", Level::Debug),
        ("LOG", Level::Info),
    ];
    let (level, rest) = names.into_iter().find_map(|(name, level)| Some((level, text.strip_prefix(name)?)))?;
    let rest = rest.strip_prefix('>').or_else(|| rest.strip_prefix("&gt;"))?;
    Some((level, rest))
}

/// Parses the client and the user at the beginning of a message: `[↑c4|student_07]` or, of version 5, `[↑t1-r1-ws1|alice]` and
/// `[↑t1]`, or `[student_07]` of old signal channels.
pub(crate) fn parse_client(message: &str) -> Option<(Option<&str>, Option<&str>)> {
    let inside = message.strip_prefix('[')?;
    let inside = inside.strip_prefix(['↑', '↓']).unwrap_or(inside);
    let close = memchr::memchr(b']', inside.as_bytes())?;
    match inside[..close].split_once('|') {
        Some((client, user)) => Some((Some(client), Some(user).filter(|user| is_user_name(user)))),
        None => Some((None, None)),
    }
}

/// Whether the name is that of a user: before it knows the user, the SDK prints `undefined`.
pub(crate) fn is_user_name(name: &str) -> bool {
    name != "undefined"
}

/// The SDK's message without the residue that styled console output leaves if styles are not applied:
/// `%cTRTC%c%s padding: 1px 4px;… display: inline [00:41:58:638] <ERROR> …`. Returns a suffix of `text`, so that byte
/// offsets stay offsets in the line. Text without residue is returned unchanged.
pub(crate) fn strip_style(text: &str) -> &str {
    let Some(rest) = text.strip_prefix("%c") else { return text };
    // The format string ends at the first blank. Style sheets follow, one per argument.
    let Some((_, mut rest)) = rest.split_once(' ') else { return text };
    while let Some(after) = strip_declarations(rest) {
        rest = after;
    }
    rest.trim_start_matches(' ')
}

/// Strips one `property: value;` pair. The last pair may lack its semicolon; then its value is one word.
fn strip_declarations(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let (property, value) = text.split_once(':')?;
    let is_property = !property.is_empty() && property.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    if !is_property {
        return None;
    }
    let value = value.strip_prefix(' ').unwrap_or(value);
    let semicolon = value.find(';');
    let bracket = value.find(" [").unwrap_or(usize::MAX);
    match semicolon {
        Some(at) if at < bracket && at < 120 => Some(&value[at + 1..]),
        _ => value.find(' ').map(|at| &value[at + 1..]),
    }
}

/// Like [`strip_style`], for text that may be owned.
pub(crate) fn strip_style_cow(text: Cow<'_, str>) -> Cow<'_, str> {
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
    fn prefixes_of_all_versions_are_parsed() {
        let cases = [
            (" [00:46:46] <ERROR> [c|u]  text", "00:46:46", Level::Error, Some("c"), Some("u")),
            ("[01:00:19:77] <WARN> [c1|70001] text", "01:00:19:77", Level::Warn, Some("c1"), Some("70001")),
            ("TRTC[00:41:58:638] <INFO> [↑c4|-8] text", "00:41:58:638", Level::Info, Some("c4"), Some("-8")),
            ("[2026-11-23T17:09:24.620Z] <INFO>: text", "2026-11-23T17:09:24.620Z", Level::Info, None, None),
            (
                "[11/24/2026, 1:13:51 AM] <DEBUG>: [n|a] text",
                "11/24/2026, 1:13:51 AM",
                Level::Debug,
                Some("n"),
                Some("a"),
            ),
            ("[00:46:46] &lt;WARN&gt; [c|u] text", "00:46:46", Level::Warn, Some("c"), Some("u")),
            ("[00:55:59:943] <INFO> [↑t1-r1] text", "00:55:59:943", Level::Info, None, None),
            ("[↓s1|undefined]", "", Level::None, None, None),
        ];
        for (line, clock, level, client, user) in cases {
            match parse_prefix(line) {
                Some(prefix) => {
                    assert_eq!((prefix.clock, prefix.level, prefix.client, prefix.user), (clock, level, client, user));
                    assert!(line[prefix.message..].ends_with("text"), "{line}");
                }
                None => assert_eq!(clock, "", "{line}"),
            }
        }
    }

    #[test]
    fn style_residue_is_stripped() {
        let styled = "%cTRTC%c%s padding: 1px 4px;border-radius: 3px;color: #fff;background: #1E88E5; display: inline \
                      [00:41:58:638] <ERROR> x; y: z";
        assert_eq!(strip_style(styled), "[00:41:58:638] <ERROR> x; y: z");
        assert_eq!(strip_style("plain [1]"), "plain [1]");
        assert_eq!(strip_style("%cred color: red; some text: here"), "some text: here");
    }
}
