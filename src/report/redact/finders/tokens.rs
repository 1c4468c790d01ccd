//! Tokens, keys, signatures and session ids of other systems, by their names.

use std::sync::LazyLock;

use regex::Regex;

use crate::report::redact::kind::SecretKind;
use crate::report::redact::named_value::{Attachment, NamedValue, NamedValueFinder};
use crate::report::redact::pattern::constant;
use crate::report::redact::secret::{Hint, Secret, SecretFinder};
use crate::report::redact::value::{is_not_secret, is_short_number, looks_random};

pub(super) const FINDER: SecretFinder = SecretFinder {
    hints: &[
        Hint::Words(&["token", "secret", "sig", "key", "ticket", "jwt", "auth", "sess", "sid", "akid", "dsn"]),
        Hint::LongWord,
    ],
    find,
};

/// Names of secrets only.
static CERTAIN: LazyLock<NamedValueFinder> = LazyLock::new(|| {
    NamedValueFinder::new(concat!(
        "[a-z0-9_$-]*(?:token|secret|secret[_-]?id|signature|ticket|jwt|sig|[_-]sign|dsn",
        "|(?:api|access|secret|session|auth|app|private|license|encrypt(?:ion)?|client|stream|push)[_-]?key)|sign",
    ))
});

/// Names of secrets and of other values.
static VAGUE: LazyLock<NamedValueFinder> = LazyLock::new(|| {
    NamedValueFinder::new(
        "[a-z0-9_$-]*(?:key|auth|session(?:[_-]?id)?)|(?:j|php|asp)?sess(?:ion)?_?id|sid|sess|sessdata|auth[_-]?id",
    )
});

/// Key ids of Tencent Cloud, which begin with `AKID`.
static KEY_IDS: LazyLock<Regex> = LazyLock::new(|| constant(r"(?-u:\b)AKID[A-Za-z0-9]{12,}"));

fn find(text: &str, secrets: &mut Vec<Secret>) {
    let certain = CERTAIN.find(text).into_iter().filter(certain_is_secret).map(|field| field.range);
    let vague = VAGUE.find(text).into_iter().filter(vague_is_secret).map(|field| field.range);
    let key_ids = KEY_IDS.find_iter(text).map(|found| found.range());
    secrets.extend(certain.chain(vague).chain(key_ids).map(|range| Secret { kind: SecretKind::Token, range }));
}

fn certain_is_secret(field: &NamedValue<'_>) -> bool {
    let enough = match field.attachment {
        Attachment::Parameter | Attachment::Quoted => true,
        Attachment::Json => field.value.len() >= 6,
        Attachment::Prose => looks_random(field.value),
    };
    enough && !is_not_secret(field.value)
}

fn vague_is_secret(field: &NamedValue<'_>) -> bool {
    let enough = match field.attachment {
        // `key` alone is also the name of an entry of a map.
        Attachment::Parameter if field.name.eq_ignore_ascii_case("key") => field.value.len() >= 4,
        Attachment::Parameter => true,
        Attachment::Quoted if field.name.to_ascii_lowercase().ends_with("key") => looks_random(field.value),
        Attachment::Quoted => looks_random(field.value) || field.value.len() >= 12 && !field.value.contains(' '),
        Attachment::Json | Attachment::Prose => looks_random(field.value),
    };
    enough && !is_not_secret(field.value) && !is_short_number(field.value)
}
