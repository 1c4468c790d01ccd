//! From one entry to its findings.

use std::cell::LazyCell;
use std::collections::HashSet;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::candidate::{CandidateValue, CodeCandidate, Slot};
use super::finders::object::find_in_object;
use super::finders::{FinderInput, Topic, find_candidates};
use super::messages;
use super::resolve::{Writer, depends_on_version, is_v5_main, resolve};
use super::{Finding, MESSAGE_CHARS, Said};
use crate::catalog::Catalog;
use crate::code::{ErrorCode, Family};
use crate::log::Level;
use crate::log::formats::strip_location;
use crate::log::parse::parsed_entry::{ErrorObject, Origin, ParsedEntry, TextPart};

/// The findings of `parsed`. Lines and entries count as the draft's own do; [`place`] moves them to where the chunk stands.
/// `major` is the SDK's major version, where the log has told it.
pub fn findings_of(parsed: &ParsedEntry<'_>, major: Option<u8>) -> Vec<Finding> {
    find(parsed, Version::Log(major)).unwrap_or_default()
}

/// The findings of `parsed` if they are the same whatever the SDK's version; `None` where it matters.
pub fn findings_of_any_version(parsed: &ParsedEntry<'_>) -> Option<Vec<Finding>> {
    find(parsed, Version::Any)
}

/// Moves findings to where their entry stands: `first_line` is the physical line of the chunk's first line, from 1, and
/// `number` the entry's, `time` its clock.
pub fn place(findings: &mut [Finding], first_line: u64, number: u64, time: Option<&Arc<str>>) {
    for finding in findings {
        finding.line += first_line;
        finding.entry_line += first_line;
        finding.entry_number = number;
        finding.time = time.cloned();
    }
}

/// For which SDK versions findings are wanted.
#[derive(Clone, Copy)]
enum Version {
    /// Findings that all agree on.
    Any,
    /// The log's, as its major version, if it has told it.
    Log(Option<u8>),
}

fn find(parsed: &ParsedEntry<'_>, version: Version) -> Option<Vec<Finding>> {
    let lines = marked_lines(parsed);
    let objects: Vec<_> = parsed.objects.iter().map(|object| (object, find_in_object(object))).collect();
    let all = || {
        let of_texts = lines.iter().flat_map(|line| line.marks.iter().map(|mark| (mark.slot, mark.value)));
        of_texts.chain(objects.iter().flat_map(|(_, marks)| marks.iter().map(|mark| (mark.slot, mark.value))))
    };
    let v5_entry = all().any(|(slot, value)| slot == Slot::V5 || is_v5(slot, value));
    let major = match version {
        Version::Any if all().any(|(slot, value)| depends_on_version(slot, value)) => return None,
        Version::Any => None,
        Version::Log(major) => major,
    };
    let writer = Writer { major, v5_entry };
    let mut collector = Collector { parsed, writer, message: None, findings: Vec::new(), seen: HashSet::default() };
    for line in &lines {
        for mark in &line.marks {
            collector.add_mark(line, mark);
        }
    }
    for (object, marks) in &objects {
        for mark in marks {
            let text = format!("{}: {}", mark.key, object.member(mark.key).unwrap_or_default());
            let at = At { line: object.line, pointer: member_pointer(object, mark.key) };
            collector.add(at, mark.slot, mark.value, None, text);
        }
    }
    let mut findings = collector.findings;
    settle_request_states(&mut findings);
    Some(findings)
}

/// Beside `SCHEDULE_FAILED`, an extra code may be the request's state or HTTP status (`extraCode: 4`).
fn settle_request_states(findings: &mut [Finding]) {
    if !findings.iter().any(|finding| finding.code == ErrorCode::new(Family::WebV4, 0x404c)) {
        return;
    }
    for finding in findings.iter_mut().filter(|finding| finding.code.family() == Family::Server) {
        if let Some(value) = finding.code.value().filter(|value| matches!(value, 1..=4 | 100..600)) {
            finding.code = ErrorCode::new(Family::Network, value);
            let entry = Catalog::builtin().entry(finding.code);
            let said = Arc::make_mut(&mut finding.said);
            said.known = entry.is_some();
            said.name = entry.and_then(|entry| entry.name.clone());
        }
    }
}

/// Adds what the entry's own words say beyond its codes to its findings.
pub fn explain(parsed: &ParsedEntry<'_>, findings: &mut [Finding]) {
    let in_texts = || parsed.texts.iter().find_map(|part| messages::detail(&part.text));
    if let Some(detail) = messages::detail(&parsed.message).or_else(in_texts) {
        for finding in findings.iter_mut().filter(|finding| finding.code.family() != Family::Network) {
            let said = Arc::make_mut(&mut finding.said);
            said.detail = Some(Arc::clone(&detail.explanation));
            said.fix.clone_from(&detail.fix);
        }
    }
}

fn is_v5(slot: Slot, value: CandidateValue) -> bool {
    matches!(slot, Slot::SdkCode) && matches!(value, CandidateValue::Number(number) if is_v5_main(number))
}

fn member_pointer(object: &ErrorObject, key: &str) -> Option<String> {
    object.pointer.as_ref().map(|pointer| if object.in_string { pointer.clone() } else { format!("{pointer}/{key}") })
}

/// A line of an entry's text and the marks on it.
struct CandidateLine<'d> {
    part: &'d TextPart<'d>,
    text: &'d str,
    /// Line breaks before it in its part.
    idx: u64,
    marks: Vec<CodeCandidate<'d>>,
}

fn marked_lines<'d>(parsed: &'d ParsedEntry<'_>) -> Vec<CandidateLine<'d>> {
    let quiet = parsed.origin == Origin::Sdk && matches!(parsed.level, Level::Info | Level::Debug);
    let mut lines = Vec::new();
    for part in &parsed.texts {
        // Only numbers behind a "code" that nothing else tells of need it.
        let topic = LazyCell::new(|| Topic::of(&part.text));
        for (idx, text) in part.text.split('\n').enumerate() {
            let text = strip_location(text.strip_suffix('\r').unwrap_or(text));
            let topic = if text.contains("ode") { *topic } else { Topic::default() };
            let line = FinderInput { text, topic, origin: parsed.origin, quiet, continued: idx > 0 };
            let marks = if text.len() > PIECE { marks_of_pieces(&line) } else { find_candidates(&line) };
            if !marks.is_empty() {
                lines.push(CandidateLine { part, text, idx: idx as u64, marks });
            }
        }
    }
    lines
}

/// Longer lines are looked at in pieces of so many bytes, as if each stood alone. No line is that long but in logs that lost
/// their line breaks, where what stands far away has nothing to say of a code.
const PIECE: usize = 16 * 1024;
/// So many bytes of a piece are its neighbour's as well: half of them are each one's own.
const OVERLAP: usize = 2 * 1024;

fn marks_of_pieces<'d>(line: &FinderInput<'d>) -> Vec<CodeCandidate<'d>> {
    let text = line.text;
    let mut all = Vec::new();
    let (mut start, mut first_own) = (0, 0);
    loop {
        let end = text.floor_char_boundary(start + PIECE);
        let piece = &text[start..end];
        let end_own = if end == text.len() { end } else { end - OVERLAP / 2 };
        let marks =
            find_candidates(&FinderInput { text: piece, topic: Topic::of(piece), ..*line }).into_iter().map(|mark| {
                let span = mark.span.start + start..mark.span.end + start;
                CodeCandidate { span, ..mark }
            });
        all.extend(marks.filter(|mark| (first_own..end_own).contains(&mark.span.start)));
        if end == text.len() {
            return all;
        }
        (start, first_own) = (text.floor_char_boundary(end - OVERLAP), end_own);
    }
}

struct At {
    line: u64,
    pointer: Option<String>,
}

struct Collector<'d> {
    parsed: &'d ParsedEntry<'d>,
    writer: Writer,
    /// The entry's message, which its findings share.
    message: Option<Arc<str>>,
    findings: Vec<Finding>,
    /// What was found, and where: each code counts once a line.
    seen: HashSet<(ErrorCode, u64, Option<String>), RandomState>,
}

impl Collector<'_> {
    fn add_mark(&mut self, line: &CandidateLine<'_>, mark: &CodeCandidate<'_>) {
        let offset = if line.part.physical { line.idx } else { 0 };
        let at = At { line: line.part.line + offset, pointer: line.part.pointer.clone() };
        let text = line.text[mark.span.clone()].to_owned();
        self.add(at, mark.slot, mark.value, mark.name, text);
    }

    fn add(&mut self, at: At, slot: Slot, value: CandidateValue, name: Option<&str>, text: String) {
        let Some(resolved) = resolve(slot, value, name, self.writer) else { return };
        if !self.seen.insert((resolved.code, at.line, at.pointer.clone())) {
            return;
        }
        let entry = Catalog::builtin().entry(resolved.code);
        let name = name.or_else(|| entry.and_then(|entry| entry.name.as_deref())).map(str::to_owned);
        let message = self.message.get_or_insert_with(|| cut(&self.parsed.message).into());
        self.findings.push(Finding {
            code: resolved.code,
            line: at.line,
            pointer: at.pointer,
            entry_line: self.parsed.first_line,
            entry_number: 0,
            time: None,
            user: None,
            said: Arc::new(Said {
                known: entry.is_some(),
                name,
                candidates: resolved.candidates,
                level: self.parsed.level,
                text,
                message: Arc::clone(message),
                detail: None,
                fix: Arc::default(),
            }),
        });
    }
}

/// The first [`MESSAGE_CHARS`] characters; redaction needs a little more, so that a secret at the edge is seen whole.
fn cut(message: &str) -> &str {
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

    /// All findings of a text log, one a line: `line family code "evidence"`.
    fn findings(log: &str) -> String {
        let mut rows = String::new();
        read_entries(log, &Layout::IN_STRING, &mut |parsed| {
            let mut found = findings_of(&parsed, None);
            place(&mut found, 1, 1, None);
            for finding in found {
                let family = finding.code.family();
                let _ = writeln!(rows, "{} {family} {} {:?}", finding.line, finding.code, finding.text());
            }
        });
        rows
    }

    #[test]
    fn codes_are_found_wherever_they_stand_in_a_long_line() {
        for step in [1000, 1021, 1024, 1531] {
            let errors: Vec<_> = (0..64).map(|idx| format!("错 extraCode: {}", 10_000 + idx)).collect();
            let whole = findings(&format!("[app] {}\n", errors.join(&".".repeat(step))));
            let alone: Vec<_> = errors.iter().map(|error| findings(&format!("[app] {error}\n"))).collect();
            assert_eq!(whole, alone.concat(), "{step}");
        }
    }

    #[test]
    fn codes_are_found_on_the_line_where_they_stand() {
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
    fn look_alikes_are_no_codes() {
        let log = "trtc.js:1 TRTC[00:00:00:001] <INFO> [↑c1|70001] Join() => joining room: 5001 mode: live role: anchor\n\
                   trtc.js:1 TRTC[00:00:00:001] <WARN> [↑c1|-8] reJoin room: 5001 failed\n\
                   trtc.js:1 TRTC[00:00:00:001] <ERROR> [↑c1|a] Failed to fetch 0 code: 0 extraCode: 0 errCode: undefined\n\
                   trtc.js:1 TRTC[00:00:00:001] <INFO> ChannelSetup Success: checkSigSeq:5001\n\
                   trtc.js:1 TRTC[00:00:00:001] <INFO> uplink network quality change 0 -> 6, rtt: 5001, loss: 0\n\
                   my room is 5001, app 1400188366, port 16388\n";
        expect_test::expect![""].assert_eq(&findings(log));
    }

    #[test]
    fn other_places_are_known() {
        let log = "TRTC[00:00:00:001] <ERROR> [↑ws|bob] 70001, usersig is expired\n\
                   x RtcError: SignalChannel setup failure: ('errorCode': -8, 'errorMsg': sdkAppId invalid }) <SIGNAL_CHANNEL_SETUP_FAILED 0x4001> https://x\n\
                   {\"code_\":16388,\"extraCode_\":-10012,\"name\":\"RtcError\",\"message_\":\"Failed to join room\"}\n\
                   {\"timestamp\":\"1\",\"sdkAppId\":\"1\",\"userId\":\"5001\",\"version\":\"4.15.22\",\"log\":\"stat-join-failed--10012\"}\n\
                   TRTC[00:00:00:001] <INFO> [↑c3|a] user was banned because of [room-disband]\n\
                   TRTC[00:00:00:001] <ERROR> [↑s1|a] getDisplayMedia error observed NotAllowedError: Permission denied\n\
                   真机弹出16451错误\n\
                   Audio play failed，browser exception: NotAllowedError\n\
                   [00:56:01:008] <ERROR> [↑t1] startLocalVideo() failed 2   DEVICE_ERROR: x thrown from startLocalVideo() code:5302 params: []\n";
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
        "#]]
        .assert_eq(&findings(log));
    }
}
