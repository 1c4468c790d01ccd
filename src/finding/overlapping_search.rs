//! The search for many literals in short texts, with SIMD.

use aho_corasick::packed::Searcher;
use aho_corasick::{AhoCorasick, Span};

/// The most literals of one vector search.
const GROUP: usize = 64;

/// Finds all occurrences of literals, overlapping ones too. It is made fast, and searches a line several times as fast as an
/// automaton of this many literals.
#[derive(Debug)]
pub(super) struct OverlappingSearch {
    literals: Vec<&'static str>,
    /// The vector searches, each for the next [`GROUP`] literals; or one automaton on processors without such a search, and
    /// `None` if it could not be made.
    search: Result<Vec<Searcher>, Option<AhoCorasick>>,
    /// For each literal, those of its group that may begin at the same byte: one of the two begins with the other.
    related: Vec<Vec<usize>>,
}

impl OverlappingSearch {
    /// A search for literals that are not empty. It numbers them in their order.
    pub(super) fn new(literals: Vec<&'static str>) -> Self {
        let searchers: Option<Vec<Searcher>> = literals.chunks(GROUP).map(Searcher::new).collect();
        let search = searchers.ok_or_else(|| AhoCorasick::new(&literals).ok());
        let related = literals.iter().enumerate().map(|(idx, literal)| {
            let first = idx / GROUP * GROUP;
            let group = (first..).zip(literals[first..].iter().take(GROUP));
            let may_share = |other: &str| literal.starts_with(other) || other.starts_with(literal);
            group.filter(|(_, other)| may_share(other)).map(|(other, _)| other).collect()
        });
        Self { related: related.collect(), search, literals }
    }

    /// Whether a text contains any of the literals. True if the search could not be made.
    pub(super) fn is_match(&self, text: &[u8]) -> bool {
        let whole = Span::from(0..text.len());
        match &self.search {
            Ok(searchers) => searchers.iter().any(|searcher| searcher.find_in(text, whole).is_some()),
            Err(automaton) => automaton.as_ref().is_none_or(|automaton| automaton.is_match(text)),
        }
    }

    /// Calls `visit` with the number and the first byte of each occurrence, in any order. Returns false if the search could not
    /// be made.
    pub(super) fn for_each(&self, text: &[u8], mut visit: impl FnMut(usize, usize)) -> bool {
        let searchers = match &self.search {
            Ok(searchers) => searchers,
            Err(Some(automaton)) => {
                automaton.find_overlapping_iter(text).for_each(|hit| visit(hit.pattern().as_usize(), hit.start()));
                return true;
            }
            Err(None) => return false,
        };
        for (searcher, first) in searchers.iter().zip((0..).step_by(GROUP)) {
            let mut at = 0;
            while let Some(hit) = searcher.find_in(text, Span::from(at..text.len())) {
                let start = hit.start();
                for &idx in &self.related[first + hit.pattern().as_usize()] {
                    if text[start..].starts_with(self.literals[idx].as_bytes()) {
                        visit(idx, start);
                    }
                }
                at = start + 1;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_occurrences_are_found() {
        let words = ["aa", "aab", "code", "Code", "code: ", "_FAILED", "错", "aa"];
        let many = (0..200).map(|number| format!("{number:03}x").leak() as &'static str);
        let literals: Vec<&'static str> = words.into_iter().chain(many).collect();
        let search = OverlappingSearch::new(literals.clone());
        let long = "aaab错code: 7 JOIN_FAILED 017x199x errCode: aa ".repeat(4);
        for text in ["", "a", "aa", "aaab", "x code: 1", "错", &long] {
            let mut found = Vec::new();
            assert!(search.for_each(text.as_bytes(), |idx, at| found.push((idx, at))));
            found.sort_unstable();
            let all = literals.iter().enumerate();
            // `match_indices` does not return overlapping matches.
            let wanted: Vec<_> = all
                .flat_map(|(idx, literal)| {
                    let starts = 0..text.len();
                    starts.filter(|at| text.as_bytes()[*at..].starts_with(literal.as_bytes())).map(move |at| (idx, at))
                })
                .collect();
            assert_eq!(found, wanted, "{text}");
            assert_eq!(search.is_match(text.as_bytes()), !wanted.is_empty(), "{text}");
        }
    }
}
