//! Codes as the table shows them: one line each.

use std::ops::Range;

use super::Notes;
use crate::catalog::{Catalog, CatalogEntry, EntryField, SearchMatch, Severity, Status};
use crate::code::ErrorCode;

/// Of a note, a row has room for no more.
const MOST_NOTE_CHARS: usize = 200;

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The code.
    pub code: ErrorCode,
    /// In hexadecimal; empty where the family writes decimals.
    pub hex: String,
    /// In decimal; empty for browser exceptions.
    pub decimal: String,
    /// The name; for a code in a pasted text that the catalog lacks, what the text calls it.
    pub name: String,
    /// One line about it.
    pub summary: String,
    /// What it does to a call; `None` where the catalog lacks the code.
    pub severity: Option<Severity>,
    /// Whether SDKs no longer throw it.
    pub retired: bool,
    /// What agrees with the query, in the code as it prints, the name and the summary.
    pub highlights: [Vec<Range<usize>>; 3],
    /// The beginning of the engineer's note, on one line; empty where there is none.
    pub note: String,
    /// Whether it is the note alone that agrees with the query.
    pub found_by_note: bool,
}

impl Row {
    pub(super) fn new(entry: &CatalogEntry) -> Self {
        Self {
            name: entry.name.clone().unwrap_or_default(),
            summary: entry.summary.clone(),
            severity: Some(entry.severity),
            retired: matches!(entry.status, Status::Retired { .. }),
            ..Self::unknown(entry.code, None)
        }
    }

    pub(super) fn of_match(found: &SearchMatch<'_>) -> Self {
        let highlights =
            [EntryField::Code, EntryField::Name, EntryField::Summary].map(|field| found.highlights_in(field).collect());
        Self { highlights, ..Self::new(found.entry) }
    }

    /// The row of a code that the catalog may lack; `name` is then what a text calls it.
    pub(super) fn of_code(code: ErrorCode, name: Option<&str>, catalog: &Catalog) -> Self {
        catalog.entry(code).map_or_else(|| Self::unknown(code, name), Self::new)
    }

    fn unknown(code: ErrorCode, name: Option<&str>) -> Self {
        Self {
            code,
            hex: code.hex().unwrap_or_default(),
            decimal: code.value().map(|value| value.to_string()).unwrap_or_default(),
            name: name.unwrap_or_default().to_owned(),
            summary: "Not documented".to_owned(),
            severity: None,
            retired: false,
            highlights: Default::default(),
            note: String::new(),
            found_by_note: false,
        }
    }

    pub(super) fn take_note(&mut self, notes: &Notes) {
        let words = notes.of(self.code).split_whitespace();
        self.note = words.collect::<Vec<_>>().join(" ").chars().take(MOST_NOTE_CHARS).collect();
    }

    /// The row in words, for screen readers.
    pub fn spoken(&self) -> String {
        let parts = [self.hex.as_str(), &self.decimal, &self.name, self.code.family().title(), &self.summary];
        let note = if self.note.is_empty() { String::new() } else { format!("note: {}", self.note) };
        let parts = parts.into_iter().chain([note.as_str()]).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(", ")
    }
}
