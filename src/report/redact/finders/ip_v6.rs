//! IPv6 addresses, also with a port glued to them (`fd00::2:40589`). Clocks and fingerprints are none.

use std::net::Ipv6Addr;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Finder, Hint, Secret};
use crate::report::redact::SecretKind;
use crate::report::redact::pattern::{LEAD, constant};

pub(super) const FINDER: Finder = Finder { hints: &[Hint::Colons], find };

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

/// The address in a run of hexadecimal digits and colons: all of it, or all but a word before it or a port behind it.
fn address(run: &str) -> Option<Range<usize>> {
    let colons: Vec<Range<usize>> = colons(run);
    let first_colon = colons.first()?;
    let last_colon = colons.last()?;
    let port = &run[last_colon.end..];
    let without_port =
        if port.len() <= 5 && port.bytes().all(|byte| byte.is_ascii_digit()) { last_colon.start } else { run.len() };
    let ranges = [0..run.len(), 0..without_port, first_colon.end..run.len(), first_colon.end..without_port];
    ranges.into_iter().find(|range| range.start < range.end && is_somebodys(&run[range.clone()]))
}

/// Where the colons are, percent-encoded ones too.
fn colons(run: &str) -> Vec<Range<usize>> {
    static COLON: LazyLock<Regex> = LazyLock::new(|| constant("(?i):|%(?:25)*3a"));
    COLON.find_iter(run).map(|colon| colon.range()).collect()
}

/// Whether the text is an address that points to somebody. One without a digit is rather a path in a program.
fn is_somebodys(written: &str) -> bool {
    let plain = SecretKind::Token.canonical(written);
    plain.bytes().any(|byte| byte.is_ascii_digit())
        && plain.parse::<Ipv6Addr>().is_ok_and(|address| !address.is_loopback() && !address.is_unspecified())
}
