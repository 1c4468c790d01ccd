//! Passwords and TURN credentials, by their names.

use std::sync::LazyLock;

use regex::Regex;

use super::{Finder, Hint, Secret, is_harmless};
use crate::report::redact::SecretKind;
use crate::report::redact::field::{Fields, Form};
use crate::report::redact::pattern::constant;

pub(super) const FINDER: Finder =
    Finder { hints: &[Hint::Words(&["pass", "pwd", "cred", "turn", "密码", "口令"])], find };

static NAMED: LazyLock<Fields> = LazyLock::new(|| {
    Fields::named("[a-z0-9_$-]*(?:passw(?:or)?d|passphrase|passcode|pwd|credentials?)|pass|密码|口令")
});

static USER_NAMES: LazyLock<Fields> = LazyLock::new(|| Fields::named("(?:turn[_-]?)?user[_-]?name"));

/// Signs that a user name is a TURN server's.
static TURN: LazyLock<Regex> = LazyLock::new(|| constant("(?i)turn|ice_?servers?|(?:^|[^‹])credential"));

fn find(text: &str, secrets: &mut Vec<Secret>) {
    let mut push = |range| secrets.push(Secret { kind: SecretKind::Credential, range });
    for field in NAMED.find(text) {
        // ICE's password has its own recogniser; "pass: 3" counts tests.
        let other = field.name.to_ascii_lowercase().starts_with("ice")
            || field.name.eq_ignore_ascii_case("pass") && matches!(field.form, Form::Prose | Form::Json);
        if !other && !is_harmless(field.value) {
            push(field.range);
        }
    }
    let user_names = USER_NAMES.find(text);
    if !user_names.is_empty() && TURN.is_match(text) {
        user_names.into_iter().filter(|field| !is_harmless(field.value)).for_each(|field| push(field.range));
    }
}
