//! Decides which entries of a log have to be read in full, by a search for literals.
//!
//! Parsing every entry of a log would take many times as long as reading its bytes, and most entries contain nothing of
//! interest. Therefore everything that the program can find has literals: if a finder finds a code in a line, the line
//! contains one of the finder's literals, and the same holds for facts (SDK version, user agent, room) and client
//! events. All literals are searched for together, in one pass over the chunk.
//!
//! In: a chunk of text. Out: the line ends of the chunk, and a [`HitCursor`] that returns the [`EntryHits`] of one
//! entry after the other. The rules for an entry:
//!
//! - No match: the entry contains neither codes nor facts nor events and is only counted.
//! - Literal of a finder: the entry needs a full read if the bytes around the match are plausible for that finder. This
//!   check is cheap and rejects most matches, such as `code` in "code: none".
//! - Words of a failure without a code: the entry needs a full read.
//! - Literal of a fact: the entry needs a full read if the value after the literal was not seen before.
//! - Literal of a client event: its position is passed on, and the event is parsed from there without a full read.
//!
//! What always holds: an entry that is not read in full would not have yielded a finding or a new fact. A
//! full read may still find nothing.

mod literals;

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher};
use std::ops::Range;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use self::literals::{BlockMatches, LiteralMatch, Literals};
use crate::diagnosis::context;
use crate::diagnosis::context::fact_value;
use crate::event;
use crate::finding::failure_sentences;
use crate::finding::finders::{FINDERS, finder_literals};
use crate::log::segment::line_ends::LineEnds;

/// The consequence of a match of a literal.
#[derive(Clone, Copy)]
enum LiteralUse {
    /// The finder with this index in [`FINDERS`] may find a code here.
    CodeFinder(usize),
    /// A fact follows. If it was seen before, it is of no interest.
    Fact,
    /// The words of a failure without a code.
    Sentence,
    /// An event may be here: the one with this index in [`event::literals`]. Every occurrence counts.
    Event(usize),
}

/// All literals and their uses.
struct LiteralTable {
    literals: Literals,
    /// By index of the literal.
    uses: Vec<Vec<LiteralUse>>,
}

static LITERALS: LazyLock<LiteralTable> = LazyLock::new(|| {
    let finders = finder_literals().map(|(idx, literal)| (literal, LiteralUse::CodeFinder(idx)));
    let facts = context::fact_literals().map(|literal| (literal, LiteralUse::Fact));
    let sentences = failure_sentences::literals().map(|literal| (literal, LiteralUse::Sentence));
    let events = event::literals().enumerate().map(|(idx, literal)| (literal, LiteralUse::Event(idx)));
    let (mut texts, mut uses): (Vec<&str>, Vec<Vec<LiteralUse>>) = (Vec::new(), Vec::new());
    let mut idxs: HashMap<&str, usize, RandomState> = HashMap::default();
    for (text, literal_use) in finders.chain(facts).chain(sentences).chain(events) {
        let idx = *idxs.entry(text).or_insert(texts.len());
        if idx == texts.len() {
            texts.push(text);
            uses.push(Vec::new());
        }
        uses[idx].push(literal_use);
    }
    LiteralTable { literals: Literals::new(texts), uses }
});

/// Searches chunks for literals. Remembers the facts of earlier chunks, so that a log that repeats them with every
/// connection is not read in full each time.
#[derive(Default)]
pub(super) struct LiteralSearch {
    chunk: BlockMatches,
    /// The matches of one entry of a chunk that is [searched entry by entry](Self::search_later).
    entry: BlockMatches,
    facts: SeenFacts,
}

/// Hashes of facts that were seen.
#[derive(Default)]
struct SeenFacts {
    hashes: HashSet<u64, RandomState>,
    hasher: RandomState,
}

/// Maximum number of facts that are remembered. All further ones count as new.
const MAX_FACTS: usize = 4096;

/// The literal matches of a chunk, to be read entry by entry.
pub(super) struct HitCursor<'s> {
    chunk: &'s [u8],
    /// All matches, in the order of their entries.
    matches: &'s mut Vec<LiteralMatch>,
    /// Index of the first match that was not read yet, and its first byte. Without one, `usize::MAX`.
    next: usize,
    next_start: usize,
    /// Set if the chunk has not been searched.
    entry: Option<&'s mut BlockMatches>,
    facts: &'s mut SeenFacts,
    /// See [`HitCursor::events`].
    events: Vec<(usize, usize)>,
}

/// The consequences of all literal matches of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EntryHits {
    /// Whether the entry may contain codes or new facts.
    pub needs_full_read: bool,
    /// Whether the entry may contain codes, new facts or events.
    pub is_relevant: bool,
}

impl LiteralSearch {
    /// Forgets the facts of the chunks before, because another log begins.
    pub(super) fn begin_log(&mut self) {
        self.facts.hashes.clear();
    }

    /// Searches a chunk. Returns its line ends and its matches.
    pub(super) fn search<'s>(&'s mut self, chunk: &'s [u8]) -> (&'s LineEnds, HitCursor<'s>) {
        LITERALS.literals.search(chunk, &mut self.chunk);
        let BlockMatches { line_ends, matches, .. } = &mut self.chunk;
        let next_start = start_of(matches.first());
        let cursor =
            HitCursor { chunk, matches, next: 0, next_start, entry: None, facts: &mut self.facts, events: Vec::new() };
        (line_ends, cursor)
    }

    /// Like [`search`](Self::search), but finds only the line ends now. Each entry is searched when its matches are
    /// [read](HitCursor::advance_to), so that entries which are read in another way are not searched twice.
    pub(super) fn search_later<'s>(&'s mut self, chunk: &'s [u8]) -> (&'s LineEnds, HitCursor<'s>) {
        let BlockMatches { line_ends, matches, .. } = &mut self.chunk;
        *line_ends = LineEnds::new(chunk);
        let (entry, facts) = (Some(&mut self.entry), &mut self.facts);
        (line_ends, HitCursor { chunk, matches, next: 0, next_start: 0, entry, facts, events: Vec::new() })
    }
}

/// The first byte of a match. Without one, `usize::MAX`.
fn start_of(literal_match: Option<&LiteralMatch>) -> usize {
    literal_match.map_or(usize::MAX, |found| found.start as usize)
}

impl HitCursor<'_> {
    /// Whether there may be a match before `end` that was not read yet.
    #[inline]
    pub(super) fn any_before(&self, end: usize) -> bool {
        self.next_start < end
    }

    /// Whether the chunk is searched entry by entry.
    pub(super) fn is_searched_later(&self) -> bool {
        self.entry.is_some()
    }

    /// Reads the matches of the entry at `range`. The ranges of all calls are in order.
    pub(super) fn advance_to(&mut self, range: Range<usize>) -> EntryHits {
        self.events.clear();
        if let Some(entry) = &mut self.entry {
            LITERALS.literals.search(&self.chunk[range.clone()], entry);
            let in_chunk = |found: &LiteralMatch| LiteralMatch { start: found.start + range.start as u32, ..*found };
            self.matches.clear();
            self.matches.extend(entry.matches.iter().map(in_chunk));
            self.next = 0;
        }
        let mut needs_full_read = false;
        let LiteralTable { literals, uses } = &*LITERALS;
        while let Some(&LiteralMatch { start, literal }) = self.matches.get(self.next)
            && (start as usize) < range.end
        {
            self.next += 1;
            let (start, literal) = (start as usize, usize::from(literal));
            for literal_use in &uses[literal] {
                match literal_use {
                    LiteralUse::Event(idx) => self.events.push((*idx, start)),
                    // Decided; no further check is needed.
                    _ if needs_full_read => {}
                    LiteralUse::Sentence => needs_full_read = true,
                    LiteralUse::CodeFinder(idx) => needs_full_read = (FINDERS[*idx].is_plausible)(self.chunk, start),
                    LiteralUse::Fact => {
                        let key = literals.texts()[literal];
                        needs_full_read = self.facts.is_new(key, fact_value(key, &self.chunk[start + key.len()..]));
                    }
                }
            }
        }
        if self.entry.is_none() {
            self.next_start = start_of(self.matches.get(self.next));
        }
        EntryHits { needs_full_read, is_relevant: needs_full_read || !self.events.is_empty() }
    }

    /// The event literals in the entry that was read last: index in [`event::literals`], and position in the chunk.
    pub(super) fn events(&self) -> &[(usize, usize)] {
        &self.events
    }
}

impl SeenFacts {
    /// Whether `key` did not have this value before.
    fn is_new(&mut self, key: &str, value: &[u8]) -> bool {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(key.as_bytes());
        hasher.write(value);
        if self.hashes.len() >= MAX_FACTS {
            return !self.hashes.contains(&hasher.finish());
        }
        self.hashes.insert(hasher.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_need_a_full_read_for_codes_and_new_facts() {
        let text = "plain\ncode: none\ncode: 5001\n<JOIN_ROOM_FAILED 0x4004>\nJoin() => joining room: 7\nx () => y\n\
                    Join() => joining room: 7\nplain\n";
        let (nothing, code, joining) = ((false, 0), (true, 0), (false, 1));
        // The room is a new fact only the first time.
        let expected = [nothing, nothing, code, code, (true, 1), nothing, joining, nothing];
        let mut search = LiteralSearch::default();
        assert_eq!(hits_of_lines(text, search.search(text.as_bytes())), expected);
        search.begin_log();
        assert_eq!(hits_of_lines(text, search.search_later(text.as_bytes())), expected);
    }

    /// For each line, whether it needs a full read, and its number of events.
    fn hits_of_lines(text: &str, (line_ends, mut hits): (&LineEnds, HitCursor<'_>)) -> Vec<(bool, usize)> {
        assert_eq!(line_ends.count(), 8);
        let mut end = 0;
        text.split_inclusive('\n')
            .map(|line| {
                let start = end;
                end += line.len();
                let EntryHits { needs_full_read, .. } = hits.advance_to(start..end);
                (needs_full_read, hits.events().len())
            })
            .collect()
    }
}
