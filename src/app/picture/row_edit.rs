//! Rows of a picture that a person corrects.

use std::ops::Range;

/// Rows that are being corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowEdit {
    /// The rows, as indices.
    pub rows: Range<usize>,
    /// Their text, a line for each row.
    pub text: String,
}

/// Another reading of an unsure passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherReading {
    /// The passage with the other reading.
    pub passage: String,
    /// The row, as an index.
    pub row: usize,
    /// The whole text of the row with it.
    pub text: String,
}
