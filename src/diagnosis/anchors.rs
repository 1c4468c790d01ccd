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

/// Literals that are searched for together; the vector search takes no more than [`GROUP`] at once.
struct Group {
    searcher: Searcher,
    literals: Vec<Literal>,
}

struct Literal {
    text: &'static str,
    /// One literal may serve several.
    uses: Vec<Use>,
}

/// The vector search of `aho_corasick::packed` takes 64 literals.
const GROUP: usize = 60;

/// The groups; `None` on processors without the vector unit that the search is made for.
static GROUPS: LazyLock<Option<Vec<Group>>> = LazyLock::new(|| {
    let finders = FINDERS
        .iter()
        .enumerate()
        .flat_map(|(idx, finder)| finder.anchors.iter().map(move |anchor| (*anchor, Use::Finder(idx))));
    let facts = context::FACT_ANCHORS.iter().map(|anchor| (*anchor, Use::Fact));
    let events = context::EVENT_ANCHORS.iter().map(|anchor| (*anchor, Use::Event));
    let mut literals: Vec<Literal> = Vec::new();
    for (text, purpose) in finders.chain(facts).chain(events) {
        match literals.iter_mut().find(|known| known.text == text) {
            Some(known) => known.uses.push(purpose),
            None => literals.push(Literal { text, uses: vec![purpose] }),
        }
    }
    let mut groups = Vec::new();
    while !literals.is_empty() {
        let rest = literals.split_off(literals.len().min(GROUP));
        let group = std::mem::replace(&mut literals, rest);
        let texts = group.iter().map(|literal| literal.text);
        let searcher = Config::new().match_kind(MatchKind::LeftmostFirst).builder().extend(texts).build()?;
        groups.push(Group { searcher, literals: group });
    }
    Some(groups)
});

/// Searches chunks for places worth looking at. Remembers the facts it has passed, so that a log that repeats its address
/// with every connection is not looked at each time.
pub struct AnchorSearch {
    facts: HashSet<u64>,
    hasher: std::hash::RandomState,
    /// The next place of each group in the text that is being searched; `None` where there is no more.
    upcoming: Vec<Option<usize>>,
}

/// More different facts than this are not remembered; they are looked at again.
const MAX_FACTS: usize = 4096;

impl AnchorSearch {
    /// A search that has passed nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self { facts: HashSet::new(), hasher: std::hash::RandomState::new(), upcoming: Vec::new() }
    }

    /// The first place in `text` that is worth looking at.
    pub fn first(&mut self, text: &[u8]) -> Option<usize> {
        let groups = GROUPS.as_ref().map_or(0, Vec::len);
        self.upcoming = vec![Some(0); groups];
        for group in 0..groups {
            self.upcoming[group] = self.search(group, text, 0);
        }
        self.nearest(text, 0)
    }

    /// The next place at or behind `from` in the text whose first place was asked for.
    pub fn next(&mut self, text: &[u8], from: usize) -> Option<usize> {
        for group in 0..self.upcoming.len() {
            if self.upcoming[group].is_some_and(|at| at < from) {
                self.upcoming[group] = self.search(group, text, from);
            }
        }
        self.nearest(text, from)
    }

    fn nearest(&self, text: &[u8], from: usize) -> Option<usize> {
        if GROUPS.is_none() {
            // Without the search, every place is worth looking at.
            return (from < text.len()).then_some(from);
        }
        self.upcoming.iter().flatten().min().copied()
    }

    fn search(&mut self, group: usize, text: &[u8], mut from: usize) -> Option<usize> {
        let group = GROUPS.as_ref()?.get(group)?;
        while let Some(hit) = group.searcher.find_in(text, aho_corasick::Span::from(from..text.len())) {
            let literal = &group.literals[hit.pattern().as_usize()];
            let behind = hit.start() + literal.text.len();
            let is_worth_it = |purpose: &Use| match purpose {
                Use::Finder(finder) => (FINDERS[*finder].is_plausible)(text, hit.start()),
                Use::Fact => self.is_new_fact(literal.text, &text[behind..]),
                Use::Event => true,
            };
            if literal.uses.iter().any(is_worth_it) {
                return Some(hit.start());
            }
            from = hit.start() + 1;
        }
        None
    }

    fn is_new_fact(&mut self, key: &str, behind: &[u8]) -> bool {
        const VALUE_MAX: usize = 512;
        let behind = &behind[..behind.len().min(VALUE_MAX)];
        let length = behind.iter().take_while(|byte| !matches!(byte, b'&' | b'"' | b'\n' | b'\r' | b'\\')).count();
        let mut hasher = self.hasher.build_hasher();
        hasher.write(key.as_bytes());
        hasher.write(&behind[..length]);
        if self.facts.len() >= MAX_FACTS {
            return !self.facts.contains(&hasher.finish());
        }
        self.facts.insert(hasher.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_anchors_fit_the_vector_search() {
        // Where there is none, logs are read all the same, and slowly; on the processors that people have there is one.
        if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) {
            assert!(GROUPS.as_ref().is_some_and(|groups| !groups.is_empty()));
        }
    }

    #[test]
    fn places_of_all_groups_come_in_order() {
        let text = b"plain code: none, code: 5001 <JOIN_ROOM_FAILED 0x4004> joining room: 7\njoining room: 7\n";
        let mut search = AnchorSearch::new();
        let mut places = Vec::new();
        let mut at = search.first(text);
        while let Some(place) = at {
            places.push(&text[place..place + 4]);
            at = search.next(text, place + 1);
        }
        assert_eq!(places, [b"code", b"_FAI", b"0x40", b"join"]);
    }
}
