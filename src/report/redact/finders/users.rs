//! userIds: in the SDK's prefix and by their names. They are no secrets; some reports hide them all the same.

use std::sync::LazyLock;

use regex::Regex;

use super::super::field::{Fields, Form};
use super::super::pattern::constant;
use super::{Finder, Hint, Secret, is_harmless};
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
