//! Finds the answers of the account system on the signal channel: `SignalChannel setup failure: (errorCode: 70001, errorMsg: …)`,
//! with quoted keys up to 4.10 and a text instead of the number in some answers; and the signal channel's own error line,
//! `<ERROR> [↑ws|alice] 70001, usersig is expired`.

use super::finder::{CodeFinder, FinderInput};
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::find_all;

/// The account system's text for code -8, printed instead of the number.
const WRONG_APP: &str = "sdkAppId invalid";

pub(super) const FINDER: CodeFinder = CodeFinder { literals: &["setup failure", "ERROR> ["], is_plausible, find };

/// Whether a number follows the client, as in an error line of the signal channel.
fn is_plausible(text: &[u8], at: usize) -> bool {
    const MAX_CLIENT_BYTES: usize = 1024;
    if text[at] == b's' {
        return true;
    }
    let rest = &text[at + "ERROR> [".len()..];
    let rest = &rest[..rest.len().min(MAX_CLIENT_BYTES)];
    memchr::memmem::find(rest, b"] ")
        .and_then(|close| rest[close + 2..].iter().find(|byte| **byte != b' '))
        .is_some_and(|byte| byte.is_ascii_digit() || *byte == b'-')
}

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    for at in find_all(text, "SignalChannel setup failure") {
        let Some(key) = text[at..].find("errorCode") else { continue };
        let start = at + key + "errorCode".len();
        let lead = text[start..].bytes().take_while(|byte| b"'\"\\: ".contains(byte)).count();
        let number = start + lead;
        if let Some(found) = CodeCandidate::number_at(text, number, Slot::Account) {
            candidates.push(found);
        } else if text[number..].starts_with(WRONG_APP) {
            let span = number..number + WRONG_APP.len();
            candidates.push(CodeCandidate::new(span, Slot::Account, CandidateValue::Number(-8)));
        }
    }
    for at in find_all(text, "ERROR> [") {
        let inside = at + "ERROR> [".len();
        let Some(close) = text[inside..].find("] ") else { continue };
        let (client, message) = (&text[inside..inside + close], inside + close + 2);
        let message = message + text[message..].bytes().take_while(|byte| *byte == b' ').count();
        if is_signal_channel(client)
            && let Some(found) = CodeCandidate::number_at(text, message, Slot::Account)
            && text[found.span.end..].starts_with(", ")
        {
            candidates.push(found);
        }
    }
}

/// `↑ws|alice`, in v5 `↑t1-r1-ws1|alice`, with any user.
fn is_signal_channel(client: &str) -> bool {
    let client = client.split('|').next().unwrap_or_default();
    let last = client.rsplit('-').next().unwrap_or_default();
    last.trim_start_matches(['↑', '↓']).trim_end_matches(|c: char| c.is_ascii_digit()) == "ws"
}
