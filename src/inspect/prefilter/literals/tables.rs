//! The lookup tables of the pass, and how many bytes it reads at a time.

use super::buckets::{BUCKETS, Bucket};
use super::window::PASS_BYTES;

/// Bytes in a stride: one for each bit of a `u64`.
pub(super) const STRIDE: usize = 64;
/// Bytes after a stride that are read as well: a window may begin at its last byte.
pub(super) const LOOKAHEAD: usize = 4;
/// Groups of eight buckets.
pub(super) const GROUPS: usize = BUCKETS / 8;

/// For each group and each position of a window, the buckets that match a half of a byte, as bits.
#[derive(Debug)]
pub(super) struct BucketTables {
    pub low: [[[u8; 16]; PASS_BYTES]; GROUPS],
    pub high: [[[u8; 16]; PASS_BYTES]; GROUPS],
}

impl BucketTables {
    pub(super) fn new(buckets: &[Bucket; BUCKETS]) -> Self {
        let table = |group: usize, halves: &dyn Fn(&Bucket) -> u16| {
            std::array::from_fn(|half| {
                let has_half = |bit: &usize| halves(&buckets[group * 8 + bit]) & (1 << half) != 0;
                (0..8).filter(has_half).fold(0, |bits, bit| bits | 1 << bit)
            })
        };
        Self {
            low: std::array::from_fn(|group| std::array::from_fn(|at| table(group, &|bucket| bucket.low[at]))),
            high: std::array::from_fn(|group| std::array::from_fn(|at| table(group, &|bucket| bucket.high[at]))),
        }
    }
}
