//! The line ends of a block as a bitmap with one bit per byte: found at memory bandwidth, and iterated without reading the text
//! again.

/// The line ends of a block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineEnds {
    /// One bit per byte, the lowest first.
    words: Vec<u64>,
}

impl LineEnds {
    /// The line ends of `block`.
    pub fn new(block: &[u8]) -> Self {
        let mut words = vec![0; block.len().div_ceil(64)];
        for end in memchr::memchr_iter(b'\n', block) {
            words[end / 64] |= 1 << (end % 64);
        }
        Self { words }
    }

    /// Clears the bitmap and returns its words, so that the caller fills them.
    pub fn clear(&mut self) -> &mut Vec<u64> {
        self.words.clear();
        &mut self.words
    }

    /// Iterates over the line ends in order.
    pub fn iter(&self) -> LineEndIter<'_> {
        LineEndIter { word: self.words.first().copied().unwrap_or(0), idx: 0, words: &self.words }
    }

    /// The number of line ends.
    pub fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }
}

impl<'e> IntoIterator for &'e LineEnds {
    type Item = usize;
    type IntoIter = LineEndIter<'e>;

    fn into_iter(self) -> LineEndIter<'e> {
        self.iter()
    }
}

/// Iterates over the line ends of a block in order.
#[derive(Clone, Debug)]
pub struct LineEndIter<'e> {
    words: &'e [u64],
    idx: usize,
    /// The bits of the word at `idx` that were not returned yet.
    word: u64,
}

impl Iterator for LineEndIter<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.word == 0 {
            self.idx += 1;
            self.word = *self.words.get(self.idx)?;
        }
        let end = self.idx * 64 + self.word.trailing_zeros() as usize;
        self.word &= self.word - 1;
        Some(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_iterated_in_order() {
        let block = format!("\n{}\n{}\n", "x".repeat(200), "y".repeat(63));
        let ends = LineEnds::new(block.as_bytes());
        assert_eq!(ends.count(), 3);
        assert_eq!(ends.iter().collect::<Vec<_>>(), [0, 201, 265]);
        assert_eq!(LineEnds::new(b"").iter().next(), None);
    }
}
