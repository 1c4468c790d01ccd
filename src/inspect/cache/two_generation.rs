//! A map from texts to values that bounds the memory of its keys.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::fast::{FixedState, RandomState};

/// A map of two generations. When the recent generation is full, it replaces the older one, whose entries are dropped.
/// A hit in the older generation moves the entry to the recent one.
#[derive(Debug)]
pub(super) struct TwoGenerationCache<T> {
    recent: HashMap<u64, CacheSlot<T>, RandomState>,
    older: HashMap<u64, CacheSlot<T>, RandomState>,
    recent_bytes: usize,
    max_bytes: usize,
}

#[derive(Debug)]
struct CacheSlot<T> {
    text: Box<[u8]>,
    value: T,
}

impl<T: Clone> TwoGenerationCache<T> {
    /// A cache whose generations hold up to `max_bytes` bytes of text each.
    pub(super) fn new(max_bytes: usize) -> Self {
        Self { recent: HashMap::default(), older: HashMap::default(), recent_bytes: 0, max_bytes }
    }

    /// The value of `text`.
    pub(super) fn get(&mut self, text: &[u8]) -> Option<T> {
        self.find_hashed(FixedState::default().hash_one(text), |key| key == text)
    }

    /// Adds the value of `text`.
    pub(super) fn insert(&mut self, text: &[u8], value: &T) {
        self.insert_hashed(FixedState::default().hash_one(text), text.into(), value.clone());
    }

    /// The value of the text that has this hash and for which `is_equal` returns true.
    pub(super) fn find_hashed(&mut self, hash: u64, is_equal: impl Fn(&[u8]) -> bool) -> Option<T> {
        if let Some(slot) = self.recent.get(&hash).filter(|slot| is_equal(&slot.text)) {
            return Some(slot.value.clone());
        }
        let slot = self.older.remove(&hash).filter(|slot| is_equal(&slot.text))?;
        let value = slot.value.clone();
        self.insert_hashed(hash, slot.text, slot.value);
        Some(value)
    }

    /// Adds the value of `text`, which has this hash. A text longer than a quarter of a generation is not added.
    pub(super) fn insert_hashed(&mut self, hash: u64, text: Box<[u8]>, value: T) {
        if text.len() > self.max_bytes / 4 {
            return;
        }
        if self.recent_bytes + text.len() > self.max_bytes {
            self.older = std::mem::take(&mut self.recent);
            self.recent_bytes = 0;
        }
        self.recent_bytes += text.len();
        self.recent.insert(hash, CacheSlot { text, value });
    }

    /// Lengths of the texts of the recent and of the older generation.
    #[cfg(test)]
    pub(super) fn lengths(&self) -> [Vec<usize>; 2] {
        [&self.recent, &self.older].map(|generation| generation.values().map(|slot| slot.text.len()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_live_for_two_generations_after_their_last_use() {
        let mut cache = TwoGenerationCache::new(8);
        for text in ["aa", "bb", "cc", "dd", "ee"] {
            cache.insert(text.as_bytes(), &text);
        }
        assert_eq!(cache.lengths(), [vec![2], vec![2; 4]]);
        assert_eq!(cache.get(b"aa"), Some("aa"));
        for text in ["ff", "gg", "hh"] {
            cache.insert(text.as_bytes(), &text);
        }
        assert_eq!(cache.get(b"bb"), None);
        assert_eq!(cache.get(b"aa"), Some("aa"));
    }

    #[test]
    fn long_texts_are_not_kept() {
        let mut cache = TwoGenerationCache::new(8);
        cache.insert(b"abc", &());
        assert_eq!(cache.get(b"abc"), None);
    }
}
