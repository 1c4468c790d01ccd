//! Labels and ids of cameras, microphones and speakers. A label may contain a person's name.

use std::sync::LazyLock;

use regex::Regex;

use crate::report::redact::kind::SecretKind;
use crate::report::redact::named_value::{Attachment, NamedValue, NamedValueFinder};
use crate::report::redact::pattern::constant;
use crate::report::redact::secret::{Hint, Secret, SecretFinder};
use crate::report::redact::value::{is_not_secret, looks_random};

pub(super) const FINDER: SecretFinder = SecretFinder {
    hints: &[Hint::Words(&["label", "device", "group", "camera", "micro", "speaker", "sink"]), Hint::LongWord],
    find,
};

static IDS: LazyLock<NamedValueFinder> = LazyLock::new(|| {
    NamedValueFinder::new(
        "[a-z0-9_$-]*(?:(?:device|camera|microphone|mic|speaker|sink|audio|video)[_-]?id|group[_-]?id)",
    )
});

static LABELS: LazyLock<NamedValueFinder> = LazyLock::new(|| {
    NamedValueFinder::of_several_words("[a-z0-9_$-]*(?:label|(?:device|camera|microphone|mic|speaker)[_-]?name)")
});

/// A device or group id of a browser: 64 hexadecimal digits.
static BARE: LazyLock<Regex> = LazyLock::new(|| constant(r"(?-u:\b)[0-9a-f]{64}(?-u:\b)"));

/// Labels and ids that do not identify a device: words of the browser, the SDK's replacements for hidden labels, and the
/// device names of its telemetry (`Linux/Chrome/156/x86`).
static GENERIC: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)^(?:default|communications|screen|user|environment|(?:camera|microphone|speaker)_?[0-9]*",
        r"|(?:linux|windows|mac ?os|android|ios|chrome|firefox|safari|edge)/[a-z0-9./]*)$",
    ))
});

fn find(text: &str, secrets: &mut Vec<Secret>) {
    let (ids, labels) = (IDS.find(text), LABELS.find(text));
    // `groupId` is also the id of a chat group. It is a device's if the text has other fields of a device or if the value
    // looks like an id of a browser.
    let among_devices = !labels.is_empty() || ids.iter().any(|field| !is_group(field.name));
    let group_of_devices =
        |field: &NamedValue<'_>| among_devices || field.value.len() >= 32 || is_hexadecimal(field.value);
    let ids = ids.into_iter().filter(|field| {
        (!is_group(field.name) || group_of_devices(field))
            && (field.attachment != Attachment::Prose || looks_random(field.value))
    });
    let labels = labels.into_iter().filter(|field| field.attachment != Attachment::Json);
    let named = ids.chain(labels).filter(|field| !is_not_secret(field.value) && !GENERIC.is_match(field.value));
    let kind = SecretKind::Device;
    secrets.extend(named.map(|field| Secret { kind, range: field.range }));
    secrets.extend(BARE.find_iter(text).map(|found| Secret { kind, range: found.range() }));
}

fn is_group(name: &str) -> bool {
    name.to_ascii_lowercase().contains("group")
}

/// Whether a value consists of hexadecimal digits but is not a decimal number.
fn is_hexadecimal(value: &str) -> bool {
    value.len() >= 6
        && value.bytes().all(|byte| byte.is_ascii_hexdigit())
        && !value.bytes().all(|byte| byte.is_ascii_digit())
}
