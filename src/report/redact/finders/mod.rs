//! The finders of secrets, one kind of secret a file.
//!
//! A finder declares the hints that a text with its secrets contains, and adds the byte ranges of the secrets it finds. It
//! must find a secret in every escaping: in URLs, in JSON strings, percent-encoded, in HTML.
//!
//! - Secrets of TRTC: `user_sig`, `private_map_key`
//! - Secrets of other systems: `headers`, `url_passwords`, `credentials`, `tokens`, `fragments`; after all others, `random_words`
//! - The network: `ice`, `ip_v4`, `ip_v6`
//! - People and their devices: `emails`, `phones`, `devices`, `users`
//!
//! A finder searches for names of values, or for the form of a value without a name. A value that is only a word
//! such as `null` is not a secret.

mod credentials;
mod devices;
mod emails;
mod fragments;
mod headers;
mod ice;
mod ip_v4;
mod ip_v6;
mod phones;
mod private_map_key;
mod random_words;
mod tokens;
mod url_passwords;
mod user_sig;
mod users;

use super::secret::SecretFinder;

/// The finders that run on every text. If two find secrets of different kinds at the same place, the earlier one wins.
pub(super) const FINDERS: &[SecretFinder] = &[
    user_sig::FINDER,
    private_map_key::FINDER,
    headers::FINDER,
    url_passwords::FINDER,
    credentials::FINDER,
    tokens::FINDER,
    devices::FINDER,
    ice::FINDER,
    emails::FINDER,
    phones::FINDER,
    ip_v4::FINDER,
    ip_v6::FINDER,
    fragments::FINDER,
    random_words::FINDER,
];

/// The finder that runs only if users are hidden.
pub(super) const USERS: &SecretFinder = &users::FINDER;
