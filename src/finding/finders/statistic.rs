//! Finds codes in the SDK's statistics, after a separator: -10012 in `stat-join-failed--10012`, 16392 in
//! `stat-publish-failed-16392`, and in its key-point reports: `"int32_send_request_enter_room_cmd_ret":-100013`. Also finds
//! the code of a refused reconnection of the signal channel: `reconnect failed, -10022 session not found`.

use super::finder::{CodeFinder, FinderInput};
use crate::code::Family;
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::resolve::has_code;
use crate::finding::text::{find_all, number_at};

pub(super) const FINDER: CodeFinder =
    CodeFinder { literals: &["-failed-", "reconnect failed, ", "_cmd_ret"], is_plausible, find };

/// For a key-point report, whether a number other than 0 follows its key.
fn is_plausible(text: &[u8], at: usize) -> bool {
    let Some(rest) = text[at..].strip_prefix(b"_cmd_ret") else { return true };
    let number = rest.iter().take(6).find(|byte| !matches!(byte, b'"' | b'\\' | b':' | b' '));
    matches!(number, Some(b'-' | b'7'))
}

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    let failed = "-failed-";
    for at in find_all(text, failed) {
        let Some(start) = text[..at].rfind("stat-") else { continue };
        let name = &text[start..at];
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        let Some((value, _)) = number_at(&text[at + failed.len()..]).filter(|_| is_name) else { continue };
        let found = CodeCandidate::number_at(text, at + failed.len(), statistic_slot(name, value));
        candidates.extend(found.map(|found| found.starting_at(start)));
    }
    let refused = "reconnect failed, ";
    let numbers = find_all(text, refused).map(|at| at + refused.len());
    candidates.extend(numbers.filter_map(|at| CodeCandidate::number_at(text, at, Slot::Answer)));
    for key in ["request_enter_room_cmd_ret", "request_acc_ip_cmd_ret"] {
        for at in find_all(text, key) {
            let end = at + key.len();
            let number = end + text[end..].bytes().take_while(|byte| b"\"\\: ".contains(byte)).count();
            let Some((value, length)) = number_at(&text[number..]).filter(|(value, _)| is_server_result(*value)) else {
                continue;
            };
            let value = CandidateValue::Number(value);
            candidates.push(CodeCandidate::new(at..number + length, Slot::KeyPoint, value));
        }
    }
}

/// Whether a result in a key-point report is an answer of the server. Small numbers are states of the SDK.
pub(super) fn is_server_result(value: i64) -> bool {
    value <= -1000 || (70_000..71_000).contains(&value)
}

/// The slot of the code of a statistic or event with this name. Those of scheduling contain states of the request.
pub(super) fn statistic_slot(name: &str, value: i64) -> Slot {
    // Joining begins with scheduling.
    let is_state = matches!(value, 1..=4 | 100..600) && (name.contains("join") || name.contains("schedule"));
    let is_schedule = name.contains("schedule") && !has_code(Family::WebV4, value);
    if is_state || is_schedule { Slot::Schedule } else { Slot::Statistic }
}
