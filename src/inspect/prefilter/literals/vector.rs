//! The pass with the vector unit. All of it has to be inlined into the function that enables the unit.

#![expect(
    clippy::inline_always,
    reason = "code that is not inlined into the function that enables the vector unit cannot use it"
)]

#[cfg(target_arch = "aarch64")]
use std::arch::aarch64::uint8x16_t;
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::__m256i;

use super::tables::{BucketTables, GROUPS, LOOKAHEAD, STRIDE};
use super::window::PASS_BYTES;

/// A vector unit that can look bytes up in tables of sixteen bytes.
pub(super) trait VectorUnit: Copy {
    /// A vector of bytes.
    type Bytes: Copy;
    /// Number of bytes in a vector.
    const LANES: usize;

    /// The first [`LANES`](Self::LANES) bytes of a slice.
    fn load(self, bytes: &[u8]) -> Self::Bytes;
    /// A vector with `byte` in each lane.
    fn splat(self, byte: u8) -> Self::Bytes;
    /// A table for [`lookup`](Self::lookup).
    fn table(self, table: &[u8; 16]) -> Self::Bytes;
    /// For each lane, the byte of `table` with this index, which must be less than 16.
    fn lookup(self, table: Self::Bytes, indices: Self::Bytes) -> Self::Bytes;
    /// The high half of each lane, shifted right by four; `low_half` has the four low bits of each lane set.
    fn high_half(self, bytes: Self::Bytes, low_half: Self::Bytes) -> Self::Bytes;
    /// Bitwise and.
    fn and(self, one: Self::Bytes, other: Self::Bytes) -> Self::Bytes;
    /// Bitwise or.
    fn or(self, one: Self::Bytes, other: Self::Bytes) -> Self::Bytes;
    /// A bit for each lane: whether it is equal in both vectors.
    fn equal_mask(self, one: Self::Bytes, other: Self::Bytes) -> u64;
}

/// Constants of a pass, in the unit's registers.
struct Constants<U: VectorUnit> {
    low: [[U::Bytes; PASS_BYTES]; GROUPS],
    high: [[U::Bytes; PASS_BYTES]; GROUPS],
    low_half: U::Bytes,
    line_end: U::Bytes,
    zero: U::Bytes,
}

/// Passes over a part: adds the bits of its line ends to `line_ends`, writes the positions of candidates to
/// `candidates` and returns their number. `candidates` has to have space for all positions of the part.
#[inline(always)]
pub(super) fn scan_part<U: VectorUnit>(
    unit: U,
    tables: &BucketTables,
    bytes: &[u8],
    line_ends: &mut Vec<u64>,
    candidates: &mut [u32],
) -> usize {
    /// Candidates are written this many at a time, without a branch for each. Few strides have more.
    const STEP: usize = 4;
    let constants = Constants {
        low: load_tables(unit, &tables.low),
        high: load_tables(unit, &tables.high),
        low_half: unit.splat(15),
        line_end: unit.splat(b'\n'),
        zero: unit.splat(0),
    };
    let mut count = 0;
    let mut at = 0;
    while at + STRIDE + LOOKAHEAD <= bytes.len() {
        let stride = &bytes[at..at + STRIDE + LOOKAHEAD];
        let (mut ends, mut windows) = (0, 0);
        let mut lane = 0;
        while lane < STRIDE {
            let (end, window) = scan_lanes(unit, &constants, &stride[lane..]);
            ends |= end << lane;
            windows |= window << lane;
            lane += U::LANES;
        }
        line_ends.push(ends);
        let free = &mut candidates[count..count + STRIDE];
        count += windows.count_ones() as usize;
        let mut from = 0;
        loop {
            for candidate in &mut free[from..from + STEP] {
                *candidate = at as u32 + windows.trailing_zeros();
                windows &= windows.wrapping_sub(1);
            }
            if windows == 0 {
                break;
            }
            from += STEP;
        }
        at += STRIDE;
    }
    count
}

#[inline(always)]
fn load_tables<U: VectorUnit>(unit: U, tables: &[[[u8; 16]; PASS_BYTES]; GROUPS]) -> [[U::Bytes; PASS_BYTES]; GROUPS] {
    let mut loaded = [[unit.splat(0); PASS_BYTES]; GROUPS];
    let mut group = 0;
    while group < GROUPS {
        let mut position = 0;
        while position < PASS_BYTES {
            loaded[group][position] = unit.table(&tables[group][position]);
            position += 1;
        }
        group += 1;
    }
    loaded
}

/// Passes over one vector. Returns bits for line ends and for positions at which a window may begin.
#[inline(always)]
fn scan_lanes<U: VectorUnit>(unit: U, constants: &Constants<U>, bytes: &[u8]) -> (u64, u64) {
    let Constants { low, high, low_half, line_end, zero } = constants;
    // For each lane, the buckets that match at all positions of the window so far.
    let mut buckets = [unit.splat(0xFF); GROUPS];
    let mut ends = 0;
    let mut position = 0;
    while position < PASS_BYTES {
        let bytes = unit.load(&bytes[position..]);
        if position == 0 {
            ends = unit.equal_mask(bytes, *line_end);
        }
        let (lows, highs) = (unit.and(bytes, *low_half), unit.high_half(bytes, *low_half));
        let mut group = 0;
        while group < GROUPS {
            let matching = unit.and(unit.lookup(low[group][position], lows), unit.lookup(high[group][position], highs));
            buckets[group] = unit.and(buckets[group], matching);
            group += 1;
        }
        position += 1;
    }
    let mut any = buckets[0];
    let mut group = 1;
    while group < GROUPS {
        any = unit.or(any, buckets[group]);
        group += 1;
    }
    let none = unit.equal_mask(any, *zero);
    (ends, !none & (u64::MAX >> (64 - U::LANES)))
}

#[cfg(target_arch = "x86_64")]
impl VectorUnit for fearless_simd::Avx2 {
    type Bytes = __m256i;
    const LANES: usize = 32;

    #[inline(always)]
    fn load(self, bytes: &[u8]) -> __m256i {
        use fearless_simd::{SimdBase, u8x32};
        u8x32::from_slice(self, &bytes[..32]).into()
    }

    #[inline(always)]
    fn splat(self, byte: u8) -> __m256i {
        self.load(&[byte; 32])
    }

    #[inline(always)]
    fn table(self, table: &[u8; 16]) -> __m256i {
        let mut twice = [0; 32];
        twice[..16].copy_from_slice(table);
        twice[16..].copy_from_slice(table);
        self.load(&twice)
    }

    #[inline(always)]
    fn lookup(self, table: __m256i, indices: __m256i) -> __m256i {
        self.avx2._mm256_shuffle_epi8(table, indices)
    }

    #[inline(always)]
    fn high_half(self, bytes: __m256i, low_half: __m256i) -> __m256i {
        self.avx2._mm256_and_si256(self.avx2._mm256_srli_epi16::<4>(bytes), low_half)
    }

    #[inline(always)]
    fn and(self, one: __m256i, other: __m256i) -> __m256i {
        self.avx2._mm256_and_si256(one, other)
    }

    #[inline(always)]
    fn or(self, one: __m256i, other: __m256i) -> __m256i {
        self.avx2._mm256_or_si256(one, other)
    }

    #[inline(always)]
    fn equal_mask(self, one: __m256i, other: __m256i) -> u64 {
        let equal = self.avx2._mm256_cmpeq_epi8(one, other);
        u64::from(self.avx2._mm256_movemask_epi8(equal).cast_unsigned())
    }
}

#[cfg(target_arch = "aarch64")]
impl VectorUnit for fearless_simd::Neon {
    type Bytes = uint8x16_t;
    const LANES: usize = 16;

    #[inline(always)]
    fn load(self, bytes: &[u8]) -> uint8x16_t {
        use fearless_simd::{SimdBase, u8x16};
        u8x16::from_slice(self, &bytes[..16]).into()
    }

    #[inline(always)]
    fn splat(self, byte: u8) -> uint8x16_t {
        self.neon.vdupq_n_u8(byte)
    }

    #[inline(always)]
    fn table(self, table: &[u8; 16]) -> uint8x16_t {
        self.load(table)
    }

    #[inline(always)]
    fn lookup(self, table: uint8x16_t, indices: uint8x16_t) -> uint8x16_t {
        self.neon.vqtbl1q_u8(table, indices)
    }

    #[inline(always)]
    fn high_half(self, bytes: uint8x16_t, _: uint8x16_t) -> uint8x16_t {
        self.neon.vshrq_n_u8::<4>(bytes)
    }

    #[inline(always)]
    fn and(self, one: uint8x16_t, other: uint8x16_t) -> uint8x16_t {
        self.neon.vandq_u8(one, other)
    }

    #[inline(always)]
    fn or(self, one: uint8x16_t, other: uint8x16_t) -> uint8x16_t {
        self.neon.vorrq_u8(one, other)
    }

    #[inline(always)]
    fn equal_mask(self, one: uint8x16_t, other: uint8x16_t) -> u64 {
        // NEON has no movemask instruction: each lane keeps its own bit, and the bits of eight lanes are added up.
        let weights = self.load(&[1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128]);
        let bits = self.and(self.neon.vceqq_u8(one, other), weights);
        let half = |half| u64::from(self.neon.vaddv_u8(half));
        half(self.neon.vget_low_u8(bits)) | half(self.neon.vget_high_u8(bits)) << 8
    }
}
