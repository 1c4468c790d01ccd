//! Reuses the rendered bodies of findings that repeat. A log contains the same failure again and again, for one user after
//! another; its text is redacted and serialized once.
//!
//! Texts are compared with the user's name replaced by a mask, and a cached body has the mask in the same places, so that
//! one body serves all users. This is correct only if the redactor leaves the name as it is; other findings keep the name.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::user_mask::{MaskedText, unmask_bytes};
use crate::finding::{Finding, FindingBody};
use crate::log::parse::prefix::parse_client;
use crate::report::redact::Redactor;

/// The bodies of the findings rendered last.
#[derive(Clone, Debug, Default)]
pub(super) struct RenderCache {
    /// By a hash of code and text.
    bodies: HashMap<u64, CachedBody, RandomState>,
    hasher: RandomState,
    /// Bytes that the cached bodies take.
    bytes: usize,
    /// The last user, and whether the redactor leaves its name as it is.
    last_user: (String, bool),
    /// The body returned last, with the user's name in it; kept to reuse its memory.
    body: Vec<u8>,
}

/// The body of a finding.
#[derive(Clone, Debug)]
struct CachedBody {
    /// The finding with masks for the user's name.
    finding: Finding,
    /// With masks in place of the user's name.
    body: Vec<u8>,
}

/// Bytes of all bodies. A larger cache is cleared.
const MAX_BYTES: usize = 2048 * 1024;

impl RenderCache {
    /// The body of a finding; `render` makes one that is not cached.
    pub(super) fn body(
        &mut self,
        finding: &Finding,
        redactor: &mut Redactor,
        render: impl FnOnce(&Finding, &mut Redactor) -> Vec<u8>,
    ) -> &[u8] {
        let message = &*finding.body.message;
        let user = parse_client(message).and_then(|(_, user)| user).filter(|user| self.shows(user, redactor));
        let masked = MaskedText::new(message, user);
        let (message, user) = match masked.masked() {
            Some(message) => (message, masked.user()),
            None => (message.to_owned(), None),
        };
        let key = self.hash(finding, &message);
        if self.bodies.get(&key).is_none_or(|cached| !has_same_text(&cached.finding, finding, &message)) {
            let body = FindingBody { message: message.into(), ..(*finding.body).clone() };
            let finding = Finding { body: Arc::new(body), ..finding.clone() };
            let body = render(&finding, redactor);
            if self.bytes > MAX_BYTES {
                self.bodies.clear();
                self.bytes = 0;
            }
            self.bytes += body.len() + finding.body.message.len();
            self.bodies.insert(key, CachedBody { finding, body });
        }
        if let Some(cached) = self.bodies.get(&key) {
            match user {
                Some(user) => unmask_bytes(&cached.body, user, &mut self.body),
                None => cached.body.clone_into(&mut self.body),
            }
        }
        &self.body
    }

    /// Whether the redactor leaves a user's name as it is.
    fn shows(&mut self, user: &str, redactor: &Redactor) -> bool {
        if self.last_user.0 != user {
            // A cell of a table that begins with a minus sign gets an apostrophe.
            self.last_user = (user.to_owned(), redactor.shows_user(user) && !user.starts_with('-'));
        }
        self.last_user.1
    }

    fn hash(&self, finding: &Finding, message: &str) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        finding.code.hash(&mut hasher);
        hasher.write(finding.body.evidence.as_bytes());
        hasher.write(message.as_bytes());
        hasher.finish()
    }
}

/// Whether two findings differ only in place, time and user. `message` is the masked message of `other`.
fn has_same_text(one: &Finding, other: &Finding, message: &str) -> bool {
    let FindingBody { known, name, alternatives, product: _, level, evidence, message: _, detail, fix } = &*other.body;
    let body = &*one.body;
    (one.code, body.known, body.level) == (other.code, *known, *level)
        && (&body.name, &body.alternatives, &body.evidence) == (name, alternatives, evidence)
        && (&body.detail, &body.fix) == (detail, fix)
        && &*body.message == message
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::codes_in_text;
    use crate::report::inspection::user_mask::MASK;

    fn with_message(finding: &Finding, message: &str) -> Finding {
        let body = FindingBody { message: message.into(), ..(*finding.body).clone() };
        Finding { body: Arc::new(body), ..finding.clone() }
    }

    #[test]
    fn repeated_findings_are_rendered_once() {
        let first = codes_in_text("[00:00:01] <ERROR> [c1|a] x <JOIN_ROOM_FAILED 0x4004>").remove(0);
        let (mut cache, mut redactor) = (RenderCache::default(), Redactor::new());
        let message = |finding: &Finding, _: &mut Redactor| finding.message().as_bytes().to_vec();
        let never = |_: &Finding, _: &mut Redactor| b"rendered again".to_vec();
        let rendered = first.message().to_owned();
        assert_eq!(cache.body(&first, &mut redactor, message), rendered.as_bytes());
        let later = Finding { line: 7, entry_line: 7, time: Some("00:00:09".into()), ..first.clone() };
        assert_eq!(cache.body(&later, &mut redactor, never), rendered.as_bytes());
        assert_eq!(cache.body(&with_message(&later, &rendered), &mut redactor, never), rendered.as_bytes());
        let for_bob = rendered.replace("|a]", "|b]");
        assert_eq!(cache.body(&with_message(&first, &for_bob), &mut redactor, never), for_bob.as_bytes());
        // The redactor replaces a name that may be a phone number.
        let for_phone = rendered.replace("|a]", "|13800138000]");
        assert_eq!(cache.body(&with_message(&first, &for_phone), &mut redactor, |_, _| b"other".to_vec()), b"other");
        assert_eq!(cache.body(&with_message(&first, "y"), &mut redactor, |_, _| b"other".to_vec()), b"other");
    }

    #[test]
    fn a_mask_character_that_the_log_contains_stays() {
        let first = codes_in_text("x <JOIN_ROOM_FAILED 0x4004>").remove(0);
        let finding = with_message(&first, &format!("x {MASK} <JOIN_ROOM_FAILED 0x4004>"));
        let message = |finding: &Finding, _: &mut Redactor| finding.message().as_bytes().to_vec();
        let (mut cache, mut redactor) = (RenderCache::default(), Redactor::new());
        assert_eq!(cache.body(&finding, &mut redactor, message), finding.message().as_bytes());
    }
}
