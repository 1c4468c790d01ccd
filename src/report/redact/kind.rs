//! The kinds of secrets, and the canonical spelling of a secret.

use std::net::Ipv6Addr;

/// What a secret is; its placeholder says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SecretKind {
    /// A userSig: its owner can enter rooms as that user.
    UserSig,
    /// A privateMapKey: permission to enter a room.
    PrivateMapKey,
    /// Passwords, TURN credentials, `Authorization` and `Cookie` headers.
    Credential,
    /// Tokens, keys, signatures and session ids of other systems.
    Token,
    /// An IPv4 or IPv6 address, or the host name of an ICE candidate.
    Ip,
    /// ICE user fragments and passwords, DTLS fingerprints.
    Ice,
    /// A phone number, also if it is used as a userId.
    Phone,
    /// An e-mail address.
    Email,
    /// The label or id of a camera, microphone or speaker.
    Device,
    /// A userId; only if the report hides users.
    User,
}

impl SecretKind {
    /// All kinds, in the order of summaries.
    pub const ALL: [Self; 10] = [
        Self::UserSig,
        Self::PrivateMapKey,
        Self::Credential,
        Self::Token,
        Self::Ip,
        Self::Ice,
        Self::Phone,
        Self::Email,
        Self::Device,
        Self::User,
    ];

    /// The word in placeholders: `userSig` of `‹userSig-1›`.
    pub fn id(self) -> &'static str {
        match self {
            Self::UserSig => "userSig",
            Self::PrivateMapKey => "privateMapKey",
            Self::Credential => "credential",
            Self::Token => "token",
            Self::Ip => "ip",
            Self::Ice => "ice",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Device => "device",
            Self::User => "user",
        }
    }

    /// The plural shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::UserSig => "userSigs",
            Self::PrivateMapKey => "privateMapKeys",
            Self::Credential => "credentials",
            Self::Token => "tokens",
            Self::Ip => "IP addresses",
            Self::Ice => "ICE secrets and fingerprints",
            Self::Phone => "phone numbers",
            Self::Email => "e-mail addresses",
            Self::Device => "device labels and ids",
            Self::User => "userIds",
        }
    }

    /// One spelling for all forms in which the same secret is written: without percent encoding, JSON's backslashes,
    /// a phone's country prefix and separators, or an address's optional zeros.
    pub(super) fn canonical(self, written: &str) -> String {
        let plain = decoded(written);
        match self {
            Self::Phone => {
                let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
                match digits.trim_start_matches('0').strip_prefix("86") {
                    Some(mobile) if mobile.len() == 11 => mobile.to_owned(),
                    _ => digits,
                }
            }
            Self::Email => plain.to_lowercase(),
            Self::Ip => plain.parse::<Ipv6Addr>().map_or(plain, |address| address.to_string()),
            _ => plain,
        }
    }
}

/// Removes percent-encoding, repeated too, and backslashes.
fn decoded(written: &str) -> String {
    let mut text = written.replace('\\', "");
    while let Some(shorter) = percent_decoded(&text) {
        text = shorter;
    }
    text
}

/// The text with `%XX` of printable ASCII decoded; `None` if it contains no such code.
fn percent_decoded(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        plain.push_str(&rest[..at]);
        let byte = rest.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(byte) = byte.filter(u8::is_ascii_graphic) {
            plain.push(char::from(byte));
            rest = &rest[at + 3..];
        } else {
            plain.push('%');
            rest = &rest[at + 1..];
        }
    }
    plain.push_str(rest);
    (plain.len() < text.len()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::SecretKind;

    #[test]
    fn spellings_of_one_secret_have_one_canonical_form() {
        let phone = |text| SecretKind::Phone.canonical(text);
        assert_eq!(phone("+86 138-0013-8000"), phone("13800138000"));
        assert_eq!(phone("%2B8613800138000"), phone("8613800138000"));
        assert_eq!(SecretKind::UserSig.canonical("eJw%2Aab%252Dc"), "eJw*ab-c");
        assert_eq!(SecretKind::Ip.canonical("FD00:0::2"), "fd00::2");
        assert_eq!(SecretKind::Token.canonical("100%"), "100%");
    }
}
