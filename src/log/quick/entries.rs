//! Where the entries of a chunk begin and end.

use super::super::formats::csv::Table;
use super::super::json::balanced_len;
use super::super::line::{LineKind, Wrapping};
use super::super::line_ends::{self, LineEnds};
use super::super::units::spread_len;
use super::ends_value;
use super::kinds::Kinds;

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
    /// A line that was read and is still to be taken; it is not among the lines yet.
    next: Option<Line>,
}

#[derive(Clone, Copy)]
struct Line {
    start: usize,
    /// The byte behind it, without its line end.
    end: usize,
    kind: LineKind,
}

impl<'q, 'c> Entries<'q, 'c> {
    pub(super) fn new(kinds: &'q mut Kinds, text: &'c str, ends: &'c LineEnds) -> Self {
        Self { kinds, text, ends: ends.iter(), at: 0, lines: 0, next: None }
    }

    #[inline]
    fn read_line(&mut self) -> Option<Line> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        let after = self.ends.next();
        let mut end = after.unwrap_or(self.text.len());
        self.at = after.map_or(end, |end| end + 1);
        if end > start && self.text.as_bytes()[end - 1] == b'\r' {
            end -= 1;
        }
        Some(Line { start, end, kind: self.kinds.of(self.text, start, end) })
    }

    #[inline]
    fn take_line(&mut self) -> Option<Line> {
        let line = self.next.take().or_else(|| self.read_line())?;
        self.lines += 1;
        Some(line)
    }

    /// Takes the rest of a JSON value, which may be spread over lines. A bracket alone on its line may begin none.
    fn take_json(&mut self, first: Line) -> LineKind {
        let bytes = self.text.as_bytes();
        let line = &bytes[first.start..first.end];
        if ends_value(line) || balanced_len(line.trim_ascii_start()).is_some() {
            return LineKind::Json;
        }
        match spread_len(&bytes[first.start..]) {
            Some(length) => {
                while self.at < first.start + length {
                    self.at = self.ends.next().map_or(bytes.len(), |end| end + 1);
                    self.lines += 1;
                }
                LineKind::Json
            }
            None if line.len() > 1 => LineKind::Json,
            None => LineKind::Loose,
        }
    }

    /// Takes the lines that belong to an entry whose first line is of this kind; the byte behind them.
    fn take_rest(&mut self, kind: LineKind) -> usize {
        let is_loose = !matches!(kind, LineKind::Start(..));
        let is_quoted = matches!(kind, LineKind::Start(Wrapping::Chrome, _));
        loop {
            let end = self.at;
            let Some(line) = self.read_line() else { return end };
            let belongs = match line.kind {
                LineKind::Start(..) | LineKind::Json => false,
                LineKind::Continuation => true,
                LineKind::Loose => !is_loose,
                LineKind::Blank => is_quoted,
            };
            if !belongs {
                self.next = Some(line);
                return end;
            }
            self.lines += 1;
        }
    }
}

impl Iterator for Entries<'_, '_> {
    type Item = Extent;

    fn next(&mut self) -> Option<Extent> {
        let first = loop {
            let line = self.take_line()?;
            if line.kind != LineKind::Blank {
                break line;
            }
        };
        let first_line = self.lines - 1;
        let kind = if first.kind == LineKind::Json { self.take_json(first) } else { first.kind };
        let end = if kind == LineKind::Json { self.at } else { self.take_rest(kind) };
        Some(Extent { start: first.start, end, first_line, kind })
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
