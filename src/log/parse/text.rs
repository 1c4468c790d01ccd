//! Entries out of text: lines joined, wrapping taken off.

use std::borrow::Cow;

use super::parsed_entry::{Draft, Origin, TextPart};
use super::prefix::{Prefix, parse_prefix, regular_clock, strip_style};
use super::record::Records;
use crate::log::formats::{chrome_debug, safari, webdriver};
use crate::log::json::parse;
use crate::log::segment::line::{LineKind, Wrapping, leading_clock};
use crate::log::segment::units::{Unit, UnitKind, Units};
use crate::log::{Layout, Level};

/// Reads all entries of `chunk` (whole lines).
pub fn read_entries(chunk: &str, layout: &Layout, visit: &mut dyn FnMut(Draft<'_>)) {
    for unit in Units::new(chunk, layout) {
        read_unit(&unit, layout, visit);
    }
}

/// Reads the entries of one unit: one for text, any number for JSON, one for a row unless it names the columns.
pub fn read_unit(unit: &Unit<'_>, layout: &Layout, visit: &mut dyn FnMut(Draft<'_>)) {
    if let (UnitKind::Row, Some(table)) = (unit.kind, &layout.table) {
        table.read_row(unit, visit);
        return;
    }
    if unit.kind == UnitKind::Json && read_json(unit, visit) {
        return;
    }
    visit(text_entry(unit));
}

/// Reads a JSON record that stands on lines of its own; says whether it was one.
fn read_json(unit: &Unit<'_>, visit: &mut dyn FnMut(Draft<'_>)) -> bool {
    let Some(parsed) = parse(unit.text) else { return false };
    if parsed.whole && !unit.text[parsed.end..].trim().is_empty() {
        return false;
    }
    let bytes = unit.text.as_bytes();
    let spread = unit.lines > 1;
    let line_of = |offset: usize| {
        let lines = if spread { memchr::memchr_iter(b'\n', &bytes[..offset.min(bytes.len())]).count() } else { 0 };
        unit.first_line + lines as u64
    };
    Records { line_of: &line_of, pointers: false, physical: false, visit }.read(&parsed.json, "");
    true
}

/// What an entry of text is made of.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
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
pub fn parts(entry: &str, kind: LineKind) -> Parts<'_> {
    let (wrapping, body_at) = match kind {
        LineKind::Start(wrapping, at) => (Some(wrapping), at as usize),
        _ => (None, 0),
    };
    let body = &entry[body_at..];
    let text = if wrapping == Some(Wrapping::Chrome) { chrome_debug::unwrap(body) } else { body };
    let plain = strip_style(text);
    let prefix = parse_prefix(plain);
    // Where the browser could not load something, the row's source says what.
    let is_resource = plain.trim_start().starts_with("Failed to load resource");
    let message = match wrapping {
        Some(Wrapping::Devtools) if is_resource => entry,
        Some(Wrapping::Chrome) if is_resource => body,
        _ => prefix.map_or(plain, |prefix| &plain[prefix.message..]),
    };
    // A WebDriver message that was pasted without its JSON still has its arguments quoted.
    let is_quoted = plain.contains("\\u003C") && plain.contains("0:");
    let styled = text.len() - plain.len();
    let prefix = prefix.map(|prefix| Prefix { message: styled + prefix.message, ..prefix });
    Parts { text, prefix, message, is_quoted }
}

fn text_entry<'a>(unit: &Unit<'a>) -> Draft<'a> {
    let (wrapping, kind) = match unit.kind {
        UnitKind::Wrapped(wrapping, at) => (Some(wrapping), LineKind::start(wrapping, at)),
        _ => (None, LineKind::Loose),
    };
    let Parts { text, prefix, message, is_quoted } = parts(unit.text, kind);
    let message = if is_quoted { webdriver::unwrap(message) } else { message.into() };
    // Chromium's own parts speak of everything but the SDK.
    let is_foreign = wrapping == Some(Wrapping::Chrome) && !chrome_debug::is_console(unit.text);
    let part = TextPart { line: unit.first_line, physical: true, pointer: None, text: Cow::Borrowed(text) };
    Draft {
        first_line: unit.first_line,
        last_line: unit.first_line + unit.lines - 1,
        pointer: None,
        time: prefix.map(|prefix| regular_clock(prefix.clock)).or_else(|| outer_clock(unit.text, wrapping)),
        level: prefix.map_or_else(|| outer_level(unit.text, wrapping), |prefix| prefix.level),
        client: prefix.and_then(|prefix| prefix.client).map(str::to_owned),
        user: prefix.and_then(|prefix| prefix.user).map(str::to_owned),
        message: trim_line_ends(message),
        texts: if is_foreign { Vec::new() } else { vec![part] },
        objects: Vec::new(),
        origin: match (prefix, wrapping) {
            (Some(_), _) => Origin::Sdk,
            (None, Some(Wrapping::Bare) | None) => Origin::Prose,
            (None, Some(_)) => Origin::Export,
        },
    }
}

/// The clock that the wrapping gives the entry whose lines are `entry`.
pub fn outer_clock(entry: &str, wrapping: Option<Wrapping>) -> Option<String> {
    match wrapping {
        Some(Wrapping::Chrome) => chrome_debug::clock(entry),
        Some(Wrapping::Devtools | Wrapping::Clocked | Wrapping::Firefox) => leading_clock(entry).map(str::to_owned),
        _ => None,
    }
}

/// The level that the wrapping gives.
fn outer_level(line: &str, wrapping: Option<Wrapping>) -> Level {
    match wrapping {
        Some(Wrapping::Safari) => safari::level(line),
        Some(Wrapping::Chrome) => chrome_debug::level(line),
        _ => Level::None,
    }
}

/// Lines that end in CR LF are shown without the CR.
fn trim_line_ends(message: Cow<'_, str>) -> Cow<'_, str> {
    if message.contains('\r') { Cow::Owned(message.replace("\r\n", "\n").trim_end().to_owned()) } else { message }
}
