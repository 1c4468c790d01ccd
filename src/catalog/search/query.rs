//! Answers a query.
//!
//! The query is split at white space. A part that may be a number is looked up as a code in every form people write. Every
//! other part, and a number too, is looked up as the beginning of words. An entry matches if all parts are found in it. The
//! query as a whole is also looked up inside names; spaces, hyphens and underscores are ignored in both.
//!
//! Codes that the query names are results wherever they are in it, and so are the codes that people mean by its words.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::filter::Filter;
use super::index;
use super::index::{Hits, SearchHit};
use super::matches::{EntryField, Highlight, MatchKind, Rank, SearchMatch};
use super::said;
use crate::catalog::entry::CatalogEntry;
use crate::catalog::lookup::Catalog;
use crate::catalog::said_file::meanings;
use crate::code::ErrorCode;

/// Why a code is a result, apart from the parts of the query that match: its position among such codes and the kind.
type Reasons = HashMap<ErrorCode, (usize, MatchKind)>;

impl Catalog {
    /// The entries that match `query`. First come the codes that it names, those of a cause before others, then codes and names
    /// that begin with it or contain it, then codes that people mean by its words, then texts; better matches first within each.
    ///
    /// A word that no entry has is searched with a typo or two. An empty query returns all entries, in order.
    pub fn search(&self, query: &str, filter: &Filter) -> Vec<SearchMatch<'_>> {
        let Some(mut hits) = self.hits(query) else {
            let admitted = self.entries().iter().filter(|entry| filter.admits(entry));
            let found = |entry| SearchMatch { entry, rank: Rank::Text, kind: MatchKind::Text, highlights: Vec::new() };
            return admitted.map(found).collect();
        };
        let reasons = self.reasons(query);
        let names_codes = reasons.values().any(|(_, kind)| *kind == MatchKind::Named);
        if names_codes {
            self.add_mentions(query, &mut hits);
        } else if reasons.is_empty()
            && hits.iter().all(Option::is_none)
            && let Some(translated) = said::translated(query).and_then(|english| self.hits(&english))
        {
            hits = translated;
        }
        let mut found: Vec<(&CatalogEntry, SearchHit, (usize, MatchKind))> = Vec::new();
        let name = index::squeeze(query).0;
        for (entry, hit) in self.entries().iter().zip(hits).filter(|(entry, _)| filter.admits(entry)) {
            let reason = reasons.get(&entry.code).copied();
            let Some(mut hit) = hit.or_else(|| reason.map(|reason| hit_of(entry, reason.1))) else { continue };
            // Words occur in the entries of all products, so those of the Web SDK come first: a part of a neighbour's name counts
            // like a text. A code or a whole name is found where it belongs.
            if entry.code.family().is_neighbour() && hit.rank == Rank::Name {
                let is_named = entry.name.as_deref().is_some_and(|own| index::squeeze(own).0 == name);
                hit.rank = if is_named { Rank::Name } else { Rank::Text };
            }
            let kind = match (hit.rank, reason) {
                (_, Some(named @ (_, MatchKind::Named))) => named,
                (Rank::Code | Rank::Name, _) => (0, MatchKind::CodeOrName),
                (Rank::Text, Some(said)) => said,
                (Rank::Text, None) if names_codes => (0, MatchKind::Mention),
                (Rank::Text, None) => (0, MatchKind::Text),
            };
            found.push((entry, hit, kind));
        }
        // The sort is stable: equally good matches stay in the order of the catalog.
        found.sort_by_key(|(entry, hit, (position, kind))| {
            let is_neighbour = hit.rank == Rank::Text && entry.code.family().is_neighbour();
            (order_of(*kind), *position, hit.rank, is_neighbour, Reverse(hit.score))
        });
        let found = found.into_iter();
        found
            .map(|(entry, hit, (_, kind))| SearchMatch {
                entry,
                rank: hit.rank,
                kind,
                highlights: without_overlaps(hit.highlights),
            })
            .collect()
    }

    /// The codes that the query names, and those that people mean by its words.
    fn reasons(&self, query: &str) -> Reasons {
        let mut reasons = Reasons::new();
        for (position, named) in self.codes_named_in(query).into_iter().enumerate() {
            reasons.insert(named.code, (position, MatchKind::Named));
        }
        let said = said::meanings_of(query)
            .into_iter()
            .flat_map(|idx| meanings()[idx].codes.iter().map(move |code| (*code, MatchKind::Said(idx))));
        for (position, (code, kind)) in said.enumerate() {
            reasons.entry(code).or_insert((position, kind));
        }
        reasons
    }

    /// Adds the entries whose texts have a number of the query, but not its other words.
    fn add_mentions(&self, query: &str, hits: &mut Hits) {
        for part in parts(query).filter(|part| part.may_be_code) {
            merge(hits, self.search_index().words_equal(&part.word), better);
        }
    }

    /// How each entry matches the whole query; `None` if the query has no words.
    fn hits(&self, query: &str) -> Option<Hits> {
        let parts: Vec<QueryPart> = parts(query).collect();
        if parts.is_empty() {
            return None;
        }
        let index = self.search_index();
        let by_name = index.names_containing(query);
        let in_a_name = by_name.iter().any(Option::is_some);
        let mut hits: Hits = vec![Some(SearchHit::new(Rank::Code, 0)); self.entries().len()];
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
        merge(&mut hits, by_name, better);
        Some(hits)
    }
}

/// A word or number of a query.
pub(super) struct QueryPart {
    /// In lower case.
    pub(super) word: String,
    may_be_code: bool,
}

pub(super) fn parts(query: &str) -> impl Iterator<Item = QueryPart> {
    query.split_whitespace().flat_map(|chunk| {
        let code = index::trim_code(chunk);
        if index::may_be_code(code) {
            vec![QueryPart { word: code.to_lowercase(), may_be_code: true }]
        } else {
            let words = chunk.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.map(|word| QueryPart { word: word.to_lowercase(), may_be_code: false }).collect()
        }
    })
}

/// The hit of an entry that no part of the query matches.
fn hit_of(entry: &CatalogEntry, kind: MatchKind) -> SearchHit {
    if kind != MatchKind::Named {
        return SearchHit::new(Rank::Text, 0);
    }
    let end = entry.code.to_string().len();
    let highlights = vec![Highlight { field: EntryField::Code, start: 0, end }];
    SearchHit { highlights, ..SearchHit::new(Rank::Code, 0) }
}

/// Meanings are in the order of their positions, not in that of the file.
fn order_of(kind: MatchKind) -> MatchKind {
    if let MatchKind::Said(_) = kind { MatchKind::Said(0) } else { kind }
}

fn merge(into: &mut Hits, other: Hits, join: impl Fn(Option<SearchHit>, Option<SearchHit>) -> Option<SearchHit>) {
    for (mine, theirs) in into.iter_mut().zip(other) {
        *mine = join(mine.take(), theirs);
    }
}

fn better(one: Option<SearchHit>, other: Option<SearchHit>) -> Option<SearchHit> {
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
