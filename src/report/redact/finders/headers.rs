//! `Authorization` and `Cookie` headers, cookies of a HAR, bearer tokens and JSON Web Tokens.

use std::sync::LazyLock;

use regex::Regex;

use crate::report::redact::kind::SecretKind;
use crate::report::redact::named_value::{Attachment, NamedValueFinder};
use crate::report::redact::pattern::constant;
use crate::report::redact::placeholder::is_placeholder;
use crate::report::redact::secret::{Hint, Secret, SecretFinder};
use crate::report::redact::value::is_not_secret;

pub(super) const FINDER: SecretFinder =
    SecretFinder { hints: &[Hint::Words(&["authorization", "cookie", "bearer", "basic", "eyj"])], find };

static NAMED: LazyLock<NamedValueFinder> =
    LazyLock::new(|| NamedValueFinder::new("(?:[a-z-]*authorization|(?:set-)?cookie2?|document\\.cookie)"));

static SCHEME: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(?i)^(?:bearer|basic|digest|token|negotiate|ntlm|[a-z0-9]+-hmac-[a-z0-9-]+)(?:\s|%20|\+)+")
});

static BARE: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r"(?i:(?-u:\b)(?:bearer|basic)(?:\s|%20|\+)+)(?P<bearer>[A-Za-z0-9._~+/=-]{8,})",
        r"|(?P<jwt>eyJ[A-Za-z0-9_=-]{4,}(?:\.[A-Za-z0-9_=-]*){0,4})",
    ))
});

/// The cookies of a HAR entry: objects of a name and a value.
static COOKIE_LISTS: LazyLock<Regex> =
    LazyLock::new(|| constant(r#"(?i)\\*"(?:request|response)?cookies\\*"\s*:\s*\[(?P<list>\s*\{[^\]]*)"#));

static VALUES: LazyLock<NamedValueFinder> = LazyLock::new(|| NamedValueFinder::new("value"));

fn find(text: &str, secrets: &mut Vec<Secret>) {
    let mut searched = 0;
    for field in NAMED.find(text) {
        if field.range.start < searched {
            continue;
        }
        let mut range = field.range.clone();
        if field.attachment != Attachment::Quoted {
            range.end = header_end(text, range.start);
        }
        searched = range.end;
        range.start += SCHEME.find(&text[range.clone()]).map_or(0, |scheme| scheme.end());
        let value = &text[range.clone()];
        if !is_not_secret(value) && !is_placeholder(value) {
            secrets.push(Secret { kind: SecretKind::Credential, range });
        }
    }
    for captures in BARE.captures_iter(text) {
        if let Some(found) = captures.name("jwt") {
            secrets.push(Secret { kind: SecretKind::Token, range: found.range() });
        } else if let Some(found) = captures.name("bearer")
            && found.as_str().bytes().any(|byte| byte.is_ascii_digit() || byte == b'=')
        {
            secrets.push(Secret { kind: SecretKind::Credential, range: found.range() });
        }
    }
    for list in COOKIE_LISTS.captures_iter(text).filter_map(|captures| captures.name("list")) {
        for field in VALUES.find(list.as_str()) {
            let range = list.start() + field.range.start..list.start() + field.range.end;
            secrets.push(Secret { kind: SecretKind::Credential, range });
        }
    }
}

/// The end of a header's value: the end of its line, which may be escaped, or of the string around it. Quotation marks of a
/// digest do not end it.
fn header_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let digest = rest.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("digest"));
    rest.find(|c| matches!(c, '\n' | '\r' | '\\') || !digest && matches!(c, '"' | '\''))
        .map_or(text.len(), |len| start + len)
}
