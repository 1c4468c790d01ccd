//! The full segmenter: splits a chunk into raw entries, without a cache.

use super::json_lines::{ends_value, multiline_len};
use super::line_kind::{LineFormat, LineKind};
use super::raw_entry::{RawEntry, RawEntryKind};
use crate::log::formats::csv_table::CsvTable;
use crate::log::json::balanced_len;
use crate::log::layout::Layout;

/// Iterates over the raw entries of a chunk. Blank lines before an entry belong to none.
pub(crate) struct RawEntries<'a> {
    chunk: &'a str,
    at: usize,
    line: u64,
    layout: &'a Layout,
}

impl<'a> RawEntries<'a> {
    /// The raw entries of `chunk`, which begins at the beginning of a line or row.
    pub(crate) fn new(chunk: &'a str, layout: &'a Layout) -> Self {
        Self { chunk, at: 0, line: 0, layout }
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

    /// Reads the next row of a table that is not empty.
    fn next_row(&mut self, table: &CsvTable) -> Option<RawEntry<'a>> {
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

    /// Reads the remaining lines of a JSON value that spans several, if it is closed within the chunk.
    fn finish_json(&mut self, start: usize, first: &'a str, next: usize) -> RawEntry<'a> {
        let first_line = self.line;
        let mut end = next;
        let mut text = first;
        self.line += 1;
        if !ends_value(first.as_bytes())
            && balanced_len(first.trim_start().as_bytes()).is_none()
            && let Some(length) = multiline_len(&self.chunk.as_bytes()[start..])
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
            return self.next_row(table);
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
        // A bracket alone on its line begins a record only if the whole record follows.
        if kind == LineKind::Json && (first.len() > 1 || multiline_len(&self.chunk.as_bytes()[start..]).is_some()) {
            return Some(self.finish_json(start, first, next));
        }
        let kind = match kind {
            LineKind::Start(line_format, at) => RawEntryKind::Formatted(line_format, at as usize),
            _ => RawEntryKind::FreeText,
        };
        let first_line = self.line;
        let mut end = start + first.len();
        self.line += 1;
        self.at = next;
        while let Some((line, next)) = self.line_at(self.at) {
            let belongs = match self.layout.classify(line) {
                LineKind::Continuation => true,
                LineKind::FreeText => kind != RawEntryKind::FreeText,
                // A message that Chromium quotes may contain blank lines; in other formats a blank line ends an entry.
                LineKind::Blank => matches!(kind, RawEntryKind::Formatted(LineFormat::Chrome, _)),
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
    fn each_line_of_free_text_is_an_entry() {
        check("one\r\ntwo\r\n  more\r\n", false, &[(0, 1, "one"), (1, 2, "two\r\n  more")]);
    }

    #[test]
    fn json_between_lines_is_an_entry() {
        check(
            "note\n{\n  \"code_\": 1\n}\nend",
            false,
            &[(0, 1, "note"), (1, 3, "{\n  \"code_\": 1\n}"), (4, 1, "end")],
        );
        // A truncated object does not extend to the closing bracket of another one.
        let truncated = "{\n \"a\": 1,\nlater\n{\"b\":2}}";
        check(truncated, false, &[(0, 2, "{\n \"a\": 1,"), (2, 1, "later"), (3, 1, "{\"b\":2}}")]);
        check("{\"a\":\"cut\n{\"b\":2}\n", false, &[(0, 1, "{\"a\":\"cut"), (1, 1, "{\"b\":2}")]);
    }
}
