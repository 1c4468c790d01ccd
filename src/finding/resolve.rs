//! Which family a number in a code's place belongs to. One number means different things in different families, so the
//! place decides, and what is known of the log; never the number alone.

use super::candidate::{CandidateValue, Slot};
use crate::catalog::Catalog;
use crate::code::{ErrorCode, Family};

/// What is known of the SDK that wrote an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Writer {
    /// The SDK's major version, where the log has told it.
    pub major: Option<u8>,
    /// The entry itself is v5's: it carries one of v5's own codes.
    pub v5_entry: bool,
}

/// A code, and what else it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The code, or the likeliest one.
    pub code: ErrorCode,
    /// Other codes that come into question; empty where the place settles it.
    pub candidates: Vec<ErrorCode>,
}

/// v5's codes proper; a number of these with an extra code beside it is v5's (server codes of v4 logs are others).
pub fn is_v5_main(value: i64) -> bool {
    matches!(value, 5000 | 5100 | 5200 | 5300 | 5400 | 5500 | 5998 | 5999)
}

/// Whether the SDK's version decides what stands in a code's place.
pub fn depends_on_version(slot: Slot, value: CandidateValue) -> bool {
    match value {
        CandidateValue::Browser(_) | CandidateValue::V4(_) => false,
        CandidateValue::Named { v4, v5 } => slot != Slot::V5 && v4.is_some() && v5.is_some(),
        CandidateValue::Number(value) => {
            let is_open = matches!(slot, Slot::SdkCode | Slot::ExtraCode | Slot::Statistic | Slot::Prose);
            is_open && (5000..6000).contains(&value)
        }
    }
}

/// Decides the family of what stands in a code's place. `name` is what is printed beside the number.
pub fn resolve(slot: Slot, value: CandidateValue, name: Option<&str>, writer: Writer) -> Option<Resolved> {
    let settled = |code| Some(Resolved { code, candidates: Vec::new() });
    match value {
        CandidateValue::Browser(name) => settled(ErrorCode::browser(name)?),
        CandidateValue::V4(value) => settled(ErrorCode::new(Family::WebV4, value)),
        CandidateValue::Named { v4, v5 } => named(slot, v4, v5, writer),
        CandidateValue::Number(value) if slot == Slot::Prose => Some(in_prose(value, writer)),
        CandidateValue::Number(value) => settled(ErrorCode::new(family(slot, value, name, writer), value)),
    }
}

fn named(slot: Slot, v4: Option<i64>, v5: Option<i64>, writer: Writer) -> Option<Resolved> {
    let v4 = v4.map(|value| ErrorCode::new(Family::WebV4, value));
    let v5 = v5.map(|value| ErrorCode::new(Family::WebV5, value));
    let is_v5 = slot == Slot::V5 || writer.v5_entry || writer.major == Some(5);
    let (first, second) = if is_v5 { (v5, v4) } else { (v4, v5) };
    let settled = is_v5 || writer.major.is_some();
    let code = first.or(second)?;
    let candidates = second.filter(|other| *other != code && !settled).into_iter().collect();
    Some(Resolved { code, candidates })
}

fn family(slot: Slot, value: i64, name: Option<&str>, writer: Writer) -> Family {
    let is_v4 = knows(Family::WebV4, value);
    let in_v5_range = (5000..6000).contains(&value);
    let is_v5_log = writer.v5_entry || writer.major == Some(5);
    #[allow(clippy::match_same_arms)] // a line a place reads better than a line a family
    match slot {
        Slot::Tag if is_v4 || name.is_some_and(is_v4_name) => Family::WebV4,
        Slot::SdkCode | Slot::ExtraCode | Slot::Response | Slot::V5 if is_v4 => Family::WebV4,
        Slot::V5 if in_v5_range => Family::WebV5,
        Slot::SdkCode if is_v5_main(value) => Family::WebV5,
        Slot::SdkCode | Slot::ExtraCode if in_v5_range && is_v5_log => Family::WebV5,
        Slot::Schedule if is_request_state(value) => Family::Network,
        Slot::Statistic if is_v4 => Family::WebV4,
        Slot::Statistic if in_v5_range && writer.major == Some(5) => Family::WebV5,
        Slot::Statistic if is_request_state(value) => Family::Network,
        Slot::WebSocketClose => Family::Network,
        _ => account_or_server(value),
    }
}

/// XHR ready states and HTTP statuses; no business code lies there.
fn is_request_state(value: i64) -> bool {
    (1..=4).contains(&value) || (100..600).contains(&value)
}

/// Account codes are those of the account system's table, and undocumented ones of its range; "begins with 7" is not enough
/// (77393 is the server's).
fn account_or_server(value: i64) -> Family {
    if knows(Family::Account, value) || (70_000..71_000).contains(&value) { Family::Account } else { Family::Server }
}

/// A number in a person's words: any family that has it; where several have, what is known of the log puts one first.
fn in_prose(value: i64, writer: Writer) -> Resolved {
    let order = if writer.major == Some(5) || writer.v5_entry {
        [Family::WebV5, Family::WebV4, Family::Account, Family::Server]
    } else {
        [Family::WebV4, Family::Account, Family::Server, Family::WebV5]
    };
    let mut codes: Vec<ErrorCode> =
        order.into_iter().filter(|family| knows(*family, value)).map(|family| ErrorCode::new(family, value)).collect();
    // People write 4004 for 0x4004.
    let as_hex = i64::from_str_radix(&value.to_string(), 16).unwrap_or_default();
    if codes.is_empty() && (1000..10_000).contains(&value) && knows(Family::WebV4, as_hex) {
        codes.push(ErrorCode::new(Family::WebV4, as_hex));
    }
    if codes.is_empty() {
        codes.push(ErrorCode::new(account_or_server(value), value));
    }
    let code = codes.remove(0);
    Resolved { code, candidates: codes }
}

fn knows(family: Family, value: i64) -> bool {
    Catalog::builtin().entry(ErrorCode::new(family, value)).is_some()
}

fn is_v4_name(name: &str) -> bool {
    // UNKNOWN is what v4 calls numbers of the server that it has no name for.
    !matches!(name, "UNKNOWN" | "UNKOWN")
        && Catalog::builtin().by_name(name).into_iter().any(|entry| entry.code.family() == Family::WebV4)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    #[track_caller]
    fn check(slot: Slot, value: i64, name: Option<&str>, writer: Writer, wanted: &str) {
        let resolved = resolve(slot, CandidateValue::Number(value), name, writer).unwrap();
        let mut got = format!("{} {}", resolved.code.family(), resolved.code);
        for candidate in resolved.candidates {
            let _ = write!(got, " | {} {candidate}", candidate.family());
        }
        assert_eq!(got, wanted);
    }

    #[test]
    fn the_place_decides_the_family() {
        let v4 = Writer { major: Some(4), v5_entry: false };
        let v5 = Writer { major: Some(5), v5_entry: true };
        let open = Writer::default();
        check(Slot::Tag, 0x4004, Some("JOIN_ROOM_FAILED"), v4, "web-v4 0x4004");
        check(Slot::Tag, -0x271c, Some("UNKNOWN"), v4, "server -10012");
        check(Slot::Tag, 0x1389, Some("UNKNOWN"), v4, "server 5001");
        check(Slot::Tag, 0xFFFF, Some("UNKOWN"), v4, "web-v4 0xFFFF");
        check(Slot::Tag, 0x4001, Some("SIGNAL_CAHNNEL_SETUP_FAILED"), v4, "web-v4 0x4001");
        check(Slot::ExtraCode, 5001, None, v4, "server 5001");
        check(Slot::ExtraCode, 5015, None, v5, "web-v5 5015");
        check(Slot::SdkCode, 5000, None, open, "web-v5 5000");
        check(Slot::SdkCode, 5001, None, v4, "server 5001");
        check(Slot::Join, -8, None, v4, "account -8");
        check(Slot::Join, 77393, None, v4, "server 77393");
        check(Slot::Account, 70999, None, v4, "account 70999");
        check(Slot::Schedule, 4, None, v4, "network 4");
        check(Slot::Schedule, 100_024, None, v4, "server 100024");
        check(Slot::Statistic, 16392, None, v4, "web-v4 0x4008");
        check(Slot::Prose, 16451, None, open, "web-v4 0x4043");
        check(Slot::Prose, 4004, None, open, "web-v4 0x4004");
        check(Slot::Prose, 5001, None, open, "server 5001 | web-v5 5001");
        check(Slot::Prose, 5001, None, v5, "web-v5 5001 | server 5001");
    }
}
