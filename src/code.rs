//! Error codes: a family and a value, and every way people write them.
//!
//! One number has different meanings in different families (5001 is a server's timeout on joining in SDK v4 and a missing
//! argument in SDK v5), so a code is always a family *and* a value.
//!
//! - [`ErrorCode`] is ordered by family, then by value. It prints in the form of its family.
//! - [`parse_numbers`] reads a number in any form.

mod own_family;

use std::fmt;

pub use self::own_family::OwnFamily;
use crate::lists::closed_list;

closed_list! {
    /// Who defined a code, which decides what its number means.
    Family {
        /// The v4 Web SDK's own codes, written in hexadecimal (0x1000 to 0xFFFF).
        WebV4 => "web-v4", "SDK v4";
        /// The account system's codes: userSig and sdkAppId (-8, 70001 …).
        Account => "account", "Account";
        /// The server's answers to entering a room and to other operations (5001, 10006, -10011 …).
        Server => "server", "Server";
        /// The v5 Web SDK's codes and extra codes (5000 to 5999).
        WebV5 => "web-v5", "SDK v5";
        /// Names of the browser's `DOMException`s; they have no number.
        Browser => "browser", "Browser";
        /// HTTP statuses, WebSocket close codes and XHR ready states that a log gives in the place of a code.
        Network => "network", "Network";
        /// The native SDK and what is built on it: Electron, Flutter, mini programs (-1301, -3301 …).
        Native => "native", "Native SDK";
        /// Instant messaging: login, groups, messages, its REST interface (6206, 10004, 60002 …).
        Chat => "chat", "Chat";
        /// Call components: `TUICallKit`, `TUICallEngine`, `TRTCCalling` (-1101, 60005 …).
        Call => "call", "TUICallKit";
        /// `TUIRoomEngine` and `TUIRoomKit` (-2101, 100001 …).
        RoomKit => "room-kit", "RoomKit";
        /// `WebRTCAPI`, the Web SDK before v4 (10001 to 11000).
        WebV3 => "web-v3", "SDK v3";
        /// A number in the place of a code, without a sign of whose it is. The catalog has no entries for it.
        Unclear => "unclear", "Unclear";
    }
    /// A family that a catalog file of the user names.
    open Own(OwnFamily);
}

impl Family {
    /// Whether the codes are those of another product whose logs reach the same people: chat, calls, the native SDK.
    pub fn is_neighbour(self) -> bool {
        matches!(self, Self::Native | Self::Chat | Self::Call | Self::RoomKit | Self::WebV3)
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

/// The names of the exceptions a browser throws (Web IDL's table of `DOMException` names, and `OverconstrainedError`
/// of Media Capture and Streams).
pub const BROWSER_EXCEPTIONS: &[&str] = &[
    "AbortError", "ConstraintError", "DataCloneError", "EncodingError", "HierarchyRequestError", "InvalidAccessError",
    "InvalidCharacterError", "InvalidModificationError", "InvalidNodeTypeError", "InvalidStateError", "NetworkError",
    "NoModificationAllowedError", "NotAllowedError", "NotFoundError", "NotReadableError", "NotSupportedError",
    "OperationError", "OverconstrainedError", "QuotaExceededError", "SecurityError", "SyntaxError", "TimeoutError",
    "UnknownError", "VersionError", "WrongDocumentError",
];

/// What identifies a code within its family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CodeKey {
    /// A number, in every family but [`Family::Browser`].
    Number(i64),
    /// One of [`BROWSER_EXCEPTIONS`].
    Name(&'static str),
}

/// One error code: a family and, within it, a number (or, for browser exceptions, a name).
///
/// The order is the families' order, then the value's; it is the order of the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ErrorCode {
    family: Family,
    key: CodeKey,
}

impl ErrorCode {
    /// A code with a number. `family` must not be [`Family::Browser`], whose codes have names.
    pub const fn new(family: Family, value: i64) -> Self {
        debug_assert!(!matches!(family, Family::Browser), "browser exceptions have no number");
        Self { family, key: CodeKey::Number(value) }
    }

    /// The browser exception of this name; `None` if browsers have no such exception.
    pub fn browser(name: &str) -> Option<Self> {
        let position = BROWSER_EXCEPTIONS.binary_search(&name).ok()?;
        Some(Self { family: Family::Browser, key: CodeKey::Name(BROWSER_EXCEPTIONS[position]) })
    }

    /// The family that defines the code.
    pub fn family(self) -> Family {
        self.family
    }

    /// The number or name within the family.
    pub fn key(self) -> CodeKey {
        self.key
    }

    /// The number; `None` for browser exceptions.
    pub fn value(self) -> Option<i64> {
        match self.key {
            CodeKey::Number(value) => Some(value),
            CodeKey::Name(_) => None,
        }
    }

    /// The number as its family writes it in hexadecimal; `None` if the family writes decimals.
    ///
    /// The document of error codes writes `0x404a` with a small letter and `0xFFFF` with capitals; both are kept.
    pub fn hex(self) -> Option<String> {
        match (self.family, self.key) {
            (Family::WebV4, CodeKey::Number(0xFFFF)) => Some("0xFFFF".to_owned()),
            (Family::WebV4, CodeKey::Number(value)) => Some(hexadecimal(value)),
            _ => None,
        }
    }

    /// The 32-bit unsigned form under which some tools print a negative code: -10013 as 4294957283.
    pub fn unsigned(self) -> Option<u32> {
        let value = self.value()?;
        i32::try_from(value).ok().filter(|value| *value < 0).map(i32::cast_unsigned)
    }
}

impl fmt::Display for ErrorCode {
    /// The form in which the family itself writes the code: `0x4004`, `-10013`, `NotAllowedError`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.hex(), self.key) {
            (Some(hex), _) => f.pad(&hex),
            (None, CodeKey::Number(value)) => f.pad(&value.to_string()),
            (None, CodeKey::Name(name)) => f.pad(name),
        }
    }
}

fn hexadecimal(value: i64) -> String {
    if value < 0 { format!("-0x{:04x}", value.unsigned_abs()) } else { format!("0x{value:04x}") }
}

/// Every number that `text` may mean, the likeliest first; empty if it is not a number.
///
/// `0x4004`, `-0x271c` and the SDK's own `0x-271c` are hexadecimal. Four digits such as `4004` may be hexadecimal too, since
/// people leave out the `0x`. A number above 2^31 may be the unsigned form of a negative one (4294957283 is -10013).
/// Full-width signs and digits, which Chinese keyboards type, are read like ASCII ones.
pub fn parse_numbers(text: &str) -> Vec<i64> {
    let plain: String = text.trim().chars().map(narrow).collect();
    let (negative, digits) = match plain.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let mut numbers = Vec::new();
    let mut push = |value: Option<i64>| {
        if let Some(value) = value.filter(|value| !numbers.contains(value)) {
            numbers.push(value);
        }
    };
    let signed = |value: i64, negative: bool| if negative { value.checked_neg() } else { Some(value) };
    if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        let (inner, hex) = match hex.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, hex),
        };
        if is_all(hex, |c| c.is_ascii_hexdigit()) {
            push(i64::from_str_radix(hex, 16).ok().and_then(|value| signed(value, negative != inner)));
        }
    } else if is_all(digits, |c| c.is_ascii_digit()) {
        let value: Option<i64> = digits.parse().ok();
        push(value.and_then(|value| signed(value, negative)));
        if !negative {
            push(value.filter(|value| (1 << 31..1 << 32).contains(value)).map(|value| value - (1 << 32)));
        }
        if !negative && digits.len() == 4 {
            push(i64::from_str_radix(digits, 16).ok());
        }
    } else if !negative && digits.len() == 4 && is_all(digits, |c| c.is_ascii_hexdigit()) {
        push(i64::from_str_radix(digits, 16).ok());
    }
    numbers
}

fn is_all(text: &str, is_one: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(is_one)
}

/// The ASCII character of a full-width one or of the minus sign U+2212; other characters unchanged.
pub fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{2212}' => '-',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_parsed_in_every_form() {
        assert_eq!(parse_numbers("0x4004"), [0x4004]);
        assert_eq!(parse_numbers("16388"), [16388]);
        assert_eq!(parse_numbers("4004"), [4004, 0x4004]);
        assert_eq!(parse_numbers("404c"), [0x404c]);
        assert_eq!(parse_numbers("-10013"), [-10013]);
        assert_eq!(parse_numbers("4294957283"), [4_294_957_283, -10013]);
        assert_eq!(parse_numbers("0x-271c"), [-10012]);
        assert_eq!(parse_numbers("－１００１３"), [-10013]);
        assert_eq!(parse_numbers("JOIN_ROOM_FAILED"), [] as [i64; 0]);
        assert_eq!(parse_numbers("99999999999999999999"), [] as [i64; 0]);
    }

    #[test]
    fn codes_print_in_the_form_of_their_family() {
        assert_eq!(ErrorCode::new(Family::WebV4, 0x4004).to_string(), "0x4004");
        assert_eq!(ErrorCode::new(Family::WebV4, 0x404a).to_string(), "0x404a");
        assert_eq!(ErrorCode::new(Family::WebV4, 0xFFFF).to_string(), "0xFFFF");
        assert_eq!(ErrorCode::new(Family::Server, -10013).to_string(), "-10013");
        assert_eq!(ErrorCode::new(Family::Server, -10013).unsigned(), Some(4_294_957_283));
        assert_eq!(
            ErrorCode::browser("NotAllowedError").map(|code| code.to_string()).as_deref(),
            Some("NotAllowedError")
        );
    }

    #[test]
    fn browser_exceptions_are_sorted_for_the_binary_search() {
        assert!(BROWSER_EXCEPTIONS.is_sorted());
    }
}
