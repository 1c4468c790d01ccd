//! userIds, in the SDK's prefix and by their names. They are not secret, but a report can hide them.

use std::sync::LazyLock;

use regex::Regex;

use crate::report::redact::kind::SecretKind;
use crate::report::redact::named_value::{Attachment, NamedValueFinder};
use crate::report::redact::pattern::constant;
use crate::report::redact::placeholder::is_placeholder;
use crate::report::redact::secret::{Hint, Secret, SecretFinder};
use crate::report::redact::value::is_not_secret;

pub(super) const FINDER: SecretFinder =
    SecretFinder { hints: &[Hint::Words(&["|", "user", "identifier", "uid"])], find };

/// The SDK's `[↑c4|student_07]`.
static PREFIX: LazyLock<Regex> =
    LazyLock::new(|| constant(r"\[[↑↓]?[a-z][a-z0-9]*(?:-[a-z]+[0-9]*)*\|(?P<user>[^\]\n|]+)"));

static NAMED: LazyLock<NamedValueFinder> = LazyLock::new(|| {
    NamedValueFinder::new("[a-z0-9_$-]*(?:user[_-]?(?:id|name)|(?:str_)?identifier)|uid|remoteUser|localUser")
});

fn find(text: &str, secrets: &mut Vec<Secret>) {
    let kind = SecretKind::User;
    for user in PREFIX.captures_iter(text).filter_map(|captures| captures.name("user")) {
        if !is_placeholder(user.as_str()) {
            secrets.push(Secret { kind, range: user.range() });
        }
    }
    for field in NAMED.find(text) {
        let sentence = field.attachment == Attachment::Prose && field.value.ends_with(':');
        if !sentence && !is_not_secret(field.value) {
            secrets.push(Secret { kind, range: field.range });
        }
    }
}
