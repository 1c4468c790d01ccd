//! The level of an entry and its prefix, by a few bytes of its first line.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::line::{LineFormat, LineKind};
use crate::log::Level;
use crate::log::formats::chrome_debug;
use crate::log::parse::prefix::Prefix;
use crate::log::parse::text::EntryParts;

/// What there is to know of an entry that nobody looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntryHead {
    /// Its level.
    pub level: Level,
    /// Where the SDK's clock stands, and behind its prefix the message, which names the client; `None` where there is no
    /// prefix.
    pub prefix: Option<PrefixSpan>,
}

/// Where in an entry the parts of the SDK's prefix stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PrefixSpan {
    /// The clock's first byte.
    pub clock: usize,
    /// The byte behind the clock.
    pub clock_end: usize,
    /// The message's first byte.
    pub message: usize,
}

impl EntryHead {
    /// The parts of the entry, as [`parts`](crate::log::parse::text::parts) would tell them, where there is a prefix; client and
    /// user are those that its message names. Not for messages that are quoted as a browser driver does.
    pub fn parts<'e>(
        &self,
        entry: &'e str,
        kind: LineKind,
        client: Option<&'e str>,
        user: Option<&'e str>,
    ) -> Option<EntryParts<'e>> {
        let PrefixSpan { clock, clock_end, message } = self.prefix?;
        let (start, text) = match kind {
            LineKind::Json => (0, json_line(entry, message)?),
            LineKind::Start(line_format, at) => {
                let at = at as usize;
                let entry = entry.trim_end_matches(['\r', '\n']);
                let body = &entry[at..];
                if line_format == LineFormat::Chrome { (at + 1, chrome_debug::unwrap(body)) } else { (at, body) }
            }
            _ => return None,
        };
        let clock = &entry[clock..clock_end];
        let prefix = Prefix { clock, level: self.level, client, user, message: message - start };
        Some(EntryParts { text, prefix: Some(prefix), message: text.get(message - start..)?, is_quoted: false })
    }
}

/// A console event's record up to the end of the first line of its message, which begins at byte `message`; `None` where
/// that line has to be unescaped to be read.
fn json_line(record: &str, message: usize) -> Option<&str> {
    let bytes = record.as_bytes();
    let end = message + memchr::memchr2(b'"', b'\\', bytes.get(message..)?)?;
    let is_end = bytes[end] == b'"' || bytes.get(end + 1) == Some(&b'n');
    is_end.then(|| &record[..end])
}

impl PrefixSpan {
    fn behind(self, bytes: usize) -> Self {
        let Self { clock, clock_end, message } = self;
        Self { clock: clock + bytes, clock_end: clock_end + bytes, message: message + bytes }
    }
}

/// Takes a glance at an entry; `None` where it must be read in full to tell (and to count it: a record may hold many entries).
pub fn entry_head(text: &str, kind: LineKind) -> Option<EntryHead> {
    let entry = text.as_bytes();
    let prefixed = |at: u32| {
        let at = at as usize;
        let body = unstyled(entry.get(at..)?);
        let skipped = entry.len() - body.len();
        let entry_head = prefix(body).map(|(level, place)| EntryHead { level, prefix: Some(place.behind(skipped)) });
        Some(entry_head.unwrap_or_default())
    };
    match kind {
        LineKind::Start(LineFormat::Chrome, at) if entry.get(at as usize) == Some(&b'"') => prefixed(at + 1),
        LineKind::Start(LineFormat::Chrome, _) => {
            chrome_debug::foreign_level(text).map(|level| EntryHead { level, prefix: None })
        }
        LineKind::Start(
            LineFormat::Devtools | LineFormat::Sdk | LineFormat::Clocked | LineFormat::Firefox | LineFormat::Bare,
            at,
        ) => prefixed(at),
        LineKind::Start(LineFormat::Safari, _) => None,
        LineKind::Json => console_event(entry),
        LineKind::Continuation | LineKind::Blank | LineKind::Loose => Some(EntryHead::default()),
    }
}

/// A test driver's console event, `{"event":"console","time":"…","type":"info","text":"…`: one entry a record.
fn console_event(record: &[u8]) -> Option<EntryHead> {
    const HEAD: usize = 200;
    static TYPE: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\"type\":\""));
    static TEXT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\"text\":\""));
    if !record.starts_with(b"{\"event\":\"console\"") {
        return None;
    }
    let head = &record[..record.len().min(HEAD)];
    let kind = TYPE.find(head)? + 8;
    let kind_end = kind + memchr::memchr(b'"', &record[kind..])?;
    let text = TEXT.find(head)? + 8;
    let text = unstyled(&record[text..]);
    let skipped = record.len() - text.len();
    let is_plain = |bytes: &[u8]| memchr::memchr(b'\\', bytes).is_none();
    if let Some((level, place)) = prefix(text).filter(|(_, place)| is_plain(&text[..place.clock_end])) {
        return Some(EntryHead { level, prefix: Some(place.behind(skipped)) });
    }
    // An escape in the prefix (`\u003C`) hides the level.
    let window = &text[..text.len().min(64)];
    if !is_plain(window) && (window.starts_with(b"[") || window.starts_with(b"TRTC[")) {
        return None;
    }
    let level = Level::from_label(std::str::from_utf8(&record[kind..kind_end]).ok()?)?;
    Some(EntryHead { level, prefix: None })
}

/// The SDK's prefix without style residue; see [`super::prefix::strip_style`].
fn unstyled(text: &[u8]) -> &[u8] {
    const STYLES: usize = 400;
    if !text.starts_with(b"%c") {
        return text;
    }
    let head = &text[..text.len().min(STYLES)];
    let is_prefix = |at: &usize| text[..*at].ends_with(b" ") && head.get(at + 1).is_some_and(u8::is_ascii_digit);
    memchr::memchr_iter(b'[', head).find(is_prefix).map_or(text, |at| &text[at..])
}

/// The level of `[clock] <LEVEL>`, and where its parts and the message behind it stand; see
/// [`super::prefix::parse_prefix`].
fn prefix(body: &[u8]) -> Option<(Level, PrefixSpan)> {
    const CLOCK: usize = 56;
    if let Some(found) = usual_prefix(body) {
        return Some(found);
    }
    let text = body.trim_ascii_start();
    let text = text.strip_prefix(b"TRTC").unwrap_or(text);
    if text.first() != Some(&b'[') || !text.get(1)?.is_ascii_digit() {
        return None;
    }
    let close = memchr::memchr(b']', &text[..text.len().min(CLOCK)])?;
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
    let blanks = rest.iter().take_while(|byte| **byte == b' ').count();
    let clock = body.len() - text.len() + 1;
    let place = PrefixSpan { clock, clock_end: clock + close - 1, message: body.len() - rest.len() + blanks };
    Some((level, place))
}

/// A glance at an entry of text that has the prefix that is usual, where it is that quickly told.
#[inline]
pub fn usual_entry_head(entry: &str, kind: LineKind) -> Option<EntryHead> {
    let LineKind::Start(LineFormat::Devtools | LineFormat::Sdk, at) = kind else { return None };
    let (level, place) = usual_prefix(entry.as_bytes().get(at as usize..)?)?;
    Some(EntryHead { level, prefix: Some(place.behind(at as usize)) })
}

/// [`prefix`] for `TRTC[00:41:58:638] <INFO> `, `[01:00:19:77] <INFO> ` and `[00:46:46] <INFO> `, which are nearly all there
/// is: looked at in a few words.
#[inline]
pub(super) fn usual_prefix(body: &[u8]) -> Option<(Level, PrefixSpan)> {
    let at = if body.starts_with(b"TRTC") { 4 } else { 0 };
    let prefix: &[u8; 24] = body.get(at..at + 24)?.try_into().ok()?;
    if prefix[0] != b'[' || !is_clock(prefix) {
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
    // Old versions have a colon behind the bracket.
    let is_whole = body[message - 1] == b' ';
    is_whole.then_some((level, PrefixSpan { clock: at + 1, clock_end: at + close, message }))
}

/// Whether a time of day stands behind the bracket: `[00:41:58`.
#[inline]
fn is_clock(prefix: &[u8; 24]) -> bool {
    const SHAPE: u64 = u64::from_le_bytes(*b"00:00:00");
    /// The upper halves of all bytes, and the lower ones of all that are no digits.
    const FIXED: u64 = u64::from_le_bytes([0xF0, 0xF0, 0xFF, 0xF0, 0xF0, 0xFF, 0xF0, 0xF0]);
    const SIXES: u64 = u64::from_le_bytes([6; 8]);
    const UPPER: u64 = u64::from_le_bytes([0xF0; 8]);
    let [_, one, two, three, four, five, six, seven, eight, ..] = *prefix;
    let clock = u64::from_le_bytes([one, two, three, four, five, six, seven, eight]) ^ SHAPE;
    // Digits are what differs from zeros by nine at most.
    clock & FIXED == 0 && (clock + SIXES) & UPPER == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::parse::prefix::parse_prefix;

    #[test]
    fn prefixes_are_what_they_are_when_they_are_parsed() {
        for body in [
            "TRTC[00:41:58:638] <INFO> [↑c1|a] x",
            "[00:41:58:638] <ERROR> [↑c1|a] x",
            "[00:41:58:638] <DEBUG>  x",
            "[00:41:58:638] <WARN>: x",
            "[00:41:58:638] <WARNING> x",
            "[00:41:58:6a8] <INFO> x",
            "[00:41:58:6:8] <INFO> x",
            "[00:41:58:] <INFO> text of some length",
            "[00:41:58:6] <ERROR>text of some length",
            "[00:41:58:63] <DEBUG> text of some length",
            "[0:41:58:638] <DEBUG> text of some length",
            "[00:41:58] <INFO> [c|u]  text of some length",
            "[01:00:19:77] <WARN> [c1|u] text of some length",
            "[2026-11-23T17:09:24.620Z] <INFO>: text",
            "[11/24/2026, 1:13:51 AM] <TRACE>: [n|a] text",
            "  TRTC[00:41:58:638] &lt;LOG&gt; text",
            "[00:41:58:638] <INFO>",
            "[00:41:58:638]",
            "TRTC",
            "",
        ] {
            let parsed = parse_prefix(body).map(|prefix| (prefix.level, prefix.clock, &body[prefix.message..]));
            let seen = prefix(body.as_bytes())
                .map(|(level, place)| (level, &body[place.clock..place.clock_end], &body[place.message..]));
            assert_eq!(seen, parsed, "{body}");
        }
    }
}
