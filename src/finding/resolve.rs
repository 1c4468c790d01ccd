//! Decides the family of a candidate. One number has different meanings in different families, so the place of the number
//! decides, together with the signs of a product beside it and what is known about the log. The number alone never decides
//! between families that have it.

use super::candidate::{CandidateValue, Slot};
use super::signs::{Product, Signs};
use crate::catalog::Catalog;
use crate::code::{ErrorCode, Family};

/// What is known about the text of a candidate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct CodeContext {
    /// The SDK's major version, if the entry or the log shows it.
    pub major: Option<u8>,
    /// Whether the log has lines of the SDK.
    pub has_sdk_lines: bool,
    /// Whether the SDK wrote the text.
    pub is_sdk_text: bool,
    /// Whether the entry has a code of the SDK. A second code beside it may be the server's.
    pub has_sdk_code: bool,
    /// The family whose code with this number or name has a name or number that is beside it; see [`family_of_name`].
    pub named_family: Option<Family>,
    /// The signs of products in the text.
    pub signs: Signs,
}

impl CodeContext {
    fn is_v5(self) -> bool {
        self.major == Some(5)
    }

    /// Whether the text is about a system that has nothing to do with calls.
    fn is_of_other_system(self) -> bool {
        !self.is_sdk_text && self.signs.is_certain(Product::OtherSystem) && !self.signs.names_a_product()
    }

    /// Whether the text is about the Web SDK.
    fn is_about_sdk(self) -> bool {
        self.is_sdk_text || self.signs.has(Product::WebSdk)
    }
}

/// A code, and the other codes that it may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ResolvedCode {
    /// The code, or the likeliest one.
    pub code: ErrorCode,
    /// Other codes that it may be; empty if the place decides.
    pub alternatives: Vec<ErrorCode>,
    /// The product whose signs decided, or beside whose signs the code appears.
    pub product: Option<Product>,
}

impl ResolvedCode {
    fn certain(code: ErrorCode) -> Self {
        Self { code, alternatives: Vec::new(), product: None }
    }
}

/// Whether `value` is a main code of v5, which may have an extra code beside it. Server codes in logs of v4 have other numbers.
pub(super) fn is_v5_main_code(value: i64) -> bool {
    matches!(value, 5000 | 5100 | 5200 | 5300 | 5400 | 5500 | 5998 | 5999)
}

/// Whether the code of this candidate depends on what the rest of the log shows about the SDK.
pub(super) fn depends_on_log(slot: Slot, value: CandidateValue, name: Option<&str>, context: CodeContext) -> bool {
    if matches!(slot, Slot::ResourceStatus | Slot::KeyPoint) {
        return true;
    }
    let may_depend = match value {
        CandidateValue::Browser(_) | CandidateValue::V4(_) | CandidateValue::Own(_) => false,
        CandidateValue::Named { .. } => true,
        CandidateValue::Number(value) => (5000..6000).contains(&value),
    };
    let for_major = |major| resolve(slot, value, name, CodeContext { major, ..context });
    may_depend && context.major.is_none() && {
        let unknown = for_major(None);
        for_major(Some(4)) != unknown || for_major(Some(5)) != unknown
    }
}

/// Decides the code of a candidate. `name` is the name printed beside the number. Returns `None` if it is not a code of a
/// product that the catalog has.
pub(super) fn resolve(
    slot: Slot,
    value: CandidateValue,
    name: Option<&str>,
    context: CodeContext,
) -> Option<ResolvedCode> {
    if context.signs.is_certain(Product::OtherVendor) && !context.is_sdk_text && slot != Slot::Tag {
        return None;
    }
    if context.is_of_other_system() && matches!(value, CandidateValue::Number(-99_999..)) {
        return None;
    }
    if slot == Slot::ResourceStatus && context.has_sdk_lines || slot == Slot::KeyPoint && !context.is_v5() {
        return None;
    }
    match value {
        CandidateValue::Own(code) => Some(ResolvedCode::certain(code)),
        CandidateValue::Browser(name) => Some(ResolvedCode::certain(ErrorCode::browser(name)?)),
        CandidateValue::V4(value) => Some(ResolvedCode::certain(ErrorCode::new(Family::WebV4, value))),
        CandidateValue::Named { v4, v5 } => resolve_name(slot, v4, v5, context),
        CandidateValue::Number(value) => match family_of_place(slot, value, name, context) {
            Some(family) => Some(ResolvedCode::certain(ErrorCode::new(family, value))),
            None => resolve_open(slot, value, context),
        },
    }
}

fn resolve_name(slot: Slot, v4: Option<i64>, v5: Option<i64>, context: CodeContext) -> Option<ResolvedCode> {
    let is_of_neighbour = context.signs.neighbours().next().is_some() && !context.is_about_sdk();
    if is_of_neighbour && slot != Slot::V5 {
        return None;
    }
    let v4 = v4.map(|value| ErrorCode::new(Family::WebV4, value));
    let v5 = v5.map(|value| ErrorCode::new(Family::WebV5, value));
    let is_v5 = slot == Slot::V5 || context.is_v5();
    if slot == Slot::NameInLog && !is_v5 {
        return None;
    }
    if let Some(code) = [v4, v5].into_iter().flatten().find(|code| context.named_family == Some(code.family())) {
        return Some(ResolvedCode::certain(code));
    }
    // SDK v4 prints names in tags only, never before a sentence.
    let is_v5_first = is_v5 || slot == Slot::NameBefore && context.major.is_none();
    let (first, second) = if is_v5_first { (v5, v4) } else { (v4, v5) };
    let code = first.or(second)?;
    let is_decided = is_v5_first || context.major.is_some();
    let alternatives = second.filter(|other| *other != code && !is_decided).into_iter().collect();
    Some(ResolvedCode { code, alternatives, product: None })
}

/// The family of a number whose place decides; `None` if it does not.
fn family_of_place(slot: Slot, value: i64, name: Option<&str>, context: CodeContext) -> Option<Family> {
    if slot != Slot::Tag && context.named_family.is_some() {
        return context.named_family;
    }
    let is_v4_code = has_code(Family::WebV4, value);
    let is_in_v5_range = (5000..6000).contains(&value);
    let is_v5_code = is_in_v5_range && context.is_v5();
    Some(match slot {
        // In tags of v4, UNKNOWN is the name of server codes that it does not know.
        Slot::Tag if is_v4_code || name.is_some_and(|name| !matches!(name, "UNKNOWN" | "UNKOWN")) => Family::WebV4,
        Slot::V5 if is_in_v5_range => Family::WebV5,
        Slot::V5 | Slot::Answer | Slot::KeyPoint | Slot::Statistic if is_v4_code => Family::WebV4,
        Slot::Statistic if is_v5_code => Family::WebV5,
        Slot::Schedule if is_request_state(value) => Family::Network,
        Slot::Statistic if (100..600).contains(&value) => Family::Network,
        Slot::WebSocketClose | Slot::HttpStatus | Slot::ResourceStatus => Family::Network,
        Slot::Tag
        | Slot::V5
        | Slot::Answer
        | Slot::KeyPoint
        | Slot::Statistic
        | Slot::Schedule
        | Slot::Join
        | Slot::Account => account_or_server(value),
        // In the SDK's own lines, and beside a code of the SDK, what is not the SDK's is the server's.
        Slot::SdkCode | Slot::ExtraCode | Slot::Response
            if context.is_sdk_text || slot == Slot::ExtraCode && context.has_sdk_code =>
        {
            match () {
                () if is_v5_code || slot == Slot::SdkCode && is_v5_main_code(value) => Family::WebV5,
                () if is_v4_code => Family::WebV4,
                () => account_or_server(value),
            }
        }
        _ => return None,
    })
}

/// The family of the Web SDK that gives this number a name which is beside it, `DEVICE_ABORT_ERROR: errorCode 5307`, or this name
/// a number which is, `5000: INVALID_PARAMETER`.
pub(super) fn family_of_name(value: CandidateValue, is_beside: impl Fn(&str) -> bool) -> Option<Family> {
    let value = match value {
        CandidateValue::Number(value) => value,
        CandidateValue::Named { v4, v5 } => {
            let is_v4 = v4.is_some_and(|value| is_beside(&value.to_string()) || is_beside(&format!("{value:#x}")));
            let is_v5 = v5.is_some_and(|value| is_beside(&value.to_string()));
            return match (is_v4, is_v5) {
                (true, false) => Some(Family::WebV4),
                (false, true) => Some(Family::WebV5),
                _ => None,
            };
        }
        _ => return None,
    };
    [Family::WebV5, Family::WebV4].into_iter().find(|family| {
        let entry = Catalog::current().entry(ErrorCode::new(*family, value));
        // Names of one word may be words of a sentence.
        let name = entry.and_then(|entry| entry.name.as_deref()).filter(|name| name.contains('_'));
        name.is_some_and(&is_beside)
    })
}

/// A number in a place that any program may use.
fn resolve_open(slot: Slot, value: i64, context: CodeContext) -> Option<ResolvedCode> {
    let own = own_families(slot, value, context);
    if let Some((product, family)) = neighbour_of(value, context, !own.is_empty()) {
        // Chat and calls log in with the account system, whose codes they pass on.
        let is_account = !has_code(family, value) && account_or_server(value) == Family::Account;
        let code = ErrorCode::new(if is_account { Family::Account } else { family }, value);
        return Some(ResolvedCode { code, alternatives: Vec::new(), product: Some(product) });
    }
    // Smaller numbers of the network's family are HTTP statuses and states of requests, which any number may resemble.
    let network = Some(Family::Network).filter(|_| value >= 1000);
    // The native SDK passes on the codes of the same servers, with the same meaning.
    let is_of_server = is_like_server_code(value) && own.iter().any(|code| code.family() == Family::Server);
    let others: Vec<ErrorCode> = Product::neighbours()
        .map(|(_, family)| family)
        .filter(|family| !(is_of_server && *family == Family::Native))
        .chain(network)
        .filter(|family| has_code(*family, value))
        .map(|family| ErrorCode::new(family, value))
        .collect();
    let is_about_sdk = context.is_sdk_text
        || context.signs.is_certain(Product::WebSdk)
        || context.has_sdk_code
        || slot == Slot::SdkCode;
    let is_answer = slot == Slot::AnswerMember && !is_about_sdk;
    // Every web service answers with small numbers of its own.
    let is_trtc = !is_answer || context.is_about_sdk() || is_rarely_else(value);
    if !is_trtc || is_answer && own.is_empty() && others.is_empty() {
        return None;
    }
    let is_alone = others.is_empty();
    let is_decided = own.len() == 1 || context.major.is_some();
    match own.first() {
        // A hexadecimal number without its 0x is more often meant than another product without any sign. Many programs count
        // their codes from 1000.
        Some(code) if code.value() != Some(value) && (value >= 4000 || context.is_about_sdk() && is_alone) => {
            Some(ResolvedCode { code: *code, alternatives: others, product: None })
        }
        Some(code) if code.value() == Some(value) && is_decided && (is_about_sdk || is_alone) => {
            Some(ResolvedCode::certain(*code))
        }
        // A code of an error of v4 that is not the SDK's is the server's, which the SDK passes on. Its numbers have ranges.
        None if is_about_sdk && (slot == Slot::SdkCode || others.is_empty() && is_like_server_code(value)) => {
            Some(ResolvedCode::certain(ErrorCode::new(account_or_server(value), value)))
        }
        None if others.is_empty() && account_or_server(value) == Family::Account => {
            Some(ResolvedCode::certain(ErrorCode::new(Family::Account, value)))
        }
        _ => {
            let alternatives = own.into_iter().chain(others).collect();
            Some(ResolvedCode { code: ErrorCode::new(Family::Unclear, value), alternatives, product: None })
        }
    }
}

/// The codes of the Web SDK and its servers that a number may be, the likeliest first.
fn own_families(slot: Slot, value: i64, context: CodeContext) -> Vec<ErrorCode> {
    let order = if context.is_v5() {
        [Family::WebV5, Family::WebV4, Family::Account, Family::Server]
    } else {
        [Family::WebV4, Family::Account, Family::Server, Family::WebV5]
    };
    let mut codes: Vec<ErrorCode> = order
        .into_iter()
        .filter(|family| has_code(*family, value))
        .map(|family| ErrorCode::new(family, value))
        .collect();
    // The code of an error that is a main code of v5 is not the server's.
    if matches!(slot, Slot::ErrorMember | Slot::SdkCode) && is_v5_main_code(value) {
        codes.retain(|code| code.family() == Family::WebV5);
    }
    // People write 4004 instead of 0x4004.
    let as_hex = i64::from_str_radix(&value.to_string(), 16).unwrap_or_default();
    if codes.is_empty() && slot == Slot::Prose && (1000..10_000).contains(&value) && has_code(Family::WebV4, as_hex) {
        codes.push(ErrorCode::new(Family::WebV4, as_hex));
    }
    codes
}

/// The neighbour whose number it is, by the signs beside it. `is_own`: a family of the Web SDK has the number as well.
fn neighbour_of(value: i64, context: CodeContext, is_own: bool) -> Option<(Product, Family)> {
    if context.is_sdk_text {
        return None;
    }
    if let Some(first) = context.signs.neighbours().next() {
        let documented = context.signs.neighbours().find(|(_, family)| has_code(*family, value));
        // A text that names both, and a number that only the Web SDK has.
        let is_of_sdk = is_own && documented.is_none() && context.signs.is_certain(Product::WebSdk);
        return (!is_of_sdk).then(|| documented.unwrap_or(first));
    }
    // Small numbers mean something in most programs.
    let mut likely = context.signs.likely_neighbours().filter(|_| !is_own && value.abs() >= 1000);
    likely.find(|(product, family)| has_code(*family, value) || product.uses_number(value))
}

/// Whether a number is in one of the ranges of the server's codes, most of which no table has.
fn is_like_server_code(value: i64) -> bool {
    matches!(value, -10_999..=-10_000 | -109_999..=-100_000)
}

/// Whether a number in an answer is rarely anything else than a code of TRTC's.
fn is_rarely_else(value: i64) -> bool {
    let own = [Family::WebV4, Family::Account, Family::Server];
    (value <= -1000 || (70_000..71_000).contains(&value)) && own.into_iter().any(|family| has_code(family, value))
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

/// Whether the catalog documents `value` as a code of `family`.
pub(super) fn has_code(family: Family, value: i64) -> bool {
    Catalog::current().entry(ErrorCode::new(family, value)).is_some()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    #[track_caller]
    fn check(slot: Slot, value: i64, context: CodeContext, wanted: &str) {
        check_named(slot, value, None, context, wanted);
    }

    #[track_caller]
    fn check_named(slot: Slot, value: i64, name: Option<&str>, context: CodeContext, wanted: &str) {
        let mut got = String::new();
        if let Some(resolved) = resolve(slot, CandidateValue::Number(value), name, context) {
            let _ = write!(got, "{} {}", resolved.code.family(), resolved.code);
            for alternative in resolved.alternatives {
                let _ = write!(got, " | {} {alternative}", alternative.family());
            }
        }
        assert_eq!(got, wanted);
    }

    fn beside(text: &str) -> CodeContext {
        CodeContext { signs: Signs::of(text), ..CodeContext::default() }
    }

    #[test]
    fn the_place_decides_the_family() {
        let sdk = CodeContext { is_sdk_text: true, ..CodeContext::default() };
        let v4 = CodeContext { major: Some(4), ..sdk };
        let v5 = CodeContext { major: Some(5), ..sdk };
        check_named(Slot::Tag, 0x4004, Some("JOIN_ROOM_FAILED"), v4, "web-v4 0x4004");
        check_named(Slot::Tag, -0x271c, Some("UNKNOWN"), v4, "server -10012");
        check_named(Slot::Tag, 0x1389, Some("UNKNOWN"), v4, "server 5001");
        check_named(Slot::Tag, 0xFFFF, Some("UNKOWN"), v4, "web-v4 0xFFFF");
        check_named(Slot::Tag, 0x4001, Some("SIGNAL_CAHNNEL_SETUP_FAILED"), v4, "web-v4 0x4001");
        check_named(Slot::Tag, 0x4fff, Some("NAME_OF_A_NEW_SDK"), v4, "web-v4 0x4fff");
        check(Slot::ExtraCode, 5001, v4, "server 5001");
        check(Slot::ExtraCode, 5015, v5, "web-v5 5015");
        check(Slot::SdkCode, 5000, sdk, "web-v5 5000");
        check(Slot::SdkCode, 5001, v4, "server 5001");
        check(Slot::Join, -8, v4, "account -8");
        check(Slot::Join, 77393, v4, "server 77393");
        check(Slot::Account, 70999, v4, "account 70999");
        check(Slot::Schedule, 4, v4, "network 4");
        check(Slot::Schedule, 100_024, v4, "server 100024");
        check(Slot::Statistic, 16392, v4, "web-v4 0x4008");
        check(Slot::Statistic, 1, v4, "server 1");
        check(Slot::Response, 77393, v4, "server 77393");
        check(Slot::HttpStatus, 502, v4, "network 502");
    }

    #[test]
    fn a_number_without_a_sign_is_unclear_unless_one_family_has_it() {
        let open = CodeContext::default();
        check(Slot::Prose, 16451, open, "web-v4 0x4043");
        check(Slot::Prose, 4004, beside("进房失败"), "web-v4 0x4004 | chat 4004");
        check(Slot::Prose, 5001, open, "unclear 5001 | server 5001 | web-v5 5001");
        check(Slot::Prose, 5001, CodeContext { major: Some(5), ..beside("join") }, "web-v5 5001");
        check(Slot::Prose, 5302, open, "web-v5 5302");
        check(Slot::Response, 77393, open, "unclear 77393");
        check(Slot::ErrorMember, 77393, open, "unclear 77393");
        check(Slot::SdkCode, 77393, open, "server 77393");
        check(Slot::ExtraCode, 77393, open, "unclear 77393");
        check(Slot::ExtraCode, 77393, CodeContext { has_sdk_code: true, ..open }, "server 77393");
        check(Slot::Prose, 70999, open, "account 70999");
    }

    #[test]
    fn the_sign_of_a_product_decides() {
        check(Slot::AnswerMember, 10006, beside("createGroup error"), "chat 10006");
        check(Slot::ErrorMember, 65535, beside("TUICallEngineError"), "call 65535");
        check(Slot::Prose, -1301, beside("OnError"), "native -1301");
        check(Slot::Response, -3301, beside("onEnterRoom"), "native -3301");
        check(Slot::Prose, 16451, beside("TUIRoomEngine"), "room-kit 16451");
        check(Slot::AnswerMember, 70001, beside("TIM 10:00:05.110:SignController"), "account 70001");
        check(Slot::Prose, 16451, beside("TUICallKit, TRTC"), "web-v4 0x4043");
        check(Slot::Prose, 16451, beside("AgoraRTC"), "");
    }

    #[test]
    fn answers_of_other_services_are_no_codes() {
        check(Slot::AnswerMember, 10006, beside("no such order"), "");
        check(Slot::AnswerMember, 5000, beside("system error"), "");
        check(Slot::AnswerMember, 16388, beside("room is full"), "web-v4 0x4004");
        check(Slot::AnswerMember, 70001, beside("no such user"), "account 70001");
        check(Slot::AnswerMember, 70001, beside("UserSig is expired"), "account 70001");
    }
}
