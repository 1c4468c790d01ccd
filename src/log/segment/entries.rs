//! Where the entries of a chunk begin and end.

use super::ends_value;
use super::line::LineKind;
use super::line_cache::LineClassifier;
use super::line_ends;
use super::line_ends::LineEnds;
use super::packed_kind::PackedLineKind;
use super::raw_entries::spread_len;
use crate::log::formats::csv::CsvTable;
use crate::log::json::balanced_len;

/// Where an entry stands in its chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntrySpan {
    /// Its first byte.
    pub start: usize,
    /// The byte behind it, with its last line end.
    pub end: usize,
    /// Its first line, from 0.
    pub first_line: u64,
    /// What its first line is.
    pub kind: LineKind,
}

/// The entries of a chunk. Blank lines before an entry belong to none.
pub struct EntrySpans<'q, 'c> {
    kinds: &'q mut LineClassifier,
    text: &'c str,
    ends: line_ends::LineEndIter<'c>,
    /// What was read.
    at: usize,
    /// Lines of it.
    lines: u64,
    /// The line that was read last.
    line: SegmentLine,
    /// Whether that line is still to be taken; it is not among the lines yet.
    is_waiting: bool,
}

#[derive(Clone, Copy)]
struct SegmentLine {
    start: usize,
    /// The byte behind it, without its line end.
    end: usize,
    kind: PackedLineKind,
}

impl<'q, 'c> EntrySpans<'q, 'c> {
    pub(super) fn new(kinds: &'q mut LineClassifier, text: &'c str, ends: &'c LineEnds) -> Self {
        let line = SegmentLine { start: 0, end: 0, kind: PackedLineKind::BLANK };
        Self { kinds, text, ends: ends.iter(), at: 0, lines: 0, line, is_waiting: false }
    }

    /// Reads the next line; whether there is one.
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
        self.line = SegmentLine { start, end, kind: self.kinds.of(self.text, start, end) };
        true
    }

    /// Takes the rest of a JSON value, which may be spread over lines. A bracket alone on its line may begin none.
    fn take_json(&mut self, first: SegmentLine) -> PackedLineKind {
        let bytes = self.text.as_bytes();
        let line = &bytes[first.start..first.end];
        if ends_value(line) || balanced_len(line.trim_ascii_start()).is_some() {
            return PackedLineKind::JSON;
        }
        match spread_len(&bytes[first.start..]) {
            Some(length) => {
                while self.at < first.start + length {
                    self.at = self.ends.next().map_or(bytes.len(), |end| end + 1);
                    self.lines += 1;
                }
                PackedLineKind::JSON
            }
            None if line.len() > 1 => PackedLineKind::JSON,
            None => PackedLineKind::LOOSE,
        }
    }

    /// Takes the lines that belong to an entry whose first line is of this kind; the byte behind them.
    #[inline]
    fn take_rest(&mut self, kind: PackedLineKind) -> usize {
        let (is_wrapped, is_quoted) = (kind.is_start(), kind.is_chrome());
        loop {
            let end = self.at;
            if !self.read_line() {
                return end;
            }
            let kind = self.line.kind;
            let belongs = kind == PackedLineKind::CONTINUATION
                || kind == PackedLineKind::LOOSE && is_wrapped
                || kind == PackedLineKind::BLANK && is_quoted;
            if !belongs {
                self.is_waiting = true;
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
            if !self.is_waiting && !self.read_line() {
                return None;
            }
            self.is_waiting = false;
            self.lines += 1;
            if self.line.kind != PackedLineKind::BLANK {
                break;
            }
        }
        let (first, first_line) = (self.line, self.lines - 1);
        let kind = if first.kind == PackedLineKind::JSON { self.take_json(first) } else { first.kind };
        let end = if kind == PackedLineKind::JSON { self.at } else { self.take_rest(kind) };
        Some(EntrySpan { start: first.start, end, first_line, kind: kind.unpack() })
    }
}

/// The rows of a table; each is a record as a JSON value is. Empty rows are blank lines.
pub struct TableRows<'q, 'c> {
    table: &'q CsvTable,
    text: &'c str,
    at: usize,
    lines: u64,
}

impl<'q, 'c> TableRows<'q, 'c> {
    pub(super) fn new(table: &'q CsvTable, text: &'c str) -> Self {
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
