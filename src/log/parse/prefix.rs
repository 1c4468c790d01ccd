//! The prefix that the SDK puts on its log lines, in the forms of all versions, and the style residue before it.
//!
//! `[00:46:46] <INFO> [c|u]  `, `[01:00:19:77] <ERROR> [c1|u] `, `TRTC[00:41:58:638] <ERROR> [↑c4|u]`, and in uploads
//! `[2026-11-23T17:09:24.620Z] <INFO>: ` and `[11/24/2026, 1:13:51 AM] <INFO>: ` (source: logs of 4.3.2 to 5.17.1).

use std::borrow::Cow;
use std::ops::Range;

use super::clock::is_time_of_day;
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

/// The level of a prefix, and the bytes of its parts. Fits into a register: if it were returned in memory for each line and
/// read back in larger pieces, the processor would wait each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PrefixSpan {
    /// The level between the angle brackets.
    pub level: Level,
    clock_length: u8,
    /// The first byte of the time, and the number of bytes from there to the message.
    clock: u32,
    to_message: u16,
}

impl PrefixSpan {
    /// `clock` and `message` are bytes of a text of less than 4 GiB.
    #[inline]
    fn new(level: Level, clock: Range<usize>, message: usize) -> Self {
        // A message after more blanks than that begins with the rest of them.
        let to_message = (message - clock.start).min(u16::MAX.into()) as u16;
        Self { level, clock_length: (clock.end - clock.start) as u8, clock: clock.start as u32, to_message }
    }

    /// The bytes of the time.
    #[inline]
    pub(crate) fn clock(self) -> Range<usize> {
        let start = self.clock as usize;
        start..start + usize::from(self.clock_length)
    }

    /// The first byte of the message, which begins with the client.
    #[inline]
    pub(crate) fn message(self) -> usize {
        self.clock as usize + usize::from(self.to_message)
    }

    /// The span in a text that has `bytes` bytes before this one.
    #[inline]
    pub(crate) fn shifted(self, bytes: usize) -> Self {
        Self { clock: self.clock + bytes as u32, ..self }
    }

    /// The prefix that is at this span of `text`, with client and user.
    pub(crate) fn prefix(self, text: &str) -> Option<Prefix<'_>> {
        let (level, message) = (self.level, self.message());
        let (client, user) = parse_client(text.get(message..)?).unwrap_or_default();
        Some(Prefix { clock: text.get(self.clock())?, level, client, user, message })
    }
}

/// The longest known time is `11/24/2026, 12:13:51 AM`; localised ones are slightly longer.
const CLOCK_MAX: usize = 48;

/// Parses the SDK's prefix at the beginning of `line`, after white space and `TRTC`.
pub(crate) fn parse_prefix(line: &str) -> Option<Prefix<'_>> {
    find_prefix(line.as_bytes())?.prefix(line)
}

/// Finds the SDK's prefix at the beginning of `line`, after white space and `TRTC`.
pub(crate) fn find_prefix(line: &[u8]) -> Option<PrefixSpan> {
    if let Some(found) = common_prefix(line) {
        return Some(found);
    }
    let blanks = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let text = &line[blanks..];
    let text = text.strip_prefix(b"TRTC").unwrap_or(text);
    if text.first() != Some(&b'[') || !text.get(1)?.is_ascii_digit() {
        return None;
    }
    let close = memchr::memchr(b']', &text[..text.len().min(CLOCK_MAX + 1)])?;
    let label = text[close + 1..].strip_prefix(b" ")?;
    let label = label.strip_prefix(b"<").or_else(|| label.strip_prefix(b"&lt;"))?;
    let (level, name) = match label {
        [b'I', b'N', b'F', b'O', rest @ ..] | [b'L', b'O', b'G', rest @ ..] => (Level::Info, rest),
        [b'D', b'E', b'B', b'U', b'G', rest @ ..] | [b'T', b'R', b'A', b'C', b'E', rest @ ..] => (Level::Debug, rest),
        [b'W', b'A', b'R', b'N', rest @ ..] => (Level::Warn, rest),
        [b'E', b'R', b'R', b'O', b'R', rest @ ..] => (Level::Error, rest),
        _ => return None,
    };
    let rest = name.strip_prefix(b">").or_else(|| name.strip_prefix(b"&gt;"))?;
    let rest = rest.strip_prefix(b":").unwrap_or(rest);
    let spaces = rest.iter().take_while(|byte| **byte == b' ').count();
    let clock = line.len() - text.len() + 1;
    Some(PrefixSpan::new(level, clock..clock + close - 1, line.len() - rest.len() + spaces))
}

/// [`find_prefix`] for `TRTC[00:41:58:638] <INFO> `, `[01:00:19:77] <INFO> ` and `[00:46:46] <INFO> `, which are nearly all
/// prefixes. They are compared word by word instead of byte by byte.
#[inline]
pub(crate) fn common_prefix(body: &[u8]) -> Option<PrefixSpan> {
    let at = if body.starts_with(b"TRTC") { 4 } else { 0 };
    let prefix: &[u8; 24] = body.get(at..at + 24)?.try_into().ok()?;
    if prefix[0] != b'[' || !prefix[1..].first_chunk().is_some_and(|time| is_time_of_day(*time)) {
        return None;
    }
    // Milliseconds, not padded in some versions.
    let mut close = 9;
    if prefix[9] == b':' {
        close = 10 + prefix[10..13].iter().take_while(|byte| byte.is_ascii_digit()).count();
    }
    if prefix[close..close + 3] != *b"] <" || close == 10 {
        return None;
    }
    let (level, length) = match &prefix[close + 3..close + 9] {
        b"INFO> " => (Level::Info, 6),
        b"WARN> " => (Level::Warn, 6),
        b"ERROR>" => (Level::Error, 6),
        b"DEBUG>" => (Level::Debug, 6),
        _ => return None,
    };
    let mut message = at + close + 3 + length;
    while body.get(message) == Some(&b' ') {
        message += 1;
    }
    // Old versions have a colon after the bracket.
    let ends_in_blank = body[message - 1] == b' ';
    ends_in_blank.then_some(PrefixSpan::new(level, at + 1..at + close, message))
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

/// Skips style residue before the SDK's prefix, as [`strip_style`] does.
pub(crate) fn skip_style(text: &[u8]) -> &[u8] {
    const STYLES: usize = 400;
    if !text.starts_with(b"%c") {
        return text;
    }
    let head = &text[..text.len().min(STYLES)];
    let is_prefix = |at: &usize| head.get(at + 1).is_some_and(u8::is_ascii_digit);
    let start = |at: usize| {
        let before = text[..at].strip_suffix(b"TRTC").unwrap_or(&text[..at]);
        before.ends_with(b" ").then_some(before.len())
    };
    memchr::memchr_iter(b'[', head).filter(is_prefix).find_map(start).map_or(text, |at| &text[at..])
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
