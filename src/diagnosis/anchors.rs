//! Where in a log it is worth to look: the literals beside which codes and facts stand, searched for all at once.

use std::collections::HashSet;
use std::hash::{BuildHasher, Hasher};
use std::sync::LazyLock;

use aho_corasick::packed::{Config, MatchKind, Searcher};

use super::context;
use super::finders::FINDERS;

/// What an anchor is good for.
#[derive(Clone, Copy)]
enum Use {
    /// A finder (by its index) may find something at it.
    Finder(usize),
    /// A fact of the context stands behind it; one that was seen before tells nothing new.
    Fact,
    /// The story of the call: every occurrence counts.
    Event,
}

struct Anchors {
    searcher: Option<Searcher>,
    /// What each literal is good for; one may serve several.
    uses: Vec<Vec<Use>>,
    lengths: Vec<usize>,
}

static ANCHORS: LazyLock<Anchors> = LazyLock::new(|| {
    let finders = FINDERS
        .iter()
        .enumerate()
        .flat_map(|(idx, finder)| finder.anchors.iter().map(move |anchor| (*anchor, Use::Finder(idx))));
    let facts = context::FACT_ANCHORS.iter().map(|anchor| (*anchor, Use::Fact));
    let events = context::EVENT_ANCHORS.iter().map(|anchor| (*anchor, Use::Event));
    let mut literals: Vec<&str> = Vec::new();
    let mut uses: Vec<Vec<Use>> = Vec::new();
    for (anchor, purpose) in finders.chain(facts).chain(events) {
        if let Some(idx) = literals.iter().position(|known| *known == anchor) {
            uses[idx].push(purpose);
        } else {
            literals.push(anchor);
            uses.push(vec![purpose]);
        }
    }
    let searcher = Config::new().match_kind(MatchKind::LeftmostFirst).builder().extend(&literals).build();
    Anchors { searcher, uses, lengths: literals.iter().map(|literal| literal.len()).collect() }
});

/// Searches chunks for places worth looking at. Remembers the facts it has passed, so that a log that repeats its address
/// with every connection is not looked at each time.
pub struct AnchorSearch {
    facts: HashSet<u64>,
    hasher: std::hash::RandomState,
}

/// More different facts than this are not remembered; they are looked at again.
const MAX_FACTS: usize = 4096;

impl AnchorSearch {
    /// A search that has passed nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self { facts: HashSet::new(), hasher: std::hash::RandomState::new() }
    }

    /// The first place at or behind `from` that is worth looking at.
    pub fn next(&mut self, text: &[u8], mut from: usize) -> Option<usize> {
        let anchors = &*ANCHORS;
        let Some(searcher) = &anchors.searcher else {
            // No vector unit that the search is made for: every place is worth looking at.
            return (from < text.len()).then_some(from);
        };
        while let Some(hit) = searcher.find_in(text, aho_corasick::Span::from(from..text.len())) {
            let idx = hit.pattern().as_usize();
            let end = hit.start() + anchors.lengths[idx];
            for purpose in &anchors.uses[idx] {
                let is_worth_it = match purpose {
                    Use::Finder(finder) => (FINDERS[*finder].is_plausible)(text, hit.start()),
                    Use::Fact => self.is_new_fact(idx, &text[end..]),
                    Use::Event => true,
                };
                if is_worth_it {
                    return Some(hit.start());
                }
            }
            from = hit.start() + 1;
        }
        None
    }

    fn is_new_fact(&mut self, idx: usize, behind: &[u8]) -> bool {
        const VALUE_MAX: usize = 512;
        let behind = &behind[..behind.len().min(VALUE_MAX)];
        let length = behind.iter().take_while(|byte| !matches!(byte, b'&' | b'"' | b'\n' | b'\r' | b'\\')).count();
        let mut hasher = self.hasher.build_hasher();
        hasher.write_usize(idx);
        hasher.write(&behind[..length]);
        if self.facts.len() >= MAX_FACTS {
            return !self.facts.contains(&hasher.finish());
        }
        self.facts.insert(hasher.finish())
    }
}
