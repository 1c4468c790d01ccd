//! Reuses the rendered bodies of findings that repeat. A log contains the same failure again and again, for one user after
//! another; its text is redacted and serialized once.
//!
//! A lookup has two levels: first the address of the finding's text, then a hash of the text itself. Texts are compared
//! with the user's name replaced by a mask, and a cached body has the mask in the same places, so that one body serves all
//! users. This is correct only if the redactor leaves the name as it is; other findings are rendered without the cache.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher};
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::finding::{Finding, FindingBody};
use crate::log::parse::prefix::parse_client;
use crate::log::parse::user_mask::{MaskedText, unmask_bytes};
use crate::report::redact::Redactor;

/// The bodies of the findings rendered last.
#[derive(Clone, Debug, Default)]
pub(super) struct RenderCache {
    /// By the address of the text. The text is kept so that its address is not reused.
    by_address: HashMap<usize, (Arc<FindingBody>, CachedBody), RandomState>,
    /// By a hash of code and text.
    by_text: HashMap<u64, CachedBody, RandomState>,
    hasher: RandomState,
    /// Bytes that the bodies of `by_text` take.
    bytes: usize,
    /// The last user, and whether the redactor leaves its name as it is.
    last_user: (String, bool),
    /// The body returned last, with the user's name in it; kept to reuse its memory.
    body: Vec<u8>,
}

/// The body of a finding.
#[derive(Clone, Debug)]
struct CachedBody {
    /// The finding without the user's name.
    finding: Finding,
    /// With masks in place of the user's name.
    body: Arc<[u8]>,
    /// The user's name if the finding does not have it.
    user: Option<Arc<str>>,
}

/// Bytes of all bodies. A larger cache is cleared.
const MAX_BYTES: usize = 2048 * 1024;

/// Addresses in `by_address`, each of which keeps a text in memory. A full map is cleared.
const MAX_ADDRESSES: usize = 1024;

impl RenderCache {
    /// The body of a finding; `render` makes one that is not cached.
    pub(super) fn body(
        &mut self,
        finding: &Finding,
        redactor: &mut Redactor,
        render: impl FnOnce(&Finding, &mut Redactor) -> Vec<u8>,
    ) -> &[u8] {
        if finding.user.as_deref().is_some_and(|user| !self.shows(user, redactor)) {
            self.body = render(finding, redactor);
            return &self.body;
        }
        let address = Arc::as_ptr(&finding.body) as usize;
        let is_same = |body: &Arc<FindingBody>, cached: &CachedBody| {
            Arc::ptr_eq(body, &finding.body) && cached.finding.code == finding.code
        };
        if self.by_address.get(&address).is_none_or(|(body, cached)| !is_same(body, cached)) {
            let cached = self.lookup_text(finding, redactor, render);
            if self.by_address.len() == MAX_ADDRESSES {
                self.by_address.clear();
            }
            self.by_address.insert(address, (Arc::clone(&finding.body), cached));
        }
        if let Some((_, cached)) = self.by_address.get(&address) {
            let user = finding.user.as_deref().or(cached.user.as_deref());
            match user {
                Some(user) => unmask_bytes(&cached.body, user, &mut self.body),
                None => cached.body.as_ref().clone_into(&mut self.body),
            }
        }
        &self.body
    }

    fn lookup_text(
        &mut self,
        finding: &Finding,
        redactor: &mut Redactor,
        render: impl FnOnce(&Finding, &mut Redactor) -> Vec<u8>,
    ) -> CachedBody {
        let (message, user) = self.mask_user(finding, redactor);
        let key = self.hash(finding, &message);
        let cached = self.by_text.get(&key).filter(|cached| has_same_text(&cached.finding, finding, &message));
        if let Some(cached) = cached {
            return CachedBody { user, ..cached.clone() };
        }
        let masked_body = FindingBody { message: message.into(), ..(*finding.body).clone() };
        let masked = Finding { user: None, body: Arc::new(masked_body), ..finding.clone() };
        let body = render(&masked, redactor);
        if self.bytes > MAX_BYTES {
            self.by_address.clear();
            self.by_text.clear();
            self.bytes = 0;
        }
        self.bytes += body.len() + masked.body.message.len();
        let cached = CachedBody { finding: masked, body: body.into(), user: None };
        self.by_text.insert(key, cached.clone());
        CachedBody { user, ..cached }
    }

    /// The finding's message with masks for its user's name, if the redactor leaves that name as it is; and the name, if
    /// the finding does not have it.
    fn mask_user(&mut self, finding: &Finding, redactor: &Redactor) -> (String, Option<Arc<str>>) {
        let message = &finding.body.message;
        let named = if finding.user.is_some() { None } else { parse_client(message).and_then(|(_, user)| user) };
        let masked = MaskedText::new(message, named.filter(|user| self.shows(user, redactor)));
        match masked.masked() {
            Some(text) => (text, masked.user().map(Arc::from)),
            None => ((**message).to_owned(), None),
        }
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
    let FindingBody { known, name, alternatives, level, evidence, message: _, detail, fix } = &*other.body;
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
    use crate::log::parse::user_mask::MASK;

    fn with_message(finding: &Finding, message: &str) -> Finding {
        let body = FindingBody { message: message.into(), ..(*finding.body).clone() };
        Finding { user: None, body: Arc::new(body), ..finding.clone() }
    }

    #[test]
    fn repeated_findings_are_rendered_once() {
        let first = codes_in_text("[00:00:01] <ERROR> [c1|a] x <JOIN_ROOM_FAILED 0x4004>").remove(0);
        let (mut cache, mut redactor) = (RenderCache::default(), Redactor::new());
        let message = |finding: &Finding, _: &mut Redactor| finding.message().as_bytes().to_vec();
        let never = |_: &Finding, _: &mut Redactor| b"rendered again".to_vec();
        let rendered = first.message().into_owned();
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

    #[test]
    fn masks_are_replaced_by_the_name_of_the_user() {
        let first = codes_in_text("[00:00:01] <ERROR> [c1|a] x <JOIN_ROOM_FAILED 0x4004>").remove(0);
        let (mut cache, mut redactor) = (RenderCache::default(), Redactor::new());
        let message = |finding: &Finding, _: &mut Redactor| finding.message().as_bytes().to_vec();
        let masked = with_message(&first, &format!("[c1|{MASK}] x {MASK}"));
        for (user, shown) in
            [("a", "[c1|a] x a"), ("b", "[c1|b] x b"), ("13800138000", "[c1|13800138000] x 13800138000")]
        {
            let finding = Finding { user: Some(user.into()), ..masked.clone() };
            assert_eq!(String::from_utf8_lossy(cache.body(&finding, &mut redactor, message)), shown);
        }
    }
}
