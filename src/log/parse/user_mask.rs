//! Texts of the SDK without the name of their user. The SDK prints the user's name before each message; what a message
//! says does not depend on it, so a message that was read for one user is known for all.

use std::borrow::Cow;
use std::hash::Hasher;
use std::ops::Range;

/// Fills the hole where a user's name stood, once for each of its bytes: a private character, which no log has a use for.
pub const MASK: char = '\u{E000}';
const HOLE_BYTES: &[u8] = "\u{E000}".as_bytes();

/// A text, cut where the name of its user stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MaskedText<'a> {
    before: &'a str,
    user: &'a str,
    behind: &'a str,
}

impl<'a> MaskedText<'a> {
    /// Cuts `user`, a part of `text`, out of it. A name that is not plain stays where it is: it could be taken for
    /// something else than a name.
    pub fn new(text: &'a str, user: Option<&'a str>) -> Self {
        let cut = user.filter(|user| is_plain(user)).and_then(|user| {
            let start = (user.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
            Some(Self { before: text.get(..start)?, user, behind: text.get(start + user.len()..)? })
        });
        cut.unwrap_or(Self { before: text, user: "", behind: "" })
    }

    /// The name that was cut out.
    pub fn user(&self) -> Option<&'a str> {
        Some(self.user).filter(|user| !user.is_empty())
    }

    /// Length of the whole text, in bytes.
    pub fn len(&self) -> usize {
        self.before.len() + self.user.len() + self.behind.len()
    }

    /// Whether there is no text at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The text with a hole of as many characters as the name had; `None` where the text has such characters of its own.
    pub fn text(&self) -> Option<String> {
        if self.user().is_some() && (self.before.contains(MASK) || self.behind.contains(MASK)) {
            return None;
        }
        let hole: String = std::iter::repeat_n(MASK, self.user.len()).collect();
        Some([self.before, &hole, self.behind].concat())
    }

    /// Whether [`text`](Self::text) would be `text`.
    pub fn is(&self, text: &[u8]) -> bool {
        let rest = text.strip_prefix(self.before.as_bytes());
        let hole = rest.and_then(|rest| rest.strip_suffix(self.behind.as_bytes()));
        hole.is_some_and(|hole| {
            hole.len() == self.user.len() * HOLE_BYTES.len() && hole.chunks(3).all(|c| c == HOLE_BYTES)
        })
    }

    /// Hashes what texts that differ in their user's name alone have in common.
    pub fn hash_into(&self, hasher: &mut impl Hasher) {
        hasher.write(self.before.as_bytes());
        hasher.write_usize(self.user.len());
        hasher.write(self.behind.as_bytes());
    }
}

/// A text without its user's name, which stands at these places in it, each a part of it and behind the one before.
pub fn without(text: &str, names: impl Iterator<Item = Range<usize>>) -> String {
    let mut masked = String::with_capacity(text.len() * 2);
    let mut at = 0;
    for name in names {
        masked.push_str(text.get(at..name.start).unwrap_or_default());
        masked.extend(std::iter::repeat_n(MASK, name.len()));
        at = name.end;
    }
    masked.push_str(text.get(at..).unwrap_or_default());
    masked
}

/// A text that was made of one with a hole, with the name of `user` in its place.
pub fn named<'t>(text: &'t str, user: &str) -> Cow<'t, str> {
    if !text.contains(MASK) {
        return Cow::Borrowed(text);
    }
    let mut filled = Vec::with_capacity(text.len());
    name_bytes(text.as_bytes(), user, &mut filled);
    Cow::Owned(String::from_utf8_lossy(&filled).into_owned())
}

/// [`named`] for bytes, which replace those of `filled`. The user's name is one that was cut out of a text.
pub fn name_bytes(bytes: &[u8], user: &str, filled: &mut Vec<u8>) {
    filled.clear();
    let mut rest = bytes;
    while let Some(at) = memchr::memmem::find(rest, HOLE_BYTES) {
        filled.extend_from_slice(&rest[..at]);
        filled.extend_from_slice(user.as_bytes());
        rest = &rest[at..];
        while let Some(behind) = rest.strip_prefix(HOLE_BYTES) {
            rest = behind;
        }
    }
    filled.extend_from_slice(rest);
}

/// Names that are a word cannot be mistaken for anything that a message says.
pub fn is_plain(user: &str) -> bool {
    const MAX_BYTES: usize = 64;
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    !user.is_empty() && user.len() <= MAX_BYTES && user.as_bytes().iter().all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn cut<'a>(text: &'a str, user: &str) -> MaskedText<'a> {
        let start = text.find(user).unwrap();
        MaskedText::new(text, Some(&text[start..start + user.len()]))
    }

    #[test]
    fn messages_of_two_users_are_one() {
        let (alice, carol) = (cut("[↑c1|alice] join: alice", "alice"), cut("[↑c1|carol] join: alice", "carol"));
        let text = alice.text().unwrap();
        assert!(alice.is(text.as_bytes()) && carol.is(text.as_bytes()));
        assert_eq!(named(&text, "carol"), "[↑c1|carol] join: alice");
        assert_eq!(named(&format!("{text}, {text}"), "bob"), "[↑c1|bob] join: alice, [↑c1|bob] join: alice");
        let mut bytes = b"old".to_vec();
        name_bytes(format!("{text}, {text}").as_bytes(), "bob", &mut bytes);
        assert_eq!(bytes, "[↑c1|bob] join: alice, [↑c1|bob] join: alice".as_bytes());
        // A message is cut after so many characters; the name counts among them.
        assert!(!cut("[↑c1|bob] join: alice", "bob").is(text.as_bytes()));
        assert!(!cut("[↑c2|carol] join: alice", "carol").is(text.as_bytes()));
    }

    #[test]
    fn names_that_could_be_something_else_stay() {
        for user in ["a b", "<X 0x4004>", "", "爱丽丝", "code:"] {
            let text = format!("[↑c1|{user}] x");
            assert_eq!(cut(&text, user).text().as_ref(), Some(&text));
        }
        assert_eq!(cut("[↑c1|alice] \u{E000}", "alice").text(), None);
    }
}
