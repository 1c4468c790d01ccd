//! Replaces the user's name in texts of the SDK by a mask. The SDK prints the user's name before each message, and the meaning
//! of a message does not depend on it: a message that was rendered for one user need not be rendered for another.

/// Replaces a user's name, once for each of its bytes. A private-use character, which logs do not contain.
pub(super) const MASK: char = '\u{E000}';
const MASK_BYTES: &[u8] = "\u{E000}".as_bytes();

/// A text, split at the name of its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MaskedText<'a> {
    before: &'a str,
    user: &'a str,
    after: &'a str,
}

impl<'a> MaskedText<'a> {
    /// Masks `user`, a part of `text`. A name that is not plain is not masked, since it could have a meaning in the message.
    pub(super) fn new(text: &'a str, user: Option<&'a str>) -> Self {
        let split = user.filter(|user| is_plain(user)).and_then(|user| {
            let start = (user.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
            Some(Self { before: text.get(..start)?, user, after: text.get(start + user.len()..)? })
        });
        split.unwrap_or(Self { before: text, user: "", after: "" })
    }

    /// The masked name.
    pub(super) fn user(&self) -> Option<&'a str> {
        Some(self.user).filter(|user| !user.is_empty())
    }

    /// The text, with one mask character for each byte of the name. `None` if the text itself contains mask characters.
    pub(super) fn masked(&self) -> Option<String> {
        if self.user().is_some() && (self.before.contains(MASK) || self.after.contains(MASK)) {
            return None;
        }
        let mask: String = std::iter::repeat_n(MASK, self.user.len()).collect();
        Some([self.before, &mask, self.after].concat())
    }
}

/// Replaces each run of mask characters by `user`. The result replaces the content of `filled`.
pub(super) fn unmask_bytes(bytes: &[u8], user: &str, filled: &mut Vec<u8>) {
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
fn is_plain(user: &str) -> bool {
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
    fn messages_of_two_users_have_the_same_mask() {
        let masked = |user: &str| mask(&format!("[↑c1|{user}] join: alice"), user).masked();
        assert_eq!(masked("alice"), masked("carol"));
        // The length of the name matters: messages are cut after a number of characters, which includes the name.
        assert_ne!(masked("alice"), masked("bob"));
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
