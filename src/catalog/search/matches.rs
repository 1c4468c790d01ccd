//! What a search returns.

use std::ops::Range;

use crate::catalog::entry::CatalogEntry;

/// The part of an entry that matches the query. Better matches come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Its number, in one of its forms.
    Code,
    /// Its name, or an alias.
    Name,
    /// Its summary, explanation or fix.
    Text,
}

/// A searched text of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryField {
    /// The code, as it prints.
    Code,
    /// The name.
    Name,
    /// The summary.
    Summary,
    /// The explanation.
    Explanation,
    /// The step of the fix with this index.
    Fix(usize),
}

/// A part of a text that matches the query.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Highlight {
    /// The text.
    pub field: EntryField,
    /// The first byte within the text.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

/// An entry that matches a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchMatch<'c> {
    /// The entry.
    pub entry: &'c CatalogEntry,
    /// The best match.
    pub rank: Rank,
    /// The matching parts, sorted and without overlaps. A match of an alias is not highlighted.
    pub highlights: Vec<Highlight>,
}

impl SearchMatch<'_> {
    /// The byte ranges to highlight in one field, in order.
    pub fn highlights_in(&self, field: EntryField) -> impl Iterator<Item = Range<usize>> {
        self.highlights.iter().filter(move |highlight| highlight.field == field).map(|h| h.start..h.end)
    }
}
