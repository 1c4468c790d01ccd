//! What the account system answered on the signal channel: `SignalChannel setup failure: (errorCode: 70001, errorMsg: …)`,
//! keys in quotes up to 4.10, the number replaced by words in some answers; and the signal channel's own error line,
//! `<ERROR> [↑ws|alice] 70001, usersig is expired`.

use super::{CodeFinder, FinderInput};
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::{find_all, number_at};

/// What the account system calls code -8 where it gives words instead of the number.
const WRONG_APP: &str = "sdkAppId invalid";

pub(super) const FINDER: CodeFinder = CodeFinder { anchors: &["setup failure", "ERROR> ["], is_plausible, find };

/// An error line of the signal channel goes on with a number.
fn is_plausible(text: &[u8], at: usize) -> bool {
    const CLIENT_MAX: usize = 1024;
    if text[at] == b's' {
        return true;
    }
    let rest = &text[at + "ERROR> [".len()..];
    let rest = &rest[..rest.len().min(CLIENT_MAX)];
    memchr::memmem::find(rest, b"] ")
        .and_then(|close| rest[close + 2..].iter().find(|byte| **byte != b' '))
        .is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-')
}

fn find<'a>(line: &FinderInput<'a>, marks: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    for at in find_all(text, "SignalChannel setup failure") {
        let Some(key) = text[at..].find("errorCode") else { continue };
        let start = at + key + "errorCode".len();
        let lead = text[start..].bytes().take_while(|byte| b"'\"\\: ".contains(byte)).count();
        let number = start + lead;
        if let Some((value, length)) = number_at(&text[number..]) {
            marks.push(mark(number, number + length, value));
        } else if text[number..].starts_with(WRONG_APP) {
            marks.push(mark(number, number + WRONG_APP.len(), -8));
        }
    }
    for at in find_all(text, "ERROR> [") {
        let inside = at + "ERROR> [".len();
        let Some(close) = text[inside..].find("] ") else { continue };
        let (client, message) = (&text[inside..inside + close], inside + close + 2);
        let message = message + text[message..].bytes().take_while(|byte| *byte == b' ').count();
        if is_signal_channel(client)
            && let Some((value, length)) = number_at(&text[message..])
            && text[message + length..].starts_with(", ")
        {
            marks.push(mark(message, message + length, value));
        }
    }
}

/// `↑ws|alice`, v5's `↑t1-r1-ws1|alice`; the user may be anything.
fn is_signal_channel(client: &str) -> bool {
    let client = client.split('|').next().unwrap_or_default();
    let last = client.rsplit('-').next().unwrap_or_default();
    last.trim_start_matches(['↑', '↓']).trim_end_matches(|c: char| c.is_ascii_digit()) == "ws"
}

fn mark<'a>(start: usize, end: usize, value: i64) -> CodeCandidate<'a> {
    CodeCandidate { span: start..end, slot: Slot::Account, value: CandidateValue::Number(value), name: None }
}
