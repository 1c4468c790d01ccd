//! Parts of a log that could not be read.

/// A part of a log that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Physical line where it begins, from 1.
    pub line: u64,
    /// What is wrong there and what to do about it.
    pub reason: String,
}
