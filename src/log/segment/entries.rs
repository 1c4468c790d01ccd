//! Iterates over the entries of a text.

use std::sync::Arc;

use super::json_lines::{ends_value, multiline_len};
use super::line_cache::LineClassifier;
use super::line_kind::LineKind;
use super::packed_kind::PackedLineKind;
use super::raw_entry::RawEntry;
use crate::log::formats::csv_table::CsvTable;
use crate::log::json::balanced_len;

/// An entry of free text has at most this many numbers below it: a column of numbers is no list of codes.
const MAX_NUMBERS: u32 = 20;

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
    /// Number of lines before `at`, not counting a pending line and the blank lines before it.
    lines: u64,
    /// Number of blank lines that were read after the last entry.
    blank_lines: u64,
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
        Self { classifier, table, text, ends, at: 0, lines: 0, blank_lines: 0, line, is_pending: false }
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
        let mut last = first;
        let mut max_numbers = if first.kind == PackedLineKind::NUMBER { 0 } else { MAX_NUMBERS };
        loop {
            let end = self.at;
            if !self.read_line() {
                return (last.end, end);
            }
            let kind = self.line.kind;
            let belongs = kind == PackedLineKind::CONTINUATION
                || has_format && (kind == PackedLineKind::FREE_TEXT || kind == PackedLineKind::NUMBER)
                // A message that Chromium quotes may contain blank lines; in other formats a blank line ends an entry.
                || kind == PackedLineKind::BLANK && is_quoted;
            if !belongs {
                if has_format || max_numbers == 0 || !self.is_number_next() {
                    self.is_pending = true;
                    return (last.end, end);
                }
                max_numbers -= 1;
            }
            self.lines += 1;
            last = self.line;
        }
    }

    /// Whether the next line that is not blank is a number. Counts blank lines before another line, and leaves that line as the
    /// last one that was read.
    fn is_number_next(&mut self) -> bool {
        while self.line.kind == PackedLineKind::BLANK {
            self.blank_lines += 1;
            if !self.read_line() {
                // The last blank line is pending.
                self.blank_lines -= 1;
                return false;
            }
        }
        let is_number = self.line.kind == PackedLineKind::NUMBER;
        if is_number {
            self.lines += std::mem::take(&mut self.blank_lines);
        }
        is_number
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
        self.lines += std::mem::take(&mut self.blank_lines);
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
    fn a_number_alone_on_its_line_continues_free_text() {
        check("错误码\n70001\n- 70003\nend", false, &[(0, 3, "错误码\n70001\n- 70003"), (3, 1, "end")]);
        check("70001\n70003\nend", false, &[(0, 1, "70001"), (1, 1, "70003"), (2, 1, "end")]);
        let form = "### Error code\n\n70001\n\n### Room\n\n\n5001x\n\n";
        check(form, false, &[(0, 3, "### Error code\n\n70001"), (4, 1, "### Room"), (7, 1, "5001x")]);
        check("a.js:1 x\n5001\n\n5002", true, &[(0, 2, "a.js:1 x\n5001"), (3, 1, "5002")]);
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
