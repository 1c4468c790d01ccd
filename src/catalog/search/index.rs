//! The words, codes and names of all entries, arranged for a lookup at every key stroke.

use std::collections::HashMap;

use super::matches::{EntryField, Highlight, Rank};
use crate::catalog::entry::CatalogEntry;
use crate::code;
use crate::code::ErrorCode;

/// How one entry matches a query, or a part of it.
#[derive(Clone, Debug)]
pub(super) struct SearchHit {
    pub(super) rank: Rank,
    /// Higher is better, among hits of one rank.
    pub(super) score: u32,
    pub(super) highlights: Vec<Highlight>,
}

/// One hit, or none, for each entry of the catalog, in its order.
pub(super) type Hits = Vec<Option<SearchHit>>;

impl SearchHit {
    pub(super) fn new(rank: Rank, score: u32) -> Self {
        Self { rank, score, highlights: Vec::new() }
    }

    /// The hit of an entry that matches both parts: as good as the worse one.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.rank = self.rank.max(other.rank);
        self.score += other.score;
        self.highlights.extend(other.highlights);
        self
    }
}

/// The search index of a catalog.
#[derive(Debug)]
pub(crate) struct SearchIndex {
    /// Sorted by text, to look up beginnings.
    words: Vec<IndexedWord>,
    keys: Vec<EntryKeys>,
}

/// A word in lower case and all its places.
#[derive(Debug)]
struct IndexedWord {
    text: String,
    /// See [`letters`].
    letters: u64,
    places: Vec<WordPlace>,
}

#[derive(Clone, Debug)]
struct WordPlace {
    entry_idx: usize,
    field: EntryField,
    start: usize,
    /// Equal to `start` if the word is not highlighted (aliases).
    end: usize,
}

/// What identifies an entry.
#[derive(Debug)]
pub(super) struct EntryKeys {
    code: ErrorCode,
    /// The forms in which people write the number, in lower case; none for browser exceptions.
    pub(super) forms: Vec<String>,
    /// The name, if any, then the aliases.
    pub(super) names: Vec<SqueezedName>,
}

/// A name in lower case without spaces, hyphens and underscores.
#[derive(Debug)]
pub(super) struct SqueezedName {
    pub(super) text: String,
    /// For each byte of `text`, the range of its character within the name; empty for aliases.
    origins: Vec<(usize, usize)>,
}

impl SearchIndex {
    pub(crate) fn new(entries: &[CatalogEntry]) -> Self {
        let mut places: HashMap<String, Vec<WordPlace>> = HashMap::new();
        for (entry_idx, entry) in entries.iter().enumerate() {
            let mut add = |field: EntryField, text: &str, shown: bool| {
                for_each_word(text, |word, start| {
                    let end = if shown { start + word.len() } else { start };
                    places.entry(word.to_lowercase()).or_default().push(WordPlace { entry_idx, field, start, end });
                });
            };
            entry.name.iter().for_each(|name| add(EntryField::Name, name, true));
            entry.aliases.iter().for_each(|alias| add(EntryField::Name, alias, false));
            add(EntryField::Summary, &entry.summary, true);
            add(EntryField::Explanation, &entry.explanation, true);
            entry.fix.iter().enumerate().for_each(|(step_idx, step)| add(EntryField::Fix(step_idx), step, true));
        }
        let mut words: Vec<IndexedWord> =
            places.into_iter().map(|(text, places)| IndexedWord { letters: letters(&text), text, places }).collect();
        words.sort_by(|a, b| a.text.cmp(&b.text));
        Self { words, keys: entries.iter().map(EntryKeys::new).collect() }
    }

    pub(super) fn keys(&self) -> &[EntryKeys] {
        &self.keys
    }

    /// Entries with a word that begins with `word`.
    pub(super) fn words_beginning(&self, word: &str) -> Hits {
        let first = self.words.partition_point(|known| known.text.as_str() < word);
        let mut hits = vec![None; self.keys.len()];
        for known in self.words[first..].iter().take_while(|known| known.text.starts_with(word)) {
            let closeness = if known.text.len() == word.len() { 3 } else { 2 };
            known.add_to(&mut hits, closeness, word.len());
        }
        hits
    }

    /// Entries with this word.
    pub(super) fn words_equal(&self, word: &str) -> Hits {
        let mut hits = vec![None; self.keys.len()];
        if let Ok(idx) = self.words.binary_search_by(|known| known.text.as_str().cmp(word)) {
            self.words[idx].add_to(&mut hits, 3, word.len());
        }
        hits
    }

    /// Entries with a word that differs from `word` by the smallest number of typos of all words.
    pub(super) fn words_like(&self, word: &str) -> Hits {
        let mut hits = vec![None; self.keys.len()];
        let length = word.chars().count();
        let tolerance = tolerance(length);
        let mask = letters(word);
        let near: Vec<(usize, &IndexedWord)> = self
            .words
            .iter()
            .filter(|known| (mask & !known.letters).count_ones() as usize <= tolerance)
            .filter_map(|known| Some((typos(word, length, &known.text, tolerance)?, known)))
            .collect();
        let Some(fewest) = near.iter().map(|(typos, _)| *typos).min() else { return hits };
        for (_, known) in near.into_iter().filter(|(typos, _)| *typos == fewest) {
            known.add_to(&mut hits, 1, known.text.len());
        }
        hits
    }

    /// Entries whose code is the number `text`, or has a form that begins with it.
    pub(super) fn codes_beginning(&self, text: &str) -> Hits {
        let numbers = code::parse_numbers(text);
        let hit = |keys: &EntryKeys| {
            let value = keys.code.value()?;
            let score = if numbers.contains(&value) {
                100
            } else {
                // At least two characters: a single digit begins nearly every code.
                let rest = keys.forms.iter().filter_map(|form| form.strip_prefix(text)).map(str::len).min()?;
                (text.len() >= 2).then(|| 50_u32.saturating_sub(rest as u32))?
            };
            let shown = keys.code.to_string();
            let (start, end) = match shown.to_lowercase().find(text) {
                Some(start) => (start, start + text.len()),
                None => (0, shown.len()),
            };
            Some(SearchHit {
                highlights: vec![Highlight { field: EntryField::Code, start, end }],
                ..SearchHit::new(Rank::Code, score)
            })
        };
        self.keys.iter().map(hit).collect()
    }

    /// Entries with a name that contains the whole query.
    pub(super) fn names_containing(&self, query: &str) -> Hits {
        let query = squeeze(query).0;
        let hit = |keys: &EntryKeys| {
            let (name, at) = keys.names.iter().find_map(|name| Some((name, name.text.find(&query)?)))?;
            let score = match (at, name.text.len() - query.len()) {
                (0, 0) => 100,
                (0, _) => 50,
                _ => 40,
            };
            let mut hit = SearchHit::new(Rank::Name, score);
            if let (Some(&(start, _)), Some(&(_, end))) = (name.origins.get(at), name.origins.get(at + query.len() - 1))
            {
                hit.highlights.push(Highlight { field: EntryField::Name, start, end });
            }
            Some(hit)
        };
        // Nearly every name contains a given letter; beginnings of words match better.
        if query.chars().count() < 2 { vec![None; self.keys.len()] } else { self.keys.iter().map(hit).collect() }
    }
}

impl IndexedWord {
    /// Adds a hit for every place of the word; `length` bytes of it are highlighted.
    fn add_to(&self, hits: &mut Hits, closeness: u32, length: usize) {
        for place in &self.places {
            let (rank, weight) = match place.field {
                EntryField::Code | EntryField::Name => (Rank::Name, 8),
                EntryField::Summary => (Rank::Text, 4),
                EntryField::Fix(_) => (Rank::Text, 2),
                EntryField::Explanation => (Rank::Text, 1),
            };
            let hit = hits[place.entry_idx].get_or_insert_with(|| SearchHit::new(rank, 0));
            hit.rank = hit.rank.min(rank);
            hit.score = hit.score.max(weight * closeness);
            if place.start < place.end {
                let end = place.end.min(place.start + length);
                hit.highlights.push(Highlight { field: place.field, start: place.start, end });
            }
        }
    }
}

impl EntryKeys {
    pub(super) fn value(&self) -> Option<i64> {
        self.code.value()
    }

    fn new(entry: &CatalogEntry) -> Self {
        let code = entry.code;
        let value = code.value().map(|value| value.to_string());
        let hex = code.hex().map(|hex| hex.to_lowercase());
        let bare_hex = hex.as_deref().and_then(|hex| hex.strip_prefix("0x")).map(str::to_owned);
        let unsigned = code.unsigned().map(|unsigned| unsigned.to_string());
        let name = entry.name.iter().map(|name| {
            let (text, origins) = squeeze(name);
            SqueezedName { text, origins }
        });
        let aliases = entry.aliases.iter().map(|alias| SqueezedName { text: squeeze(alias).0, origins: Vec::new() });
        Self {
            code,
            forms: [value, hex, bare_hex, unsigned].into_iter().flatten().collect(),
            names: name.chain(aliases).collect(),
        }
    }
}

/// `text` in lower case without spaces, hyphens and underscores, and for each byte of it the range of the original character.
pub(super) fn squeeze(text: &str) -> (String, Vec<(usize, usize)>) {
    let mut squeezed = String::with_capacity(text.len());
    let mut origins = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices().filter(|(_, c)| !(c.is_whitespace() || matches!(c, '-' | '_'))) {
        squeezed.extend(c.to_lowercase());
        origins.resize(squeezed.len(), (at, at + c.len_utf8()));
    }
    (squeezed, origins)
}

/// Removes the punctuation around a number: `(5001),` is 5001.
pub(super) fn trim_code(chunk: &str) -> &str {
    chunk
        .trim_end_matches(|c: char| !c.is_alphanumeric())
        .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\u{2212}' | '\u{FF0D}'))
}

/// Whether `text` is a number, or may become one while it is being typed.
pub(super) fn may_be_code(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let digits = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")).unwrap_or(digits);
    let is_begun = digits.contains(|c: char| c.is_ascii_digit()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    is_begun || !code::parse_numbers(text).is_empty()
}

/// Calls `each` with every word of `text` and its first byte. `userSig` also has the words `user` and `Sig`.
fn for_each_word(text: &str, mut each: impl FnMut(&str, usize)) {
    let is_part = |c: char| c.is_alphanumeric();
    let mut from = 0;
    while let Some(start) = text[from..].find(is_part).map(|at| from + at) {
        let end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |at| start + at);
        let word = &text[start..end];
        each(word, start);
        let humps = word.char_indices().zip(word.chars().skip(1));
        let mut begin = 0;
        for at in
            humps.filter(|((_, c), next)| c.is_lowercase() && next.is_uppercase()).map(|((at, c), _)| at + c.len_utf8())
        {
            each(&word[begin..at], start + begin);
            begin = at;
        }
        if begin > 0 {
            each(&word[begin..], start + begin);
        }
        from = end;
    }
}

/// How many typos a word of `length` characters may have.
fn tolerance(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    }
}

/// The number of typos between `word` and `known`; `None` above the tolerance. If `known` is longer, its beginning is
/// compared, since the user may still be typing, and may have one typo.
fn typos(word: &str, length: usize, known: &str, tolerance: usize) -> Option<usize> {
    let known_length = known.chars().count();
    if known_length > length + tolerance {
        let beginning = known.char_indices().nth(length).map_or(known, |(at, _)| &known[..at]);
        return (length >= 5 && strsim::osa_distance(word, beginning) <= 1).then_some(1);
    }
    if known_length + tolerance < length {
        return None;
    }
    let typos = strsim::osa_distance(word, known);
    (typos <= tolerance).then_some(typos)
}

/// A bit for each letter and digit of `text`, and one for all other characters. Each bit that one word lacks of another
/// needs at least one typo.
fn letters(text: &str) -> u64 {
    text.bytes().fold(0, |mask, byte| {
        mask | match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            b'0'..=b'9' => 1 << (26 + byte - b'0'),
            _ => 1 << 36,
        }
    })
}
