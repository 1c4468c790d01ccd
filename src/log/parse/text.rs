//! Parses an entry of text: removes what the export puts around the message and reads the SDK's prefix.

use std::borrow::Cow;

use super::clock::{chromium_clock, leading_clock, sdk_clock};
use super::parsed_entry::{Origin, ParsedEntry, TextPart};
use super::prefix::{Prefix, parse_prefix, strip_style};
use crate::log::entry::Level;
use crate::log::formats::{chrome_debug, safari, webdriver};
use crate::log::segment::line_kind::{LineFormat, LineKind};
use crate::log::segment::raw_entry::{RawEntry, RawEntryKind};

/// The parts of an entry of text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EntryParts<'a> {
    /// The text without what the export puts around it.
    pub text: &'a str,
    /// The SDK's prefix, if there is one; its offset is in `text`.
    pub prefix: Option<Prefix<'a>>,
    /// The text after the prefix.
    pub message: &'a str,
    /// Whether the arguments of the message are quoted as WebDriver quotes them, so that they must be unquoted.
    pub is_quoted: bool,
}

/// The parts of an entry whose lines are `entry` and whose first line is of this kind.
pub(crate) fn parts(entry: &str, kind: LineKind) -> EntryParts<'_> {
    let (line_format, body_at) = match kind {
        LineKind::Start(line_format, at) => (Some(line_format), at as usize),
        _ => (None, 0),
    };
    let body = &entry[body_at..];
    let text = if line_format == Some(LineFormat::Chrome) { chrome_debug::unwrap(body) } else { body };
    let plain = strip_style(text);
    let prefix = parse_prefix(plain);
    // If the browser could not load something, only the source of the row names it.
    let is_resource = plain.trim_start().starts_with("Failed to load resource");
    let message = match line_format {
        Some(LineFormat::Devtools) if is_resource => entry,
        Some(LineFormat::Chrome) if is_resource => body,
        _ => prefix.map_or(plain, |prefix| &plain[prefix.message..]),
    };
    // A WebDriver message that was pasted without its JSON still has quoted arguments.
    let is_quoted = plain.contains("\\u003C") && plain.contains("0:");
    let style_len = text.len() - plain.len();
    let prefix = prefix.map(|prefix| Prefix { message: style_len + prefix.message, ..prefix });
    EntryParts { text, prefix, message, is_quoted }
}

/// Parses an entry of text.
pub(crate) fn text_entry<'a>(raw: &RawEntry<'a>) -> ParsedEntry<'a> {
    let (line_format, kind) = match raw.kind {
        RawEntryKind::Formatted(line_format, at) => (Some(line_format), LineKind::start(line_format, at)),
        _ => (None, LineKind::FreeText),
    };
    let EntryParts { text, prefix, message, is_quoted } = parts(raw.text, kind);
    let message = if is_quoted { webdriver::unwrap(message) } else { message.into() };
    // Messages of Chromium's own components are never about the SDK.
    let is_component = line_format == Some(LineFormat::Chrome) && !chrome_debug::is_console(raw.text);
    let part = TextPart { line: raw.first_line, physical: true, pointer: None, text: Cow::Borrowed(text) };
    ParsedEntry {
        first_line: raw.first_line,
        last_line: raw.first_line + raw.lines - 1,
        pointer: None,
        time: prefix.map(|prefix| sdk_clock(prefix.clock)).or_else(|| outer_clock(raw.text, line_format)),
        level: prefix.map_or_else(|| outer_level(raw.text, line_format), |prefix| prefix.level),
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
        _ => None,
    }
}

/// The level that the export adds to the entry.
fn outer_level(line: &str, line_format: Option<LineFormat>) -> Level {
    match line_format {
        Some(LineFormat::Safari) => safari::level(line),
        Some(LineFormat::Chrome) => chrome_debug::level(line),
        _ => Level::None,
    }
}

/// Removes the CR of lines that end in CR LF.
fn trim_line_ends(message: Cow<'_, str>) -> Cow<'_, str> {
    if message.contains('\r') { Cow::Owned(message.replace("\r\n", "\n").trim_end().to_owned()) } else { message }
}
