//! Entries out of text: lines joined, wrapping taken off.

use std::borrow::Cow;

use super::Level;
use super::console::{unwrap_chrome, unwrap_webdriver};
use super::draft::{Draft, Origin, TextPart};
use super::json::parse;
use super::line::{Wrapping, chrome_clock, leading_clock};
use super::prefix::{parse_prefix, regular_clock, strip_style};
use super::records::Records;
use super::units::{Unit, UnitKind, Units};

/// Reads all entries of `chunk` (whole lines). For `spaced_rows` see [`super::line::classify`].
pub fn read_entries(chunk: &str, spaced_rows: bool, visit: &mut dyn FnMut(Draft<'_>)) {
    for unit in Units::new(chunk, spaced_rows) {
        read_unit(&unit, visit);
    }
}

/// Reads the entries of one unit: one for text, any number for JSON.
pub fn read_unit(unit: &Unit<'_>, visit: &mut dyn FnMut(Draft<'_>)) {
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
    Records { line_of: &line_of, pointers: false, visit }.read(&parsed.json, "");
    true
}

fn text_entry<'a>(unit: &Unit<'a>) -> Draft<'a> {
    let (wrapping, body_at) = match unit.kind {
        UnitKind::Wrapped(wrapping, at) => (Some(wrapping), at),
        _ => (None, 0),
    };
    let body = &unit.text[body_at..];
    let text = match wrapping {
        Some(Wrapping::Chrome) => unwrap_chrome(body),
        _ => body,
    };
    let plain = strip_style(text);
    let prefix = parse_prefix(plain);
    let clock = || match wrapping {
        Some(Wrapping::Chrome) => chrome_clock(unit.text),
        Some(Wrapping::Devtools | Wrapping::Clocked) => leading_clock(unit.text).map(str::to_owned),
        _ => None,
    };
    let message = prefix.map_or(plain, |prefix| &plain[prefix.message..]);
    // A WebDriver message that was pasted without its JSON still has its arguments quoted.
    let message =
        if plain.contains("0:") && plain.contains("\\u003C") { unwrap_webdriver(message) } else { message.into() };
    Draft {
        first_line: unit.first_line,
        last_line: unit.first_line + unit.lines - 1,
        pointer: None,
        time: prefix.map(|prefix| regular_clock(prefix.clock)).or_else(clock),
        level: prefix.map_or_else(|| outer_level(unit.text, wrapping), |prefix| prefix.level),
        client: prefix.and_then(|prefix| prefix.client).map(str::to_owned),
        user: prefix.and_then(|prefix| prefix.user).map(str::to_owned),
        message: trim_line_ends(message),
        texts: vec![TextPart { line: unit.first_line, physical: true, pointer: None, text: Cow::Borrowed(text) }],
        objects: Vec::new(),
        origin: match (prefix, wrapping) {
            (Some(_), _) => Origin::Sdk,
            (None, Some(_)) => Origin::Export,
            (None, None) => Origin::Prose,
        },
    }
}

/// The level that the wrapping gives. Chromium calls every console message INFO, whatever it is; Safari tells.
fn outer_level(line: &str, wrapping: Option<Wrapping>) -> Level {
    match wrapping {
        Some(Wrapping::Safari) => {
            let label = line.trim_start_matches('[');
            Level::from_label(label.split(']').next().unwrap_or_default()).unwrap_or_default()
        }
        Some(Wrapping::Chrome) if !line.contains(":CONSOLE") => {
            let header = line.split(']').next().unwrap_or_default();
            header.split(':').find_map(Level::from_label).unwrap_or_default()
        }
        _ => Level::None,
    }
}

/// Lines that end in CR LF are shown without the CR.
fn trim_line_ends(message: Cow<'_, str>) -> Cow<'_, str> {
    if message.contains('\r') { Cow::Owned(message.replace("\r\n", "\n").trim_end().to_owned()) } else { message }
}
