//! userIds that were found before, to hide them wherever they occur.

use super::kind::SecretKind;
use super::secret::Secret;

/// userIds that the `users` finder found.
#[derive(Clone, Debug, Default)]
pub(super) struct KnownUsers {
    ids: Vec<String>,
}

/// Users that are remembered. The `users` finder still finds the ids of further ones after a name such as `userId`.
const MAX_KNOWN: usize = 256;

impl KnownUsers {
    /// Remembers a userId. Short ids and numbers are ignored: they occur in other meanings.
    pub(super) fn add(&mut self, id: &str) {
        let is_distinctive = id.chars().count() >= 3 && id.chars().any(char::is_alphabetic);
        if is_distinctive && self.ids.len() < MAX_KNOWN && !self.ids.iter().any(|known| known == id) {
            self.ids.push(id.to_owned());
        }
    }

    /// Adds the places at which a known userId is a word of its own.
    pub(super) fn find(&self, text: &str, secrets: &mut Vec<Secret>) {
        let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
        for id in &self.ids {
            for (start, _) in text.match_indices(id) {
                let range = start..start + id.len();
                let in_placeholder = text[..start].ends_with('‹');
                let is_word = !text[..start].ends_with(is_letter) && !text[range.end..].starts_with(is_letter);
                if is_word && !in_placeholder {
                    secrets.push(Secret { kind: SecretKind::User, range });
                }
            }
        }
    }
}
