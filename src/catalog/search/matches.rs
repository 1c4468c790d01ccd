//! What a search returns.

use std::ops::Range;

use crate::catalog::entry::CatalogEntry;
use crate::catalog::said_file::meanings;

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

/// Why an entry is among the results. Better reasons come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchKind {
    /// The query names the code.
    Named,
    /// Its number begins as the query does, or its name has the words of the query.
    CodeOrName,
    /// People say the words of the query when they mean it: the meaning with this index in [`meanings`].
    Said(usize),
    /// Its texts have the words of the query.
    Text,
    /// Its texts mention a code that the query names.
    Mention,
}

impl MatchKind {
    /// Identifies the kind in reports of the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Named => "code",
            Self::CodeOrName => "code-or-name",
            Self::Said(_) => "said",
            Self::Text => "text",
            Self::Mention => "mention",
        }
    }

    /// The heading of the results of this kind.
    pub fn title(self) -> &'static str {
        match self {
            Self::Named => "In the query",
            Self::CodeOrName => "Similar codes and names",
            Self::Said(idx) => meanings().get(idx).map_or("", |meaning| &meaning.means),
            Self::Text => "Other codes with these words",
            Self::Mention => "Mentioned by",
        }
    }
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
    /// Why the entry is among the results.
    pub kind: MatchKind,
    /// The matching parts, sorted and without overlaps. A match of an alias is not highlighted.
    pub highlights: Vec<Highlight>,
}

impl SearchMatch<'_> {
    /// The byte ranges to highlight in one field, in order.
    pub fn highlights_in(&self, field: EntryField) -> impl Iterator<Item = Range<usize>> {
        self.highlights.iter().filter(move |highlight| highlight.field == field).map(|h| h.start..h.end)
    }
}
