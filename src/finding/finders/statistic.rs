//! Finds codes in the SDK's statistics, after a separator: -10012 in `stat-join-failed--10012`, 16392 in
//! `stat-publish-failed-16392`. Also finds the code of a refused reconnection of the signal channel:
//! `reconnect failed, -10022 session not found`.

use super::finder::{CodeFinder, FinderInput, always};
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::{find_all, number_at};

pub(super) const FINDER: CodeFinder =
    CodeFinder { literals: &["-failed-", "reconnect failed, "], is_plausible: always, find };

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    let failed = "-failed-";
    for at in find_all(text, failed) {
        let Some(start) = text[..at].rfind("stat-") else { continue };
        let is_name = text[start..at].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        let number = at + failed.len();
        if let Some((value, length)) = number_at(&text[number..])
            && is_name
        {
            candidates.push(candidate(start, number + length, Slot::Statistic, value));
        }
    }
    let refused = "reconnect failed, ";
    for at in find_all(text, refused) {
        let number = at + refused.len();
        if let Some((value, length)) = number_at(&text[number..]) {
            candidates.push(candidate(number, number + length, Slot::Response, value));
        }
    }
}

fn candidate<'a>(start: usize, end: usize, slot: Slot, value: i64) -> CodeCandidate<'a> {
    CodeCandidate { span: start..end, slot, value: CandidateValue::Number(value), name: None }
}
