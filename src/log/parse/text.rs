//! Entries out of text: lines joined, wrapping taken off.

use std::borrow::Cow;

use super::parsed_entry::{Origin, ParsedEntry, TextPart};
use super::prefix::{Prefix, parse_prefix, regular_clock, strip_style};
use super::record::RecordReader;
use crate::log::formats::{chrome_debug, safari, webdriver};
use crate::log::json::parse;
use crate::log::segment::line::{LineFormat, LineKind, leading_clock};
use crate::log::segment::raw_entries::{RawEntries, RawEntry, RawEntryKind};
use crate::log::{Layout, Level};

/// Reads all entries of `chunk` (whole lines).
pub fn read_entries(chunk: &str, layout: &Layout, visit: &mut dyn FnMut(ParsedEntry<'_>)) {
    for raw in RawEntries::new(chunk, layout) {
        read_raw_entry(&raw, layout, visit);
    }
}

/// Reads the entries of one unit: one for text, any number for JSON, one for a row unless it names the columns.
pub fn read_raw_entry(raw: &RawEntry<'_>, layout: &Layout, visit: &mut dyn FnMut(ParsedEntry<'_>)) {
    if let (RawEntryKind::Row, Some(table)) = (raw.kind, &layout.table) {
        table.read_row(raw, visit);
        return;
    }
    if raw.kind == RawEntryKind::Json && read_json(raw, visit) {
        return;
    }
    visit(text_entry(raw));
}

/// Reads a JSON record that stands on lines of its own; says whether it was one.
fn read_json(raw: &RawEntry<'_>, visit: &mut dyn FnMut(ParsedEntry<'_>)) -> bool {
    let Some(parsed) = parse(raw.text) else { return false };
    if parsed.whole && !raw.text[parsed.end..].trim().is_empty() {
        return false;
    }
    let bytes = raw.text.as_bytes();
    let spread = raw.lines > 1;
    let line_of = |offset: usize| {
        let lines = if spread { memchr::memchr_iter(b'\n', &bytes[..offset.min(bytes.len())]).count() } else { 0 };
        raw.first_line + lines as u64
    };
    RecordReader { line_of: &line_of, pointers: false, physical: false, visit }.read(&parsed.json, "");
    true
}

/// What an entry of text is made of.
#[derive(Clone, Copy, Debug)]
pub struct EntryParts<'a> {
    /// The text without its wrapping.
    pub text: &'a str,
    /// The SDK's prefix, if there is one, in the text.
    pub prefix: Option<Prefix<'a>>,
    /// What stands behind it.
    pub message: &'a str,
    /// Whether the message's arguments are quoted as WebDriver does, so that it has to be unwrapped.
    pub is_quoted: bool,
}

/// The parts of an entry, whose lines are `entry`; `kind` is what its first line is.
pub fn parts(entry: &str, kind: LineKind) -> EntryParts<'_> {
    let (line_format, body_at) = match kind {
        LineKind::Start(line_format, at) => (Some(line_format), at as usize),
        _ => (None, 0),
    };
    let body = &entry[body_at..];
    let text = if line_format == Some(LineFormat::Chrome) { chrome_debug::unwrap(body) } else { body };
    let plain = strip_style(text);
    let prefix = parse_prefix(plain);
    // Where the browser could not load something, the row's source says what.
    let is_resource = plain.trim_start().starts_with("Failed to load resource");
    let message = match line_format {
        Some(LineFormat::Devtools) if is_resource => entry,
        Some(LineFormat::Chrome) if is_resource => body,
        _ => prefix.map_or(plain, |prefix| &plain[prefix.message..]),
    };
    // A WebDriver message that was pasted without its JSON still has its arguments quoted.
    let is_quoted = plain.contains("\\u003C") && plain.contains("0:");
    let styled = text.len() - plain.len();
    let prefix = prefix.map(|prefix| Prefix { message: styled + prefix.message, ..prefix });
    EntryParts { text, prefix, message, is_quoted }
}

fn text_entry<'a>(raw: &RawEntry<'a>) -> ParsedEntry<'a> {
    let (line_format, kind) = match raw.kind {
        RawEntryKind::Wrapped(line_format, at) => (Some(line_format), LineKind::start(line_format, at)),
        _ => (None, LineKind::Loose),
    };
    let EntryParts { text, prefix, message, is_quoted } = parts(raw.text, kind);
    let message = if is_quoted { webdriver::unwrap(message) } else { message.into() };
    // Chromium's own parts speak of everything but the SDK.
    let is_foreign = line_format == Some(LineFormat::Chrome) && !chrome_debug::is_console(raw.text);
    let part = TextPart { line: raw.first_line, physical: true, pointer: None, text: Cow::Borrowed(text) };
    ParsedEntry {
        first_line: raw.first_line,
        last_line: raw.first_line + raw.lines - 1,
        pointer: None,
        time: prefix.map(|prefix| regular_clock(prefix.clock)).or_else(|| outer_clock(raw.text, line_format)),
        level: prefix.map_or_else(|| outer_level(raw.text, line_format), |prefix| prefix.level),
        client: prefix.and_then(|prefix| prefix.client).map(str::to_owned),
        user: prefix.and_then(|prefix| prefix.user).map(str::to_owned),
        message: trim_line_ends(message),
        texts: if is_foreign { Vec::new() } else { vec![part] },
        objects: Vec::new(),
        origin: match (prefix, line_format) {
            (Some(_), _) => Origin::Sdk,
            (None, Some(LineFormat::Bare) | None) => Origin::Prose,
            (None, Some(_)) => Origin::Export,
        },
    }
}

/// The clock that the wrapping gives the entry whose lines are `entry`.
pub fn outer_clock(entry: &str, line_format: Option<LineFormat>) -> Option<String> {
    match line_format {
        Some(LineFormat::Chrome) => chrome_debug::clock(entry),
        Some(LineFormat::Devtools | LineFormat::Clocked | LineFormat::Firefox) => {
            leading_clock(entry).map(str::to_owned)
        }
        _ => None,
    }
}

/// The level that the wrapping gives.
fn outer_level(line: &str, line_format: Option<LineFormat>) -> Level {
    match line_format {
        Some(LineFormat::Safari) => safari::level(line),
        Some(LineFormat::Chrome) => chrome_debug::level(line),
        _ => Level::None,
    }
}

/// Lines that end in CR LF are shown without the CR.
fn trim_line_ends(message: Cow<'_, str>) -> Cow<'_, str> {
    if message.contains('\r') { Cow::Owned(message.replace("\r\n", "\n").trim_end().to_owned()) } else { message }
}
