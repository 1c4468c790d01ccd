//! An entry of a log, before it is parsed.

use super::line_kind::LineKind;

/// An entry of a text: some of its lines, or a row of a table. A JSON record or a row may contain several parsed entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawEntry<'t> {
    /// Its lines, without the last line end.
    pub text: &'t str,
    /// The kind of its first line; [`LineKind::Json`] for a row of a table.
    pub kind: LineKind,
    /// Its first byte in the text.
    pub start: usize,
    /// The byte after its last line end.
    pub end: usize,
    /// Its first line, from 0.
    pub first_line: u64,
    /// Number of its lines, at least 1.
    pub lines: u64,
}
