//! Finds codes in the SDK's statistics, after a separator: -10012 in `stat-join-failed--10012`, 16392 in
//! `stat-publish-failed-16392`. Also finds the code of a refused reconnection of the signal channel:
//! `reconnect failed, -10022 session not found`.

use super::finder::{CodeFinder, FinderInput, always};
use crate::finding::candidate::{CodeCandidate, Slot};
use crate::finding::text::find_all;

pub(super) const FINDER: CodeFinder =
    CodeFinder { literals: &["-failed-", "reconnect failed, "], is_plausible: always, find };

fn find<'a>(line: &FinderInput<'a>, candidates: &mut Vec<CodeCandidate<'a>>) {
    let text = line.text;
    let failed = "-failed-";
    for at in find_all(text, failed) {
        let Some(start) = text[..at].rfind("stat-") else { continue };
        let is_name = text[start..at].bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        let found = CodeCandidate::number_at(text, at + failed.len(), Slot::Statistic).filter(|_| is_name);
        candidates.extend(found.map(|found| found.starting_at(start)));
    }
    let refused = "reconnect failed, ";
    let numbers = find_all(text, refused).map(|at| at + refused.len());
    candidates.extend(numbers.filter_map(|at| CodeCandidate::number_at(text, at, Slot::Response)));
}
