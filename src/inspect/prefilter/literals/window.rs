//! The windows of literals, and the table that finds literals by their windows. A window is a few bytes of a literal
//! that the search looks for.

#![expect(
    clippy::inline_always,
    reason = "code that is not inlined into the function that enables the vector unit cannot use it"
)]

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

/// Bytes of a window. The last one is missing in a literal of three bytes.
const WINDOW_BYTES: usize = 4;
/// The first bytes of a window, which the pass compares. The tables for one byte more would not fit into the processor's
/// registers.
pub(super) const PASS_BYTES: usize = 3;
/// Number of bits of the hash of a window: the tables of all hashes stay in the processor's first cache.
const HASH_BITS: u32 = 12;
/// Number of different hashes of windows.
const HASHES: usize = 1 << HASH_BITS;

/// Lines that logs of calls have in large numbers. A window that is in one of them would match again and again.
pub(super) const FREQUENT: &str = include_str!("frequent_lines.txt");

/// How often each window is in [`FREQUENT`].
static FREQUENT_WINDOWS: LazyLock<HashMap<&'static [u8], u16, RandomState>> = LazyLock::new(|| {
    let windows = |line: &'static str| [PASS_BYTES, WINDOW_BYTES].map(|length| line.as_bytes().windows(length));
    let mut counts = HashMap::default();
    for window in FREQUENT.lines().flat_map(windows).flatten() {
        *counts.entry(window).or_default() += 1;
    }
    counts
});

/// Some consecutive bytes of a literal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// Its first bytes.
    pub bytes: [u8; PASS_BYTES],
    /// Whether it has no further byte.
    is_short: bool,
    /// The hash of its bytes.
    hash: u16,
    /// Position of the window in the literal.
    pub offset: u16,
    /// Index of the literal.
    pub literal: u16,
    /// The first eight bytes of the literal, and the bits of them that it covers.
    head: u64,
    mask: u64,
}

/// The windows of all literals.
#[derive(Debug)]
pub(super) struct Windows {
    /// The short ones last, else by hash.
    windows: Vec<Window>,
    /// For each hash, the index after its first window; 0 without any. First for hashes of four bytes, then of three.
    after_first: [Box<[u16]>; 2],
}

impl Window {
    /// The windows of a literal that are the rarest in [`FREQUENT`] lines. A literal that is too short has no window.
    pub(super) fn rarest_of(literal: usize, text: &[u8]) -> Vec<Self> {
        let length = text.len().min(WINDOW_BYTES);
        if length < PASS_BYTES {
            return Vec::new();
        }
        let count = |bytes: &[u8]| FREQUENT_WINDOWS.get(bytes).copied().unwrap_or_default();
        let rarest = text.windows(length).map(count).min();
        let windows = text.windows(length).enumerate().filter(|(_, bytes)| Some(count(bytes)) == rarest);
        windows.filter_map(|(offset, bytes)| Self::at(offset, bytes, literal, text)).collect()
    }

    /// The window of a literal that begins with `bytes` at `offset`.
    fn at(offset: usize, bytes: &[u8], literal: usize, text: &[u8]) -> Option<Self> {
        let mut word = [0; WINDOW_BYTES];
        word[..bytes.len()].copy_from_slice(bytes);
        let mut head = [0; 8];
        let head_bytes = text.len().min(8);
        head[..head_bytes].copy_from_slice(&text[..head_bytes]);
        Some(Self {
            bytes: *bytes.first_chunk()?,
            is_short: bytes.len() == PASS_BYTES,
            hash: hash(u32::from_le_bytes(word)) as u16,
            offset: u16::try_from(offset).ok()?,
            literal: u16::try_from(literal).ok()?,
            head: u64::from_le_bytes(head),
            mask: u64::MAX >> (64 - 8 * head_bytes),
        })
    }

    /// The relative frequency of the window's bytes in logs.
    pub(super) fn frequency(&self) -> u64 {
        self.bytes.iter().map(|byte| u64::from(byte_frequency(*byte))).product()
    }

    /// Whether the first bytes of the literal are at `start` of `block`. Rejects most false candidates without a
    /// comparison of the whole literal.
    #[inline(always)]
    pub(super) fn matches_head(&self, block: &[u8], start: usize) -> bool {
        // At the end of the block, where fewer than eight bytes follow, only the whole literal can be compared.
        let head = block.get(start..start + 8).and_then(|head| head.try_into().ok());
        head.is_none_or(|head| u64::from_le_bytes(head) & self.mask == self.head)
    }
}

impl Windows {
    /// One window for each literal.
    pub(super) fn new(mut windows: Vec<Window>) -> Self {
        windows.sort_by_key(|window| (window.is_short, window.hash));
        let mut after_first = [(); 2].map(|()| vec![0; HASHES].into_boxed_slice());
        for (idx, window) in windows.iter().enumerate().rev() {
            after_first[usize::from(window.is_short)][usize::from(window.hash)] = idx as u16 + 1;
        }
        Self { windows, after_first }
    }

    /// The table of hashes, with its length known at compile time.
    pub(super) fn lookup(&self) -> Option<WindowLookup<'_>> {
        let [long, short] = &self.after_first;
        Some(WindowLookup { windows: &self.windows, long: long.first_chunk()?, short: short.first_chunk()? })
    }
}

/// Finds windows by their hashes; see [`Windows`].
#[derive(Clone, Copy)]
pub(super) struct WindowLookup<'w> {
    windows: &'w [Window],
    long: &'w [u16; HASHES],
    short: &'w [u16; HASHES],
}

impl WindowLookup<'_> {
    /// Whether a window may begin at `position` of `bytes`, which has at least four bytes from there on.
    #[inline(always)]
    pub(super) fn may_match_at(self, bytes: &[u8], position: usize) -> bool {
        let bytes = &bytes[position..position + 4];
        let word = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        self.long[hash(word)] | self.short[hash(word & SHORT_MASK)] != 0
    }

    /// Calls `visit` with each window that may begin at `position` of `block`.
    #[inline(always)]
    pub(super) fn for_each_at(self, block: &[u8], position: usize, mut visit: impl FnMut(&Window)) {
        let rest = block.get(position..).unwrap_or_default();
        let word = rest.first_chunk().map_or_else(
            || (0..).zip(rest).fold(0, |word, (idx, byte)| word | u32::from(*byte) << (8 * idx)),
            |word| u32::from_le_bytes(*word),
        );
        for (is_short, hash, table) in [(false, hash(word), self.long), (true, hash(word & SHORT_MASK), self.short)] {
            let Some(first) = usize::from(table[hash]).checked_sub(1) else { continue };
            let has_hash = |window: &&Window| usize::from(window.hash) == hash && window.is_short == is_short;
            self.windows.get(first..).unwrap_or_default().iter().take_while(has_hash).for_each(&mut visit);
        }
    }
}

/// The bytes of a short window in a word.
const SHORT_MASK: u32 = 0x00FF_FFFF;

#[inline(always)]
fn hash(word: u32) -> usize {
    (word.wrapping_mul(0x9E37_79B1) >> (u32::BITS - HASH_BITS)) as usize
}

/// The rough frequency of a byte in logs, relative to other bytes: 255 times the square root of twenty times its share.
/// Measured on exports and uploads of calls.
pub(super) fn byte_frequency(byte: u8) -> u8 {
    match byte {
        b' ' | b'e' | b':' | b't' => 250,
        b'r' | b's' | b'c' | b'a' | b'0' | b'1' => 205,
        b'o' | b'n' | b'i' => 187,
        b'l' | b'd' | b'"' => 162,
        b'u' | b'3' | b'4' | b'.' | b'[' | b']' => 142,
        b'p' | b'm' | b'2' | b'5' | b'6' | b'N' => 122,
        b'g' | b'h' | b'7'..=b'9' | b'I' | b'O' | b'-' | b',' | b'>' => 106,
        b'b' | b'f' | b'j' | b'w' | b'C' | b'E' | b'F' | b'R' | b'T' | b'/' | b'<' | b'|' => 92,
        // The arrow in the SDK's prefix.
        0xE2 | 0x86 | 0x91 => 90,
        b'k' | b'v' | b'x' | b'y' | b'A' | b'D' | b'S' | b'_' => 74,
        b'(' | b')' | b'=' | b'@' | b'*' => 58,
        b'q' | b'B' | b'G' | b'L' | b'M' | b'U'..=b'W' | b'{' | b'}' | b';' => 48,
        b'z' | b'H' | b'J' | b'K' | b'P' | b'Z' | b'\\' | b'%' | b'&' | b'#' => 36,
        0x80.. => 8,
        _ => 24,
    }
}
