//! Finds the error codes in one entry.

use std::collections::HashSet;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::candidate::{CandidateValue, CodeCandidate, Slot};
use super::candidate_line::{CandidateLine, lines_with_candidates};
use super::finders::object::find_in_object;
use super::messages;
use super::model::{Finding, FindingBody, MESSAGE_CHARS};
use super::resolve::{CodeContext, ResolvedCode, depends_on_log, family_of_name, has_code, is_v5_main_code, resolve};
use super::signs::{Signs, major_in_sample};
use super::text::has_word;
use crate::catalog::Catalog;
use crate::code::{ErrorCode, Family};
use crate::log::parse::parsed_entry::{ErrorObject, Origin, ParsedEntry};

/// What a log shows about the SDK that wrote it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SdkTraces {
    /// The SDK's major version.
    pub major: Option<u8>,
    /// Whether the log has lines of the SDK.
    pub has_lines: bool,
}

impl SdkTraces {
    /// The traces in the beginning of a log.
    pub(crate) fn in_sample(sample: &str) -> Self {
        const LEVELS: [&str; 5] = ["<INFO> ", "<ERROR> ", "<INFO>: ", "u003CINFO", "&lt;INFO"];
        let has_lines = LEVELS.iter().any(|level| memchr::memmem::find(sample.as_bytes(), level.as_bytes()).is_some());
        Self { major: major_in_sample(sample), has_lines }
    }
}

/// The findings of an entry, with the explanation and fix that its message contains. `sdk` is what the log shows about the SDK.
///
/// The findings have the line numbers of `parsed`, no entry number and no time; [`set_position`] sets them.
pub(crate) fn findings_in_entry(parsed: &ParsedEntry<'_>, sdk: SdkTraces) -> Vec<Finding> {
    find(parsed, Some(sdk)).findings.unwrap_or_default()
}

/// The findings of an entry in any log.
pub(crate) fn findings_for_any_version(parsed: &ParsedEntry<'_>) -> VersionedFindings {
    find(parsed, None)
}

/// The findings of an entry, and what it shows about the SDK's version.
#[derive(Clone, Debug, Default)]
pub(crate) struct VersionedFindings {
    /// `None` if they depend on what the rest of the log shows about the SDK.
    pub findings: Option<Vec<Finding>>,
    /// The SDK's major version, if an entry with codes shows it by names of calls or clients, or by codes that only one
    /// version has.
    pub sdk_major: Option<u8>,
}

/// Moves findings to the position of their entry in the log. Their line numbers count from `first_line`, the physical line of
/// the chunk's first line, from 1. `entry_number` and `time` are those of the entry.
pub(crate) fn set_position(findings: &mut [Finding], first_line: u64, entry_number: u64, time: Option<&str>) {
    let time: Option<Arc<str>> = time.map(Arc::from);
    for finding in findings {
        finding.line += first_line;
        finding.entry_line += first_line;
        finding.entry_number = entry_number;
        finding.time = time.clone();
    }
}

/// Adds the explanation and fix that the entry's message contains to its findings.
fn add_details(parsed: &ParsedEntry<'_>, findings: &mut [Finding]) {
    if findings.is_empty() {
        return;
    }
    let in_texts = || parsed.texts.iter().find_map(|part| messages::detail(&part.text));
    if let Some(detail) = messages::detail(&parsed.message).or_else(in_texts) {
        for finding in findings.iter_mut().filter(|finding| finding.code.family() != Family::Network) {
            let body = Arc::make_mut(&mut finding.body);
            body.detail = Some(Arc::clone(&detail.explanation));
            body.fix.clone_from(&detail.fix);
        }
    }
}

/// The findings of an entry; none if `sdk` is not known yet and they depend on it.
fn find(parsed: &ParsedEntry<'_>, sdk: Option<SdkTraces>) -> VersionedFindings {
    let lines = lines_with_candidates(parsed);
    let objects: Vec<_> = parsed.objects.iter().map(|object| (object, find_in_object(object))).collect();
    if lines.is_empty() && objects.iter().all(|(_, candidates)| candidates.is_empty()) {
        return VersionedFindings { findings: Some(Vec::new()), sdk_major: None };
    }
    let signs = signs_of_entry(parsed);
    // An answer of a service that is not Tencent's may have any number.
    if parsed.origin == Origin::Foreign && !signs.names_a_product() {
        return VersionedFindings { findings: Some(Vec::new()), sdk_major: None };
    }
    let in_lines = lines.iter().flat_map(|line| line.candidates.iter().map(|found| (found.slot, found.value)));
    let in_objects =
        objects.iter().flat_map(|(_, candidates)| candidates.iter().map(|found| (found.slot, found.value)));
    let codes: Vec<_> = in_lines.chain(in_objects).collect();
    let entry_major = if is_v5(&codes) { Some(5) } else { signs.sdk_major() };
    let major = match sdk {
        _ if entry_major == Some(5) => entry_major,
        Some(sdk) => sdk.major.or(entry_major),
        None => None,
    };
    let sdk_codes = codes.iter().filter(|(slot, value)| is_sdk_code(*slot, *value)).count();
    // A code is no sign of its own family.
    let has_sdk_code = |slot, value| sdk_codes > usize::from(is_sdk_code(slot, value));
    let has_sdk_lines = sdk.is_some_and(|sdk| sdk.has_lines);
    let is_sdk_text = parsed.origin == Origin::Sdk;
    let context = CodeContext { major, has_sdk_lines, is_sdk_text, signs, ..CodeContext::default() };
    let mut builder = FindingBuilder { parsed, message: None, findings: Vec::new(), seen: HashSet::default() };
    let is_any = sdk.is_none();
    let mut depends = false;
    for line in &lines {
        let context = line.context(context);
        for found in &line.candidates {
            let named_family = family_of_name(found.value, |name| has_word(line.text_around(&found.span), name));
            let context = CodeContext { has_sdk_code: has_sdk_code(found.slot, found.value), named_family, ..context };
            depends |= is_any && depends_on_log(found.slot, found.value, found.name, context);
            builder.add_candidate(line, found, context);
        }
    }
    for (object, candidates) in &objects {
        let context = CodeContext { signs: signs.and(signs_of_object(object)), ..context };
        for candidate in candidates {
            let named_family =
                family_of_name(candidate.value, |name| short_members(object).any(|(_, text)| has_word(text, name)));
            let has_sdk_code = has_sdk_code(candidate.slot, candidate.value);
            let context = CodeContext { has_sdk_code, named_family, ..context };
            depends |= is_any && depends_on_log(candidate.slot, candidate.value, None, context);
            let text = format!("{}: {}", candidate.key, object.member(candidate.key).unwrap_or_default());
            let evidence = Evidence { line: object.line, pointer: member_pointer(object, candidate.key), text };
            if let Some(resolved) = resolve(candidate.slot, candidate.value, None, context) {
                builder.add(resolved, None, evidence);
            }
        }
    }
    if depends {
        return VersionedFindings { findings: None, sdk_major: entry_major };
    }
    let mut findings = builder.findings;
    correct_request_states(&mut findings);
    add_details(parsed, &mut findings);
    let sdk_major = entry_major.filter(|_| !findings.is_empty());
    VersionedFindings { findings: Some(findings), sdk_major }
}

/// Entries with longer texts are about many things: then only the signs of a line itself count.
const MAX_ENTRY_BYTES: usize = 4096;

/// The signs of products in the texts of an entry.
fn signs_of_entry(parsed: &ParsedEntry<'_>) -> Signs {
    let bytes: usize = parsed.texts.iter().map(|part| part.text.len()).sum();
    if bytes > MAX_ENTRY_BYTES && parsed.origin != Origin::Foreign {
        return Signs::default();
    }
    let texts = parsed.texts.iter().map(|part| Signs::of(&part.text));
    texts.chain(parsed.objects.iter().map(signs_of_object)).fold(Signs::default(), Signs::and)
}

/// The members of an object whose values are short enough to be about its code.
fn short_members<'o>(object: &'o ErrorObject<'_>) -> impl Iterator<Item = (&'o str, &'o str)> {
    let members = object.members.iter().map(|(key, value)| (key.as_ref(), value.as_ref()));
    members.filter(|(_, value): &(_, &str)| value.len() <= MAX_ENTRY_BYTES)
}

/// The signs of products in the members of an object.
fn signs_of_object(object: &ErrorObject<'_>) -> Signs {
    short_members(object).map(|(key, value)| Signs::of(key).and(Signs::of(value))).fold(Signs::default(), Signs::and)
}

/// Beside `SCHEDULE_FAILED`, the extra code may be the request's ready state or HTTP status (`extraCode: 4`).
fn correct_request_states(findings: &mut [Finding]) {
    if !findings.iter().any(|finding| finding.code == ErrorCode::new(Family::WebV4, 0x404c)) {
        return;
    }
    let is_open = |finding: &&mut Finding| matches!(finding.code.family(), Family::Server | Family::Unclear);
    for finding in findings.iter_mut().filter(is_open) {
        if let Some(value) = finding.code.value().filter(|value| matches!(value, 1..=4 | 100..600)) {
            finding.code = ErrorCode::new(Family::Network, value);
            let entry = Catalog::current().entry(finding.code);
            let body = Arc::make_mut(&mut finding.body);
            body.known = entry.is_some();
            body.name = entry.and_then(|entry| entry.name.clone());
            body.alternatives.clear();
        }
    }
}

/// Whether only v5 writes these codes: one in a place of v5, or a main code with an extra code beside it.
fn is_v5(codes: &[(Slot, CandidateValue)]) -> bool {
    let is_main_code =
        |value: &CandidateValue| matches!(value, CandidateValue::Number(number) if is_v5_main_code(*number));
    let has_extra = codes.iter().any(|(slot, _)| *slot == Slot::ExtraCode);
    codes.iter().any(|(slot, value)| match slot {
        Slot::V5 => true,
        Slot::SdkCode => is_main_code(value),
        Slot::ErrorMember | Slot::AnswerMember | Slot::Prose | Slot::Response => has_extra && is_main_code(value),
        _ => false,
    })
}

/// Whether a candidate is a code of the SDK, by its place or by its number.
fn is_sdk_code(slot: Slot, value: CandidateValue) -> bool {
    match value {
        CandidateValue::Number(value) => {
            !matches!(slot, Slot::ExtraCode | Slot::AnswerMember)
                && (has_code(Family::WebV4, value) || slot == Slot::V5 || is_v5_main_code(value))
        }
        CandidateValue::Named { .. } | CandidateValue::V4(_) => true,
        CandidateValue::Browser(_) | CandidateValue::Own(_) => false,
    }
}

/// The JSON pointer of a member of `object`, or of the string that contains the object.
fn member_pointer(object: &ErrorObject<'_>, key: &str) -> Option<String> {
    object.pointer.as_ref().map(|pointer| if object.in_string { pointer.clone() } else { format!("{pointer}/{key}") })
}

/// The text from which a code was read, and its position.
struct Evidence {
    line: u64,
    pointer: Option<String>,
    text: String,
}

/// Resolves candidates and builds findings from them.
struct FindingBuilder<'p> {
    parsed: &'p ParsedEntry<'p>,
    /// The entry's message, shared by its findings.
    message: Option<Arc<str>>,
    findings: Vec<Finding>,
    /// The codes found, with their positions: each code counts once per line.
    seen: HashSet<(ErrorCode, u64, Option<String>), RandomState>,
}

impl FindingBuilder<'_> {
    fn add_candidate(&mut self, line: &CandidateLine<'_>, candidate: &CodeCandidate<'_>, context: CodeContext) {
        let Some(resolved) = resolve(candidate.slot, candidate.value, candidate.name, context) else { return };
        let offset = if line.part.physical { line.idx } else { 0 };
        let text = line.text[candidate.span.clone()].to_owned();
        let evidence = Evidence { line: line.part.line + offset, pointer: line.part.pointer.clone(), text };
        self.add(resolved, candidate.name, evidence);
    }

    fn add(&mut self, resolved: ResolvedCode, name: Option<&str>, evidence: Evidence) {
        if !self.seen.insert((resolved.code, evidence.line, evidence.pointer.clone())) {
            return;
        }
        let entry = Catalog::current().entry(resolved.code);
        let name = name.or_else(|| entry.and_then(|entry| entry.name.as_deref())).map(str::to_owned);
        let message = self.message.get_or_insert_with(|| cut_message(&self.parsed.message).into());
        self.findings.push(Finding {
            code: resolved.code,
            line: evidence.line,
            pointer: evidence.pointer,
            entry_line: self.parsed.first_line,
            entry_number: 0,
            time: None,
            picture: None,
            body: Arc::new(FindingBody {
                known: entry.is_some(),
                name,
                alternatives: resolved.alternatives,
                product: resolved.product,
                level: self.parsed.level,
                evidence: evidence.text,
                message: Arc::clone(message),
                detail: None,
                fix: Arc::default(),
            }),
        });
    }
}

/// Cuts a message at four times [`MESSAGE_CHARS`]: redaction recognises a secret at the limit only if it is complete.
fn cut_message(message: &str) -> &str {
    match message.char_indices().nth(MESSAGE_CHARS * 4) {
        Some((end, _)) => &message[..end],
        None => message,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::log::Layout;
    use crate::log::parse::reader::read_entries;

    /// All findings of a text log, one per line: `line family code "evidence"`.
    fn findings(log: &str) -> String {
        let mut rows = String::new();
        read_entries(log, &Layout::IN_STRING, &mut |parsed| {
            let mut found = findings_in_entry(&parsed, SdkTraces::default());
            set_position(&mut found, 1, 1, None);
            for finding in found {
                let family = finding.code.family();
                let _ = writeln!(rows, "{} {family} {} {:?}", finding.line, finding.code, finding.evidence());
            }
        });
        rows
    }

    #[test]
    fn codes_are_found_anywhere_in_a_long_line() {
        for step in [1000, 1021, 1024, 1531] {
            let errors: Vec<_> = (0..64).map(|idx| format!("错 extraCode: {}", 10_000 + idx)).collect();
            let whole = findings(&format!("[app] {}\n", errors.join(&".".repeat(step))));
            let alone: Vec<_> = errors.iter().map(|error| findings(&format!("[app] {error}\n"))).collect();
            assert_eq!(whole, alone.concat(), "{step}");
        }
    }

    #[test]
    fn findings_have_the_line_of_their_code() {
        let log = "trtc.js:1 TRTC[00:41:56:412] <ERROR> [↑c1|70001] Join room failed result: 5001 error: no 10006\n\
                   trtc.js:1 TRTC[00:41:56:498] <ERROR> [↑c1|a] RtcError: Failed to join room - x code: 5001 \n\
                   Refer to: https://a.example/?code=70001\n <JOIN_ROOM_FAILED 0x4004>\nvalue @ trtc.js:1\n";
        expect_test::expect![[r#"
            1 server 5001 "5001"
            2 server 5001 "code: 5001"
            4 web-v4 0x4004 "<JOIN_ROOM_FAILED 0x4004>"
        "#]]
        .assert_eq(&findings(log));
    }

    #[test]
    fn other_numbers_are_not_codes() {
        let log = "trtc.js:1 TRTC[00:00:00:001] <INFO> [↑c1|70001] Join() => joining room: 5001 mode: live role: anchor\n\
                   trtc.js:1 TRTC[00:00:00:001] <WARN> [↑c1|-8] reJoin room: 5001 failed\n\
                   trtc.js:1 TRTC[00:00:00:001] <ERROR> [↑c1|a] Failed to fetch 0 code: 0 extraCode: 0 errCode: undefined\n\
                   trtc.js:1 TRTC[00:00:00:001] <INFO> ChannelSetup Success: checkSigSeq:5001\n\
                   trtc.js:1 TRTC[00:00:00:001] <INFO> uplink network quality change 0 -> 6, rtt: 5001, loss: 0\n\
                   my room is 5001, app 1400188366, port 16388\n";
        expect_test::expect![""].assert_eq(&findings(log));
    }

    #[test]
    fn small_numbers_are_states_of_requests_only_where_the_sdk_requests_a_server() {
        let log = "stat-schedule-failed-4\nstat-join-failed-4\nstat-subscribe-failed-1\n\
                   trtc.js:1 [03:30:13:000] <ERROR> [↑t1-r1|a] switch room failed. result: -10035 error: x\n\
                   trtc.js:1 [03:30:12:000] <ERROR> [↑t1-r1-spc1|a] reconnect() failed -10022 session not found\n";
        expect_test::expect![[r#"
            1 network 4 "stat-schedule-failed-4"
            2 network 4 "stat-join-failed-4"
            3 server 1 "stat-subscribe-failed-1"
            4 server -10035 "-10035"
            5 server -10022 "-10022"
        "#]]
        .assert_eq(&findings(log));
    }

    #[test]
    fn a_name_beside_its_number_decides_the_family() {
        let log = "trtc.js:1 TRTC[03:30:13:000] <WARN> [↑t1|a] DEVICE_ABORT_ERROR: errorCode 5307 (retry 7)\n\
                   enterRoom failed DEVICE_ABORT_ERROR, error code 5307\n\
                   JOIN_ROOM_FAILED: errorCode 16388\n\
                   Error: [TRTC] 5000: INVALID_PARAMETER sdkAppId must be a number\n\
                   INVALID_PARAMETER (0x1000) sdkAppId must be a number\n";
        expect_test::expect![[r#"
            1 web-v5 5307 "errorCode 5307"
            2 web-v5 5307 "error code 5307"
            3 web-v4 0x4004 "errorCode 16388"
            4 web-v5 5000 "INVALID_PARAMETER"
            5 web-v4 0x1000 "INVALID_PARAMETER"
        "#]]
        .assert_eq(&findings(log));
    }

    #[test]
    fn exceptions_of_media_calls_are_found() {
        let log = "[app] failed to publish OperationError: Failed to execute 'setRemoteDescription' on 'RTCPeerConnection'\n\
                   [app] OperationError: The operation failed for an operation-specific reason\n\
                   RtcError {“code_”: 16388, “extraCode_”: -10012}\n\
                   报错 Ox4004\n";
        expect_test::expect![[r#"
            1 browser OperationError "OperationError"
            3 web-v4 0x4004 "code_”: 16388"
            3 server -10012 "extraCode_”: -10012"
            4 web-v4 0x4004 "Ox4004"
        "#]]
        .assert_eq(&findings(log));
    }

    #[test]
    fn codes_are_found_in_all_kinds_of_places() {
        let log = "TRTC[00:00:00:001] <ERROR> [↑ws|bob] 70001, usersig is expired\n\
                   x RtcError: SignalChannel setup failure: ('errorCode': -8, 'errorMsg': sdkAppId invalid }) <SIGNAL_CHANNEL_SETUP_FAILED 0x4001> https://x\n\
                   {\"code_\":16388,\"extraCode_\":-10012,\"name\":\"RtcError\",\"message_\":\"Failed to join room\"}\n\
                   {\"timestamp\":\"1\",\"sdkAppId\":\"1\",\"userId\":\"5001\",\"version\":\"4.15.22\",\"log\":\"stat-join-failed--10012\"}\n\
                   TRTC[00:00:00:001] <INFO> [↑c3|a] user was banned because of [room-disband]\n\
                   TRTC[00:00:00:001] <ERROR> [↑s1|a] getDisplayMedia error observed NotAllowedError: Permission denied\n\
                   真机弹出16451错误\n\
                   Audio play failed，browser exception: NotAllowedError\n\
                   [00:56:01:008] <ERROR> [↑t1] startLocalVideo() failed 2   DEVICE_ERROR: x thrown from startLocalVideo() code:5302 params: []\n\
                   Error {\n  \"code\": 16388,\n  \"extraCode\": -10012\n}\n\
                   Codes: 70001/70003 on login\n\
                   errorCode 为 70001\n\
                   enterRoom ret:-100018\n";
        expect_test::expect![[r#"
            1 account 70001 "70001"
            2 account -8 "-8"
            2 web-v4 0x4001 "<SIGNAL_CHANNEL_SETUP_FAILED 0x4001>"
            3 web-v4 0x4004 "code_: 16388"
            3 server -10012 "extraCode_: -10012"
            4 server -10012 "stat-join-failed--10012"
            5 web-v4 0x4040 "user was banned because of [room-disband]"
            6 browser NotAllowedError "NotAllowedError"
            7 web-v4 0x4043 "16451"
            8 web-v4 0x4043 "play failed，browser exception: "
            8 browser NotAllowedError "NotAllowedError"
            9 web-v5 5300 "DEVICE_ERROR"
            9 web-v5 5302 "code:5302"
            11 web-v4 0x4004 "code\": 16388"
            12 server -10012 "extraCode\": -10012"
            14 account 70001 "Codes: 70001"
            14 account 70003 "70003"
            15 account 70001 "errorCode 为 70001"
            16 server -100018 "-100018"
        "#]]
        .assert_eq(&findings(log));
    }
}
