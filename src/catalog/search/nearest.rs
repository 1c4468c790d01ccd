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
        let mut near = self.named_in(query);
        let name = squeeze(query).0;
        let by_name = self.nearest_by(|keys| name_distance(&name, keys));
        let others = if by_name.is_empty() { self.nearest_by_words(query) } else { by_name };
        let is_new = |entry: &&CatalogEntry| near.iter().all(|named| named.code != entry.code);
        let others: Vec<_> = others.into_iter().filter(is_new).collect();
        near.extend(others);
        near.truncate(MAX_SUGGESTIONS);
        near
    }

    /// The entries whose number or name is a word of the query: of a line in which nothing says that the number is a code.
    fn named_in(&self, query: &str) -> Vec<&CatalogEntry> {
        /// Smaller numbers count and measure things.
        const MIN_NUMBER: i64 = 1000;
        let mut named: Vec<&CatalogEntry> = Vec::new();
        let words = query.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'));
        for word in words.filter(|word| word.len() >= 4) {
            let number = word.parse().ok().filter(|number: &i64| number.abs() >= MIN_NUMBER);
            let by_value = number.into_iter().flat_map(|number| self.by_value(number));
            let by_name = self.by_name(word).filter(|_| word.contains('_'));
            for entry in by_value.chain(by_name) {
                if named.iter().all(|known| known.code != entry.code) {
                    named.push(entry);
                }
            }
        }
        named
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_code_of_a_line_is_suggested_first() {
        let first = |query: &str| Catalog::current().nearest(query).first().map(|entry| entry.code.to_string());
        assert_eq!(first("errid=70013").as_deref(), Some("70013"));
        assert_eq!(first("login return failed:70001").as_deref(), Some("70001"));
        assert_eq!(first("state: JOIN_ROOM_FAILED now").as_deref(), Some("0x4004"));
        assert_eq!(first("got -10013 from it").as_deref(), Some("-10013"));
    }
}
