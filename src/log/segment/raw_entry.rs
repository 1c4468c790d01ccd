//! An entry of a text log, before it is parsed.

use super::line_kind::LineFormat;

/// The kind of a raw entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RawEntryKind {
    /// An entry that begins with a line of this format; its message begins at this byte.
    Formatted(LineFormat, usize),
    /// A JSON object or array.
    Json,
    /// A row of a table.
    Row,
    /// Free text.
    FreeText,
}

/// An entry of a chunk. A JSON record may contain several parsed entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawEntry<'a> {
    /// Its kind.
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
