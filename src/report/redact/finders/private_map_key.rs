//! privateMapKey: the permission to enter a room, by its names.

use std::sync::LazyLock;

use super::{Finder, Hint, Secret, is_harmless, looks_random};
use crate::report::redact::SecretKind;
use crate::report::redact::field::{Fields, Form};

pub(super) const FINDER: Finder = Finder { hints: &[Hint::Words(&["map"])], find };

static NAMED: LazyLock<Fields> =
    LazyLock::new(|| Fields::named("[a-z0-9_$-]*(?:private[_-]?map[_-]?key|priv[_-]?map[_-]?(?:key|encrypt))"));

fn find(text: &str, secrets: &mut Vec<Secret>) {
    for field in NAMED.find(text) {
        let prose = field.form == Form::Prose && !looks_random(field.value);
        if !prose && !is_harmless(field.value) {
            secrets.push(Secret { kind: SecretKind::PrivateMapKey, range: field.range });
        }
    }
}
