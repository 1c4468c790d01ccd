//! A code as a row of the table.

use std::ops::Range;

use crate::app::notes::Notes;
use crate::catalog::{Catalog, CatalogEntry, EntryField, MatchKind, SearchMatch, Severity, Status};
use crate::code::ErrorCode;

/// A row shows at most this much of a note.
const MAX_NOTE_CHARS: usize = 200;

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRow {
    /// The code.
    pub code: ErrorCode,
    /// The code in hexadecimal; empty for families that write decimals.
    pub hex: String,
    /// The code in decimal; empty for browser exceptions.
    pub decimal: String,
    /// The name; for a code that the catalog lacks, the name in the pasted text.
    pub name: String,
    /// A description of one line.
    pub summary: String,
    /// What the code does to a call; `None` if the catalog lacks the code.
    pub severity: Option<Severity>,
    /// Whether current SDKs no longer throw the code.
    pub retired: bool,
    /// The ranges that match the query, in the formatted code, the name and the summary.
    pub highlights: [Vec<Range<usize>>; 3],
    /// The beginning of the engineer's note, on one line; empty without a note.
    pub note: String,
    /// Whether only the note matches the query.
    pub found_by_note: bool,
    /// Why the code is a result of the query; `None` without a query.
    pub kind: Option<MatchKind>,
}

impl CodeRow {
    pub(super) fn new(entry: &CatalogEntry) -> Self {
        Self {
            name: entry.name.clone().unwrap_or_default(),
            summary: entry.summary.clone(),
            severity: Some(entry.severity),
            retired: matches!(entry.status, Status::Retired { .. }),
            ..Self::unknown(entry.code, None)
        }
    }

    pub(super) fn from_match(found: &SearchMatch<'_>) -> Self {
        let highlights =
            [EntryField::Code, EntryField::Name, EntryField::Summary].map(|field| found.highlights_in(field).collect());
        Self { highlights, kind: Some(found.kind), ..Self::new(found.entry) }
    }

    /// The row of a code that the catalog may lack. `name` is the name in the text that contains the code.
    pub(super) fn from_code(code: ErrorCode, name: Option<&str>, catalog: &Catalog) -> Self {
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
            kind: None,
        }
    }

    pub(super) fn set_note(&mut self, notes: &Notes) {
        let words = notes.get(self.code).split_whitespace();
        self.note = words.collect::<Vec<_>>().join(" ").chars().take(MAX_NOTE_CHARS).collect();
    }

    /// The heading of the results to which the row belongs.
    pub(super) fn group(&self) -> &'static str {
        if self.found_by_note { "In your notes" } else { self.kind.map_or("", MatchKind::title) }
    }

    /// The row in words, for screen readers.
    pub fn accessible_text(&self) -> String {
        let severity = self.severity.map_or("", Severity::title);
        let parts = [self.hex.as_str(), &self.decimal, &self.name, severity, self.code.family().title(), &self.summary];
        let note = if self.note.is_empty() { String::new() } else { format!("note: {}", self.note) };
        let parts = parts.into_iter().chain([note.as_str()]).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(", ")
    }
}
