//! Replaces the user's name in texts of the SDK by a mask. The SDK prints the user's name before each message, and the meaning
//! of a message does not depend on it: a message that was parsed for one user need not be parsed for another.

use std::borrow::Cow;
use std::hash::Hasher;
use std::ops::Range;

/// Replaces a user's name, once for each of its bytes. A private-use character, which logs do not contain.
pub(crate) const MASK: char = '\u{E000}';
const MASK_BYTES: &[u8] = "\u{E000}".as_bytes();

/// A text, split at the name of its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MaskedText<'a> {
    before: &'a str,
    user: &'a str,
    after: &'a str,
}

impl<'a> MaskedText<'a> {
    /// Masks `user`, a part of `text`. A name that is not plain is not masked, since it could have a meaning in the message.
    pub(crate) fn new(text: &'a str, user: Option<&'a str>) -> Self {
        let split = user.filter(|user| is_plain(user)).and_then(|user| {
            let start = (user.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
            Some(Self { before: text.get(..start)?, user, after: text.get(start + user.len()..)? })
        });
        split.unwrap_or(Self { before: text, user: "", after: "" })
    }

    /// The masked name.
    pub(crate) fn user(&self) -> Option<&'a str> {
        Some(self.user).filter(|user| !user.is_empty())
    }

    /// The text, with one mask character for each byte of the name. `None` if the text itself contains mask characters.
    pub(crate) fn masked(&self) -> Option<String> {
        if self.user().is_some() && (self.before.contains(MASK) || self.after.contains(MASK)) {
            return None;
        }
        let mask: String = std::iter::repeat_n(MASK, self.user.len()).collect();
        Some([self.before, &mask, self.after].concat())
    }

    /// Whether [`masked`](Self::masked) equals `text`.
    pub(crate) fn matches(&self, text: &[u8]) -> bool {
        let rest = text.strip_prefix(self.before.as_bytes());
        let mask = rest.and_then(|rest| rest.strip_suffix(self.after.as_bytes()));
        mask.is_some_and(|mask| {
            mask.len() == self.user.len() * MASK_BYTES.len() && mask.chunks(3).all(|c| c == MASK_BYTES)
        })
    }

    /// Hashes the text so that texts which differ only in the user's name (of the same length) have the same hash.
    pub(crate) fn hash_into(&self, hasher: &mut impl Hasher) {
        hasher.write(self.before.as_bytes());
        hasher.write_usize(self.user.len());
        hasher.write(self.after.as_bytes());
    }
}

/// Masks a name that occurs in `text` at these byte ranges, which are in order and do not overlap.
pub(crate) fn mask_ranges(text: &str, names: impl Iterator<Item = Range<usize>>) -> String {
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

/// Replaces each run of mask characters by `user`.
pub(crate) fn unmask<'t>(text: &'t str, user: &str) -> Cow<'t, str> {
    if !text.contains(MASK) {
        return Cow::Borrowed(text);
    }
    let mut filled = Vec::with_capacity(text.len());
    unmask_bytes(text.as_bytes(), user, &mut filled);
    Cow::Owned(String::from_utf8_lossy(&filled).into_owned())
}

/// Like [`unmask`], for bytes; the result replaces the content of `filled`.
pub(crate) fn unmask_bytes(bytes: &[u8], user: &str, filled: &mut Vec<u8>) {
    filled.clear();
    let mut rest = bytes;
    while let Some(at) = memchr::memmem::find(rest, MASK_BYTES) {
        filled.extend_from_slice(&rest[..at]);
        filled.extend_from_slice(user.as_bytes());
        rest = &rest[at..];
        while let Some(after) = rest.strip_prefix(MASK_BYTES) {
            rest = after;
        }
    }
    filled.extend_from_slice(rest);
}

/// Whether a name is one word, which cannot be mistaken for another part of a message.
pub(crate) fn is_plain(user: &str) -> bool {
    const MAX_BYTES: usize = 64;
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    !user.is_empty() && user.len() <= MAX_BYTES && user.as_bytes().iter().all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn mask<'a>(text: &'a str, user: &str) -> MaskedText<'a> {
        let start = text.find(user).unwrap();
        MaskedText::new(text, Some(&text[start..start + user.len()]))
    }

    #[test]
    fn messages_of_two_users_match() {
        let (alice, carol) = (mask("[↑c1|alice] join: alice", "alice"), mask("[↑c1|carol] join: alice", "carol"));
        let text = alice.masked().unwrap();
        assert!(alice.matches(text.as_bytes()) && carol.matches(text.as_bytes()));
        assert_eq!(unmask(&text, "carol"), "[↑c1|carol] join: alice");
        assert_eq!(unmask(&format!("{text}, {text}"), "bob"), "[↑c1|bob] join: alice, [↑c1|bob] join: alice");
        let mut bytes = b"old".to_vec();
        unmask_bytes(format!("{text}, {text}").as_bytes(), "bob", &mut bytes);
        assert_eq!(bytes, "[↑c1|bob] join: alice, [↑c1|bob] join: alice".as_bytes());
        // The length of the name matters: messages are cut after a number of characters, which includes the name.
        assert!(!mask("[↑c1|bob] join: alice", "bob").matches(text.as_bytes()));
        assert!(!mask("[↑c2|carol] join: alice", "carol").matches(text.as_bytes()));
    }

    #[test]
    fn ambiguous_names_are_not_masked() {
        for user in ["a b", "<X 0x4004>", "", "爱丽丝", "code:"] {
            let text = format!("[↑c1|{user}] x");
            assert_eq!(mask(&text, user).masked().as_ref(), Some(&text));
        }
        assert_eq!(mask("[↑c1|alice] \u{E000}", "alice").masked(), None);
    }
}
