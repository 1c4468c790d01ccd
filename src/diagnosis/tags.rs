//! Names of clients at the beginning of messages, `[↑c1|alice]`. Neighbouring entries share a few of them, so that most need
//! not be read.

use std::ops::Range;

use crate::log::prefix::parse_client;

/// What a message begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tag<'t> {
    /// The client, `c1`.
    pub client: Option<&'t str>,
    /// The user.
    pub user: Option<&'t str>,
    /// Whether it was not among the last ones.
    pub is_new: bool,
}

/// The tags that came last.
#[derive(Default)]
pub struct Tags<'t> {
    recent: [Known<'t>; 4],
    oldest: usize,
    /// The one that came last.
    last: usize,
}

/// A tag, and which of its bytes are the client's and the user's.
#[derive(Default)]
struct Known<'t> {
    text: &'t str,
    client: Option<Range<usize>>,
    user: Option<Range<usize>>,
}

impl<'t> Tags<'t> {
    /// Whether a message has the same tag as the last one.
    #[inline]
    #[must_use]
    pub fn is_last(&self, message: &str) -> bool {
        let text = self.recent[self.last].text.as_bytes();
        !text.is_empty() && message.as_bytes().starts_with(text)
    }

    /// The tag of a message, as parts of it; without a client and a user where it has none.
    pub fn of(&mut self, message: &'t str) -> Tag<'t> {
        let is_of = |idx: &usize| {
            let text = self.recent[*idx].text.as_bytes();
            !text.is_empty() && message.as_bytes().starts_with(text)
        };
        if let Some(idx) = std::iter::once(self.last).chain(0..self.recent.len()).find(is_of) {
            self.last = idx;
            let Known { client, user, .. } = &self.recent[idx];
            let part = |range: &Option<Range<usize>>| range.clone().and_then(|range| message.get(range));
            return Tag { client: part(client), user: part(user), is_new: false };
        }
        let Some((client, user)) = parse_client(message) else { return Tag::default() };
        let length = memchr::memchr(b']', message.as_bytes()).map_or(message.len(), |close| close + 1);
        // In JSON, a name that is written with escapes is another one; whoever reads the record will tell it.
        let is_new = !message[..length].contains('\\');
        if is_new {
            let range = |part: &'t str| {
                let start = part.as_ptr() as usize - message.as_ptr() as usize;
                start..start + part.len()
            };
            let text = &message[..length];
            self.recent[self.oldest] = Known { text, client: client.map(range), user: user.map(range) };
            self.last = self.oldest;
            self.oldest = (self.oldest + 1) % self.recent.len();
        }
        Tag { client, user, is_new }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_new_once() {
        let mut tags = Tags::default();
        let alice = Tag { client: Some("c1"), user: Some("alice"), is_new: true };
        assert_eq!(tags.of("[↑c1|alice] x"), alice);
        assert_eq!(tags.of("[↑c1|alice] y"), Tag { is_new: false, ..alice });
        assert!(tags.of("[↓n|bob] y").is_new);
        assert_eq!(tags.of("[↑c1|alice]"), Tag { is_new: false, ..alice });
        for none in ["plain", "", "[open", "[↑c1|a\\\"b] x"] {
            assert!(!tags.of(none).is_new, "{none}");
        }
    }
}
