//! ICE: user fragments, passwords and candidates' host names; DTLS fingerprints and SDES keys.

use std::sync::LazyLock;

use regex::Regex;

use crate::report::redact::kind::SecretKind;
use crate::report::redact::named_value::NamedValueFinder;
use crate::report::redact::pattern::constant;
use crate::report::redact::secret::{Hint, Secret, SecretFinder};
use crate::report::redact::value::is_not_secret;

pub(super) const FINDER: SecretFinder = SecretFinder {
    hints: &[
        Hint::Words(&["ice", "ufrag", "fingerprint", "fragment", "candidate", "inline:", ".local", "sha"]),
        Hint::Colons,
    ],
    find,
};

static NAMED: LazyLock<NamedValueFinder> =
    LazyLock::new(|| NamedValueFinder::new("ice[_-]?(?:pwd|ufrag|password)|ufrag|username-?fragment|fingerprint"));

/// Secrets without a name and separator: a candidate's `ufrag abcd`, a fingerprint (recognised by its many pairs of digits
/// or, if it was cut, by the hash before it), and the key of an SDES line.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    const UFRAG: &str = r"ufrag\s+(?P<ufrag>[a-z0-9+/]+)";
    const SDES: &str = "inline:(?P<sdes>[a-z0-9+/=]+)";
    const PAIR: &str = "[0-9a-f]{2}(?::|%(?:25)*3a)";
    const END: &str = "[0-9a-f]{0,2}";
    constant(&format!(
        r"(?i)(?-u:\b)(?:{UFRAG}|{SDES}|sha-?[0-9]{{1,3}}\s+(?P<cut>(?:{PAIR})*{END})|(?P<print>(?:{PAIR}){{7,}}{END}))"
    ))
});

/// The address of a candidate that is a host name; the finders `ip_v4` and `ip_v6` find numeric ones.
static HOSTS: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)candidate:\S+ [0-9]+ (?:udp|tcp) [0-9]+ (?P<host>[0-9a-z.-]*[a-z][0-9a-z.-]*) [0-9]",
        r"|(?-u:\b)(?P<mdns>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.local)(?-u:\b)",
    ))
});

fn find(text: &str, secrets: &mut Vec<Secret>) {
    for field in NAMED.find(text) {
        // In SDP the fingerprint's hash comes first.
        if !is_not_secret(field.value) && !field.value.to_ascii_lowercase().starts_with("sha") {
            secrets.push(Secret { kind: SecretKind::Ice, range: field.range });
        }
    }
    for captures in BARE.captures_iter(text) {
        if let Some(found) = captures.iter().skip(1).flatten().next() {
            secrets.push(Secret { kind: SecretKind::Ice, range: found.range() });
        }
    }
    for captures in HOSTS.captures_iter(text) {
        if let Some(found) = captures.name("host").or_else(|| captures.name("mdns")) {
            secrets.push(Secret { kind: SecretKind::Ip, range: found.range() });
        }
    }
}
