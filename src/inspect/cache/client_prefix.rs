//! Names of clients at the beginning of messages, `[↑c1|alice]`. Neighbouring entries share a few of them, so that most need
//! not be read.

use std::ops::Range;

use crate::log::parse::prefix::parse_client;

/// What a message begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientPrefix<'t> {
    /// The client, `c1`.
    pub client: Option<&'t str>,
    /// The user.
    pub user: Option<&'t str>,
    /// Whether it was not among the last ones.
    pub is_new: bool,
    /// Where it is remembered, until another tag is new.
    slot: Option<usize>,
}

/// So many are remembered: a client has one each for itself, its socket, its streams, its connections, their quality.
const RECENT: usize = 8;

/// The tags that came last.
#[derive(Default)]
pub struct ClientPrefixes<'t> {
    recent: [CachedPrefix<'t>; RECENT],
    oldest: usize,
    /// The one that came last.
    last: usize,
}

/// A tag, and which of its bytes are the client's and the user's.
#[derive(Default)]
struct CachedPrefix<'t> {
    text: &'t str,
    /// Its first eight bytes, and which bits of them it has.
    first: u64,
    mask: u64,
    client: Option<Range<usize>>,
    user: Option<Range<usize>>,
    /// Where its speaker was put.
    place: Option<u32>,
}

impl<'t> ClientPrefixes<'t> {
    /// Whether a message has no tag, or one of the last ones.
    #[inline]
    pub fn is_known(&mut self, message: &str) -> bool {
        !message.starts_with('[') || self.find(message).is_some()
    }

    /// Which of the last tags a message has.
    #[inline]
    fn find(&mut self, message: &str) -> Option<usize> {
        let message = message.as_bytes();
        let first = first_word(message);
        let is_of =
            |known: &CachedPrefix<'_>| first & known.mask == known.first && message.starts_with(known.text.as_bytes());
        if is_of(&self.recent[self.last]) && !self.recent[self.last].text.is_empty() {
            return Some(self.last);
        }
        let idx = self.recent.iter().position(|known| is_of(known) && !known.text.is_empty())?;
        self.last = idx;
        Some(idx)
    }

    /// The tag of a message, as parts of it; without a client and a user where it has none.
    pub fn of(&mut self, message: &'t str) -> ClientPrefix<'t> {
        if let Some(idx) = self.find(message) {
            let CachedPrefix { client, user, .. } = &self.recent[idx];
            let part = |range: &Option<Range<usize>>| range.clone().and_then(|range| message.get(range));
            return ClientPrefix { client: part(client), user: part(user), is_new: false, slot: Some(idx) };
        }
        let Some((client, user)) = parse_client(message) else { return ClientPrefix::default() };
        let length = memchr::memchr(b']', message.as_bytes()).map_or(message.len(), |close| close + 1);
        // In JSON, a name that is written with escapes is another one; whoever reads the record will tell it.
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
            self.recent[self.oldest] = CachedPrefix {
                text,
                first: first_word(message.as_bytes()) & mask,
                mask,
                client: client.map(range),
                user: user.map(range),
                place: None,
            };
            self.last = self.oldest;
            self.oldest = (self.oldest + 1) % self.recent.len();
        }
        ClientPrefix { client, user, is_new, slot }
    }

    /// Where the speaker of a tag, which came last, is put: by `put`, the first time.
    pub fn place(&mut self, tag: &ClientPrefix<'_>, put: impl FnOnce() -> u32) -> u32 {
        match tag.slot {
            Some(slot) => *self.recent[slot].place.get_or_insert_with(put),
            None => put(),
        }
    }
}

/// The first eight bytes, with which tags mostly tell themselves apart; zeros where there are fewer.
#[inline]
fn first_word(bytes: &[u8]) -> u64 {
    let word = bytes.get(..8).and_then(|word| word.try_into().ok()).map(u64::from_le_bytes);
    word.unwrap_or_else(|| (0..).zip(bytes).fold(0, |word, (idx, byte)| word | u64::from(*byte) << (8 * idx)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_new_once() {
        let mut tags = ClientPrefixes::default();
        let alice = ClientPrefix { client: Some("c1"), user: Some("alice"), is_new: true, slot: Some(0) };
        assert_eq!(tags.of("[↑c1|alice] x"), alice);
        assert_eq!(tags.of("[↑c1|alice] y"), ClientPrefix { is_new: false, ..alice });
        assert!(tags.of("[↓n|bob] y").is_new);
        assert_eq!(tags.of("[↑c1|alice]"), ClientPrefix { is_new: false, ..alice });
        assert!(tags.of("[c|u]  x").is_new);
        assert_eq!(
            tags.of("[c|u]  y"),
            ClientPrefix { client: Some("c"), user: Some("u"), is_new: false, slot: Some(2) }
        );
        assert!(tags.is_known("[c|u]") && tags.is_known("plain") && !tags.is_known("[c|v] x"));
        for none in ["plain", "", "[open", "[↑c1|a\\\"b] x"] {
            assert!(!tags.of(none).is_new, "{none}");
        }
    }

    #[test]
    fn speakers_are_put_once_while_their_tag_is_remembered() {
        let (mut tags, mut places) = (ClientPrefixes::default(), 0..);
        let mut put = |message| {
            let tag = tags.of(message);
            tags.place(&tag, || places.next().unwrap_or_default())
        };
        assert_eq!(["[c1|a] x", "[c2|b] x", "[c1|a] y", "[c2|b] y"].map(&mut put), [0, 1, 0, 1]);
        assert_eq!(["plain", "plain"].map(&mut put), [2, 3]);
        let others: Vec<String> = (0..RECENT).map(|idx| format!("[o{idx}|c] x")).collect();
        assert!(others.iter().all(|other| tags.of(other).is_new));
        assert!(tags.of("[c1|a] z").is_new);
    }
}
