//! User and password before the host of a URL.

use std::sync::LazyLock;

use regex::Regex;

use crate::report::redact::kind::SecretKind;
use crate::report::redact::pattern::constant;
use crate::report::redact::secret::{Hint, Secret, SecretFinder};

pub(super) const FINDER: SecretFinder = SecretFinder { hints: &[Hint::Words(&["@", "%40"])], find };

static USER_INFO: LazyLock<Regex> = LazyLock::new(|| {
    constant(concat!(
        r#"(?i)[a-z][a-z0-9+.-]*(?::\\*/\\*/(?P<plain>[^/?#\s"'<>\\@‹›]+(?:@[^/?#\s"'<>\\@‹›.:]+)*)@"#,
        r"|%(?:25)*3a%(?:25)*2f%(?:25)*2f(?P<encoded>(?:[a-z0-9._~!$*+-]|%(?:25)*(?:3a|2[14ac-e]))+)(?:%(?:25)*40|@))",
    ))
});

fn find(text: &str, secrets: &mut Vec<Secret>) {
    for captures in USER_INFO.captures_iter(text) {
        if let Some(found) = captures.name("plain").or_else(|| captures.name("encoded")) {
            secrets.push(Secret { kind: SecretKind::Credential, range: found.range() });
        }
    }
}
