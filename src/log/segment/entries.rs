//! The iterators of the fast segmenter.

use super::json_lines::{ends_value, multiline_len};
use super::line_cache::LineClassifier;
use super::line_ends::{LineEndIter, LineEnds};
use super::line_kind::LineKind;
use super::packed_kind::PackedLineKind;
use crate::log::formats::csv_table::CsvTable;
use crate::log::json::balanced_len;

/// The position of an entry in its chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EntrySpan {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last line end.
    pub end: usize,
    /// Its first line, from 0.
    pub first_line: u64,
    /// The kind of its first line.
    pub kind: LineKind,
}

/// Iterates over the entries of a chunk. Blank lines before an entry belong to none.
pub(crate) struct EntrySpans<'s, 'c> {
    classifier: &'s mut LineClassifier,
    text: &'c str,
    ends: LineEndIter<'c>,
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

impl<'s, 'c> EntrySpans<'s, 'c> {
    pub(super) fn new(classifier: &'s mut LineClassifier, text: &'c str, ends: &'c LineEnds) -> Self {
        let line = SegmentLine { start: 0, end: 0, kind: PackedLineKind::BLANK };
        Self { classifier, text, ends: ends.iter(), at: 0, lines: 0, line, is_pending: false }
    }

    /// Reads the next line. Returns false at the end of the chunk.
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

    /// Reads the remaining lines of a JSON value and returns the kind of the entry: a bracket alone on its line may be free text.
    fn finish_json(&mut self, first: SegmentLine) -> PackedLineKind {
        let bytes = self.text.as_bytes();
        let line = &bytes[first.start..first.end];
        if ends_value(line) || balanced_len(line.trim_ascii_start()).is_some() {
            return PackedLineKind::JSON;
        }
        match multiline_len(&bytes[first.start..]) {
            Some(length) => {
                while self.at < first.start + length {
                    self.at = self.ends.next().map_or(bytes.len(), |end| end + 1);
                    self.lines += 1;
                }
                PackedLineKind::JSON
            }
            None if line.len() > 1 => PackedLineKind::JSON,
            None => PackedLineKind::FREE_TEXT,
        }
    }

    /// Reads the remaining lines of an entry whose first line is of this kind. Returns the byte after them.
    #[inline]
    fn finish_text(&mut self, kind: PackedLineKind) -> usize {
        let (has_format, is_quoted) = (kind.is_start(), kind.is_chrome());
        loop {
            let end = self.at;
            if !self.read_line() {
                return end;
            }
            let kind = self.line.kind;
            let belongs = kind == PackedLineKind::CONTINUATION
                || kind == PackedLineKind::FREE_TEXT && has_format
                || kind == PackedLineKind::BLANK && is_quoted;
            if !belongs {
                self.is_pending = true;
                return end;
            }
            self.lines += 1;
        }
    }
}

impl Iterator for EntrySpans<'_, '_> {
    type Item = EntrySpan;

    #[inline]
    fn next(&mut self) -> Option<EntrySpan> {
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
        let (first, first_line) = (self.line, self.lines - 1);
        let kind = if first.kind == PackedLineKind::JSON { self.finish_json(first) } else { first.kind };
        let end = if kind == PackedLineKind::JSON { self.at } else { self.finish_text(kind) };
        Some(EntrySpan { start: first.start, end, first_line, kind: kind.unpack() })
    }
}

/// Iterates over the rows of a table. Each row is a record, like a JSON value. Empty rows are skipped.
pub(crate) struct TableRows<'s, 'c> {
    table: &'s CsvTable,
    text: &'c str,
    at: usize,
    lines: u64,
}

impl<'s, 'c> TableRows<'s, 'c> {
    pub(super) fn new(table: &'s CsvTable, text: &'c str) -> Self {
        Self { table, text, at: 0, lines: 0 }
    }
}

impl Iterator for TableRows<'_, '_> {
    type Item = EntrySpan;

    fn next(&mut self) -> Option<EntrySpan> {
        loop {
            let rest = self.text.as_bytes().get(self.at..).filter(|rest| !rest.is_empty())?;
            let row = &rest[..self.table.row_len(rest)];
            let (start, first_line) = (self.at, self.lines);
            self.at += row.len();
            self.lines += memchr::memchr_iter(b'\n', row).count() as u64;
            if !row.trim_ascii().is_empty() {
                return Some(EntrySpan { start, end: self.at, first_line, kind: LineKind::Json });
            }
        }
    }
}
