//! Suggestions for a query without a match.

use super::index;
use super::index::{EntryKeys, SearchHit, squeeze};
use super::query::{QueryPart, parts};
use crate::catalog::entry::CatalogEntry;
use crate::catalog::lookup::Catalog;
use crate::code;

/// Suggestions for one query.
const MAX_SUGGESTIONS: usize = 5;

impl Catalog {
    /// The entries nearest to a query without a match, the nearest first. A number is compared by its digits, or by its value
    /// if too many digits differ; a name by its letters; any other query by the words it shares with an entry.
    pub fn nearest(&self, query: &str) -> Vec<&CatalogEntry> {
        let code = index::trim_code(query.trim()).to_lowercase();
        if index::may_be_code(&code) {
            let by_digits = self.nearest_by(|keys| digits_distance(&code, keys));
            if !by_digits.is_empty() {
                return by_digits;
            }
            let numbers = code::parse_numbers(&code);
            // Only one family writes hexadecimal numbers.
            let is_hex = code.starts_with("0x");
            let admits = |keys: &EntryKeys| !is_hex || keys.forms.iter().any(|form| form.starts_with("0x"));
            return self.nearest_by(|keys| difference(&numbers, keys).filter(|_| admits(keys)));
        }
        let name = squeeze(query).0;
        let by_name = self.nearest_by(|keys| name_distance(&name, keys));
        if by_name.is_empty() { self.nearest_by_words(query) } else { by_name }
    }

    fn nearest_by<D: Ord>(&self, distance: impl Fn(&EntryKeys) -> Option<D>) -> Vec<&CatalogEntry> {
        let keys = self.search_index().keys();
        let mut near: Vec<(D, &CatalogEntry)> =
            keys.iter().zip(self.entries()).filter_map(|(keys, entry)| Some((distance(keys)?, entry))).collect();
        near.sort_by(|(a, _), (b, _)| a.cmp(b));
        near.into_iter().take(MAX_SUGGESTIONS).map(|(_, entry)| entry).collect()
    }

    /// The entries that have most of the query's words.
    fn nearest_by_words(&self, query: &str) -> Vec<&CatalogEntry> {
        let index = self.search_index();
        let mut scores = vec![0; self.entries().len()];
        // Short words occur in every entry.
        for QueryPart { word, .. } in parts(query).filter(|part| part.word.chars().count() > 3) {
            for (score, hit) in scores.iter_mut().zip(index.words_beginning(&word)) {
                *score += hit.map_or(0, |hit: SearchHit| 100 + hit.score);
            }
        }
        let mut near: Vec<(u32, &CatalogEntry)> =
            scores.into_iter().zip(self.entries()).filter(|(score, _)| *score > 0).collect();
        near.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        near.into_iter().take(MAX_SUGGESTIONS).map(|(_, entry)| entry).collect()
    }
}

/// The number of wrong digits, then the difference of the numbers; `None` if more than two digits are wrong.
fn digits_distance(query: &str, keys: &EntryKeys) -> Option<(usize, u64)> {
    let wrong_digits = keys.forms.iter().map(|form| strsim::osa_distance(query, form)).min()?;
    let difference = difference(&code::parse_numbers(query), keys).unwrap_or(u64::MAX);
    (wrong_digits <= 2).then_some((wrong_digits, difference))
}

/// The difference between the code and the nearest of the numbers.
fn difference(numbers: &[i64], keys: &EntryKeys) -> Option<u64> {
    let value = keys.value()?;
    numbers.iter().map(|number| number.abs_diff(value)).min()
}

/// The number of wrong letters; `None` if more than a third of the name is wrong.
fn name_distance(query: &str, keys: &EntryKeys) -> Option<usize> {
    let distances = keys.names.iter().map(|name| (strsim::osa_distance(query, &name.text), name.text.len()));
    distances.filter(|(wrong, length)| wrong * 3 <= *length).map(|(wrong, _)| wrong).min()
}
