//! Where in a log it is worth to look: the literals beside which codes and facts stand and by which events are told, searched
//! for all at once.

mod literals;

use std::collections::HashSet;
use std::hash::{BuildHasher, Hasher};
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use self::literals::{BlockMatches, LiteralMatch, Literals};
use crate::diagnosis::context;
use crate::diagnosis::context::fact_value;
use crate::event;
use crate::finding::finders::FINDERS;
use crate::log::segment::line_ends::LineEnds;

/// What a literal is good for.
#[derive(Clone, Copy)]
enum LiteralUse {
    /// A finder (by its index) may find something at it.
    CodeFinder(usize),
    /// A fact of the context stands behind it; one that was seen before tells nothing new.
    Fact,
    /// It tells of quotation marks that were escaped.
    Quote,
    /// The story of the call: this one of the [`event::literals`], and every occurrence counts.
    Event(usize),
}

/// Stands in the messages of a browser driver, whose arguments are quoted as in JSON, instead of the bracket before a level.
const QUOTED: &str = "\\u003C";

/// All literals, and what each is good for.
struct LiteralTable {
    literals: Literals,
    uses: Vec<Vec<LiteralUse>>,
}

static ANCHORS: LazyLock<LiteralTable> = LazyLock::new(|| {
    let finders = FINDERS
        .iter()
        .enumerate()
        .flat_map(|(idx, finder)| finder.literals.iter().map(move |anchor| (*anchor, LiteralUse::CodeFinder(idx))));
    let facts = context::FACT_LITERALS.iter().map(|anchor| (*anchor, LiteralUse::Fact));
    let events = event::literals().enumerate().map(|(sign, literal)| (literal, LiteralUse::Event(sign)));
    let (mut texts, mut uses): (Vec<&str>, Vec<Vec<LiteralUse>>) = (Vec::new(), Vec::new());
    for (text, purpose) in finders.chain(facts).chain(events).chain([(QUOTED, LiteralUse::Quote)]) {
        if let Some(idx) = texts.iter().position(|known| *known == text) {
            uses[idx].push(purpose);
        } else {
            texts.push(text);
            uses.push(vec![purpose]);
        }
    }
    LiteralTable { literals: Literals::new(texts), uses }
});

/// Searches chunks for places worth looking at. Remembers the facts it has passed, so that a log that repeats its address
/// with every connection is not looked at each time.
#[derive(Default)]
pub struct LiteralSearch {
    passage: BlockMatches,
    facts: FactHits,
}

/// Hashes of facts that were seen.
#[derive(Default)]
struct FactHits {
    seen: HashSet<u64, RandomState>,
    hasher: RandomState,
}

/// More different facts than this are not remembered; they are looked at again.
const MAX_FACTS: usize = 4096;

/// What stands in the entries of a chunk, one after the other.
pub struct HitCursor<'s> {
    chunk: &'s [u8],
    sightings: &'s [LiteralMatch],
    facts: &'s mut FactHits,
    /// Those of the entry that was asked for last.
    signs: Vec<(usize, usize)>,
}

/// What stands in an entry.
#[derive(Debug, PartialEq, Eq)]
pub struct EntryHits<'s> {
    /// Whether there may be codes or facts in it, so that it is to be read.
    pub is_worth_reading: bool,
    /// Whether its arguments may be quoted as a browser driver does.
    pub is_quoted: bool,
    /// Which of the [`event::literals`] stand in it, and where in the chunk.
    pub signs: &'s [(usize, usize)],
}

impl EntryHits<'_> {
    /// Whether there is anything in it.
    pub fn is_worth_it(&self) -> bool {
        self.is_worth_reading || !self.signs.is_empty()
    }
}

impl LiteralSearch {
    /// Passes over a chunk: where its lines end, and what stands in them.
    pub fn pass<'s>(&'s mut self, chunk: &'s [u8]) -> (&'s LineEnds, HitCursor<'s>) {
        let Self { passage, facts } = self;
        ANCHORS.literals.pass(chunk, passage);
        let BlockMatches { line_ends, sightings, .. } = &*passage;
        (line_ends, HitCursor { chunk, sightings, facts, signs: Vec::new() })
    }
}

impl HitCursor<'_> {
    /// Whether anything stands before `end` and behind the end that was asked for last.
    #[inline]
    pub fn any_until(&self, end: usize) -> bool {
        self.sightings.first().is_some_and(|next| (next.start as usize) < end)
    }

    /// What stands before `end` and behind the end that was asked for before this one (or the chunk's beginning).
    pub fn until(&mut self, end: usize) -> EntryHits<'_> {
        self.signs.clear();
        let (mut is_worth_reading, mut is_quoted) = (false, false);
        let LiteralTable { literals, uses } = &*ANCHORS;
        while let Some((&LiteralMatch { start, literal }, rest)) = self.sightings.split_first()
            && (start as usize) < end
        {
            self.sightings = rest;
            let (start, literal) = (start as usize, usize::from(literal));
            for purpose in &uses[literal] {
                match purpose {
                    LiteralUse::Event(sign) => self.signs.push((*sign, start)),
                    LiteralUse::Quote => is_quoted = true,
                    // Nothing can be worth more.
                    _ if is_worth_reading => {}
                    LiteralUse::CodeFinder(finder) => {
                        is_worth_reading = (FINDERS[*finder].is_plausible)(self.chunk, start)
                    }
                    LiteralUse::Fact => {
                        let key = literals.texts()[literal];
                        is_worth_reading = self.facts.is_new(key, fact_value(key, &self.chunk[start + key.len()..]));
                    }
                }
            }
        }
        EntryHits { is_worth_reading, is_quoted, signs: &self.signs }
    }
}

impl FactHits {
    /// Whether this value was not seen behind `key` before.
    fn is_new(&mut self, key: &str, value: &[u8]) -> bool {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(key.as_bytes());
        hasher.write(value);
        if self.seen.len() >= MAX_FACTS {
            return !self.seen.contains(&hasher.finish());
        }
        self.seen.insert(hasher.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_worth_what_stands_in_them() {
        let text = "plain\ncode: none\ncode: 5001\n<JOIN_ROOM_FAILED 0x4004>\nJoin() => joining room: 7\nx () => y\n\
                    Join() => joining room: 7\nplain\n";
        let mut search = LiteralSearch::default();
        let (line_ends, mut sights) = search.pass(text.as_bytes());
        assert_eq!(line_ends.count(), 8);
        let mut at = 0;
        let seen: Vec<_> = text
            .split_inclusive('\n')
            .map(|line| {
                at += line.len();
                let EntryHits { is_worth_reading, signs, .. } = sights.until(at);
                (is_worth_reading, signs.len())
            })
            .collect();
        let (nothing, code, joining) = ((false, 0), (true, 0), (false, 1));
        // A room is a fact the first time only.
        assert_eq!(seen, [nothing, nothing, code, code, (true, 1), nothing, joining, nothing]);
    }
}
