//! Passwords and TURN credentials, by their names.

use std::sync::LazyLock;

use regex::Regex;

use crate::report::redact::kind::SecretKind;
use crate::report::redact::named_value::{Attachment, NamedValueFinder};
use crate::report::redact::pattern::constant;
use crate::report::redact::secret::{Hint, Secret, SecretFinder};
use crate::report::redact::value::is_not_secret;

pub(super) const FINDER: SecretFinder =
    SecretFinder { hints: &[Hint::Words(&["pass", "pwd", "cred", "turn", "密码", "口令"])], find };

static NAMED: LazyLock<NamedValueFinder> = LazyLock::new(|| {
    NamedValueFinder::new("[a-z0-9_$-]*(?:passw(?:or)?d|passphrase|passcode|pwd|credentials?)|pass|密码|口令")
});

static USER_NAMES: LazyLock<NamedValueFinder> = LazyLock::new(|| NamedValueFinder::new("(?:turn[_-]?)?user[_-]?name"));

/// Words of a text whose user names are those of TURN servers.
static TURN: LazyLock<Regex> = LazyLock::new(|| constant("(?i)turn|ice_?servers?|(?:^|[^‹])credential"));

fn find(text: &str, secrets: &mut Vec<Secret>) {
    let mut push = |range| secrets.push(Secret { kind: SecretKind::Credential, range });
    for field in NAMED.find(text) {
        // The `ice` finder finds ICE passwords; "pass: 3" is a number of tests.
        let other = field.name.to_ascii_lowercase().starts_with("ice")
            || field.name.eq_ignore_ascii_case("pass")
                && matches!(field.attachment, Attachment::Prose | Attachment::Json);
        if !other && !is_not_secret(field.value) {
            push(field.range);
        }
    }
    let user_names = USER_NAMES.find(text);
    if !user_names.is_empty() && TURN.is_match(text) {
        user_names.into_iter().filter(|field| !is_not_secret(field.value)).for_each(|field| push(field.range));
    }
}
