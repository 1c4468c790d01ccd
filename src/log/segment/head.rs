//! Reads the level and the prefix of an entry from the first bytes of its first line. Parsing begins where this ends.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::line_kind::{LineFormat, LineKind};
use super::raw_entry::RawEntry;
use crate::log::entry::Level;
use crate::log::formats::{chrome_debug, safari};
use crate::log::parse::prefix::{PrefixSpan, common_prefix, find_prefix, skip_style};

/// The level and the prefix of an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct EntryHead {
    /// Its level: that of the prefix, otherwise that of the export.
    pub level: Level,
    /// The position of the SDK's prefix in the entry, if there is one.
    pub prefix: Option<PrefixSpan>,
}

impl EntryHead {
    fn new(prefix: PrefixSpan, at: usize) -> Self {
        Self { level: prefix.level, prefix: Some(prefix.shifted(at)) }
    }
}

/// The head of an entry. `None` for a record that must be parsed in full (it may contain
/// many entries).
#[inline]
pub(crate) fn entry_head(raw: &RawEntry<'_>) -> Option<EntryHead> {
    let RawEntry { text, kind, .. } = *raw;
    if let LineKind::Start(LineFormat::Devtools | LineFormat::Sdk, at) = kind
        && let Some(prefix) = text.as_bytes().get(at as usize..).and_then(common_prefix)
    {
        return Some(EntryHead::new(prefix, at as usize));
    }
    other_head(text, kind)
}

fn other_head(text: &str, kind: LineKind) -> Option<EntryHead> {
    let with_prefix = |at: usize| {
        let body = skip_style(text.as_bytes().get(at..).unwrap_or_default());
        find_prefix(body).map(|prefix| EntryHead::new(prefix, text.len() - body.len()))
    };
    match kind {
        LineKind::Json => console_event(text.as_bytes()),
        LineKind::Start(line_format, at) => {
            let at = at as usize;
            let is_quoted = line_format == LineFormat::Chrome && text.as_bytes().get(at) == Some(&b'"');
            Some(with_prefix(at + usize::from(is_quoted)).unwrap_or_else(|| {
                let level = match line_format {
                    LineFormat::Chrome => chrome_debug::level(text),
                    LineFormat::Safari => safari::level(text),
                    _ => Level::None,
                };
                EntryHead { level, prefix: None }
            }))
        }
        LineKind::Continuation | LineKind::Blank | LineKind::FreeText | LineKind::Number => {
            Some(with_prefix(0).unwrap_or_default())
        }
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
    // The text nearly always follows at once.
    let text = match record[kind_end..].strip_prefix(b"\",\"text\":\"") {
        Some(text) => record.len() - text.len(),
        None => TEXT.find(head)? + 8,
    };
    let text = skip_style(&record[text..]);
    let skipped = record.len() - text.len();
    let is_plain = |bytes: &[u8]| memchr::memchr(b'\\', bytes).is_none();
    if let Some(prefix) = find_prefix(text).filter(|prefix| is_plain(&text[..prefix.clock().end])) {
        return Some(EntryHead::new(prefix, skipped));
    }
    // An escape in the prefix (`\u003C`) hides the level.
    let window = &text[..text.len().min(64)];
    if !is_plain(window) && (window.starts_with(b"[") || window.starts_with(b"TRTC[")) {
        return None;
    }
    let level = Level::from_label(std::str::from_utf8(&record[kind..kind_end]).ok()?)?;
    Some(EntryHead { level, prefix: None })
}
