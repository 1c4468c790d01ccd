//! A compact set of entry indices that can look up its n-th member and the position of a member.

use std::ops::Range;

/// Words per block.
const BLOCK_WORDS: usize = 64;

/// A growing set of entry indices, one bit for each entry of the log: 13 MB for a hundred million entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntrySet {
    words: Vec<u64>,
    /// How many members there are before each block of [`BLOCK_WORDS`] words.
    before: Vec<u64>,
    len: u64,
}

impl EntrySet {
    /// The number of members.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds an entry that is larger than all members; any other entry is ignored.
    pub fn push(&mut self, entry_idx: u64) {
        let word = (entry_idx / 64) as usize;
        if word + 1 < self.words.len() || self.last().is_some_and(|last| entry_idx <= last) {
            return;
        }
        while self.words.len() <= word {
            if self.words.len().is_multiple_of(BLOCK_WORDS) {
                self.before.push(self.len);
            }
            self.words.push(0);
        }
        self.words[word] |= 1 << (entry_idx % 64);
        self.len += 1;
    }

    /// The n-th member, from 0.
    pub fn nth(&self, n: u64) -> Option<u64> {
        if n >= self.len {
            return None;
        }
        let block = self.before.partition_point(|before| *before <= n) - 1;
        let mut left = n - self.before[block];
        for (offset, word) in self.words[block * BLOCK_WORDS..].iter().enumerate() {
            let ones = u64::from(word.count_ones());
            if left < ones {
                let bit = nth_one(*word, left);
                return Some(((block * BLOCK_WORDS + offset) * 64) as u64 + bit);
            }
            left -= ones;
        }
        None
    }

    /// How many members are smaller than `entry_idx`. This is the position of `entry_idx` if it is a member.
    pub fn rank(&self, entry_idx: u64) -> u64 {
        let word = (entry_idx / 64) as usize;
        if word >= self.words.len() {
            return self.len;
        }
        let block = word / BLOCK_WORDS;
        let in_words: u64 = self.words[block * BLOCK_WORDS..word].iter().map(|word| u64::from(word.count_ones())).sum();
        let below = self.words[word] & ((1 << (entry_idx % 64)) - 1);
        self.before[block] + in_words + u64::from(below.count_ones())
    }

    /// The members within a range, in order.
    pub fn members(&self, range: Range<u64>) -> impl Iterator<Item = u64> {
        let first_word = (range.start / 64) as usize;
        let words = self.words.iter().enumerate().skip(first_word);
        let members = words.flat_map(|(word_idx, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| u64::from(rest.trailing_zeros()))?;
                rest &= rest - 1;
                Some(word_idx as u64 * 64 + bit)
            })
        });
        members.skip_while(move |member| *member < range.start).take_while(move |member| *member < range.end)
    }

    /// Whether the entry is a member.
    pub fn contains(&self, entry_idx: u64) -> bool {
        self.words.get((entry_idx / 64) as usize).is_some_and(|word| word >> (entry_idx % 64) & 1 == 1)
    }

    fn last(&self) -> Option<u64> {
        let word = self.words.last()?;
        let bit = 63_u64.checked_sub(u64::from(word.leading_zeros()))?;
        Some((self.words.len() as u64 - 1) * 64 + bit)
    }
}

impl FromIterator<u64> for EntrySet {
    /// The members must be in rising order.
    fn from_iter<I: IntoIterator<Item = u64>>(entries: I) -> Self {
        let mut set = Self::default();
        entries.into_iter().for_each(|entry| set.push(entry));
        set
    }
}

fn nth_one(mut word: u64, n: u64) -> u64 {
    for _ in 0..n {
        word &= word - 1;
    }
    u64::from(word.trailing_zeros())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nth_and_rank_are_inverse() {
        let members: Vec<u64> = (0..20_000).filter(|n| n % 7 == 0 || n % 64 == 63).chain([5_000_000]).collect();
        let set: EntrySet = members.iter().copied().collect();
        assert_eq!(set.len(), members.len() as u64);
        for (position, member) in members.iter().enumerate() {
            assert_eq!(set.nth(position as u64), Some(*member));
            assert_eq!(set.rank(*member), position as u64);
            assert!(set.contains(*member));
        }
        assert_eq!(set.members(0..u64::MAX).collect::<Vec<_>>(), members);
        let within: Vec<u64> = members.iter().copied().filter(|member| (70..700).contains(member)).collect();
        assert_eq!(set.members(70..700).collect::<Vec<_>>(), within);
        assert!(!set.contains(1));
        assert_eq!(set.rank(u64::MAX), set.len());
        assert_eq!(set.nth(set.len()), None);
    }

    #[test]
    fn members_out_of_order_are_ignored() {
        let set: EntrySet = [3, 3, 1, 70].into_iter().collect();
        assert_eq!((set.len(), set.nth(0), set.nth(1)), (2, Some(3), Some(70)));
    }
}
