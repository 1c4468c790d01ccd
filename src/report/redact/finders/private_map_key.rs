//! privateMapKey, the permission to enter a room, by its names.

use std::sync::LazyLock;

use crate::report::redact::kind::SecretKind;
use crate::report::redact::named_value::{Attachment, NamedValueFinder};
use crate::report::redact::secret::{Hint, Secret, SecretFinder};
use crate::report::redact::value::{is_not_secret, looks_random};

pub(super) const FINDER: SecretFinder = SecretFinder { hints: &[Hint::Words(&["map"])], find };

static NAMED: LazyLock<NamedValueFinder> =
    LazyLock::new(|| NamedValueFinder::new("[a-z0-9_$-]*(?:private[_-]?map[_-]?key|priv[_-]?map[_-]?(?:key|encrypt))"));

fn find(text: &str, secrets: &mut Vec<Secret>) {
    for field in NAMED.find(text) {
        let prose = field.attachment == Attachment::Prose && !looks_random(field.value);
        if !prose && !is_not_secret(field.value) {
            secrets.push(Secret { kind: SecretKind::PrivateMapKey, range: field.range });
        }
    }
}
