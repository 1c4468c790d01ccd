//! Labels and ids of cameras, microphones and speakers; labels may hold a person's name.

use std::sync::LazyLock;

use regex::Regex;

use super::{Finder, Hint, Secret, is_harmless, looks_random};
use crate::report::redact::SecretKind;
use crate::report::redact::field::{Field, Fields, Form};
use crate::report::redact::pattern::constant;

pub(super) const FINDER: Finder = Finder {
    hints: &[Hint::Words(&["label", "device", "group", "camera", "micro", "speaker", "sink"]), Hint::LongWord],
    find,
};

static IDS: LazyLock<Fields> = LazyLock::new(|| {
    Fields::named("[a-z0-9_$-]*(?:(?:device|camera|microphone|mic|speaker|sink|audio|video)[_-]?id|group[_-]?id)")
});

static LABELS: LazyLock<Fields> =
    LazyLock::new(|| Fields::of_words_named("[a-z0-9_$-]*(?:label|(?:device|camera|microphone|mic|speaker)[_-]?name)"));

/// Browsers make device and group ids as 64 hexadecimal digits.
static BARE: LazyLock<Regex> = LazyLock::new(|| constant(r"(?-u:\b)[0-9a-f]{64}(?-u:\b)"));

/// Labels and ids that name no device: the browser's own words, the SDK's stand-ins while labels are withheld, and what
/// its telemetry calls a device's name (`Linux/Chrome/156/x86`).
static STAND_INS: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)^(?:default|communications|screen|user|environment|(?:camera|microphone|speaker)_?[0-9]*",
        r"|(?:linux|windows|mac ?os|android|ios|chrome|firefox|safari|edge)/[a-z0-9./]*)$",
    ))
});

fn find(text: &str, secrets: &mut Vec<Secret>) {
    let (ids, labels) = (IDS.find(text), LABELS.find(text));
    // A group of devices, not of people: other parts of a device stand beside it, or it looks like what browsers make.
    let among_devices = !labels.is_empty() || ids.iter().any(|field| !is_group(field.name));
    let group_of_devices = |field: &Field<'_>| among_devices || field.value.len() >= 32 || is_hexadecimal(field.value);
    let ids = ids.into_iter().filter(|field| {
        (!is_group(field.name) || group_of_devices(field)) && (field.form != Form::Prose || looks_random(field.value))
    });
    let labels = labels.into_iter().filter(|field| field.form != Form::Json);
    let named = ids.chain(labels).filter(|field| !is_harmless(field.value) && !STAND_INS.is_match(field.value));
    let kind = SecretKind::Device;
    secrets.extend(named.map(|field| Secret { kind, range: field.range }));
    secrets.extend(BARE.find_iter(text).map(|found| Secret { kind, range: found.range() }));
}

fn is_group(name: &str) -> bool {
    name.to_ascii_lowercase().contains("group")
}

/// Whether a value has hexadecimal digits and nothing else, and is no decimal number either.
fn is_hexadecimal(value: &str) -> bool {
    value.len() >= 6
        && value.bytes().all(|byte| byte.is_ascii_hexdigit())
        && !value.bytes().all(|byte| byte.is_ascii_digit())
}
