//! A text that many lines begin with. Comparing it word by word takes less time than a call of `memcmp`.

/// A text of a few bytes that others are compared with.
#[derive(Clone, Debug)]
pub(crate) struct ShortPrefix<T> {
    text: T,
    /// Its first eight bytes, and the bits of them that it covers.
    first: u64,
    mask: u64,
    /// Its last eight bytes, if it has more.
    last: u64,
}

impl<T: Default> Default for ShortPrefix<T> {
    /// A prefix of no text.
    fn default() -> Self {
        // No word equals `first` under this mask.
        Self { text: T::default(), first: 1, mask: 0, last: 0 }
    }
}

impl<T: AsRef<[u8]>> ShortPrefix<T> {
    pub(crate) fn new(text: T) -> Self {
        let bytes = text.as_ref();
        let mask = u64::MAX.checked_shr(64 - 8 * bytes.len().min(8) as u32).unwrap_or(0);
        let last = word_at(bytes, bytes.len().saturating_sub(8)).unwrap_or(0);
        Self { first: first_word(bytes) & mask, mask, last, text }
    }

    /// Whether `bytes` begin with it.
    #[inline]
    pub(crate) fn is_prefix_of(&self, bytes: &[u8]) -> bool {
        let text = self.text.as_ref();
        if first_word(bytes) & self.mask != self.first || bytes.len() < text.len() {
            return false;
        }
        // Prefixes of one log differ in their first or last bytes: the others are compared last.
        text.len() <= 8
            || word_at(bytes, text.len() - 8) == Some(self.last)
                && (8..text.len() - 8).step_by(8).all(|at| word_at(bytes, at) == word_at(text, at))
    }

    /// Its length in bytes.
    pub(crate) fn len(&self) -> usize {
        self.text.as_ref().len()
    }
}

/// The first eight bytes, padded with zeros.
#[inline]
fn first_word(bytes: &[u8]) -> u64 {
    let padded = || (0..).zip(bytes.iter().take(8)).fold(0, |word, (idx, byte)| word | u64::from(*byte) << (8 * idx));
    word_at(bytes, 0).unwrap_or_else(padded)
}

#[inline]
fn word_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_of_all_lengths_are_compared_whole() {
        let text = "https://a.example/trtc.js:1 ";
        for length in 1..=text.len() {
            let prefix = ShortPrefix::new(&text[..length]);
            assert!(prefix.is_prefix_of(text.as_bytes()) && prefix.is_prefix_of(&text.as_bytes()[..length]));
            assert!(!prefix.is_prefix_of(&text.as_bytes()[..length - 1]), "{length}");
            for changed in 0..length {
                let mut other = text.as_bytes().to_vec();
                other[changed] = b'~';
                assert!(!prefix.is_prefix_of(&other), "{length} {changed}");
            }
        }
        assert!(
            !ShortPrefix::<&str>::default().is_prefix_of(b"") && !ShortPrefix::<&str>::default().is_prefix_of(b"text")
        );
    }
}
