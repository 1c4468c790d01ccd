//! userSig, by its name, and without a name by its form: zlib data in base64.

use std::sync::LazyLock;

use regex::Regex;

use crate::report::redact::kind::SecretKind;
use crate::report::redact::named_value::{Attachment, NamedValueFinder};
use crate::report::redact::pattern::{constant, ends_in_escape};
use crate::report::redact::secret::{Hint, Secret, SecretFinder};
use crate::report::redact::value::{is_not_secret, looks_random};

pub(super) const FINDER: SecretFinder =
    SecretFinder { hints: &[Hint::Words(&["sig", "ejw", "ejx", "ejy", "ejz"]), Hint::LongWord], find };

static NAMED: LazyLock<NamedValueFinder> =
    LazyLock::new(|| NamedValueFinder::new("[a-z0-9_$-]*user[_-]?sig|tls[_-]?sig|im[_-]?sig"));

/// zlib's first bytes as base64 (0x78 0x9C gives `eJ` and one of `w` to `z`; the other levels follow), in the alphabet
/// of TRTC (`*`, `-`, `_`), the usual one, and both escaped; perhaps with `…` for its middle.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    const REST: &str =
        r"(?:[A-Za-z0-9+/*_=…-]|%(?:25)*(?:2[ABDFabdf]|3[Dd]|5[Ff])|\\+/|\\+u00(?:2[abdfABDF]|3[dD]|5[fF]))";
    let pattern = format!("eJ[w-z]{REST}{{5,}}|eJ[w-z]{REST}*$|(?:eN[o-r]|eA[E-H]|eF[4-7]){REST}{{32,}}");
    constant(&pattern)
});

/// A match this long is a userSig even in the middle of a word.
const CERTAIN_BYTES: usize = 28;

fn find(text: &str, secrets: &mut Vec<Secret>) {
    for field in NAMED.find(text) {
        let prose = field.attachment == Attachment::Prose && !looks_random(field.value);
        if !prose && !is_not_secret(field.value) {
            secrets.push(Secret { kind: SecretKind::UserSig, range: field.range });
        }
    }
    for found in BARE.find_iter(text) {
        if found.len() >= CERTAIN_BYTES || begins_a_word(&text[..found.start()]) {
            secrets.push(Secret { kind: SecretKind::UserSig, range: found.range() });
        }
    }
}

/// Whether a word may begin after `before`: after punctuation, or after an escape that ends with a letter.
fn begins_a_word(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_ascii_alphanumeric()) || ends_in_escape(before)
}
