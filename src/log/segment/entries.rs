//! Where the entries of a chunk begin and end.

use super::ends_value;
use super::line::LineKind;
use super::line_cache::Kinds;
use super::line_ends;
use super::line_ends::LineEnds;
use super::packed_kind::Packed;
use super::units::spread_len;
use crate::log::formats::csv::Table;
use crate::log::json::balanced_len;

/// Where an entry stands in its chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
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
pub struct Entries<'q, 'c> {
    kinds: &'q mut Kinds,
    text: &'c str,
    ends: line_ends::Iter<'c>,
    /// What was read.
    at: usize,
    /// Lines of it.
    lines: u64,
    /// The line that was read last.
    line: Line,
    /// Whether that line is still to be taken; it is not among the lines yet.
    is_waiting: bool,
}

#[derive(Clone, Copy)]
struct Line {
    start: usize,
    /// The byte behind it, without its line end.
    end: usize,
    kind: Packed,
}

impl<'q, 'c> Entries<'q, 'c> {
    pub(super) fn new(kinds: &'q mut Kinds, text: &'c str, ends: &'c LineEnds) -> Self {
        let line = Line { start: 0, end: 0, kind: Packed::BLANK };
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
        self.line = Line { start, end, kind: self.kinds.of(self.text, start, end) };
        true
    }

    /// Takes the rest of a JSON value, which may be spread over lines. A bracket alone on its line may begin none.
    fn take_json(&mut self, first: Line) -> Packed {
        let bytes = self.text.as_bytes();
        let line = &bytes[first.start..first.end];
        if ends_value(line) || balanced_len(line.trim_ascii_start()).is_some() {
            return Packed::JSON;
        }
        match spread_len(&bytes[first.start..]) {
            Some(length) => {
                while self.at < first.start + length {
                    self.at = self.ends.next().map_or(bytes.len(), |end| end + 1);
                    self.lines += 1;
                }
                Packed::JSON
            }
            None if line.len() > 1 => Packed::JSON,
            None => Packed::LOOSE,
        }
    }

    /// Takes the lines that belong to an entry whose first line is of this kind; the byte behind them.
    #[inline]
    fn take_rest(&mut self, kind: Packed) -> usize {
        let (is_wrapped, is_quoted) = (kind.is_start(), kind.is_chrome());
        loop {
            let end = self.at;
            if !self.read_line() {
                return end;
            }
            let kind = self.line.kind;
            let belongs = kind == Packed::CONTINUATION
                || kind == Packed::LOOSE && is_wrapped
                || kind == Packed::BLANK && is_quoted;
            if !belongs {
                self.is_waiting = true;
                return end;
            }
            self.lines += 1;
        }
    }
}

impl Iterator for Entries<'_, '_> {
    type Item = Extent;

    #[inline]
    fn next(&mut self) -> Option<Extent> {
        loop {
            if !self.is_waiting && !self.read_line() {
                return None;
            }
            self.is_waiting = false;
            self.lines += 1;
            if self.line.kind != Packed::BLANK {
                break;
            }
        }
        let (first, first_line) = (self.line, self.lines - 1);
        let kind = if first.kind == Packed::JSON { self.take_json(first) } else { first.kind };
        let end = if kind == Packed::JSON { self.at } else { self.take_rest(kind) };
        Some(Extent { start: first.start, end, first_line, kind: kind.unpack() })
    }
}

/// The rows of a table; each is a record as a JSON value is. Empty rows are blank lines.
pub struct Rows<'q, 'c> {
    table: &'q Table,
    text: &'c str,
    at: usize,
    lines: u64,
}

impl<'q, 'c> Rows<'q, 'c> {
    pub(super) fn new(table: &'q Table, text: &'c str) -> Self {
        Self { table, text, at: 0, lines: 0 }
    }
}

impl Iterator for Rows<'_, '_> {
    type Item = Extent;

    fn next(&mut self) -> Option<Extent> {
        loop {
            let rest = self.text.as_bytes().get(self.at..).filter(|rest| !rest.is_empty())?;
            let row = &rest[..self.table.row_len(rest)];
            let (start, first_line) = (self.at, self.lines);
            self.at += row.len();
            self.lines += memchr::memchr_iter(b'\n', row).count() as u64;
            if !row.trim_ascii().is_empty() {
                return Some(Extent { start, end: self.at, first_line, kind: LineKind::Json });
            }
        }
    }
}
