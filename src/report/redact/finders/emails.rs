//! E-mail addresses, but not stack frames (`value@trtc.js:1`) and packages (`sdk@4.15.22`).

use std::sync::LazyLock;

use regex::Regex;

use crate::report::redact::kind::SecretKind;
use crate::report::redact::pattern::{LEAD, constant, tail};
use crate::report::redact::secret::{Hint, Secret, SecretFinder};

pub(super) const FINDER: SecretFinder = SecretFinder { hints: &[Hint::Words(&["@", "%40", "%2540", "u0040"])], find };

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    const LOCAL: &str = "[A-Za-z0-9][A-Za-z0-9._+-]*(?:%(?:25)*2[Bb][A-Za-z0-9._+-]*)?";
    const AT: &str = r"(?:@|%(?:25)*40|\\+u0040)";
    const DOMAIN: &str = r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?P<top>[A-Za-z]{2,})";
    constant(&format!("(?:{LEAD})?(?P<address>{LOCAL}{AT}{DOMAIN})"))
});

/// The beginning of a URL before `user@host`, which is not an e-mail address: the host is not secret, and the
/// `url_passwords` finder finds the user.
static URL: LazyLock<Regex> =
    LazyLock::new(|| constant(r#"(?i)(?::|%(?:25)*3a)(?:\\*/|%(?:25)*2f){2}(?:[^/?#%\s"'<>\\]|%(?:25)*3a)*$"#));

/// Extensions of files in stack frames.
const SCRIPTS: &[&str] = &["js", "mjs", "cjs", "jsx", "ts", "tsx", "vue", "html", "htm", "wasm", "php", "css", "map"];

fn find(text: &str, secrets: &mut Vec<Secret>) {
    for captures in ADDRESS.captures_iter(text) {
        let (Some(address), Some(top)) = (captures.name("address"), captures.name("top")) else { continue };
        let is_script = SCRIPTS.contains(&&*top.as_str().to_ascii_lowercase());
        if !is_script && !URL.is_match(tail(&text[..address.start()], 100)) {
            secrets.push(Secret { kind: SecretKind::Email, range: address.range() });
        }
    }
}
