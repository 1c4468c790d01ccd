//! Finds numbers after a word that says "code": `error code: 16388 extraCode: -10012`, `"code_":16388`, `response code is -10015`,
//! `errCode: -100`, `thrown from enterRoom() code:5302`, `is closed with code: 1006`, `错误码：70001`.

use super::finder::{CodeFinder, ErrorWords, FinderInput, Topic};
use super::prose::is_code;
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::{html_tag_len, is_after_sdk_socket, is_after_word, is_in_url, is_source_code, number_at};
use crate::log::parse::parsed_entry::Origin;

pub(super) const FINDER: CodeFinder = CodeFinder { literals: &["code", "Code"], is_plausible, find };

/// Whether a number follows, after punctuation that is usual between a key and its value.
fn is_plausible(text: &[u8], at: usize) -> bool {
    // With the marks of Markdown and tables, and `\n` in a JSON string.
    const PUNCTUATION: &[u8] = "_:=->'\"\\ is()：＝是为“”‘’*`|{\t\r\n#n?？".as_bytes();
    let rest = &text[at + "code".len()..];
    let rest = &rest[..rest.len().min(20)];
    let length = rest.iter().take_while(|byte| PUNCTUATION.contains(byte)).count();
    let is_hexadecimal = matches!(rest.get(length + 1), Some(b'x' | b'X'));
    match rest.get(length) {
        Some(b'-' | b'1'..=b'9') => length > 0,
        Some(b'0') => length > 0 && is_hexadecimal,
        // `&quot;`, `</td>`, and the last byte of a full-width digit or minus.
        Some(b'&' | b'<' | 0x8D | 0x90..=0x99) => true,
        _ => false,
    }
}

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    for at in memchr::memmem::find_iter(text.as_bytes(), b"ode") {
        if at == 0 || !matches!(text.as_bytes()[at - 1], b'c' | b'C') {
            continue;
        }
        let start = at - 1;
        let Some(key) = CodeWord::ending_at(text, start) else { continue };
        let Some((number, value, length)) = number_after(text, at + 3) else { continue };
        if is_in_url(text, start) || is_source_code(text) {
            continue;
        }
        if let Some(slot) = slot_of(line, &key, start, value) {
            candidates.push(CodeCandidate::new(key.start..number + length, slot, CandidateValue::Number(value)));
        }
    }
}

/// The word before and including "code".
#[derive(Debug)]
struct CodeWord {
    start: usize,
    kind: CodeWordKind,
    /// Whether a quote precedes it, as in `"code":1`: then it is a member of an object.
    is_quoted: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CodeWordKind {
    Plain,
    Error,
    Extra,
    Err,
    Response,
    /// `getCode()`
    Getter,
}

impl CodeWord {
    /// Reads the word whose "code" begins at byte `at`; `None` if it is another word (encode, statusCode, exit code).
    fn ending_at(text: &str, at: usize) -> Option<Self> {
        let head = &text[..at];
        // The HTTP status of a refused WebSocket, which `http` finds.
        if head.ends_with("Unexpected response ") {
            return None;
        }
        let start_of = |word: &str| {
            let tail = head.len().checked_sub(word.len())?;
            (head.is_char_boundary(tail) && head[tail..].eq_ignore_ascii_case(word) && !is_after_word(text, tail))
                .then_some(tail)
        };
        let kinds = [
            ("extra", CodeWordKind::Extra),
            ("error", CodeWordKind::Error),
            ("err", CodeWordKind::Err),
            ("getExtra", CodeWordKind::Extra),
            ("get", CodeWordKind::Getter),
            ("response ", CodeWordKind::Response),
            ("error ", CodeWordKind::Error),
            ("extra ", CodeWordKind::Extra),
            ("error_", CodeWordKind::Error),
            ("fehler", CodeWordKind::Error),
            ("err_", CodeWordKind::Err),
            ("extra_", CodeWordKind::Extra),
        ];
        let found = kinds.into_iter().find_map(|(word, kind)| start_of(word).map(|start| (start, kind)));
        let (start, kind) = match found {
            Some(found) => found,
            None if is_after_word(text, at) || is_other_code(head) => return None,
            None => (at, CodeWordKind::Plain),
        };
        let is_quoted = text[..start].ends_with(['"', '\'', '“', '”', '‘', '’']) || text[..start].ends_with("&quot;");
        Some(Self { start, kind, is_quoted })
    }
}

/// Whether `head`, the text before "code", makes it another kind of code: `status code: 404`, `exit code: 1`,
/// `country code: 86`.
fn is_other_code(head: &str) -> bool {
    const OTHERS: &[&str] = &[
        "status", "exit", "country", "zip", "area", "postal", "key", "room", "source", "invite", "verification", "sms",
        "mediaerror", "language", "color", "char", "opera", "return", "class", "course", "qr", "user", "app", "promo",
        "access", "pass", "region", "city", "product", "dial", "auth", "login", "otp", "captcha", "invitation",
        "activation", "bar", "unicode", "op", "http", "sub", "pin",
    ];
    let word = head.trim_end().rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    OTHERS.iter().any(|other| word.eq_ignore_ascii_case(other))
}

/// The number after `code`, which ends at byte `at`, with `_`, `()`, quotes, a colon, "is", a space or the
/// marks of Markdown, HTML or a table in between. Returns its offset, value and length.
fn number_after(text: &str, at: usize) -> Option<(usize, i64, usize)> {
    const FILLERS: &[&str] =
        &["_", "()", "\"", "'", "\\", " ", "&quot;", "&#34;", "&#39;", "“", "”", "‘", "’", "*", "`", "{"];
    const SEPARATORS: &[&str] = &["=>", "->", ":", "=", "：", "＝", "is ", "是", "为", "||", "|", "\t"];
    const MAX_BYTES: usize = 24;
    // "codes: 70001, 70003"
    let is_plural = text[at..].starts_with(['s', 'S']) && text[at + 1..].starts_with([' ', ':', '：', '=']);
    let mut end = at + usize::from(is_plural);
    let (mut is_separated, mut tags) = (false, 0);
    loop {
        let rest = &text[end..];
        let length = |words: &[&str]| words.iter().find(|word| rest.starts_with(**word)).map(|word| word.len());
        if let Some(length) = length(FILLERS) {
            end += length;
        } else if let Some(length) = html_tag_len(rest) {
            (end, tags) = (end + length, tags + length);
        } else if let Some(length) = length(SEPARATORS).filter(|_| !is_separated) {
            is_separated = true;
            end += length;
        } else {
            break;
        }
    }
    if end == at || end - at - tags > MAX_BYTES {
        return None;
    }
    let (value, length) = number_at(&text[end..])?;
    // "error code 16388" has no colon and is a code; "code 12 of 30" is not.
    (is_separated || value.abs() >= 1000).then_some((end, value, length))
}

/// The slot of the number after `key`, or `None` if numbers after such a key are not codes. `start` is the offset of `key`.
fn slot_of(line: &FinderInput<'_>, key: &CodeWord, start: usize, value: i64) -> Option<Slot> {
    let text = line.text;
    let before = &text[..start];
    match key.kind {
        CodeWordKind::Extra => Some(Slot::ExtraCode),
        CodeWordKind::Getter => Some(Slot::SdkCode),
        CodeWordKind::Response => Some(Slot::Answer),
        CodeWordKind::Err => Some(answer_slot(text)),
        CodeWordKind::Error if text[key.start..].starts_with("error code") && text.contains("extraCode") => {
            Some(Slot::SdkCode)
        }
        CodeWordKind::Error if key.is_quoted || text[key.start..].starts_with("errorCode") => Some(answer_slot(text)),
        CodeWordKind::Error => Some(Slot::Prose),
        CodeWordKind::Plain => {
            if before.contains("closed with ") || before.contains("onclose") {
                let is_other = || !is_after_sdk_socket(before) || names_other_socket(text);
                if line.origin != Origin::Sdk && is_other() {
                    return None;
                }
                // 1000 is a normal closure, 1005 a closure without a code (RFC 6455, section 7.4.1): no failures.
                return (!matches!(value, 1000 | 1005)).then_some(Slot::WebSocketClose);
            }
            if before.ends_with("is closed ") {
                return None; // Of a web socket of v5, which connects again. It is an event.
            }
            if text[start..].starts_with("code_") {
                return Some(Slot::SdkCode);
            }
            let is_v5 = line.origin == Origin::Sdk || (5000..6000).contains(&value) || text.contains("thrown from");
            if is_v5 && (text.contains("thrown from") || text.contains("() failed")) {
                return Some(Slot::V5);
            }
            if key.is_quoted {
                return quoted_slot(line, value);
            }
            let is_named = line.signs.names_a_product();
            let is_trtc_code = value < 0 || is_code(value) || line.topic.is_call || is_named;
            let is_failure = line.origin == Origin::Prose || line.topic.is_failure || is_named;
            (!line.is_quiet && is_failure && is_trtc_code).then_some(Slot::Prose)
        }
    }
}

/// Whether a line is about a WebSocket that the SDK does not open.
fn names_other_socket(line: &str) -> bool {
    const OTHERS: &[&str] = &[
        "socket.io", "sockjs", "mqtt", "stomp", "signalr", "graphql", "pusher", "notification", "push", "message",
        "chat", "vite", "hmr", "webpack",
    ];
    let line = line.to_ascii_lowercase();
    OTHERS.iter().any(|other| line.contains(other))
}

/// Whether the text is a message on the signal channel.
fn is_signal_message(text: &str) -> bool {
    ["\"cmd\"", "\\\"cmd\\\"", "received msg", "received message"].iter().any(|word| text.contains(word))
}

/// The slot of `errCode` and `errorCode`.
fn answer_slot(text: &str) -> Slot {
    if is_signal_message(text) { Slot::Answer } else { Slot::Response }
}

/// The slot of `"code":N` within a line: an answer on the signal channel, an event, or a serialized error.
fn quoted_slot(line: &FinderInput<'_>, value: i64) -> Option<Slot> {
    let text = line.text;
    // Of an object that is printed over several lines, the other members are on other lines.
    let topic = if text.trim_start().starts_with(['"', '\'', '“']) { line.topic } else { Topic::of(text) };
    if is_signal_message(text) {
        return Some(Slot::Answer);
    }
    if topic.error_words == ErrorWords::SdkError {
        return Some(Slot::SdkCode);
    }
    if text.contains("eventType") || text.contains("\"result\":\"failed\"") {
        return Some(Slot::Statistic);
    }
    if text.contains("functionName") && (5000..6000).contains(&value) {
        return Some(Slot::V5);
    }
    (topic.error_words == ErrorWords::Message && !line.is_quiet && (value.abs() >= 1000 || value < 0))
        .then_some(Slot::AnswerMember)
}
