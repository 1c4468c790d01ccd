//! Replaces the secrets of texts by placeholders.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::ops::Range;

use indexmap::IndexMap;

use super::finders::{FINDERS, USERS};
use super::kind::SecretKind;
use super::known_users::KnownUsers;
use super::placeholder::is_placeholder;
use super::prefilter;
use super::secret::{Secret, without_overlaps};

/// Secrets that have a number of their own. Further ones share a placeholder without a number, so that memory does not
/// grow with the log.
const NUMBERED_SECRETS: usize = 1 << 16;

/// Bytes of texts without a secret that are remembered, about.
const MAX_CLEAN_BYTES: usize = 512 * 1024;

/// Passes over one text, at most.
const MAX_PASSES: usize = 8;

/// Replaces the secrets in the texts of one report.
#[derive(Clone, Debug)]
pub struct Redactor {
    mode: RedactionMode,
    /// Secrets by the hash of their canonical spelling, in the order in which they were found: the secrets themselves are not
    /// kept.
    placeholders: IndexMap<u64, Placeholder>,
    hasher: RandomState,
    tally: [Redacted; SecretKind::ALL.len()],
    /// Texts without a secret that were seen last: the explanations of problems, the facts of several logs.
    clean: HashSet<Box<str>, foldhash::fast::RandomState>,
    clean_bytes: usize,
    /// userIds found so far, if users are hidden: they are hidden in prose too.
    users: KnownUsers,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RedactionMode {
    Nothing,
    Secrets,
    SecretsAndUsers,
}

#[derive(Clone, Copy, Debug)]
struct Placeholder {
    kind: SecretKind,
    number: u64,
}

/// How much of one kind was redacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Redacted {
    /// The kind.
    pub kind: SecretKind,
    /// Number of different secrets.
    pub secrets: u64,
    /// Number of places where they occur.
    pub places: u64,
}

impl Default for Redactor {
    fn default() -> Self {
        Self::new()
    }
}

impl Redactor {
    /// Redacts secrets.
    pub fn new() -> Self {
        Self::with_mode(RedactionMode::Secrets)
    }

    /// Redacts secrets and userIds.
    pub fn hiding_users() -> Self {
        Self::with_mode(RedactionMode::SecretsAndUsers)
    }

    /// Redacts nothing: returns every text unchanged.
    pub fn none() -> Self {
        Self::with_mode(RedactionMode::Nothing)
    }

    fn with_mode(mode: RedactionMode) -> Self {
        let tally = SecretKind::ALL.map(|kind| Redacted { kind, secrets: 0, places: 0 });
        Self {
            mode,
            placeholders: IndexMap::new(),
            hasher: RandomState::new(),
            tally,
            clean: HashSet::default(),
            clean_bytes: 0,
            users: KnownUsers::default(),
        }
    }

    /// A redactor with the same mode that has found nothing; see [`absorb`](Self::absorb).
    pub(in crate::report) fn fork(&self) -> Self {
        Self { hasher: self.hasher.clone(), ..Self::with_mode(self.mode) }
    }

    /// Takes from another redactor what it knows of texts without a secret, which saves time.
    pub(in crate::report) fn take_clean_texts(&mut self, other: &mut Self) {
        (self.clean, self.clean_bytes) = (std::mem::take(&mut other.clean), other.clean_bytes);
    }

    /// Adds the secrets that a [fork](Self::fork) has found, as if this redactor had redacted the same texts. Only if users
    /// are not hidden: they are found in prose by what was found before.
    pub(in crate::report) fn absorb(&mut self, fork: &Self) {
        for (key, found) in &fork.placeholders {
            self.placeholder(*key, found.kind);
        }
        for (tally, found) in self.tally.iter_mut().zip(&fork.tally) {
            tally.places += found.places;
        }
    }

    /// The number of different secrets that were found.
    pub(in crate::report) fn secret_count(&self) -> usize {
        self.placeholders.len()
    }

    /// Forgets all but the first `count` secrets.
    pub(in crate::report) fn forget_after(&mut self, count: usize) {
        for (_, forgotten) in self.placeholders.drain(count..) {
            self.tally[forgotten.kind as usize].secrets -= 1;
        }
    }

    /// Whether it redacts anything at all.
    pub fn is_active(&self) -> bool {
        self.mode != RedactionMode::Nothing
    }

    /// Whether it replaces userIds.
    pub(in crate::report) fn hides_users(&self) -> bool {
        self.mode == RedactionMode::SecretsAndUsers
    }

    /// The text without its secrets. Redacting a redacted text changes nothing.
    ///
    /// Redact a text before cutting it: a secret without its end may no longer be recognised.
    pub fn redact<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        if self.mode == RedactionMode::Nothing || self.clean.contains(text) {
            return Cow::Borrowed(text);
        }
        let mut redacted = Cow::Borrowed(text);
        // A secret directly beside another one may be recognised only after that one is replaced; two passes are nearly
        // always enough.
        for _ in 0..MAX_PASSES {
            let secrets = self.secrets(&redacted);
            if secrets.is_empty() {
                break;
            }
            redacted = Cow::Owned(self.replaced(&redacted, secrets));
        }
        if let (Cow::Borrowed(_), RedactionMode::Secrets) = (&redacted, self.mode) {
            self.remember_clean(text);
        }
        redacted
    }

    /// Remembers a text without a secret. If users are hidden, a text may have a secret later.
    fn remember_clean(&mut self, text: &str) {
        if self.clean_bytes > MAX_CLEAN_BYTES {
            self.clean.clear();
            self.clean_bytes = 0;
        }
        self.clean_bytes += text.len() + size_of::<Box<str>>();
        self.clean.insert(text.into());
    }

    fn replaced(&mut self, text: &str, secrets: Vec<Secret>) -> String {
        let mut redacted = String::with_capacity(text.len());
        let mut copied = 0;
        for Secret { kind, range } in secrets {
            redacted.push_str(&text[copied..range.start]);
            copied = range.end;
            if kind == SecretKind::User {
                self.users.add(&text[range.clone()]);
            }
            self.push_placeholder(kind, &text[range], &mut redacted);
        }
        redacted.push_str(&text[copied..]);
        redacted
    }

    /// The byte ranges of a text that [`redact`](Self::redact) replaces, in no order.
    pub fn secret_ranges(&mut self, text: &str) -> Vec<Range<usize>> {
        let mut ranges = Vec::new();
        let mut current = text.to_owned();
        // The place in `text` of each place in `current`.
        let mut origins: Vec<usize> = (0..=text.len()).collect();
        for _ in 0..MAX_PASSES {
            let secrets = self.secrets(&current);
            if secrets.is_empty() {
                break;
            }
            let (mut redacted, mut redacted_origins, mut copied) = (String::new(), Vec::new(), 0);
            for Secret { kind, range } in secrets {
                ranges.push(origins[range.start]..origins[range.end]);
                redacted.push_str(&current[copied..range.start]);
                redacted_origins.extend_from_slice(&origins[copied..range.start]);
                copied = range.end;
                if kind == SecretKind::User {
                    self.users.add(&current[range.clone()]);
                }
                self.push_placeholder(kind, &current[range.clone()], &mut redacted);
                redacted_origins.resize(redacted.len(), origins[range.start]);
            }
            redacted.push_str(&current[copied..]);
            redacted_origins.extend_from_slice(&origins[copied..]);
            (current, origins) = (redacted, redacted_origins);
        }
        ranges
    }

    /// A userId, replaced if users are hidden or if it is a secret itself, such as a phone number.
    pub fn redact_user<'t>(&mut self, user_id: &'t str) -> Cow<'t, str> {
        if !self.hides_users() || user_id.is_empty() || is_placeholder(user_id) {
            return self.redact(user_id);
        }
        let mut redacted = String::new();
        self.users.add(user_id);
        self.push_placeholder(SecretKind::User, user_id, &mut redacted);
        Cow::Owned(redacted)
    }

    /// Whether [`redact_user`](Self::redact_user) returns this userId unchanged.
    pub fn shows_user(&self, user_id: &str) -> bool {
        !self.hides_users() && self.secrets(user_id).is_empty()
    }

    /// What was redacted so far, without kinds that did not occur.
    pub fn summary(&self) -> Vec<Redacted> {
        self.tally.iter().copied().filter(|redacted| redacted.places > 0).collect()
    }

    /// The secrets of a text from left to right, without overlaps.
    fn secrets(&self, text: &str) -> Vec<Secret> {
        let mut secrets = Vec::new();
        if self.mode == RedactionMode::Nothing {
            return secrets;
        }
        let set = prefilter::finders_for(text);
        for (finder_idx, finder) in FINDERS.iter().enumerate() {
            if set & (1 << finder_idx) != 0 {
                (finder.find)(text, &mut secrets);
            }
        }
        if self.hides_users() {
            (USERS.find)(text, &mut secrets);
            self.users.find(text, &mut secrets);
        }
        without_overlaps(secrets)
    }

    fn push_placeholder(&mut self, kind: SecretKind, written: &str, out: &mut String) {
        let placeholder = self.placeholder(self.hasher.hash_one(kind.canonical(written)), kind);
        self.tally[placeholder.kind as usize].places += 1;
        out.push('‹');
        out.push_str(placeholder.kind.id());
        if placeholder.number > 0 {
            out.push('-');
            out.push_str(&placeholder.number.to_string());
        }
        out.push('›');
    }

    /// The placeholder of the secret with this key.
    fn placeholder(&mut self, key: u64, kind: SecretKind) -> Placeholder {
        match self.placeholders.get(&key) {
            Some(known) => *known,
            None if self.placeholders.len() < NUMBERED_SECRETS => {
                let tally = &mut self.tally[kind as usize];
                tally.secrets += 1;
                let placeholder = Placeholder { kind, number: tally.secrets };
                self.placeholders.insert(key, placeholder);
                placeholder
            }
            None => Placeholder { kind, number: 0 },
        }
    }
}
