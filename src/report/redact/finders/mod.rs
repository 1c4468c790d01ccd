//! The recognisers of secrets: one a file, all the same shape. Each declares the [hints](Hint) that a text with such
//! secrets contains, and adds the byte ranges of the secrets it finds.

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
];

/// The finder that runs only if users are to be hidden.
pub(super) const USERS: &SecretFinder = &users::FINDER;
