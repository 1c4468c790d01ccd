//! The pass itself, for the vector units that there are, and for none.

use std::sync::LazyLock;

use fearless_simd::{Level, Simd};

use super::buckets::{BUCKETS, Bucket};
use super::vector;
use super::window::LENGTH;

/// Bytes that are looked at in one turn, a bit of a word each.
pub(super) const TURN: usize = 64;
/// What a turn reads beyond its bytes: the rest of a window at its last byte, and one that hashing takes along.
pub(super) const BEYOND: usize = 4;
/// Turns whose places are handed over together.
const TURNS: usize = 32;
/// Groups of eight buckets.
pub(super) const GROUPS: usize = BUCKETS / 8;

/// For each group and each place of a window, the buckets that take a half of a byte, as bits.
#[derive(Debug)]
pub(super) struct Tables {
    pub low: [[[u8; 16]; LENGTH]; GROUPS],
    pub high: [[[u8; 16]; LENGTH]; GROUPS],
}

impl Tables {
    pub fn new(buckets: &[Bucket; BUCKETS]) -> Self {
        let table = |group: usize, halves: &dyn Fn(&Bucket) -> u16| {
            std::array::from_fn(|half| {
                let takes = |bit: &usize| halves(&buckets[group * 8 + bit]) & (1 << half) != 0;
                (0..8).filter(takes).fold(0, |bits, bit| bits | 1 << bit)
            })
        };
        Self {
            low: std::array::from_fn(|group| std::array::from_fn(|place| table(group, &|bucket| bucket.low[place]))),
            high: std::array::from_fn(|group| std::array::from_fn(|place| table(group, &|bucket| bucket.high[place]))),
        }
    }
}

/// A part of the block that is passed over.
#[derive(Clone, Copy)]
pub(super) struct BlockPart<'b> {
    /// Where it begins in the block.
    pub offset: usize,
    /// Its bytes, and [`BEYOND`] of what follows; behind the end of the block zeros.
    pub bytes: &'b [u8],
}

/// What is done with the places of each part, which count from its beginning.
type Emit<'t> = &'t mut dyn FnMut(BlockPart<'_>, &mut [u32]);

/// Room for the places of a part.
#[derive(Debug)]
pub(super) struct MatchPositions([u32; TURN * (TURNS + 1)]);

impl Default for MatchPositions {
    fn default() -> Self {
        Self([0; TURN * (TURNS + 1)])
    }
}

static LEVEL: LazyLock<Level> = LazyLock::new(Level::new);

/// Passes over `block`; of its line ends, bits go to `line_ends`, a word for each [`TURN`] bytes.
pub(super) fn pass(
    tables: &Tables,
    block: &[u8],
    line_ends: &mut Vec<u64>,
    places: &mut MatchPositions,
    take: Emit<'_>,
) {
    let mut offset = 0;
    let places = &mut places.0;
    let mut run = |offset: usize, bytes: &[u8]| {
        let part = BlockPart { offset, bytes };
        let count = turns(tables, bytes, line_ends, places);
        take(part, &mut places[..count]);
    };
    while block.len() - offset >= TURN + BEYOND {
        let turns = ((block.len() - offset - BEYOND) / TURN).min(TURNS);
        run(offset, &block[offset..offset + turns * TURN + BEYOND]);
        offset += turns * TURN;
    }
    if offset < block.len() {
        let mut rest = [0; 2 * TURN + BEYOND];
        rest[..block.len() - offset].copy_from_slice(&block[offset..]);
        run(offset, &rest);
    }
}

/// Looks at the turns of a part; how many places there were.
fn turns(tables: &Tables, bytes: &[u8], line_ends: &mut Vec<u64>, places: &mut [u32]) -> usize {
    #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
    if let Some(avx2) = LEVEL.as_avx2() {
        #[rustfmt::skip]
        return avx2.vectorize(#[inline(always)] || vector::turns(avx2, tables, bytes, line_ends, places));
    }
    #[cfg(target_arch = "aarch64")]
    if let Some(neon) = LEVEL.as_neon() {
        #[rustfmt::skip]
        return neon.vectorize(#[inline(always)] || vector::turns(neon, tables, bytes, line_ends, places));
    }
    one_by_one(bytes, line_ends, places)
}

/// Without a vector unit, every place is one to be looked up.
fn one_by_one(bytes: &[u8], line_ends: &mut Vec<u64>, places: &mut [u32]) -> usize {
    let bytes = &bytes[..bytes.len() - BEYOND];
    for turn in bytes.chunks(TURN) {
        line_ends.push((0..).zip(turn).fold(0, |ends, (idx, byte)| ends | u64::from(*byte == b'\n') << idx));
    }
    for (place, idx) in places.iter_mut().zip(0..bytes.len() as u32) {
        *place = idx;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::prefilter::literals::window::Windows;
    use crate::inspect::prefilter::literals::{Tables, buckets};

    #[test]
    fn a_vector_unit_leaves_out_nothing_that_is_there() {
        let windows = Windows::of(&["code", "0x4", "错", "joining room: ", "_FAILED"]);
        let tables = Tables::new(&buckets::sort(windows.all()));
        let lookup = windows.lookup().unwrap();
        let text = "code: 0x4004 错 joining room: 5\n<JOIN_ROOM_FAILED 0x4004>\n\n".repeat(7);
        let bytes = &text.as_bytes()[..TURN * 6 + BEYOND];
        let looked_up = |turns: fn(&Tables, &[u8], &mut Vec<u64>, &mut [u32]) -> usize| {
            let (mut ends, mut places) = (Vec::new(), vec![0; bytes.len() + TURN]);
            let count = turns(&tables, bytes, &mut ends, &mut places);
            places.truncate(count);
            places.retain(|place| lookup.may_begin(bytes, *place as usize));
            (ends, places)
        };
        let (ends, places) = looked_up(turns);
        assert!(places.len() > 20, "{places:?}");
        assert_eq!(looked_up(|_, bytes, ends, places| one_by_one(bytes, ends, places)), (ends, places));
    }
}
