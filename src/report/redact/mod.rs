//! Takes secrets out of text that leaves the program.
//!
//! Each secret is replaced by a placeholder (`‹userSig-1›`, `‹ip-2›`), the same one wherever it stands in one report,
//! so that lines can still be matched with one another. Codes, rooms, userIds, times and versions stay.

mod field;
mod finders;
mod kind;
mod pattern;
mod prefilter;

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

pub use kind::SecretKind;

use finders::{FINDERS, Secret, USERS};
use pattern::constant;

/// How many different secrets get a number of their own; further ones share a placeholder without a number, so that
/// memory does not grow with the log.
const NUMBERED_SECRETS: usize = 1 << 16;

/// How often a text is searched, at most.
const MAX_PASSES: usize = 8;

/// Takes the secrets out of the texts of one report.
pub struct Redactor {
    mode: Mode,
    /// Secrets by the hash of their canonical spelling: the secrets themselves are not kept.
    placeholders: HashMap<u64, Placeholder>,
    hasher: RandomState,
    tally: [Redacted; SecretKind::ALL.len()],
    /// userIds seen so far, where users are hidden: they are hidden in prose, too.
    users: finders::KnownUsers,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Nothing,
    Secrets,
    SecretsAndUsers,
}

#[derive(Clone, Copy)]
struct Placeholder {
    kind: SecretKind,
    number: u64,
}

/// How much of one kind was redacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Redacted {
    /// The kind.
    pub kind: SecretKind,
    /// How many different ones.
    pub secrets: u64,
    /// In how many places.
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
        Self::with_mode(Mode::Secrets)
    }

    /// Redacts secrets and userIds.
    pub fn hiding_users() -> Self {
        Self::with_mode(Mode::SecretsAndUsers)
    }

    /// Redacts nothing: every text comes back as it was.
    pub fn none() -> Self {
        Self::with_mode(Mode::Nothing)
    }

    fn with_mode(mode: Mode) -> Self {
        let tally = SecretKind::ALL.map(|kind| Redacted { kind, secrets: 0, places: 0 });
        Self {
            mode,
            placeholders: HashMap::new(),
            hasher: RandomState::new(),
            tally,
            users: finders::KnownUsers::default(),
        }
    }

    /// Whether it redacts anything at all.
    pub fn is_active(&self) -> bool {
        self.mode != Mode::Nothing
    }

    /// The text without its secrets. Redacting a redacted text changes nothing.
    ///
    /// Redact before cutting a text short: a secret that lost its end may no longer look like one.
    pub fn redact<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let mut redacted = Cow::Borrowed(text);
        // What was glued to a secret may be told for one only once that secret is gone; hardly ever a third time.
        for _ in 0..MAX_PASSES {
            let secrets = self.secrets(&redacted);
            if secrets.is_empty() {
                break;
            }
            redacted = Cow::Owned(self.replaced(&redacted, secrets));
        }
        redacted
    }

    fn replaced(&mut self, text: &str, secrets: Vec<Secret>) -> String {
        let mut redacted = String::with_capacity(text.len());
        let mut copied = 0;
        for Secret { kind, range } in secrets {
            redacted.push_str(&text[copied..range.start]);
            copied = range.end;
            if kind == SecretKind::User {
                self.users.learn(&text[range.clone()]);
            }
            self.push_placeholder(kind, &text[range], &mut redacted);
        }
        redacted.push_str(&text[copied..]);
        redacted
    }

    /// A userId without what it would tell: whole where users are hidden, else where it is a secret itself.
    pub fn redact_user<'t>(&mut self, user_id: &'t str) -> Cow<'t, str> {
        if self.mode != Mode::SecretsAndUsers || user_id.is_empty() || is_placeholder(user_id) {
            return self.redact(user_id);
        }
        let mut redacted = String::new();
        self.users.learn(user_id);
        self.push_placeholder(SecretKind::User, user_id, &mut redacted);
        Cow::Owned(redacted)
    }

    /// Whether a userId is no secret.
    pub fn shows_user(&self, user_id: &str) -> bool {
        self.mode != Mode::SecretsAndUsers && self.secrets(user_id).is_empty()
    }

    /// What was redacted so far; kinds that did not occur are left out.
    pub fn summary(&self) -> Vec<Redacted> {
        self.tally.iter().copied().filter(|redacted| redacted.places > 0).collect()
    }

    /// The secrets of a text from left to right, without overlaps.
    fn secrets(&self, text: &str) -> Vec<Secret> {
        let mut secrets = Vec::new();
        if self.mode == Mode::Nothing {
            return secrets;
        }
        let set = prefilter::finders_for(text);
        for (finder_idx, finder) in FINDERS.iter().enumerate() {
            if set & (1 << finder_idx) != 0 {
                (finder.find)(text, &mut secrets);
            }
        }
        if self.mode == Mode::SecretsAndUsers {
            (USERS.find)(text, &mut secrets);
            self.users.find(text, &mut secrets);
        }
        merged(secrets)
    }

    fn push_placeholder(&mut self, kind: SecretKind, written: &str, out: &mut String) {
        let key = self.hasher.hash_one(kind.canonical(written));
        let placeholder = match self.placeholders.get(&key) {
            Some(known) => *known,
            None if self.placeholders.len() < NUMBERED_SECRETS => {
                let tally = &mut self.tally[kind as usize];
                tally.secrets += 1;
                let placeholder = Placeholder { kind, number: tally.secrets };
                self.placeholders.insert(key, placeholder);
                placeholder
            }
            None => Placeholder { kind, number: 0 },
        };
        self.tally[placeholder.kind as usize].places += 1;
        out.push('‹');
        out.push_str(placeholder.kind.id());
        if placeholder.number > 0 {
            out.push('-');
            out.push_str(&placeholder.number.to_string());
        }
        out.push('›');
    }
}

/// Secrets in order; those that overlap become one, of the kind that begins first (of two that begin together, the one
/// whose finder has priority). Nothing that any finder took for a secret stays.
fn merged(mut secrets: Vec<Secret>) -> Vec<Secret> {
    // The sort is stable, so that finders' priority decides between secrets that begin together.
    secrets.sort_by_key(|secret| secret.range.start);
    let mut merged: Vec<Secret> = Vec::with_capacity(secrets.len());
    for secret in secrets {
        let Range { start, end } = secret.range;
        match merged.last_mut() {
            Some(last) if start < last.range.end => last.range.end = last.range.end.max(end),
            _ if start < end => merged.push(secret),
            _ => {}
        }
    }
    merged
}

/// Whether the text is a placeholder, or several, and nothing else.
fn is_placeholder(text: &str) -> bool {
    static PLACEHOLDERS: LazyLock<Regex> = LazyLock::new(|| constant("^(?:‹[A-Za-z]+(?:-[0-9]+)?›)+$"));
    text.starts_with('‹') && PLACEHOLDERS.is_match(text)
}
