//! userIds: in the SDK's prefix and by their names. They are no secrets; some reports hide them all the same.

use std::sync::LazyLock;

use regex::Regex;

use super::{Finder, Hint, Secret, is_harmless};
use crate::report::redact::field::{Fields, Form};
use crate::report::redact::pattern::constant;
use crate::report::redact::{SecretKind, is_placeholder};

pub(super) const FINDER: Finder = Finder { hints: &[Hint::Words(&["|", "user", "identifier", "uid"])], find };

/// The SDK's `[↑c4|student_07]`.
static PREFIX: LazyLock<Regex> =
    LazyLock::new(|| constant(r"\[[↑↓]?[a-z][a-z0-9]*(?:-[a-z]+[0-9]*)*\|(?P<user>[^\]\n|]+)"));

static NAMED: LazyLock<Fields> = LazyLock::new(|| {
    Fields::named("[a-z0-9_$-]*(?:user[_-]?(?:id|name)|(?:str_)?identifier)|uid|remoteUser|localUser")
});

fn find(text: &str, secrets: &mut Vec<Secret>) {
    let kind = SecretKind::User;
    for user in PREFIX.captures_iter(text).filter_map(|captures| captures.name("user")) {
        if !is_placeholder(user.as_str()) {
            secrets.push(Secret { kind, range: user.range() });
        }
    }
    for field in NAMED.find(text) {
        let sentence = field.form == Form::Prose && field.value.ends_with(':');
        if !sentence && !is_harmless(field.value) {
            secrets.push(Secret { kind, range: field.range });
        }
    }
}

/// userIds that were seen in places where userIds stand.
#[derive(Default)]
pub(in crate::report::redact) struct KnownUsers {
    ids: Vec<String>,
}

/// More users than this are not remembered; where userIds stand, theirs are found all the same.
const MAX_KNOWN: usize = 256;

impl KnownUsers {
    /// Remembers a userId, unless it is so short or so plain that it would be found where it is not meant.
    pub(in crate::report::redact) fn learn(&mut self, id: &str) {
        let telling = id.chars().count() >= 3 && id.chars().any(char::is_alphabetic);
        if telling && self.ids.len() < MAX_KNOWN && !self.ids.iter().any(|known| known == id) {
            self.ids.push(id.to_owned());
        }
    }

    /// Adds the places at which a known userId stands as a word.
    pub(in crate::report::redact) fn find(&self, text: &str, secrets: &mut Vec<Secret>) {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
        for id in &self.ids {
            for (start, _) in text.match_indices(id) {
                let range = start..start + id.len();
                let in_placeholder = text[..start].ends_with('‹');
                let stands_alone = !text[..start].ends_with(is_letter) && !text[range.end..].starts_with(is_letter);
                if stands_alone && !in_placeholder {
                    secrets.push(Secret { kind: SecretKind::User, range });
                }
            }
        }
    }
}
