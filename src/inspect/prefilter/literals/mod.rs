//! One pass over a block of text with the processor's vector unit that finds line ends and literals. The method is
//! Hyperscan's Teddy.
//!
//! In: a block of less than 4 GiB. Out: [`BlockMatches`], the line ends as bits and the matches in the order of their
//! lines.
//!
//! 1. `window`: each literal is represented by one window, four neighbouring bytes (three if it has only three).
//! 2. `buckets`: the windows are chosen so that they are rare in logs or similar to others, and distributed among sixteen
//!    buckets so that lines of which logs are full match no bucket.
//! 3. `tables`: for each position in a window and each half of a byte, the buckets that have it, as bits.
//! 4. `kernel` and `vector`: the three bytes at every position of the block are compared with all buckets at once by table
//!    lookups. A bucket matches more than its windows, since it combines the halves of all their bytes, so that the result
//!    is candidates.
//! 5. A table of the windows' hashes rejects nearly all false candidates; the rest are compared with the whole literals.
//!
//! Candidates are collected and filtered without a branch for each: their positions are unpredictable, and a
//! mispredicted branch takes longer than the work it saves.

mod buckets;
mod kernel;
mod tables;
mod vector;
mod window;

use self::kernel::CandidateBuffer;
use self::tables::BucketTables;
use self::window::{Window, WindowLookup, Windows};
use crate::log::segment::line_ends::LineEnds;

/// Literals that are searched for together.
#[derive(Debug)]
pub(super) struct Literals {
    texts: Vec<&'static str>,
    windows: Windows,
    tables: BucketTables,
}

/// The result of a search.
#[derive(Debug, Default)]
pub(super) struct BlockMatches {
    /// The line ends of the block.
    pub line_ends: LineEnds,
    /// The matches, in the order of their lines: no literal contains a line end. Within a line, by their windows.
    pub matches: Vec<LiteralMatch>,
    candidates: Box<CandidateBuffer>,
}

/// A match of a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LiteralMatch {
    /// Its first byte in the block.
    pub start: u32,
    /// Index of the literal in [`Literals::texts`].
    pub literal: u16,
}

impl Literals {
    /// Literals of at least three bytes, without duplicates and line ends.
    pub(super) fn new(texts: Vec<&'static str>) -> Self {
        let choices = texts.iter().enumerate().map(|(literal, text)| Window::rarest_of(literal, text.as_bytes()));
        let (windows, buckets) = buckets::assign(choices.collect());
        Self { texts, windows: Windows::new(windows), tables: BucketTables::new(&buckets) }
    }

    /// Searches `block` (less than 4 GiB) and replaces the content of `found`.
    pub(super) fn search(&self, block: &[u8], found: &mut BlockMatches) {
        let BlockMatches { line_ends, matches, candidates } = found;
        matches.clear();
        let Some(lookup) = self.windows.lookup() else { return };
        kernel::scan_block(&self.tables, block, line_ends.clear(), candidates, &mut |part, candidates| {
            // Without a branch; see the module's documentation.
            let mut count = 0;
            for idx in 0..candidates.len() {
                let position = candidates[idx];
                candidates[count] = position;
                count += usize::from(lookup.may_match_at(part.bytes, position as usize));
            }
            for &position in &candidates[..count] {
                self.verify(lookup, block, part.offset + position as usize, matches);
            }
        });
    }

    /// Adds the literals that match with their window at `position` of `block`.
    #[inline]
    fn verify(&self, lookup: WindowLookup<'_>, block: &[u8], position: usize, matches: &mut Vec<LiteralMatch>) {
        lookup.for_each_at(block, position, |window| {
            let Some(start) = position.checked_sub(usize::from(window.offset)) else { return };
            if !window.matches_head(block, start) {
                return;
            }
            let text = self.texts[usize::from(window.literal)].as_bytes();
            if block.get(start..start + text.len()) == Some(text) {
                matches.push(LiteralMatch { start: start as u32, literal: window.literal });
            }
        });
    }

    /// The literals, in the order in which they were given.
    pub(super) fn texts(&self) -> &[&'static str] {
        &self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::prefilter::LITERALS;

    fn matches_of(literals: &Literals, block: &[u8]) -> Vec<LiteralMatch> {
        let mut found = BlockMatches::default();
        literals.search(block, &mut found);
        found.matches.sort_unstable();
        found.matches
    }

    /// The matches, found by comparing each literal at each position.
    fn naive_matches(literals: &Literals, block: &[u8]) -> Vec<LiteralMatch> {
        let starts = |start| {
            let matching = literals
                .texts()
                .iter()
                .enumerate()
                .filter(move |(_, text)| block[start..].starts_with(text.as_bytes()));
            matching.map(move |(literal, _)| LiteralMatch { start: start as u32, literal: literal as u16 })
        };
        (0..block.len()).flat_map(starts).collect()
    }

    #[test]
    fn literals_are_found_at_every_position() {
        let texts =
            vec!["code", "Code", "错", "报", "\"reason", "\"reason\":", "_FAILED", "aaa", "joining room: ", "\0\0\0"];
        let literals = Literals::new(texts.clone());
        for text in texts {
            for before in 0..200 {
                for after in [0, 1, 2, 3, 4, 61, 62, 63, 64, 130] {
                    let block = [&vec![b'.'; before][..], text.as_bytes(), &vec![b'x'; after]].concat();
                    let found = matches_of(&literals, &block);
                    assert_eq!(
                        found,
                        naive_matches(&literals, &block),
                        "{text} with {before} bytes before, {after} after"
                    );
                    assert!(!found.is_empty());
                }
            }
        }
    }

    /// Each candidate is checked again, so candidates in lines of which logs are full would slow down every scan.
    #[test]
    fn few_positions_of_frequent_lines_are_candidates() {
        let BucketTables { low, high } = &LITERALS.literals.tables;
        let is_candidate = |window: &&[u8]| {
            low.iter().zip(high).any(|(low, high)| {
                let buckets = window.iter().zip(low.iter().zip(high));
                let buckets =
                    buckets.map(|(byte, (low, high))| low[usize::from(byte & 15)] & high[usize::from(byte >> 4)]);
                buckets.reduce(|one, other| one & other) != Some(0)
            })
        };
        let lines = window::FREQUENT.as_bytes();
        let count = lines.windows(window::PASS_BYTES).filter(is_candidate).count();
        assert!(count < lines.len() / 50, "{count} candidates in {} bytes", lines.len());
    }

    #[test]
    fn overlapping_literals_are_all_found() {
        let literals = Literals::new(vec!["\"reason", "\"reason\":", "aaa", "aab"]);
        let block = b"{\"reason\":1} aaaaaab \"reaso";
        assert_eq!(matches_of(&literals, block), naive_matches(&literals, block));
    }

    #[test]
    fn all_line_ends_are_found() {
        let literals = Literals::new(vec!["code"]);
        let mut found = BlockMatches::default();
        let block = "one\n\ntwo code\n".repeat(50);
        literals.search(block.as_bytes(), &mut found);
        let ends: Vec<_> = found.line_ends.iter().collect();
        assert_eq!(ends, memchr::memchr_iter(b'\n', block.as_bytes()).collect::<Vec<_>>());
    }
}
