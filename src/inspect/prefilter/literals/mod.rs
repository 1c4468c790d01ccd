//! One pass over a block of text with the processor's vector unit: where lines end, and where one of some literals may stand.
//!
//! Each literal is known by three neighbouring bytes of it that are rare in logs, its window. The pass compares every place
//! with all windows at once and coarsely: windows share sixteen buckets, and a byte is looked up by its two halves, so that
//! the sum of what a bucket takes is larger than its windows (the method is Hyperscan's Teddy). A table of all windows' hashes
//! then leaves nearly nothing but real ones, and whoever asks at a place compares the whole literals. Places are collected
//! without a branch for each of them: where they come is unforeseeable, and a wrong guess costs more than the work.

mod buckets;
mod kernel;
mod vector;
mod window;

use self::kernel::{MatchPositions, Tables};
use self::window::{Lookup, Windows};
use crate::log::segment::line_ends::LineEnds;

/// Literals that are searched for together.
#[derive(Debug)]
pub struct Literals {
    texts: Vec<&'static str>,
    windows: Windows,
    tables: Tables,
}

/// What a pass found in a block.
#[derive(Debug, Default)]
pub struct BlockMatches {
    /// Where lines end.
    pub line_ends: LineEnds,
    /// The literals that stand in the block, in the order of its lines.
    pub sightings: Vec<LiteralMatch>,
    places: Box<MatchPositions>,
}

/// A literal that stands in a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LiteralMatch {
    /// Its first byte.
    pub start: u32,
    /// Which, counted from 0 as they were given.
    pub literal: u16,
}

impl Literals {
    /// Of three bytes at least each, none twice, none with a line end.
    pub fn new(texts: Vec<&'static str>) -> Self {
        let windows = Windows::of(&texts);
        let tables = Tables::new(&buckets::sort(windows.all()));
        Self { texts, windows, tables }
    }

    /// Passes over `block` (less than 4 GiB) and puts what is found in the place of what `passage` held.
    pub fn pass(&self, block: &[u8], passage: &mut BlockMatches) {
        let BlockMatches { line_ends, sightings, places } = passage;
        sightings.clear();
        let Some(lookup) = self.windows.lookup() else { return };
        kernel::pass(&self.tables, block, line_ends.clear(), places, &mut |part, candidates| {
            // As above: no branch.
            let mut count = 0;
            for idx in 0..candidates.len() {
                let place = candidates[idx];
                candidates[count] = place;
                count += usize::from(lookup.may_begin(part.bytes, place as usize));
            }
            for &place in &candidates[..count] {
                self.look(lookup, block, part.offset + place as usize, sightings);
            }
        });
    }

    /// Takes the literals that have their window at a place of `block`.
    #[inline]
    fn look(&self, lookup: Lookup<'_>, block: &[u8], place: usize, sightings: &mut Vec<LiteralMatch>) {
        lookup.each_at(block, place, |window| {
            let Some(start) = place.checked_sub(usize::from(window.offset)) else { return };
            if !window.fits(block, start) {
                return;
            }
            let text = self.texts[usize::from(window.literal)].as_bytes();
            if block.get(start..start + text.len()) == Some(text) {
                sightings.push(LiteralMatch { start: start as u32, literal: window.literal });
            }
        });
    }

    /// Their texts, as they were given.
    pub fn texts(&self) -> &[&'static str] {
        &self.texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sightings(literals: &Literals, block: &[u8]) -> Vec<LiteralMatch> {
        let mut passage = BlockMatches::default();
        literals.pass(block, &mut passage);
        passage.sightings.sort_unstable();
        passage.sightings
    }

    fn by_hand(literals: &Literals, block: &[u8]) -> Vec<LiteralMatch> {
        let starts = |start| {
            let standing = literals
                .texts()
                .iter()
                .enumerate()
                .filter(move |(_, text)| block[start..].starts_with(text.as_bytes()));
            standing.map(move |(literal, _)| LiteralMatch { start: start as u32, literal: literal as u16 })
        };
        (0..block.len()).flat_map(starts).collect()
    }

    #[test]
    fn every_literal_is_found_wherever_it_stands() {
        let texts =
            vec!["code", "Code", "错", "报", "\"reason", "\"reason\":", "_FAILED", "aaa", "joining room: ", "\0\0\0"];
        let literals = Literals::new(texts.clone());
        for text in texts {
            for before in 0..200 {
                for behind in [0, 1, 2, 3, 4, 61, 62, 63, 64, 130] {
                    let block = [&vec![b'.'; before][..], text.as_bytes(), &vec![b'x'; behind]].concat();
                    let found = sightings(&literals, &block);
                    assert_eq!(found, by_hand(&literals, &block), "{text} behind {before}, before {behind}");
                    assert!(!found.is_empty());
                }
            }
        }
    }

    #[test]
    fn literals_may_overlap() {
        let literals = Literals::new(vec!["\"reason", "\"reason\":", "aaa", "aab"]);
        let block = b"{\"reason\":1} aaaaaab \"reaso";
        assert_eq!(sightings(&literals, block), by_hand(&literals, block));
    }

    #[test]
    fn lines_end_where_they_end() {
        let literals = Literals::new(vec!["code"]);
        let mut passage = BlockMatches::default();
        let block = "one\n\ntwo code\n".repeat(50);
        literals.pass(block.as_bytes(), &mut passage);
        let ends: Vec<_> = passage.line_ends.iter().collect();
        assert_eq!(ends, memchr::memchr_iter(b'\n', block.as_bytes()).collect::<Vec<_>>());
    }
}
