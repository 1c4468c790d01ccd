//! What was written of findings before. A log prints the same failure again and again, for one user after another; what it
//! says is redacted and put into the format's writing once.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::finding::{Finding, Said};
use crate::log::parse::prefix::parse_client;
use crate::log::parse::user_mask::{MASK, MaskedText};
use crate::report::redact::Redactor;

/// Keeps the bodies of the findings written last.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// By the address of what was said, which is kept for as long.
    by_address: HashMap<usize, (Arc<Said>, Written), RandomState>,
    /// By a hash of what was said.
    by_words: HashMap<u64, Written, RandomState>,
    hasher: RandomState,
    bytes: usize,
    /// The user seen last, and whether its name is printed as it is.
    user: (String, bool),
    /// The body that was asked for last, with its user's name.
    body: Vec<u8>,
}

/// A finding's body.
#[derive(Clone, Debug)]
struct Written {
    /// What it is the body of, without the name of the user.
    finding: Finding,
    body: Arc<Holed>,
    /// Whose name fills the holes where the finding does not say.
    user: Option<Arc<str>>,
}

/// Bytes with holes where the name of a user goes.
#[derive(Debug)]
struct Holed {
    /// What stands before each hole, and behind the last.
    parts: Vec<Vec<u8>>,
}

/// Bodies are kept up to so many bytes; beyond that, keeping begins anew.
const MAX_BYTES: usize = 2048 * 1024;

/// Sayings are known by their address up to so many, each of which is held in memory for it.
const MAX_ADDRESSES: usize = 1024;

impl Repeats {
    /// The body of a finding; `write` makes one where none is kept.
    pub(super) fn body(
        &mut self,
        finding: &Finding,
        redactor: &mut Redactor,
        write: impl FnOnce(&Finding, &mut Redactor) -> Vec<u8>,
    ) -> &[u8] {
        if finding.user.as_deref().is_some_and(|user| !self.shows(user, redactor)) {
            self.body = write(finding, redactor);
            return &self.body;
        }
        let address = Arc::as_ptr(&finding.said) as usize;
        let is_same = |said: &Arc<Said>, written: &Written| {
            Arc::ptr_eq(said, &finding.said) && written.finding.code == finding.code
        };
        if self.by_address.get(&address).is_none_or(|(said, written)| !is_same(said, written)) {
            let written = self.by_words(finding, redactor, write);
            if self.by_address.len() == MAX_ADDRESSES {
                self.by_address.clear();
            }
            self.by_address.insert(address, (Arc::clone(&finding.said), written));
        }
        if let Some((_, written)) = self.by_address.get(&address) {
            let user = finding.user.as_deref().or(written.user.as_deref());
            written.body.fill(user.unwrap_or_default(), &mut self.body);
        }
        &self.body
    }

    fn by_words(
        &mut self,
        finding: &Finding,
        redactor: &mut Redactor,
        write: impl FnOnce(&Finding, &mut Redactor) -> Vec<u8>,
    ) -> Written {
        let (message, user) = self.masked(finding, redactor);
        let key = self.hash(finding, &message);
        let known = self.by_words.get(&key).filter(|known| says_the_same(&known.finding, finding, &message));
        if let Some(known) = known {
            return Written { user, ..known.clone() };
        }
        let said = Said { message: message.into(), ..(*finding.said).clone() };
        let masked = Finding { user: None, said: Arc::new(said), ..finding.clone() };
        let body = write(&masked, redactor);
        if self.bytes > MAX_BYTES {
            self.by_address.clear();
            self.by_words.clear();
            self.bytes = 0;
        }
        self.bytes += body.len() + masked.said.message.len();
        let written = Written { finding: masked, body: Arc::new(Holed::new(&body)), user: None };
        self.by_words.insert(key, written.clone());
        Written { user, ..written }
    }

    /// The finding's message without its user's name, if that name is printed as it is; and the name, where the finding does
    /// not have it.
    fn masked(&mut self, finding: &Finding, redactor: &Redactor) -> (String, Option<Arc<str>>) {
        let message = &finding.said.message;
        let named = if finding.user.is_some() { None } else { parse_client(message).and_then(|(_, user)| user) };
        let said = MaskedText::new(message, named.filter(|user| self.shows(user, redactor)));
        match said.masked() {
            Some(text) => (text, said.user().map(Arc::from)),
            None => ((**message).to_owned(), None),
        }
    }

    /// Whether a user's name is printed as it is.
    fn shows(&mut self, user: &str, redactor: &Redactor) -> bool {
        if self.user.0 != user {
            self.user = (user.to_owned(), redactor.shows_user(user));
        }
        self.user.1
    }

    fn hash(&self, finding: &Finding, message: &str) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        finding.code.hash(&mut hasher);
        hasher.write(finding.said.text.as_bytes());
        hasher.write(message.as_bytes());
        hasher.finish()
    }
}

/// Whether two findings differ in nothing but place, time and user; `message` is what the other one says without its name.
fn says_the_same(one: &Finding, other: &Finding, message: &str) -> bool {
    let Said { known, name, candidates, level, text, message: _, detail, fix } = &*other.said;
    let said = &*one.said;
    (one.code, said.known, said.level) == (other.code, *known, *level)
        && (&said.name, &said.candidates, &said.text) == (name, candidates, text)
        && (&said.detail, &said.fix) == (detail, fix)
        && &*said.message == message
}

impl Holed {
    fn new(bytes: &[u8]) -> Self {
        let mut hole = [0; 4];
        let hole = MASK.encode_utf8(&mut hole).as_bytes();
        let mut parts = vec![Vec::new()];
        let mut rest = bytes;
        while let Some(at) = memchr::memmem::find(rest, hole) {
            parts.last_mut().into_iter().for_each(|last| last.extend_from_slice(&rest[..at]));
            parts.push(Vec::new());
            rest = &rest[at..];
            while let Some(behind) = rest.strip_prefix(hole) {
                rest = behind;
            }
        }
        parts.last_mut().into_iter().for_each(|last| last.extend_from_slice(rest));
        Self { parts }
    }

    /// Puts the bytes, with a name in each hole, in the place of those of `filled`.
    fn fill(&self, name: &str, filled: &mut Vec<u8>) {
        filled.clear();
        for (idx, part) in self.parts.iter().enumerate() {
            if idx > 0 {
                filled.extend_from_slice(name.as_bytes());
            }
            filled.extend_from_slice(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::codes_in_text;

    fn saying(finding: &Finding, message: &str) -> Finding {
        let said = Said { message: message.into(), ..(*finding.said).clone() };
        Finding { user: None, said: Arc::new(said), ..finding.clone() }
    }

    #[test]
    fn what_was_written_before_is_not_written_again() {
        let first = codes_in_text("[00:00:01] <ERROR> [c1|a] x <JOIN_ROOM_FAILED 0x4004>").remove(0);
        let (mut repeats, mut redactor) = (Repeats::default(), Redactor::new());
        let message = |finding: &Finding, _: &mut Redactor| finding.message().as_bytes().to_vec();
        let never = |_: &Finding, _: &mut Redactor| b"written again".to_vec();
        let said = first.message().into_owned();
        assert_eq!(repeats.body(&first, &mut redactor, message), said.as_bytes());
        let later = Finding { line: 7, entry_line: 7, time: Some("00:00:09".into()), ..first.clone() };
        assert_eq!(repeats.body(&later, &mut redactor, never), said.as_bytes());
        assert_eq!(repeats.body(&saying(&later, &said), &mut redactor, never), said.as_bytes());
        let of_bob = said.replace("|a]", "|b]");
        assert_eq!(repeats.body(&saying(&first, &of_bob), &mut redactor, never), of_bob.as_bytes());
        // A number that may be a telephone's is no name to be printed as it is.
        let of_phone = said.replace("|a]", "|13800138000]");
        assert_eq!(repeats.body(&saying(&first, &of_phone), &mut redactor, |_, _| b"other".to_vec()), b"other");
        assert_eq!(repeats.body(&saying(&first, "y"), &mut redactor, |_, _| b"other".to_vec()), b"other");
    }

    #[test]
    fn names_fill_the_holes_that_were_left_for_them() {
        let first = codes_in_text("[00:00:01] <ERROR> [c1|a] x <JOIN_ROOM_FAILED 0x4004>").remove(0);
        let (mut repeats, mut redactor) = (Repeats::default(), Redactor::new());
        let message = |finding: &Finding, _: &mut Redactor| finding.message().as_bytes().to_vec();
        let holed = saying(&first, &format!("[c1|{MASK}] x {MASK}"));
        for (user, shown) in
            [("a", "[c1|a] x a"), ("b", "[c1|b] x b"), ("13800138000", "[c1|13800138000] x 13800138000")]
        {
            let finding = Finding { user: Some(user.into()), ..holed.clone() };
            assert_eq!(String::from_utf8_lossy(repeats.body(&finding, &mut redactor, message)), shown);
        }
    }
}
