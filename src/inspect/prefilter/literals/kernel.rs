//! The pass over a block, with the vector unit of the processor or without one.

use std::sync::LazyLock;

use fearless_simd::{Level, Simd};

use super::tables::{BucketTables, LOOKAHEAD, STRIDE};
use super::vector;

/// Strides in a part, whose candidates are returned together.
const STRIDES: usize = 32;

/// A part of the block.
#[derive(Clone, Copy)]
pub(super) struct BlockPart<'b> {
    /// Its first byte in the block.
    pub offset: usize,
    /// Its bytes and [`LOOKAHEAD`] bytes that follow; zeros after the end of the block.
    pub bytes: &'b [u8],
}

/// Receives each part with its candidates, which are positions in the part.
type PartVisitor<'t> = &'t mut dyn FnMut(BlockPart<'_>, &mut [u32]);

/// Memory for the candidates of a part, and a spare stride.
#[derive(Debug)]
pub(super) struct CandidateBuffer([u32; STRIDE * (STRIDES + 1)]);

impl Default for CandidateBuffer {
    fn default() -> Self {
        Self([0; STRIDE * (STRIDES + 1)])
    }
}

static LEVEL: LazyLock<Level> = LazyLock::new(Level::new);

/// Passes over `block`. Adds the bits of its line ends to `line_ends`, a word for each [`STRIDE`] bytes, and calls
/// `visit` for each part.
pub(super) fn scan_block(
    tables: &BucketTables,
    block: &[u8],
    line_ends: &mut Vec<u64>,
    candidates: &mut CandidateBuffer,
    visit: PartVisitor<'_>,
) {
    let mut offset = 0;
    let candidates = &mut candidates.0;
    let mut scan = |offset: usize, bytes: &[u8]| {
        let part = BlockPart { offset, bytes };
        let count = scan_part(tables, bytes, line_ends, candidates);
        visit(part, &mut candidates[..count]);
    };
    while block.len() - offset >= STRIDE + LOOKAHEAD {
        let strides = ((block.len() - offset - LOOKAHEAD) / STRIDE).min(STRIDES);
        scan(offset, &block[offset..offset + strides * STRIDE + LOOKAHEAD]);
        offset += strides * STRIDE;
    }
    if offset < block.len() {
        let mut rest = [0; 2 * STRIDE + LOOKAHEAD];
        rest[..block.len() - offset].copy_from_slice(&block[offset..]);
        scan(offset, &rest);
    }
}

/// Passes over a part. Returns the number of candidates that were written.
fn scan_part(tables: &BucketTables, bytes: &[u8], line_ends: &mut Vec<u64>, candidates: &mut [u32]) -> usize {
    #[cfg(any(target_arch = "x86_64", target_arch = "x86"))]
    if let Some(avx2) = LEVEL.as_avx2() {
        #[rustfmt::skip]
        return avx2.vectorize(#[inline(always)] || vector::scan_part(avx2, tables, bytes, line_ends, candidates));
    }
    #[cfg(target_arch = "aarch64")]
    if let Some(neon) = LEVEL.as_neon() {
        #[rustfmt::skip]
        return neon.vectorize(#[inline(always)] || vector::scan_part(neon, tables, bytes, line_ends, candidates));
    }
    scan_part_scalar(bytes, line_ends, candidates)
}

/// The pass without a vector unit: every position is a candidate.
fn scan_part_scalar(bytes: &[u8], line_ends: &mut Vec<u64>, candidates: &mut [u32]) -> usize {
    let bytes = &bytes[..bytes.len() - LOOKAHEAD];
    for stride in bytes.chunks(STRIDE) {
        line_ends.push((0..).zip(stride).fold(0, |ends, (idx, byte)| ends | u64::from(*byte == b'\n') << idx));
    }
    for (candidate, position) in candidates.iter_mut().zip(0..bytes.len() as u32) {
        *candidate = position;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::prefilter::literals::buckets;
    use crate::inspect::prefilter::literals::window::{Window, Windows};

    #[test]
    fn vector_and_scalar_pass_find_the_same() {
        let texts = ["code", "0x4", "错", "joining room: ", "_FAILED"];
        let choices = texts.iter().enumerate().map(|(literal, text)| Window::rarest_of(literal, text.as_bytes()));
        let (windows, buckets) = buckets::assign(choices.collect());
        let (windows, tables) = (Windows::new(windows), BucketTables::new(&buckets));
        let lookup = windows.lookup().unwrap();
        let text = "code: 0x4004 错 joining room: 5\n<JOIN_ROOM_FAILED 0x4004>\n\n".repeat(7);
        let bytes = &text.as_bytes()[..STRIDE * 6 + LOOKAHEAD];
        let filtered = |scan: fn(&BucketTables, &[u8], &mut Vec<u64>, &mut [u32]) -> usize| {
            let (mut ends, mut candidates) = (Vec::new(), vec![0; bytes.len() + STRIDE]);
            let count = scan(&tables, bytes, &mut ends, &mut candidates);
            candidates.truncate(count);
            candidates.retain(|position| lookup.may_match_at(bytes, *position as usize));
            (ends, candidates)
        };
        let (ends, candidates) = filtered(scan_part);
        assert!(candidates.len() > 20, "{candidates:?}");
        assert_eq!(filtered(|_, bytes, ends, found| scan_part_scalar(bytes, ends, found)), (ends, candidates));
    }
}
