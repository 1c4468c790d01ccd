//! The pass in the words of vector units. All of it has to be inlined into the function that enables the unit.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined into the function that enables the vector unit cannot use it"
)]

#[cfg(target_arch = "aarch64")]
use std::arch::aarch64::uint8x16_t;
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::__m256i;

use super::kernel::{BEYOND, GROUPS, TURN, Tables};
use super::window::LENGTH;

/// A vector unit that can look bytes up in tables of sixteen.
pub(super) trait VectorUnit: Copy {
    /// What it works on at a time.
    type Bytes: Copy;
    /// How many bytes these are.
    const LANES: usize;

    /// Takes the first bytes of a slice.
    fn load(self, bytes: &[u8]) -> Self::Bytes;
    /// The same byte everywhere.
    fn all(self, byte: u8) -> Self::Bytes;
    /// A table, to be looked up with [`look_up`](Self::look_up).
    fn table(self, table: &[u8; 16]) -> Self::Bytes;
    /// What `table` has for each byte, of which only the lower half may be set.
    fn look_up(self, table: Self::Bytes, bytes: Self::Bytes) -> Self::Bytes;
    /// The upper halves of bytes, as lower ones; `halves` has all bits of lower halves.
    fn upper(self, bytes: Self::Bytes, halves: Self::Bytes) -> Self::Bytes;
    /// Bits that both have.
    fn and(self, one: Self::Bytes, other: Self::Bytes) -> Self::Bytes;
    /// Bits that one of them has.
    fn or(self, one: Self::Bytes, other: Self::Bytes) -> Self::Bytes;
    /// Of each byte a bit: whether it is the same in both.
    fn equal(self, one: Self::Bytes, other: Self::Bytes) -> u64;
}

/// Constants of a pass, in the unit's registers.
struct Constants<U: VectorUnit> {
    low: [[U::Bytes; LENGTH]; GROUPS],
    high: [[U::Bytes; LENGTH]; GROUPS],
    halves: U::Bytes,
    line_end: U::Bytes,
    zero: U::Bytes,
}

/// See [`super::kernel`]; `places` has room for all.
#[inline(always)]
pub(super) fn turns<U: VectorUnit>(
    unit: U,
    tables: &Tables,
    bytes: &[u8],
    line_ends: &mut Vec<u64>,
    places: &mut [u32],
) -> usize {
    /// Places are written so many at a time; few turns have more.
    const STEP: usize = 4;
    let constants = Constants {
        low: constants(unit, &tables.low),
        high: constants(unit, &tables.high),
        halves: unit.all(15),
        line_end: unit.all(b'\n'),
        zero: unit.all(0),
    };
    let mut count = 0;
    let mut at = 0;
    while at + TURN + BEYOND <= bytes.len() {
        let turn = &bytes[at..at + TURN + BEYOND];
        let (mut ends, mut windows) = (0, 0);
        let mut lane = 0;
        while lane < TURN {
            let (end, window) = look(unit, &constants, &turn[lane..]);
            ends |= end << lane;
            windows |= window << lane;
            lane += U::LANES;
        }
        line_ends.push(ends);
        let room = &mut places[count..count + TURN];
        count += windows.count_ones() as usize;
        let mut from = 0;
        loop {
            for place in &mut room[from..from + STEP] {
                *place = at as u32 + windows.trailing_zeros();
                windows &= windows.wrapping_sub(1);
            }
            if windows == 0 {
                break;
            }
            from += STEP;
        }
        at += TURN;
    }
    count
}

#[inline(always)]
fn constants<U: VectorUnit>(unit: U, tables: &[[[u8; 16]; LENGTH]; GROUPS]) -> [[U::Bytes; LENGTH]; GROUPS] {
    let mut constants = [[unit.all(0); LENGTH]; GROUPS];
    let mut group = 0;
    while group < GROUPS {
        let mut place = 0;
        while place < LENGTH {
            constants[group][place] = unit.table(&tables[group][place]);
            place += 1;
        }
        group += 1;
    }
    constants
}

/// Looks at as many bytes as the unit takes: where lines end, and where windows may begin.
#[inline(always)]
fn look<U: VectorUnit>(unit: U, constants: &Constants<U>, bytes: &[u8]) -> (u64, u64) {
    let Constants { low, high, halves, line_end, zero } = constants;
    let mut found = [unit.all(0xFF); GROUPS];
    let mut ends = 0;
    let mut place = 0;
    while place < LENGTH {
        let bytes = unit.load(&bytes[place..]);
        if place == 0 {
            ends = unit.equal(bytes, *line_end);
        }
        let (lower, upper) = (unit.and(bytes, *halves), unit.upper(bytes, *halves));
        let mut group = 0;
        while group < GROUPS {
            let takes = unit.and(unit.look_up(low[group][place], lower), unit.look_up(high[group][place], upper));
            found[group] = unit.and(found[group], takes);
            group += 1;
        }
        place += 1;
    }
    let mut any = found[0];
    let mut group = 1;
    while group < GROUPS {
        any = unit.or(any, found[group]);
        group += 1;
    }
    let none = unit.equal(any, *zero);
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
    fn all(self, byte: u8) -> __m256i {
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
    fn look_up(self, table: __m256i, bytes: __m256i) -> __m256i {
        self.avx2._mm256_shuffle_epi8(table, bytes)
    }

    #[inline(always)]
    fn upper(self, bytes: __m256i, halves: __m256i) -> __m256i {
        self.avx2._mm256_and_si256(self.avx2._mm256_srli_epi16::<4>(bytes), halves)
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
    fn equal(self, one: __m256i, other: __m256i) -> u64 {
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
    fn all(self, byte: u8) -> uint8x16_t {
        self.neon.vdupq_n_u8(byte)
    }

    #[inline(always)]
    fn table(self, table: &[u8; 16]) -> uint8x16_t {
        self.load(table)
    }

    #[inline(always)]
    fn look_up(self, table: uint8x16_t, bytes: uint8x16_t) -> uint8x16_t {
        self.neon.vqtbl1q_u8(table, bytes)
    }

    #[inline(always)]
    fn upper(self, bytes: uint8x16_t, _: uint8x16_t) -> uint8x16_t {
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
    fn equal(self, one: uint8x16_t, other: uint8x16_t) -> u64 {
        // There is no instruction for it: each byte gives its bit, and the bits of eight bytes are added up.
        let weights = self.load(&[1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128]);
        let bits = self.and(self.neon.vceqq_u8(one, other), weights);
        let half = |half| u64::from(self.neon.vaddv_u8(half));
        half(self.neon.vget_low_u8(bits)) | half(self.neon.vget_high_u8(bits)) << 8
    }
}
