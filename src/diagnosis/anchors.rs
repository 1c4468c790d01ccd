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

/// Literals that are searched for together, at most [`GROUP`].
struct Group {
    searcher: Searcher,
    literals: Vec<Literal>,
}

struct Literal {
    text: &'static str,
    /// One literal may serve several.
    uses: Vec<Use>,
}

/// The vector search of `aho_corasick::packed` takes 64 literals; with many, more places look like one that are none.
const GROUP: usize = 48;

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
    // Of literals that begin alike, the longest is found; it serves for the others as well.
    let all: Vec<(&str, Vec<Use>)> = literals.iter().map(|literal| (literal.text, literal.uses.clone())).collect();
    for literal in &mut literals {
        let beginnings = all.iter().filter(|(text, _)| *text != literal.text && literal.text.starts_with(text));
        literal.uses.extend(beginnings.flat_map(|(_, uses)| uses));
    }
    // The search is as coarse as the shortest literal of its group.
    literals.sort_by_key(|literal| literal.text.len());
    let mut groups = Vec::new();
    while !literals.is_empty() {
        let rest = literals.split_off(literals.len().min(GROUP));
        let mut group = std::mem::replace(&mut literals, rest);
        group.reverse();
        let texts = group.iter().map(|literal| literal.text);
        let searcher = Config::new().match_kind(MatchKind::LeftmostFirst).builder().extend(texts).build()?;
        groups.push(Group { searcher, literals: group });
    }
    Some(groups)
});

/// Why an entry is worth looking at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Worth {
    /// Its first line may tell of the story of the call, and there is nothing else in it.
    Event,
    /// There may be codes or facts in it.
    Reading,
}

/// Searches chunks for places worth looking at. Remembers the facts it has passed, so that a log that repeats its address
/// with every connection is not looked at each time.
pub struct AnchorSearch {
    facts: HashSet<u64>,
    hasher: std::hash::RandomState,
    /// The next place of each group in the text that is being searched.
    upcoming: Vec<Place>,
}

/// A place worth looking at; [`NOWHERE`] where there is no more.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    worth: Worth,
}

const NOWHERE: Place = Place { at: usize::MAX, worth: Worth::Event };

/// More different facts than this are not remembered; they are looked at again.
const MAX_FACTS: usize = 4096;

/// A search on its way through a text.
pub struct Passage<'s> {
    search: &'s mut AnchorSearch,
    text: &'s [u8],
    /// The first of the upcoming places.
    nearest: usize,
}

impl AnchorSearch {
    /// A search that has passed nothing yet.
    #[must_use]
    pub fn new() -> Self {
        let groups = GROUPS.as_ref().map_or(0, Vec::len);
        Self { facts: HashSet::new(), hasher: std::hash::RandomState::new(), upcoming: vec![NOWHERE; groups] }
    }

    /// Begins to search `text`.
    pub fn pass<'s>(&'s mut self, text: &'s [u8]) -> Passage<'s> {
        for idx in 0..self.upcoming.len() {
            self.upcoming[idx] = self.search(idx, text, 0);
        }
        let nearest = self.nearest();
        Passage { search: self, text, nearest }
    }

    fn nearest(&self) -> usize {
        // Without the vector search, every place is worth looking at.
        if GROUPS.is_none() { 0 } else { self.upcoming.iter().map(|place| place.at).min().unwrap_or(usize::MAX) }
    }

    fn search(&mut self, group: usize, text: &[u8], mut from: usize) -> Place {
        let Some(group) = GROUPS.as_ref().and_then(|groups| groups.get(group)) else { return NOWHERE };
        while let Some(hit) = group.searcher.find_in(text, aho_corasick::Span::from(from..text.len())) {
            let literal = &group.literals[hit.pattern().as_usize()];
            let at = hit.start();
            let behind = at + literal.text.len();
            let worth = literal.uses.iter().filter_map(|purpose| match purpose {
                Use::Finder(finder) => (FINDERS[*finder].is_plausible)(text, at).then_some(Worth::Reading),
                Use::Fact => self.is_new_fact(literal.text, &text[behind..]).then_some(Worth::Reading),
                Use::Event => Some(Worth::Event),
            });
            if let Some(worth) = worth.max() {
                return Place { at, worth };
            }
            from = at + 1;
        }
        NOWHERE
    }

    /// Whether `behind` begins with a value that was not seen behind `key` before.
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

impl Passage<'_> {
    /// What stands before `end` and behind the end that was asked for before this one (or the text's beginning) is worth;
    /// `None`: nothing.
    pub fn worth_until(&mut self, end: usize) -> Option<Worth> {
        if self.nearest >= end {
            return None;
        }
        if GROUPS.is_none() {
            return Some(Worth::Reading);
        }
        let mut best = None;
        for idx in 0..self.search.upcoming.len() {
            while self.search.upcoming[idx].at < end {
                let Place { at, worth } = self.search.upcoming[idx];
                best = best.max(Some(worth));
                // Nothing can be worth more; the rest of the entry need not be searched.
                let from = if worth == Worth::Reading { end } else { at + 1 };
                self.search.upcoming[idx] = self.search.search(idx, self.text, from);
            }
        }
        self.nearest = self.search.nearest();
        best
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
    fn entries_are_worth_what_stands_in_them() {
        let text = "plain\ncode: none\ncode: 5001\n<JOIN_ROOM_FAILED 0x4004>\nJoin() => joining room: 7\nx () => y\n\
                    Join() => joining room: 7\nplain\n";
        let mut search = AnchorSearch::new();
        let mut passage = search.pass(text.as_bytes());
        let mut at = 0;
        let worth: Vec<_> = text
            .split_inclusive('\n')
            .map(|line| {
                at += line.len();
                passage.worth_until(at)
            })
            .collect();
        let (event, reading) = (Some(Worth::Event), Some(Worth::Reading));
        // A room is a fact the first time only.
        assert_eq!(worth, [None, None, reading, reading, reading, event, event, None]);
    }
}
