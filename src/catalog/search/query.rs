//! Answers a query.
//!
//! The query is split at white space. A part that may be a number is looked up as a code in every form people write. Every
//! other part, and a number too, is looked up as the beginning of words. An entry matches if all parts are found in it. The
//! query as a whole is also looked up inside names; spaces, hyphens and underscores are ignored in both.

use std::cmp::Reverse;

use super::filter::Filter;
use super::index;
use super::index::{Hits, SearchHit};
use super::matches::{Highlight, Rank, SearchMatch};
use crate::catalog::entry::CatalogEntry;
use crate::catalog::lookup::Catalog;

impl Catalog {
    /// The entries that match `query`: codes first, then names, then texts, better matches first within each.
    ///
    /// A word that no entry has is searched with a typo or two. An empty query returns all entries, in order.
    pub fn search(&self, query: &str, filter: &Filter) -> Vec<SearchMatch<'_>> {
        let Some(hits) = self.hits(query) else {
            let admitted = self.entries().iter().filter(|entry| filter.admits(entry));
            return admitted.map(|entry| SearchMatch { entry, rank: Rank::Text, highlights: Vec::new() }).collect();
        };
        let mut found: Vec<(&CatalogEntry, SearchHit)> = self
            .entries()
            .iter()
            .zip(hits)
            .filter_map(|(entry, hit)| Some((entry, hit?)))
            .filter(|(entry, _)| filter.admits(entry))
            .collect();
        // Words occur in the entries of all products, so those of the Web SDK come first: a part of a neighbour's name counts
        // like a text. A code or a whole name is found where it belongs.
        let name = index::squeeze(query).0;
        for (entry, hit) in found.iter_mut().filter(|(entry, _)| entry.code.family().is_neighbour()) {
            let is_named = entry.name.as_deref().is_some_and(|own| index::squeeze(own).0 == name);
            if hit.rank == Rank::Name && !is_named {
                hit.rank = Rank::Text;
            }
        }
        // The sort is stable: equally good matches stay in the order of the catalog.
        found.sort_by_key(|(entry, hit)| {
            (hit.rank, hit.rank == Rank::Text && entry.code.family().is_neighbour(), Reverse(hit.score))
        });
        found
            .into_iter()
            .map(|(entry, hit)| SearchMatch { entry, rank: hit.rank, highlights: without_overlaps(hit.highlights) })
            .collect()
    }

    /// How each entry matches the whole query; `None` if the query has no words.
    fn hits(&self, query: &str) -> Option<Hits> {
        let index = self.search_index();
        let parts: Vec<QueryPart> = parts(query).collect();
        if parts.is_empty() {
            return None;
        }
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
