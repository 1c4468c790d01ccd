//! What was written of findings before. A log prints the same failure again and again, for one user after another; what it
//! says is redacted and put into the format's writing once.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::RandomState;

use crate::diagnosis::Finding;
use crate::log::nameless::{Nameless, name_bytes};
use crate::log::prefix::parse_client;
use crate::report::redact::Redactor;

/// Keeps the bodies of the findings written last.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    /// By a hash of what the findings say.
    written: HashMap<u64, Written, RandomState>,
    hasher: RandomState,
    bytes: usize,
    /// The user seen last, and whether its name is printed as it is.
    user: (String, bool),
    /// The body that was asked for last, with its user's name.
    body: Vec<u8>,
}

/// A finding and its body, both without the name of the user.
#[derive(Debug)]
struct Written {
    finding: Finding,
    body: Vec<u8>,
}

/// Bodies are kept up to so many bytes; beyond that, keeping begins anew.
const MAX_BYTES: usize = 4096 * 1024;

impl Repeats {
    /// The body of a finding; `write` makes one where none is kept.
    pub(super) fn body(
        &mut self,
        finding: &Finding,
        redactor: &mut Redactor,
        write: impl FnOnce(&Finding, &mut Redactor) -> Vec<u8>,
    ) -> &[u8] {
        let said = self.said(finding, redactor);
        let key = self.hash(finding, &said);
        if self.written.get(&key).is_none_or(|known| !says_the_same(&known.finding, finding, &said)) {
            if self.bytes > MAX_BYTES {
                self.written.clear();
                self.bytes = 0;
            }
            let Some(message) = said.text() else {
                self.body = write(finding, redactor);
                return &self.body;
            };
            let nameless = Finding { message: message.into(), ..finding.clone() };
            let body = write(&nameless, redactor);
            self.bytes += body.len() + nameless.message.len();
            self.written.insert(key, Written { finding: nameless, body });
        }
        let Some(Written { body, .. }) = self.written.get(&key) else { return &[] };
        match said.user() {
            Some(user) => {
                name_bytes(body, user, &mut self.body);
                &self.body
            }
            None => body,
        }
    }

    /// The finding's message, without its user's name if that name is printed as it is.
    fn said<'f>(&mut self, finding: &'f Finding, redactor: &Redactor) -> Nameless<'f> {
        let message = &finding.message;
        let user = parse_client(message).and_then(|(_, user)| user);
        let Some(user) = user else { return Nameless::new(message, None) };
        if self.user.0 != user {
            self.user = (user.to_owned(), redactor.shows_user(user));
        }
        Nameless::new(message, Some(user).filter(|_| self.user.1))
    }

    fn hash(&self, finding: &Finding, said: &Nameless<'_>) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        finding.code.hash(&mut hasher);
        hasher.write(finding.text.as_bytes());
        said.hash_into(&mut hasher);
        hasher.finish()
    }
}

/// Whether two findings differ in nothing but place, time and user; `said` is the other one's message.
fn says_the_same(one: &Finding, other: &Finding, said: &Nameless<'_>) -> bool {
    let Finding { code, known, name, candidates, level, text, message, detail, fix, .. } = one;
    let is_same = (code, known, candidates, level) == (&other.code, &other.known, &other.candidates, &other.level);
    is_same
        && (name, text, detail, fix) == (&other.name, &other.text, &other.detail, &other.fix)
        && said.is(message.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnosis::codes_in_text;

    #[test]
    fn what_was_written_before_is_not_written_again() {
        let first = codes_in_text("[00:00:01] <ERROR> [c1|a] x <JOIN_ROOM_FAILED 0x4004>").remove(0);
        let (mut repeats, mut redactor) = (Repeats::default(), Redactor::new());
        let message = |finding: &Finding, _: &mut Redactor| finding.message.as_bytes().to_vec();
        let never = |_: &Finding, _: &mut Redactor| b"written again".to_vec();
        assert_eq!(repeats.body(&first, &mut redactor, message), first.message.as_bytes());
        let later = Finding { line: 7, entry_line: 7, time: Some("00:00:09".into()), ..first.clone() };
        assert_eq!(repeats.body(&later, &mut redactor, never), first.message.as_bytes());
        let of_bob = Finding { message: first.message.replace("|a]", "|b]").into(), ..first.clone() };
        assert_eq!(repeats.body(&of_bob, &mut redactor, never), of_bob.message.as_bytes());
        // A number that may be a telephone's is no name to be printed as it is.
        let of_phone = Finding { message: first.message.replace("|a]", "|13800138000]").into(), ..first.clone() };
        assert_eq!(repeats.body(&of_phone, &mut redactor, |_, _| b"other".to_vec()), b"other");
        let other = Finding { message: "y".into(), ..first };
        assert_eq!(repeats.body(&other, &mut redactor, |_, _| b"other".to_vec()), b"other");
    }
}
