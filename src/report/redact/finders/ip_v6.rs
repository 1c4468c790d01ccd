//! IPv6 addresses, also with a port directly after them (`fd00::2:40589`), but not times and fingerprints.

use std::net::Ipv6Addr;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::report::redact::kind::SecretKind;
use crate::report::redact::pattern::{LEAD, constant};
use crate::report::redact::secret::{Hint, Secret, SecretFinder};

pub(super) const FINDER: SecretFinder = SecretFinder { hints: &[Hint::Colons], find };

static RUN: LazyLock<Regex> = LazyLock::new(|| {
    const GROUPS: &str = "[0-9A-Fa-f]*(?:(?::|%(?:25)*3[Aa])[0-9A-Fa-f]*){2,}";
    const MAPPED: &str = r"(?:(?:\.[0-9]{1,3}){3})?";
    constant(&format!("(?:^|{LEAD}|[^0-9A-Za-z_])(?P<run>{GROUPS}{MAPPED})"))
});

fn find(text: &str, secrets: &mut Vec<Secret>) {
    for run in RUN.captures_iter(text).filter_map(|captures| captures.name("run")) {
        let ends_inside_a_word = text[run.end()..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
        if let Some(range) = (!ends_inside_a_word).then(|| address(run.as_str())).flatten() {
            let range = run.start() + range.start..run.start() + range.end;
            secrets.push(Secret { kind: SecretKind::Ip, range });
        }
    }
}

/// The address in a run of hexadecimal digits and colons: the whole run, or without a word before it or a port after it.
fn address(run: &str) -> Option<Range<usize>> {
    let colons: Vec<Range<usize>> = colons(run);
    let first_colon = colons.first()?;
    let last_colon = colons.last()?;
    let port = &run[last_colon.end..];
    let without_port =
        if port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit()) { last_colon.start } else { run.len() };
    let ranges = [0..run.len(), 0..without_port, first_colon.end..run.len(), first_colon.end..without_port];
    ranges.into_iter().find(|range| range.start < range.end && identifies_host(&run[range.clone()]))
}

/// The ranges of the colons, percent-encoded ones too.
fn colons(run: &str) -> Vec<Range<usize>> {
    static COLON: LazyLock<Regex> = LazyLock::new(|| constant("(?i):|%(?:25)*3a"));
    COLON.find_iter(run).map(|colon| colon.range()).collect()
}

/// Whether the text is an address that identifies a host. Without a digit it is more likely a path in a program (`a::b`).
fn identifies_host(written: &str) -> bool {
    let plain = SecretKind::Token.canonical(written);
    plain.bytes().any(|byte| byte.is_ascii_digit())
        && plain.parse::<Ipv6Addr>().is_ok_and(|address| !address.is_loopback() && !address.is_unspecified())
}
