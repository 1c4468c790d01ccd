//! The marks on the scroll bar, which show where findings are.

use super::bookmarks::Bookmarks;
use super::filter::ShownEntries;
use super::findings::LogFindings;
use crate::catalog::Severity;
use crate::finding::Finding;

/// Positions on the scroll bar that can have a mark; more than a bar has pixels is of no use.
const POSITIONS: u64 = 512;

/// For each position, at most this many entries with findings are checked for one that is shown.
const MAX_CHECKED: usize = 64;

/// Where findings are among the entries that are shown, from 0 to 1, with their severity.
pub(super) fn scroll_marks(
    shown: &ShownEntries,
    findings: &LogFindings,
    entry_count: u64,
) -> Vec<(f64, Option<Severity>)> {
    let len = shown.len();
    let entries = &findings.index.entries;
    let row_at = |position: u64| (u128::from(position) * u128::from(len) / u128::from(POSITIONS)) as u64;
    let mut marks = Vec::new();
    for position in 0..POSITIONS {
        // With few rows, several positions belong to the same row.
        if position > 0 && row_at(position) == row_at(position - 1) {
            continue;
        }
        let Some(first) = shown.entry_at(row_at(position)) else { break };
        let end = shown.entry_at(row_at(position + 1)).unwrap_or(entry_count).max(first + 1);
        let mut rows = entries.members(first..end).take(MAX_CHECKED).filter_map(|idx| Some((idx, shown.row_of(idx)?)));
        if let Some((idx, row)) = rows.next() {
            let severity_of = |finding: &Finding| findings.severity(finding.code);
            let severity = match findings.kept(idx) {
                Some(kept) => kept.first().and_then(severity_of),
                None => Some(Severity::Error),
            };
            marks.push((row as f64 / len as f64, severity));
        }
    }
    marks
}

/// Where marked lines are among the entries that are shown, from 0 to 1.
pub(super) fn pins(shown: &ShownEntries, bookmarks: &Bookmarks) -> Vec<f64> {
    let len = shown.len() as f64;
    bookmarks.iter().filter_map(|(idx, _)| Some(shown.row_of(idx)? as f64 / len)).collect()
}
