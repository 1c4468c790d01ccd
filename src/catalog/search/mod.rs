//! Searching the catalog, as the user types.
//!
//! A query is split at white space. A part that may be a number is looked up as a code in every form people write; every
//! other part, and a number too, is looked up as the beginning of words. All parts must be found in an entry. The query
//! as a whole is also looked up inside names, with blanks, hyphens and underscores taken out of both.

mod index;
mod nearest;

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;

pub(super) use index::SearchIndex;

use super::{Area, Catalog, CatalogEntry, Owner, Severity};
use crate::code::Family;
use index::{Hit, Hits};

/// Which entries a search is about. An empty set leaves its list unrestricted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The families.
    pub families: BTreeSet<Family>,
    /// The areas.
    pub areas: BTreeSet<Area>,
    /// The owners.
    pub owners: BTreeSet<Owner>,
    /// The severities.
    pub severities: BTreeSet<Severity>,
    /// The states, by their identifiers ([`super::Status::IDS`]).
    pub statuses: BTreeSet<&'static str>,
}

impl Filter {
    /// Whether an entry is one that the search is about.
    pub fn admits(&self, entry: &CatalogEntry) -> bool {
        fn has<T: Ord>(set: &BTreeSet<T>, value: &T) -> bool {
            set.is_empty() || set.contains(value)
        }
        has(&self.families, &entry.code.family())
            && has(&self.areas, &entry.area)
            && has(&self.owners, &entry.owner)
            && has(&self.severities, &entry.severity)
            && has(&self.statuses, &entry.status.id())
    }
}

/// What of an entry agreed with the query; the better kind comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Its number, in one of its forms.
    Code,
    /// Its name, or an alias.
    Name,
    /// Its summary, explanation or fix.
    Text,
}

/// A text of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
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

/// A passage that agrees with the query.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Highlight {
    /// Where it stands.
    pub field: Field,
    /// First byte and the byte past the last, within the field's text.
    pub start: usize,
    /// See `start`.
    pub end: usize,
}

/// An entry that agrees with a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match<'c> {
    /// The entry.
    pub entry: &'c CatalogEntry,
    /// What of it agreed.
    pub rank: Rank,
    /// Where it agreed, by field and place, without overlaps. A match of an alias or of another form of the number has
    /// nothing to show in the name.
    pub highlights: Vec<Highlight>,
}

impl Match<'_> {
    /// The byte ranges to highlight in one field, in order.
    pub fn highlights_in(&self, field: Field) -> impl Iterator<Item = Range<usize>> {
        self.highlights.iter().filter(move |highlight| highlight.field == field).map(|h| h.start..h.end)
    }
}

impl Catalog {
    /// The entries that agree with `query`: codes first, then names, then texts, the better ones first within each.
    ///
    /// A word that stands nowhere is looked for with a typo or two. An empty query finds all entries, in order.
    pub fn search(&self, query: &str, filter: &Filter) -> Vec<Match<'_>> {
        let Some(hits) = self.hits(query) else {
            let admitted = self.entries().iter().filter(|entry| filter.admits(entry));
            return admitted.map(|entry| Match { entry, rank: Rank::Text, highlights: Vec::new() }).collect();
        };
        let mut found: Vec<(&CatalogEntry, Hit)> = self
            .entries()
            .iter()
            .zip(hits)
            .filter_map(|(entry, hit)| Some((entry, hit?)))
            .filter(|(entry, _)| filter.admits(entry))
            .collect();
        // The sort is stable: what is equally good stays in the catalog's order.
        found.sort_by_key(|(_, hit)| (hit.rank, Reverse(hit.score)));
        found
            .into_iter()
            .map(|(entry, hit)| Match { entry, rank: hit.rank, highlights: without_overlaps(hit.highlights) })
            .collect()
    }

    /// How each entry agrees with all of the query; `None` where the query asks for nothing.
    fn hits(&self, query: &str) -> Option<Hits> {
        let index = self.search_index();
        let parts: Vec<Part> = parts(query).collect();
        if parts.is_empty() {
            return None;
        }
        let whole = index.names_containing(query);
        let in_a_name = whole.iter().any(Option::is_some);
        let mut hits: Hits = vec![Some(Hit::new(Rank::Code, 0)); self.entries().len()];
        for part in parts {
            let mut found = index.words_beginning(&part.word);
            if part.may_be_code {
                merge(&mut found, index.codes_beginning(&part.word), better);
            }
            if !in_a_name && found.iter().all(Option::is_none) {
                found = index.words_like(&part.word);
            }
            merge(&mut hits, found, |all, new| Some(all?.and(new?)));
        }
        merge(&mut hits, whole, better);
        Some(hits)
    }

    fn search_index(&self) -> &SearchIndex {
        self.index.get_or_init(|| SearchIndex::new(self.entries()))
    }
}

/// One thing that a query asks for.
struct Part {
    /// In lower case.
    word: String,
    may_be_code: bool,
}

fn parts(query: &str) -> impl Iterator<Item = Part> {
    query.split_whitespace().flat_map(|chunk| {
        let code = index::trim_code(chunk);
        if index::may_be_code(code) {
            vec![Part { word: code.to_lowercase(), may_be_code: true }]
        } else {
            let words = chunk.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.map(|word| Part { word: word.to_lowercase(), may_be_code: false }).collect()
        }
    })
}

fn merge(into: &mut Hits, other: Hits, join: impl Fn(Option<Hit>, Option<Hit>) -> Option<Hit>) {
    for (mine, theirs) in into.iter_mut().zip(other) {
        *mine = join(mine.take(), theirs);
    }
}

fn better(one: Option<Hit>, other: Option<Hit>) -> Option<Hit> {
    match (one, other) {
        (Some(one), Some(other)) => {
            let other_is_better = (other.rank, Reverse(other.score)) < (one.rank, Reverse(one.score));
            Some(if other_is_better { other } else { one })
        }
        (one, other) => one.or(other),
    }
}

fn without_overlaps(mut highlights: Vec<Highlight>) -> Vec<Highlight> {
    highlights.sort();
    highlights.dedup_by(|next, kept| {
        let touches = next.field == kept.field && next.start <= kept.end;
        if touches {
            kept.end = kept.end.max(next.end);
        }
        touches
    });
    highlights
}
