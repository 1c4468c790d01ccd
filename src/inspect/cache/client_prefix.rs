//! Client prefixes of messages, `[↑c1|alice]`. Neighbouring entries share a few of them, so that most need not be
//! parsed.

use std::ops::Range;

use crate::log::parse::prefix::parse_client;

/// The client prefix of a message; all `None` if the message has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClientPrefix<'t> {
    /// The client, `c1`.
    pub client: Option<&'t str>,
    /// The user, `alice`.
    pub user: Option<&'t str>,
    /// Whether it was not in the cache.
    pub is_new: bool,
    /// Its slot in the cache; valid until the next new prefix.
    slot: Option<usize>,
}

/// Number of cached prefixes. A client has one each for itself, its socket, its streams, its connections and their
/// quality.
const SLOTS: usize = 8;

/// A cache of the last client prefixes.
#[derive(Default)]
pub(crate) struct ClientPrefixes<'t> {
    slots: [CachedPrefix<'t>; SLOTS],
    /// The slot to replace next.
    oldest: usize,
    /// The slot of the last message.
    last: usize,
}

/// A prefix and the byte ranges of its client and user.
#[derive(Default)]
struct CachedPrefix<'t> {
    /// The prefix; empty for a free slot.
    text: &'t str,
    /// Its first eight bytes, and the bits of them that the prefix covers.
    first: u64,
    mask: u64,
    client: Option<Range<usize>>,
    user: Option<Range<usize>>,
    /// The index of its speaker in the report, if it was added.
    speaker: Option<u32>,
}

impl<'t> ClientPrefixes<'t> {
    /// Whether a message has no prefix, or a cached one.
    #[inline]
    pub(crate) fn is_known(&mut self, message: &str) -> bool {
        !message.starts_with('[') || self.find(message).is_some()
    }

    /// The slot of the prefix of a message.
    #[inline]
    fn find(&mut self, message: &str) -> Option<usize> {
        let message = message.as_bytes();
        let first = first_word(message);
        let is_prefix =
            |slot: &CachedPrefix<'_>| first & slot.mask == slot.first && message.starts_with(slot.text.as_bytes());
        if is_prefix(&self.slots[self.last]) && !self.slots[self.last].text.is_empty() {
            return Some(self.last);
        }
        let idx = self.slots.iter().position(|slot| is_prefix(slot) && !slot.text.is_empty())?;
        self.last = idx;
        Some(idx)
    }

    /// The prefix of a message. A new one is added to the cache.
    pub(crate) fn find_or_parse(&mut self, message: &'t str) -> ClientPrefix<'t> {
        if let Some(idx) = self.find(message) {
            let CachedPrefix { client, user, .. } = &self.slots[idx];
            let part = |range: &Option<Range<usize>>| range.clone().and_then(|range| message.get(range));
            return ClientPrefix { client: part(client), user: part(user), is_new: false, slot: Some(idx) };
        }
        let Some((client, user)) = parse_client(message) else { return ClientPrefix::default() };
        let length = memchr::memchr(b']', message.as_bytes()).map_or(message.len(), |close| close + 1);
        // A name with JSON escapes is not the name itself: parse the record to get it.
        let is_new = !message[..length].contains('\\');
        let mut slot = None;
        if is_new {
            let range = |part: &'t str| {
                let start = part.as_ptr() as usize - message.as_ptr() as usize;
                start..start + part.len()
            };
            let text = &message[..length];
            let mask = u64::MAX >> (64 - 8 * length.min(8));
            slot = Some(self.oldest);
            self.slots[self.oldest] = CachedPrefix {
                text,
                first: first_word(message.as_bytes()) & mask,
                mask,
                client: client.map(range),
                user: user.map(range),
                speaker: None,
            };
            self.last = self.oldest;
            self.oldest = (self.oldest + 1) % self.slots.len();
        }
        ClientPrefix { client, user, is_new, slot }
    }

    /// The index of the speaker of `prefix`, which must be the last one returned. `add` adds the speaker to the report;
    /// it is called once for each cached prefix.
    pub(crate) fn speaker(&mut self, prefix: &ClientPrefix<'_>, add: impl FnOnce() -> u32) -> u32 {
        match prefix.slot {
            Some(slot) => *self.slots[slot].speaker.get_or_insert_with(add),
            None => add(),
        }
    }
}

/// The first eight bytes, which differ between most prefixes; padded with zeros.
#[inline]
fn first_word(bytes: &[u8]) -> u64 {
    let word = bytes.get(..8).and_then(|word| word.try_into().ok()).map(u64::from_le_bytes);
    word.unwrap_or_else(|| (0..).zip(bytes).fold(0, |word, (idx, byte)| word | u64::from(*byte) << (8 * idx)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_new_once() {
        let mut prefixes = ClientPrefixes::default();
        let alice = ClientPrefix { client: Some("c1"), user: Some("alice"), is_new: true, slot: Some(0) };
        assert_eq!(prefixes.find_or_parse("[↑c1|alice] x"), alice);
        assert_eq!(prefixes.find_or_parse("[↑c1|alice] y"), ClientPrefix { is_new: false, ..alice });
        assert!(prefixes.find_or_parse("[↓n|bob] y").is_new);
        assert_eq!(prefixes.find_or_parse("[↑c1|alice]"), ClientPrefix { is_new: false, ..alice });
        assert!(prefixes.find_or_parse("[c|u]  x").is_new);
        assert_eq!(
            prefixes.find_or_parse("[c|u]  y"),
            ClientPrefix { client: Some("c"), user: Some("u"), is_new: false, slot: Some(2) }
        );
        assert!(prefixes.is_known("[c|u]") && prefixes.is_known("plain") && !prefixes.is_known("[c|v] x"));
        for message in ["plain", "", "[open", "[↑c1|a\\\"b] x"] {
            assert!(!prefixes.find_or_parse(message).is_new, "{message}");
        }
    }

    #[test]
    fn speakers_are_added_once_while_their_prefix_is_cached() {
        let (mut prefixes, mut indices) = (ClientPrefixes::default(), 0..);
        let mut speaker_of = |message| {
            let prefix = prefixes.find_or_parse(message);
            prefixes.speaker(&prefix, || indices.next().unwrap_or_default())
        };
        assert_eq!(["[c1|a] x", "[c2|b] x", "[c1|a] y", "[c2|b] y"].map(&mut speaker_of), [0, 1, 0, 1]);
        assert_eq!(["plain", "plain"].map(&mut speaker_of), [2, 3]);
        let others: Vec<String> = (0..SLOTS).map(|idx| format!("[o{idx}|c] x")).collect();
        assert!(others.iter().all(|other| prefixes.find_or_parse(other).is_new));
        assert!(prefixes.find_or_parse("[c1|a] z").is_new);
    }
}
