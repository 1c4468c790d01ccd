//! IPv4 addresses, but not versions of four numbers (`Chrome/156.0.0.0`).

use std::net::Ipv4Addr;
use std::sync::LazyLock;

use regex::Regex;

use crate::report::redact::kind::SecretKind;
use crate::report::redact::pattern::{LEAD, constant, tail};
use crate::report::redact::secret::{Hint, Secret, SecretFinder};

pub(super) const FINDER: SecretFinder = SecretFinder { hints: &[Hint::DottedNumbers], find };

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(r"(?:{LEAD})?(?P<address>[0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{3}})(?P<port>:[0-9]{{1,5}})?");
    constant(&pattern)
});

/// Words before a version.
static VERSION: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i)(?:version|release|build|chrome|chromium|firefox|opera|safari|webkit|browser|android",
        r"|windows|mac ?os(?: x)?|vulkan|driver|brand|kernel|(?-u:\b)(?:ver|sdk|os|edge?|opr|ios|nt|electron|v))",
        r#"\\*["']?\s*(?:[:=：]|%3[ad])?\s*(?:\\*["']|%22)?v?$"#,
    ))
});

/// A product before its version, as in user agents: `Chrome/` at the start of a word.
static PRODUCT: LazyLock<Regex> = LazyLock::new(|| {
    constant(r#"(?:^|[\s"'(;,:\[{=]|%2[0-9A-Fa-f]|%3[AaDd])(?P<product>[A-Za-z][A-Za-z0-9_.-]*)(?:\\*/|%2[Ff])$"#)
});

/// Words before a slash and an address that look like a product.
const NOT_PRODUCTS: &[&str] = &[
    "udp", "tcp", "tls", "ssltcp", "ip", "ipv4", "ip4", "host", "client", "relay", "server", "srflx", "prflx", "turn",
    "stun", "signal", "local", "remote", "addr", "address", "peer", "proxy", "http", "https", "ws", "wss", "to",
    "from",
];

fn find(text: &str, secrets: &mut Vec<Secret>) {
    for captures in ADDRESS.captures_iter(text) {
        let Some(found) = captures.name("address") else { continue };
        let (before, after) = (&text[..found.start()], &text[found.end()..]);
        let escape_len = found.start() - captures.get(0).map_or(found.start(), |whole| whole.start());
        let whole = found.as_str().parse::<Ipv4Addr>().is_ok_and(identifies_host)
            && (escape_len > 0 || begins_a_number(before))
            && !continues(after);
        if whole && (captures.name("port").is_some() || !is_version(before)) {
            secrets.push(Secret { kind: SecretKind::Ip, range: found.range() });
        }
    }
}

/// Whether an address identifies a host: not the machine itself, and not a network (`8.0.0.0`).
fn identifies_host(address: Ipv4Addr) -> bool {
    let [_, b, c, d] = address.octets();
    !address.is_loopback() && !address.is_broadcast() && (b, c, d) != (0, 0, 0)
}

fn begins_a_number(before: &str) -> bool {
    let mut back = before.chars().rev();
    match back.next() {
        Some('.') => !back.next().is_some_and(|c| c.is_ascii_digit()),
        // A word directly before an address ends with "ip"; after other words the numbers are a version.
        Some(c) if c.is_ascii_alphabetic() => tail(before, 2).eq_ignore_ascii_case("ip"),
        Some(c) => !c.is_ascii_digit(),
        None => true,
    }
}

fn continues(after: &str) -> bool {
    let mut chars = after.chars();
    match chars.next() {
        Some('.') => chars.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => c.is_ascii_digit(),
        None => false,
    }
}

fn is_version(before: &str) -> bool {
    let near = tail(before, 32);
    let product = PRODUCT.captures(near).and_then(|captures| captures.name("product"));
    VERSION.is_match(near)
        || product.is_some_and(|product| !NOT_PRODUCTS.contains(&&*product.as_str().to_ascii_lowercase()))
}
