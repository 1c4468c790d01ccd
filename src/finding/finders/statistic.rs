//! The SDK's statistics: `stat-join-failed--10012` is a separator and -10012, `stat-publish-failed-16392` a separator and
//! 16392; and what a reconnection of the signal channel was refused with: `reconnect failed, -10022 session not found`.

use super::{CodeFinder, FinderInput};
use crate::finding::candidate::{CandidateValue, CodeCandidate, Slot};
use crate::finding::text::{find_all, number_at};

pub(super) const FINDER: CodeFinder =
    CodeFinder { anchors: &["-failed-", "reconnect failed, "], is_plausible: super::always, find };

fn find<'a>(line: &FinderInput<'a>, marks: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    let failed = "-failed-";
    for at in find_all(text, failed) {
        let Some(start) = text[..at].rfind("stat-") else { continue };
        let is_name = text[start..at].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        let number = at + failed.len();
        if let Some((value, length)) = number_at(&text[number..])
            && is_name
        {
            marks.push(mark(start, number + length, Slot::Statistic, value));
        }
    }
    let refused = "reconnect failed, ";
    for at in find_all(text, refused) {
        let number = at + refused.len();
        if let Some((value, length)) = number_at(&text[number..]) {
            marks.push(mark(number, number + length, Slot::Response, value));
        }
    }
}

fn mark<'a>(start: usize, end: usize, slot: Slot, value: i64) -> CodeCandidate<'a> {
    CodeCandidate { span: start..end, slot, value: CandidateValue::Number(value), name: None }
}
