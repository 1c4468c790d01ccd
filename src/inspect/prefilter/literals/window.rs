//! The few bytes by which a literal is known, and where to find literals by them.

#![expect(
    clippy::inline_always,
    reason = "what is not inlined into the function that enables the vector unit cannot use it"
)]

/// Bytes of a window that are compared by the vector unit.
pub(super) const LENGTH: usize = 3;
/// So many hashes there are, of each kind.
const HASHES: usize = 1 << 14;

/// Some neighbouring bytes of a literal.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    /// The first of them.
    pub bytes: [u8; LENGTH],
    hash: u16,
    /// Whether it is known by three bytes.
    is_short: bool,
    /// Where in the literal they stand.
    pub offset: u16,
    /// Which literal.
    pub literal: u16,
    /// The first eight bytes of the literal, and which bits of them it has.
    head: u64,
    mask: u64,
}

/// All windows. Those of literals of four bytes and more are known by four, others by three.
#[derive(Debug)]
pub(super) struct Windows {
    /// In the order of their hashes.
    windows: Vec<Window>,
    /// Of each hash, the place behind the first of its windows; those of four bytes, then those of three.
    behind_first: [Box<[u16]>; 2],
}

impl Window {
    /// The rarest window of a literal; `None` where it is too short to have one.
    fn of(literal: usize, text: &[u8]) -> Option<Self> {
        let length = text.len().min(LENGTH + 1);
        let windows = text.windows(length).enumerate();
        let rarest =
            windows.min_by_key(|(_, bytes)| bytes.iter().map(|byte| u64::from(commonness(*byte))).product::<u64>());
        let (offset, bytes) = rarest.filter(|_| length >= LENGTH)?;
        let mut word = [0; 4];
        word[..length].copy_from_slice(bytes);
        let word = u32::from_le_bytes(word);
        let mut head = [0; 8];
        let known = text.len().min(8);
        head[..known].copy_from_slice(&text[..known]);
        Some(Self {
            bytes: [bytes[0], bytes[1], bytes[2]],
            hash: hash(word) as u16,
            is_short: length == LENGTH,
            offset: u16::try_from(offset).ok()?,
            literal: u16::try_from(literal).ok()?,
            head: u64::from_le_bytes(head),
            mask: u64::MAX >> (64 - 8 * known),
        })
    }

    /// Whether the literal may begin at `start` of `block`, by its first bytes.
    #[inline(always)]
    pub fn fits(&self, block: &[u8], start: usize) -> bool {
        // Near the block's end, the whole literal has to tell.
        let head = block.get(start..start + 8).and_then(|head| head.try_into().ok());
        head.is_none_or(|head| u64::from_le_bytes(head) & self.mask == self.head)
    }
}

impl Windows {
    pub fn of(texts: &[&str]) -> Self {
        let windows = texts.iter().enumerate().filter_map(|(literal, text)| Window::of(literal, text.as_bytes()));
        let mut windows: Vec<Window> = windows.collect();
        windows.sort_by_key(|window| (window.is_short, window.hash));
        let mut behind_first = [(); 2].map(|()| vec![0; HASHES].into_boxed_slice());
        for (idx, window) in windows.iter().enumerate().rev() {
            behind_first[usize::from(window.is_short)][usize::from(window.hash)] = idx as u16 + 1;
        }
        Self { windows, behind_first }
    }

    pub fn all(&self) -> &[Window] {
        &self.windows
    }

    /// The same, to look windows up in.
    pub fn lookup(&self) -> Option<Lookup<'_>> {
        let [long, short] = &self.behind_first;
        Some(Lookup { windows: &self.windows, long: long.first_chunk()?, short: short.first_chunk()? })
    }
}

/// Windows by their hashes; see [`Windows`].
#[derive(Clone, Copy)]
pub(super) struct Lookup<'w> {
    windows: &'w [Window],
    long: &'w [u16; HASHES],
    short: &'w [u16; HASHES],
}

impl Lookup<'_> {
    /// Whether a window may stand at `place` of `bytes`, which go on for one byte more behind it.
    #[inline(always)]
    pub fn may_begin(self, bytes: &[u8], place: usize) -> bool {
        let bytes = &bytes[place..place + 4];
        let word = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
        self.long[hash(word)] | self.short[hash(word & SHORT)] != 0
    }

    /// Hands out the windows that may stand at `place` of `block`.
    #[inline(always)]
    pub fn each_at(self, block: &[u8], place: usize, mut take: impl FnMut(&Window)) {
        let near = block.get(place..).unwrap_or_default();
        let word = near.first_chunk().map_or_else(
            || (0..).zip(near).fold(0, |word, (idx, byte)| word | u32::from(*byte) << (8 * idx)),
            |word| u32::from_le_bytes(*word),
        );
        for (is_short, hash, table) in [(false, hash(word), self.long), (true, hash(word & SHORT), self.short)] {
            let Some(first) = usize::from(table[hash]).checked_sub(1) else { continue };
            let is_here = |window: &&Window| usize::from(window.hash) == hash && window.is_short == is_short;
            self.windows.get(first..).unwrap_or_default().iter().take_while(is_here).for_each(&mut take);
        }
    }
}

/// The bytes of a short window in a word.
const SHORT: u32 = 0x00FF_FFFF;

#[inline(always)]
fn hash(word: u32) -> usize {
    (word.wrapping_mul(0x9E37_79B1) >> 18) as usize
}

/// How often a byte stands in logs, roughly and relatively: what is said of calls in English, with clocks and numbers.
pub(super) fn commonness(byte: u8) -> u8 {
    match byte {
        b' ' => 255,
        b'0'..=b'9' => 230,
        b'e' | b't' | b'a' | b'o' | b'i' | b'n' | b's' | b'r' => 220,
        b'a'..=b'z' => 170,
        b'.' | b':' | b'-' | b',' | b'"' | b'/' | b'_' | b'|' | b'[' | b']' | b'<' | b'>' => 140,
        b'T' | b'R' | b'C' | b'I' | b'N' | b'F' | b'O' => 120,
        b'A'..=b'Z' => 60,
        0x80.. => 40,
        _ => 50,
    }
}
