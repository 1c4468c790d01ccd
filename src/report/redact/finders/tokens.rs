//! Tokens, keys, signatures and session ids of other systems, by their names.

use std::sync::LazyLock;

use regex::Regex;

use super::{Finder, Hint, Secret, is_harmless, is_short_number, looks_random};
use crate::report::redact::SecretKind;
use crate::report::redact::field::{Field, Fields, Form};
use crate::report::redact::pattern::constant;

pub(super) const FINDER: Finder = Finder {
    hints: &[
        Hint::Words(&["token", "secret", "sig", "key", "ticket", "jwt", "auth", "sess", "sid", "akid", "dsn"]),
        Hint::LongWord,
    ],
    find,
};

/// Names that can only be a secret's.
static TELLING: LazyLock<Fields> = LazyLock::new(|| {
    Fields::named(concat!(
        "[a-z0-9_$-]*(?:token|secret|secret[_-]?id|signature|ticket|jwt|sig|[_-]sign|dsn",
        "|(?:api|access|secret|session|auth|app|private|license|encrypt(?:ion)?|client|stream|push)[_-]?key)|sign",
    ))
});

/// Names that may be a secret's, or anything else's.
static VAGUE: LazyLock<Fields> = LazyLock::new(|| {
    Fields::named(
        "[a-z0-9_$-]*(?:key|auth|session(?:[_-]?id)?)|(?:j|php|asp)?sess(?:ion)?_?id|sid|sess|sessdata|auth[_-]?id",
    )
});

/// Key ids of Tencent Cloud, which have a look of their own.
static KEY_IDS: LazyLock<Regex> = LazyLock::new(|| constant(r"(?-u:\b)AKID[A-Za-z0-9]{12,}"));

fn find(text: &str, secrets: &mut Vec<Secret>) {
    let telling = TELLING.find(text).into_iter().filter(telling_is_secret).map(|field| field.range);
    let vague = VAGUE.find(text).into_iter().filter(vague_is_secret).map(|field| field.range);
    let key_ids = KEY_IDS.find_iter(text).map(|found| found.range());
    secrets.extend(telling.chain(vague).chain(key_ids).map(|range| Secret { kind: SecretKind::Token, range }));
}

fn telling_is_secret(field: &Field<'_>) -> bool {
    let enough = match field.form {
        Form::Parameter | Form::Quoted => true,
        Form::Json => field.value.len() >= 6,
        Form::Prose => looks_random(field.value),
    };
    enough && !is_harmless(field.value)
}

fn vague_is_secret(field: &Field<'_>) -> bool {
    let enough = match field.form {
        // A bare `key` names entries of maps too.
        Form::Parameter if field.name.eq_ignore_ascii_case("key") => field.value.len() >= 4,
        Form::Parameter => true,
        Form::Quoted if field.name.to_ascii_lowercase().ends_with("key") => looks_random(field.value),
        Form::Quoted => looks_random(field.value) || field.value.len() >= 12 && !field.value.contains(' '),
        Form::Json | Form::Prose => looks_random(field.value),
    };
    enough && !is_harmless(field.value) && !is_short_number(field.value)
}
