//! Parses an entry of text: removes what the export puts around the message and reads the SDK's prefix.

use std::borrow::Cow;

use super::clock::{chromium_clock, leading_clock, named_clock, sdk_clock};
use super::parsed_entry::{Origin, ParsedEntry, TextPart};
use super::prefix::{Prefix, strip_style};
use crate::log::formats::{chrome_debug, webdriver};
use crate::log::segment::EntryHead;
use crate::log::segment::line_kind::{LineFormat, LineKind};
use crate::log::segment::raw_entry::RawEntry;

/// The parts of an entry of text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EntryParts<'a> {
    /// The text without what the export puts around it.
    pub text: &'a str,
    /// The SDK's prefix, if there is one; its offset is in the entry.
    pub prefix: Option<Prefix<'a>>,
    /// The text after the prefix.
    pub message: &'a str,
    /// Whether the arguments of the message are quoted as WebDriver quotes them, so that they must be unquoted.
    pub is_quoted: bool,
}

/// The parts of an entry of text that has this head.
pub(crate) fn parts<'t>(raw: &RawEntry<'t>, head: EntryHead) -> EntryParts<'t> {
    let (line_format, body_at) = match raw.kind {
        LineKind::Start(line_format, at) => (Some(line_format), at as usize),
        _ => (None, 0),
    };
    let body = &raw.text[body_at..];
    let text = if line_format == Some(LineFormat::Chrome) { chrome_debug::unwrap(body) } else { body };
    let text_end = (text.as_ptr() as usize - raw.text.as_ptr() as usize) + text.len();
    let prefix = head.prefix.and_then(|span| span.prefix(&raw.text[..text_end]));
    let message = if let Some(prefix) = prefix {
        &raw.text[prefix.message..text_end]
    } else {
        let plain = strip_style(text);
        // If the browser could not load something, only the source of the row names it.
        match line_format {
            Some(LineFormat::Devtools) if is_resource(plain) => raw.text,
            Some(LineFormat::Chrome) if is_resource(plain) => body,
            _ => plain,
        }
    };
    EntryParts { text, prefix, message, is_quoted: webdriver::is_quoted(text) }
}

/// The parts of a console event of a test driver, up to the end of the first line of its message. `None` if that line must be
/// unescaped.
pub(crate) fn record_parts(record: &str, head: EntryHead) -> Option<EntryParts<'_>> {
    let prefix = head.prefix?.prefix(record)?;
    let bytes = record.as_bytes();
    let end = prefix.message + memchr::memchr2(b'"', b'\\', bytes.get(prefix.message..)?)?;
    let is_end = bytes[end] == b'"' || bytes.get(end + 1) == Some(&b'n');
    let (text, message) = (&record[..end], &record[prefix.message..end]);
    is_end.then_some(EntryParts { text, prefix: Some(prefix), message, is_quoted: false })
}

fn is_resource(message: &str) -> bool {
    message.trim_start().starts_with("Failed to load resource")
}

/// Parses an entry of text that has this head.
pub(crate) fn text_entry<'a>(raw: &RawEntry<'a>, head: EntryHead) -> ParsedEntry<'a> {
    entry_of_parts(raw, head, &parts(raw, head))
}

/// Parses an entry of text that has this head and these [`parts`].
pub(crate) fn entry_of_parts<'a>(raw: &RawEntry<'a>, head: EntryHead, parts: &EntryParts<'a>) -> ParsedEntry<'a> {
    let line_format = raw.kind.line_format();
    let EntryParts { text, prefix, message, is_quoted } = *parts;
    let message = if is_quoted { webdriver::unwrap(message) } else { message.into() };
    // Messages of Chromium's own components are never about the SDK.
    let is_component = line_format == Some(LineFormat::Chrome) && !chrome_debug::is_console(raw.text);
    // The message begins before the text if only the source of the row names what could not be loaded.
    let text = if prefix.is_none() && is_resource(text) && !is_quoted { parts.message } else { text };
    let part = TextPart { line: raw.first_line, physical: true, pointer: None, text: Cow::Borrowed(text) };
    ParsedEntry {
        first_line: raw.first_line,
        last_line: raw.first_line + raw.lines - 1,
        pointer: None,
        time: prefix.map(|prefix| sdk_clock(prefix.clock)).or_else(|| outer_clock(raw.text, line_format)),
        level: head.level,
        client: prefix.and_then(|prefix| prefix.client).map(str::to_owned),
        user: prefix.and_then(|prefix| prefix.user).map(str::to_owned),
        message: trim_line_ends(message),
        texts: if is_component { Vec::new() } else { vec![part] },
        objects: Vec::new(),
        origin: match (prefix, line_format) {
            (Some(_), _) => Origin::Sdk,
            (None, Some(LineFormat::Bare) | None) => Origin::Prose,
            (None, Some(_)) => Origin::Export,
        },
    }
}

/// The time that the export adds to the entry whose lines are `entry`.
pub(crate) fn outer_clock(entry: &str, line_format: Option<LineFormat>) -> Option<String> {
    match line_format {
        Some(LineFormat::Chrome) => chromium_clock(entry),
        Some(LineFormat::Devtools | LineFormat::Timestamped | LineFormat::Firefox) => {
            leading_clock(entry).map(str::to_owned)
        }
        Some(LineFormat::Logger) => named_clock(entry).map(str::to_owned),
        _ => None,
    }
}

/// Removes the CR of lines that end in CR LF.
fn trim_line_ends(message: Cow<'_, str>) -> Cow<'_, str> {
    if message.contains('\r') { Cow::Owned(message.replace("\r\n", "\n").trim_end().to_owned()) } else { message }
}
