//! Cuts the lines of a chunk into units: whole entries of a text log, or JSON records that stand on lines.

use super::ends_value;
use super::line::{LineFormat, LineKind};
use crate::log::Layout;
use crate::log::formats::csv::CsvTable;
use crate::log::json::{MAX_DEPTH, balanced_len, parse};

/// What a unit is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawEntryKind {
    /// An entry whose wrapping was recognised; its message begins at this byte.
    Wrapped(LineFormat, usize),
    /// A JSON object or array.
    Json,
    /// A row of a table.
    Row,
    /// Free text.
    Loose,
}

/// One unit of a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawEntry<'a> {
    /// What it is made of.
    pub kind: RawEntryKind,
    /// Its lines, without the last line end.
    pub text: &'a str,
    /// Byte offset in the chunk.
    pub offset: usize,
    /// First line, from 0 within the chunk.
    pub first_line: u64,
    /// Number of lines, at least 1.
    pub lines: u64,
}

/// Iterates over the units of a chunk. Leading blank lines belong to no unit.
pub struct RawEntries<'a> {
    chunk: &'a str,
    at: usize,
    line: u64,
    layout: &'a Layout,
}

impl<'a> RawEntries<'a> {
    /// The units of `chunk`, which begins at a line's (or row's) beginning.
    pub fn new(chunk: &'a str, layout: &'a Layout) -> Self {
        Self { chunk, at: 0, line: 0, layout }
    }

    /// Number of lines passed so far, blank ones too.
    pub fn lines_passed(&self) -> u64 {
        self.line
    }

    fn line_at(&self, at: usize) -> Option<(&'a str, usize)> {
        if at >= self.chunk.len() {
            return None;
        }
        let rest = &self.chunk[at..];
        let (line, next) = match memchr::memchr(b'\n', rest.as_bytes()) {
            Some(end) => (&rest[..end], at + end + 1),
            None => (rest, self.chunk.len()),
        };
        let text = line.strip_suffix('\r').unwrap_or(line);
        Some((text, next))
    }

    /// Takes the next row of a table that has anything in it.
    fn row_unit(&mut self, table: &CsvTable) -> Option<RawEntry<'a>> {
        loop {
            let rest = self.chunk.get(self.at..).filter(|rest| !rest.is_empty())?;
            let length = table.row_len(rest.as_bytes());
            let (offset, first_line) = (self.at, self.line);
            self.at += length;
            self.line += memchr::memchr_iter(b'\n', &rest.as_bytes()[..length]).count() as u64;
            let text = rest[..length].trim_end_matches(['\r', '\n']);
            if !text.trim().is_empty() {
                let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64 + 1;
                return Some(RawEntry { kind: RawEntryKind::Row, text, offset, first_line, lines });
            }
        }
    }

    /// Takes the lines of a JSON value that is spread over several, if it closes within the chunk.
    fn json_unit(&mut self, start: usize, first: &'a str, next: usize) -> RawEntry<'a> {
        let first_line = self.line;
        let mut end = next;
        let mut text = first;
        self.line += 1;
        if !ends_value(first.as_bytes())
            && balanced_len(first.trim_start().as_bytes()).is_none()
            && let Some(length) = spread_len(&self.chunk.as_bytes()[start..])
        {
            text = &self.chunk[start..start + length];
            while end < start + length
                && let Some((_, after)) = self.line_at(end)
            {
                end = after;
                self.line += 1;
            }
        }
        self.at = end;
        RawEntry { kind: RawEntryKind::Json, text, offset: start, first_line, lines: self.line - first_line }
    }
}

impl<'a> Iterator for RawEntries<'a> {
    type Item = RawEntry<'a>;

    fn next(&mut self) -> Option<RawEntry<'a>> {
        if let Some(table) = &self.layout.table {
            return self.row_unit(table);
        }
        let (start, first, next, kind) = loop {
            let start = self.at;
            let (first, next) = self.line_at(start)?;
            match self.layout.classify(first) {
                LineKind::Blank => {
                    self.at = next;
                    self.line += 1;
                }
                kind => break (start, first, next, kind),
            }
        };
        // A bracket alone on its line begins a record only if the record is there.
        if kind == LineKind::Json && (first.len() > 1 || spread_len(&self.chunk.as_bytes()[start..]).is_some()) {
            return Some(self.json_unit(start, first, next));
        }
        let kind = match kind {
            LineKind::Start(line_format, at) => RawEntryKind::Wrapped(line_format, at as usize),
            _ => RawEntryKind::Loose,
        };
        let first_line = self.line;
        let mut end = start + first.len();
        self.line += 1;
        self.at = next;
        while let Some((line, next)) = self.line_at(self.at) {
            let belongs = match self.layout.classify(line) {
                LineKind::Continuation => true,
                LineKind::Loose => kind != RawEntryKind::Loose,
                // A message that Chromium quotes may hold blank lines; elsewhere a blank line ends an entry.
                LineKind::Blank => matches!(kind, RawEntryKind::Wrapped(LineFormat::Chrome, _)),
                LineKind::Start(..) | LineKind::Json => false,
            };
            if !belongs {
                break;
            }
            end = self.at + line.len();
            self.line += 1;
            self.at = next;
        }
        Some(RawEntry { kind, text: &self.chunk[start..end], offset: start, first_line, lines: self.line - first_line })
    }
}

/// A JSON value spread over more lines than this is not looked for in the midst of a text log.
const SPREAD_BYTES: usize = 256 * 1024;

/// Length of the JSON value at the beginning of `text` that is spread over lines: it must be whole, and no line of it may
/// break off in a string.
pub fn spread_len(text: &[u8]) -> Option<usize> {
    let bytes = &text[..text.len().min(SPREAD_BYTES)];
    let length = closed_len(bytes)?;
    // A value that was torn off, closed by another's bracket further down, must not swallow what stands between.
    let value = std::str::from_utf8(&bytes[..length]).ok()?;
    parse(value).is_some_and(|parsed| parsed.whole).then_some(length)
}

/// Up to where the brackets at the beginning of `bytes` are closed; `None` as soon as they cannot be a JSON value's: logs
/// whose lines were all cut would be looked through to the end for each of them.
fn closed_len(bytes: &[u8]) -> Option<usize> {
    // Of each open bracket, the innermost lowest, whether it is an object's.
    let (mut objects, mut depth) = (0_u64, 0);
    let (mut at, mut last) = (0, b':');
    loop {
        let byte = *bytes.get(at)?;
        match byte {
            b'"' => at = string_end(bytes, at)?,
            b'{' | b'[' => {
                let is_value = match objects & 1 {
                    1 => last == b':',
                    _ => depth == 0 || matches!(last, b'[' | b','),
                };
                if !is_value || depth == MAX_DEPTH {
                    return None;
                }
                (objects, depth) = (objects << 1 | u64::from(byte == b'{'), depth + 1);
            }
            b'}' | b']' => {
                if depth == 0 || (objects & 1 == 1) != (byte == b'}') {
                    return None;
                }
                (objects, depth) = (objects >> 1, depth - 1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
        at += 1;
    }
}

/// Where the string is closed that begins at byte `start`; `None` where its line ends before.
fn string_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut at = start + 1;
    loop {
        at += memchr::memchr3(b'"', b'\\', b'\n', bytes.get(at..)?)?;
        match bytes[at] {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(chunk: &str, spaced_rows: bool, wanted: &[(u64, u64, &str)]) {
        let layout = Layout { spaced_rows, ..Layout::default() };
        let got: Vec<_> = RawEntries::new(chunk, &layout).map(|raw| (raw.first_line, raw.lines, raw.text)).collect();
        assert_eq!(got, wanted);
    }

    #[test]
    fn lines_are_joined_to_entries() {
        let chunk = "trtc.js:1 TRTC[00:00:00:001] <ERROR> a code: 1 \nRefer to: x\n <NAME 0x4004>\nvalue @ trtc.js:1\n\n\
                     app.js:2 b\n c\n";
        check(
            chunk,
            true,
            &[
                (
                    0,
                    4,
                    "trtc.js:1 TRTC[00:00:00:001] <ERROR> a code: 1 \nRefer to: x\n <NAME 0x4004>\nvalue @ trtc.js:1",
                ),
                (5, 1, "app.js:2 b"),
                (6, 1, " c"),
            ],
        );
    }

    #[test]
    fn free_text_is_an_entry_a_line() {
        check("one\r\ntwo\r\n  more\r\n", false, &[(0, 1, "one"), (1, 2, "two\r\n  more")]);
    }

    #[test]
    fn json_in_the_midst_is_a_unit() {
        check(
            "note\n{\n  \"code_\": 1\n}\nend",
            false,
            &[(0, 1, "note"), (1, 3, "{\n  \"code_\": 1\n}"), (4, 1, "end")],
        );
        // An object that was torn off does not swallow what follows up to another's bracket.
        let torn = "{\n \"a\": 1,\nlater\n{\"b\":2}}";
        check(torn, false, &[(0, 2, "{\n \"a\": 1,"), (2, 1, "later"), (3, 1, "{\"b\":2}}")]);
        check("{\"a\":\"cut\n{\"b\":2}\n", false, &[(0, 1, "{\"a\":\"cut"), (1, 1, "{\"b\":2}")]);
    }
}
