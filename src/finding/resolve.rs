//! Decides the family of a candidate. One number has different meanings in different families, so the place of the number
//! decides, together with what is known about the log. The number alone never decides.

use super::candidate::{CandidateValue, Slot};
use crate::catalog::Catalog;
use crate::code::{ErrorCode, Family};

/// What is known about the SDK that wrote an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct SdkInfo {
    /// The SDK's major version, if the log has reported it.
    pub major: Option<u8>,
    /// Whether v5 wrote the entry: it contains a code that only v5 has.
    pub is_v5_entry: bool,
}

/// A code, and the other codes that it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ResolvedCode {
    /// The code, or the likeliest one.
    pub code: ErrorCode,
    /// Other codes that it may be; empty if the place decides.
    pub alternatives: Vec<ErrorCode>,
}

/// Whether `value` is a main code of v5, which may have an extra code beside it. Server codes in logs of v4 have other numbers.
pub(super) fn is_v5_main_code(value: i64) -> bool {
    matches!(value, 5000 | 5100 | 5200 | 5300 | 5400 | 5500 | 5998 | 5999)
}

/// Whether the family of this candidate depends on the SDK's version.
pub(super) fn depends_on_version(slot: Slot, value: CandidateValue) -> bool {
    match value {
        CandidateValue::Browser(_) | CandidateValue::V4(_) | CandidateValue::Own(_) => false,
        CandidateValue::Named { v4, v5 } => slot != Slot::V5 && v4.is_some() && v5.is_some(),
        CandidateValue::Number(value) => {
            let is_ambiguous = matches!(slot, Slot::SdkCode | Slot::ExtraCode | Slot::Statistic | Slot::Prose);
            is_ambiguous && (5000..6000).contains(&value)
        }
    }
}

/// Decides the code of a candidate. `name` is the name printed beside the number. Returns `None` for a name without a code.
pub(super) fn resolve(slot: Slot, value: CandidateValue, name: Option<&str>, sdk: SdkInfo) -> Option<ResolvedCode> {
    let decided = |code| Some(ResolvedCode { code, alternatives: Vec::new() });
    match value {
        CandidateValue::Browser(name) => decided(ErrorCode::browser(name)?),
        CandidateValue::V4(value) => decided(ErrorCode::new(Family::WebV4, value)),
        CandidateValue::Own(code) => decided(code),
        CandidateValue::Named { v4, v5 } => resolve_name(slot, v4, v5, sdk),
        CandidateValue::Number(value) if slot == Slot::Prose => Some(resolve_prose(value, sdk)),
        CandidateValue::Number(value) => decided(ErrorCode::new(family_of(slot, value, name, sdk), value)),
    }
}

fn resolve_name(slot: Slot, v4: Option<i64>, v5: Option<i64>, sdk: SdkInfo) -> Option<ResolvedCode> {
    let v4 = v4.map(|value| ErrorCode::new(Family::WebV4, value));
    let v5 = v5.map(|value| ErrorCode::new(Family::WebV5, value));
    let is_v5 = slot == Slot::V5 || sdk.is_v5_entry || sdk.major == Some(5);
    let (first, second) = if is_v5 { (v5, v4) } else { (v4, v5) };
    let is_decided = is_v5 || sdk.major.is_some();
    let code = first.or(second)?;
    let alternatives = second.filter(|other| *other != code && !is_decided).into_iter().collect();
    Some(ResolvedCode { code, alternatives })
}

fn family_of(slot: Slot, value: i64, name: Option<&str>, sdk: SdkInfo) -> Family {
    let is_v4_code = has_code(Family::WebV4, value);
    let is_in_v5_range = (5000..6000).contains(&value);
    let is_v5_log = sdk.is_v5_entry || sdk.major == Some(5);
    #[allow(clippy::match_same_arms)] // One line per place is easier to read than one line per family.
    match slot {
        Slot::Tag if is_v4_code || name.is_some_and(is_v4_name) => Family::WebV4,
        Slot::SdkCode | Slot::ExtraCode | Slot::Response | Slot::V5 if is_v4_code => Family::WebV4,
        Slot::V5 if is_in_v5_range => Family::WebV5,
        Slot::SdkCode if is_v5_main_code(value) => Family::WebV5,
        Slot::SdkCode | Slot::ExtraCode if is_in_v5_range && is_v5_log => Family::WebV5,
        Slot::Schedule if is_request_state(value) => Family::Network,
        Slot::Statistic if is_v4_code => Family::WebV4,
        Slot::Statistic if is_in_v5_range && sdk.major == Some(5) => Family::WebV5,
        Slot::Statistic if is_request_state(value) => Family::Network,
        Slot::WebSocketClose => Family::Network,
        _ => account_or_server(value),
    }
}

/// Whether `value` is an XHR ready state or an HTTP status. No code of the server or of the account system is in this range.
fn is_request_state(value: i64) -> bool {
    (1..=4).contains(&value) || (100..600).contains(&value)
}

/// Account codes are the codes in the account system's table and undocumented codes in its range, 70000 to 70999. Not every
/// number that begins with 7 is one: 77393 is a code of the server.
fn account_or_server(value: i64) -> Family {
    if has_code(Family::Account, value) || (70_000..71_000).contains(&value) { Family::Account } else { Family::Server }
}

/// A number in a person's words belongs to any family that documents it. If several do, the SDK's version decides which one
/// comes first.
fn resolve_prose(value: i64, sdk: SdkInfo) -> ResolvedCode {
    let order = if sdk.major == Some(5) || sdk.is_v5_entry {
        [Family::WebV5, Family::WebV4, Family::Account, Family::Server]
    } else {
        [Family::WebV4, Family::Account, Family::Server, Family::WebV5]
    };
    let mut codes: Vec<ErrorCode> = order
        .into_iter()
        .filter(|family| has_code(*family, value))
        .map(|family| ErrorCode::new(family, value))
        .collect();
    // People write 4004 instead of 0x4004.
    let as_hex = i64::from_str_radix(&value.to_string(), 16).unwrap_or_default();
    if codes.is_empty() && (1000..10_000).contains(&value) && has_code(Family::WebV4, as_hex) {
        codes.push(ErrorCode::new(Family::WebV4, as_hex));
    }
    if codes.is_empty() {
        codes.push(ErrorCode::new(account_or_server(value), value));
    }
    let code = codes.remove(0);
    ResolvedCode { code, alternatives: codes }
}

/// Whether the catalog documents `value` as a code of `family`.
pub(super) fn has_code(family: Family, value: i64) -> bool {
    Catalog::builtin().entry(ErrorCode::new(family, value)).is_some()
}

fn is_v4_name(name: &str) -> bool {
    // In tags of v4, UNKNOWN is the name of server codes that it does not know.
    !matches!(name, "UNKNOWN" | "UNKOWN")
        && Catalog::builtin().by_name(name).into_iter().any(|entry| entry.code.family() == Family::WebV4)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    #[track_caller]
    fn check(slot: Slot, value: i64, name: Option<&str>, sdk: SdkInfo, wanted: &str) {
        let resolved = resolve(slot, CandidateValue::Number(value), name, sdk).unwrap();
        let mut got = format!("{} {}", resolved.code.family(), resolved.code);
        for alternative in resolved.alternatives {
            let _ = write!(got, " | {} {alternative}", alternative.family());
        }
        assert_eq!(got, wanted);
    }

    #[test]
    fn the_place_decides_the_family() {
        let v4 = SdkInfo { major: Some(4), is_v5_entry: false };
        let v5 = SdkInfo { major: Some(5), is_v5_entry: true };
        let open = SdkInfo::default();
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
