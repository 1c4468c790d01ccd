//! Reads the level and the prefix of an entry from the first bytes of its first line, without parsing the entry.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::line_kind::{LineFormat, LineKind};
use crate::log::entry::Level;
use crate::log::formats::chrome_debug;
use crate::log::parse::clock::is_time_of_day;
use crate::log::parse::prefix::Prefix;
use crate::log::parse::text::EntryParts;

/// The level and the prefix of an entry, read without parsing it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct EntryHead {
    /// Its level.
    pub level: Level,
    /// The position of the SDK's prefix, if there is one.
    pub prefix: Option<PrefixSpan>,
}

/// Byte offsets of the parts of the SDK's prefix in an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PrefixSpan {
    /// The first byte of the time.
    pub clock: usize,
    /// The byte after the time.
    pub clock_end: usize,
    /// The first byte of the message, which begins with the client.
    pub message: usize,
}

impl EntryHead {
    /// The parts of the entry, equal to those of [`parts`](crate::log::parse::text::parts). `None` if there is no prefix.
    /// `client` and `user` are those in the message. Not for messages that are quoted as WebDriver quotes them.
    pub(crate) fn parts<'e>(
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

/// The record of a console event up to the end of the first line of its message, which begins at byte `message`. `None` if
/// that line must be unescaped.
fn json_line(record: &str, message: usize) -> Option<&str> {
    let bytes = record.as_bytes();
    let end = message + memchr::memchr2(b'"', b'\\', bytes.get(message..)?)?;
    let is_end = bytes[end] == b'"' || bytes.get(end + 1) == Some(&b'n');
    is_end.then(|| &record[..end])
}

impl PrefixSpan {
    fn shifted(self, bytes: usize) -> Self {
        let Self { clock, clock_end, message } = self;
        Self { clock: clock + bytes, clock_end: clock_end + bytes, message: message + bytes }
    }
}

/// Reads the head of an entry. `None` if the entry must be parsed in full (a record may contain many entries).
pub(crate) fn entry_head(text: &str, kind: LineKind) -> Option<EntryHead> {
    let entry = text.as_bytes();
    let head_with_prefix = |at: u32| {
        let at = at as usize;
        let body = skip_style(entry.get(at..)?);
        let skipped = entry.len() - body.len();
        let entry_head =
            prefix_span(body).map(|(level, span)| EntryHead { level, prefix: Some(span.shifted(skipped)) });
        Some(entry_head.unwrap_or_default())
    };
    match kind {
        LineKind::Start(LineFormat::Chrome, at) if entry.get(at as usize) == Some(&b'"') => head_with_prefix(at + 1),
        LineKind::Start(LineFormat::Chrome, _) => {
            chrome_debug::component_level(text).map(|level| EntryHead { level, prefix: None })
        }
        LineKind::Start(
            LineFormat::Devtools | LineFormat::Sdk | LineFormat::Timestamped | LineFormat::Firefox | LineFormat::Bare,
            at,
        ) => head_with_prefix(at),
        LineKind::Start(LineFormat::Safari, _) => None,
        LineKind::Json => console_event(entry),
        LineKind::Continuation | LineKind::Blank | LineKind::FreeText => Some(EntryHead::default()),
    }
}

/// The head of a test driver's console event, `{"event":"console","time":"…","type":"info","text":"…`, which is one entry.
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
    let text = skip_style(&record[text..]);
    let skipped = record.len() - text.len();
    let is_plain = |bytes: &[u8]| memchr::memchr(b'\\', bytes).is_none();
    if let Some((level, span)) = prefix_span(text).filter(|(_, span)| is_plain(&text[..span.clock_end])) {
        return Some(EntryHead { level, prefix: Some(span.shifted(skipped)) });
    }
    // An escape in the prefix (`\u003C`) hides the level.
    let window = &text[..text.len().min(64)];
    if !is_plain(window) && (window.starts_with(b"[") || window.starts_with(b"TRTC[")) {
        return None;
    }
    let level = Level::from_label(std::str::from_utf8(&record[kind..kind_end]).ok()?)?;
    Some(EntryHead { level, prefix: None })
}

/// Skips style residue before the SDK's prefix, as [`strip_style`](crate::log::parse::prefix::strip_style) does.
fn skip_style(text: &[u8]) -> &[u8] {
    const STYLES: usize = 400;
    if !text.starts_with(b"%c") {
        return text;
    }
    let head = &text[..text.len().min(STYLES)];
    let is_prefix = |at: &usize| text[..*at].ends_with(b" ") && head.get(at + 1).is_some_and(u8::is_ascii_digit);
    memchr::memchr_iter(b'[', head).find(is_prefix).map_or(text, |at| &text[at..])
}

/// The level and the offsets of `[clock] <LEVEL> message`, equal to those of
/// [`parse_prefix`](crate::log::parse::prefix::parse_prefix).
fn prefix_span(body: &[u8]) -> Option<(Level, PrefixSpan)> {
    const CLOCK: usize = 56;
    if let Some(found) = prefix_fast(body) {
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
    let span = PrefixSpan { clock, clock_end: clock + close - 1, message: body.len() - rest.len() + blanks };
    Some((level, span))
}

/// Like [`entry_head`], but only for entries of text with a common prefix (see [`prefix_fast`]); `None` for all others.
#[inline]
pub(crate) fn entry_head_fast(entry: &str, kind: LineKind) -> Option<EntryHead> {
    let LineKind::Start(LineFormat::Devtools | LineFormat::Sdk, at) = kind else { return None };
    let (level, span) = prefix_fast(entry.as_bytes().get(at as usize..)?)?;
    Some(EntryHead { level, prefix: Some(span.shifted(at as usize)) })
}

/// [`prefix_span`] for `TRTC[00:41:58:638] <INFO> `, `[01:00:19:77] <INFO> ` and `[00:46:46] <INFO> `, which are nearly all
/// prefixes. They are compared word by word instead of byte by byte.
#[inline]
pub(super) fn prefix_fast(body: &[u8]) -> Option<(Level, PrefixSpan)> {
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
    ends_in_blank.then_some((level, PrefixSpan { clock: at + 1, clock_end: at + close, message }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::parse::prefix::parse_prefix;

    #[test]
    fn prefix_spans_equal_parsed_prefixes() {
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
            let found = prefix_span(body.as_bytes())
                .map(|(level, span)| (level, &body[span.clock..span.clock_end], &body[span.message..]));
            assert_eq!(found, parsed, "{body}");
        }
    }
}
