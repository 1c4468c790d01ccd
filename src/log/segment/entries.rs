//! Iterates over the entries of a text.

use std::sync::Arc;

use super::json_lines::{ends_value, multiline_len};
use super::line_cache::LineClassifier;
use super::line_kind::LineKind;
use super::packed_kind::PackedLineKind;
use super::raw_entry::RawEntry;
use crate::log::formats::csv_table::CsvTable;
use crate::log::json::balanced_len;

/// Iterates over the entries of a text. Blank lines before an entry belong to none.
pub(crate) struct Entries<'s, 't, E> {
    classifier: &'s mut LineClassifier,
    /// Set if the entries are rows.
    table: Option<Arc<CsvTable>>,
    text: &'t str,
    /// Byte offsets of the remaining line ends.
    ends: E,
    /// Byte offset after the last line that was read.
    at: usize,
    /// Number of lines before `at`, not counting a pending line.
    lines: u64,
    /// The last line that was read.
    line: SegmentLine,
    /// Whether that line is pending: read, but not part of an entry yet.
    is_pending: bool,
}

#[derive(Clone, Copy)]
struct SegmentLine {
    start: usize,
    /// The byte after it, without its line end.
    end: usize,
    kind: PackedLineKind,
}

/// The end of an entry: of its text, and after its last line end.
type EntryEnd = (usize, usize);

impl<'s, 't, E: Iterator<Item = usize>> Entries<'s, 't, E> {
    pub(super) fn new(classifier: &'s mut LineClassifier, text: &'t str, ends: E) -> Self {
        let line = SegmentLine { start: 0, end: 0, kind: PackedLineKind::BLANK };
        let table = classifier.layout.table.clone();
        Self { classifier, table, text, ends, at: 0, lines: 0, line, is_pending: false }
    }

    /// Reads the next line. Returns false at the end of the text.
    #[inline]
    fn read_line(&mut self) -> bool {
        let start = self.at;
        if start >= self.text.len() {
            return false;
        }
        let after = self.ends.next();
        let mut end = after.unwrap_or(self.text.len());
        self.at = after.map_or(end, |end| end + 1);
        if end > start && self.text.as_bytes()[end - 1] == b'\r' {
            end -= 1;
        }
        self.line = SegmentLine { start, end, kind: self.classifier.classify(self.text, start, end) };
        true
    }

    /// Reads the remaining lines of a JSON value that is closed within the text. `None` for a bracket alone on its line
    /// that begins no value: it is free text.
    fn finish_json(&mut self, first: SegmentLine) -> Option<EntryEnd> {
        let bytes = self.text.as_bytes();
        let line = &bytes[first.start..first.end];
        if ends_value(line) || balanced_len(line.trim_ascii_start()).is_some() {
            return Some((first.end, self.at));
        }
        match multiline_len(&bytes[first.start..]) {
            Some(length) => {
                let end = first.start + length;
                while self.at < end {
                    self.at = self.ends.next().map_or(bytes.len(), |end| end + 1);
                    self.lines += 1;
                }
                Some((end, self.at))
            }
            None => (line.len() > 1).then_some((first.end, self.at)),
        }
    }

    /// Reads the remaining lines of an entry of text.
    #[inline]
    fn finish_text(&mut self, first: SegmentLine) -> EntryEnd {
        let (has_format, is_quoted) = (first.kind.is_start(), first.kind.is_chrome());
        let mut text_end = first.end;
        loop {
            let end = self.at;
            if !self.read_line() {
                return (text_end, end);
            }
            let kind = self.line.kind;
            let belongs = kind == PackedLineKind::CONTINUATION
                || kind == PackedLineKind::FREE_TEXT && has_format
                // A message that Chromium quotes may contain blank lines; in other formats a blank line ends an entry.
                || kind == PackedLineKind::BLANK && is_quoted;
            if !belongs {
                self.is_pending = true;
                return (text_end, end);
            }
            self.lines += 1;
            text_end = self.line.end;
        }
    }

    /// The next row that is not empty.
    #[cold]
    fn next_row(&mut self, table: &CsvTable) -> Option<RawEntry<'t>> {
        loop {
            let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
            let row = &rest[..table.row_len(rest.as_bytes())];
            let (start, first_line) = (self.at, self.lines);
            self.at += row.len();
            self.lines += count_lines(row);
            let text = row.trim_end_matches(['\r', '\n']);
            if !text.trim().is_empty() {
                let lines = count_lines(text) + 1;
                return Some(RawEntry { text, kind: LineKind::Json, start, end: self.at, first_line, lines });
            }
        }
    }
}

fn count_lines(text: &str) -> u64 {
    memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64
}

impl<'t, E: Iterator<Item = usize>> Iterator for Entries<'_, 't, E> {
    type Item = RawEntry<'t>;

    #[inline]
    fn next(&mut self) -> Option<RawEntry<'t>> {
        if let Some(table) = &self.table {
            let table = Arc::clone(table);
            return self.next_row(&table);
        }
        loop {
            if !self.is_pending && !self.read_line() {
                return None;
            }
            self.is_pending = false;
            self.lines += 1;
            if self.line.kind != PackedLineKind::BLANK {
                break;
            }
        }
        let (mut first, first_line) = (self.line, self.lines - 1);
        let json_end = if first.kind == PackedLineKind::JSON { self.finish_json(first) } else { None };
        let (text_end, end) = json_end.unwrap_or_else(|| {
            if first.kind == PackedLineKind::JSON {
                first.kind = PackedLineKind::FREE_TEXT;
            }
            self.finish_text(first)
        });
        Some(RawEntry {
            text: &self.text[first.start..text_end],
            kind: first.kind.unpack(),
            start: first.start,
            end,
            first_line,
            lines: self.lines - first_line,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::log::layout::Layout;
    use crate::log::segment::Segmenter;

    #[track_caller]
    fn check(chunk: &str, spaced_rows: bool, wanted: &[(u64, u64, &str)]) {
        let layout = Layout { spaced_rows, ..Layout::default() };
        let got: Vec<_> =
            Segmenter::new(layout).entries(chunk).map(|raw| (raw.first_line, raw.lines, raw.text)).collect();
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
