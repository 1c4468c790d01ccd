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

/// For each position, the severities of at most this many entries are looked up.
const MAX_JUDGED: usize = 8;

/// With marks at more positions than this, those with few findings are drawn fainter: else the bar would have one colour.
const CROWDED: usize = 128;

/// How strong the faintest mark is.
const FAINTEST: f32 = 0.2;

/// A mark on the scroll bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScrollMark {
    /// Its position, from 0 to 1.
    pub at: f64,
    /// The most severe finding there.
    pub severity: Option<Severity>,
    /// How strongly it is drawn, from 0 to 1: by how many entries there have findings.
    pub strength: f32,
}

/// Where findings are among the entries that are shown.
pub(super) fn scroll_marks(shown: &ShownEntries, findings: &LogFindings, entry_count: u64) -> Vec<ScrollMark> {
    let len = shown.len();
    let entries = &findings.index.entries;
    let row_at = |position: u64| (u128::from(position) * u128::from(len) / u128::from(POSITIONS)) as u64;
    let (mut marks, mut shares) = (Vec::new(), Vec::new());
    for position in 0..POSITIONS {
        // With few rows, several positions belong to the same row.
        if position > 0 && row_at(position) == row_at(position - 1) {
            continue;
        }
        let Some(first) = shown.entry_at(row_at(position)) else { break };
        let end = shown.entry_at(row_at(position + 1)).unwrap_or(entry_count).max(first + 1);
        let mut found = entries.members(first..end).take(MAX_CHECKED).filter_map(|idx| Some((idx, shown.row_of(idx)?)));
        let Some((first_found, row)) = found.next() else { continue };
        let severity = gravest(first_found, found.map(|(idx, _)| idx), findings);
        let share = (entries.rank(end) - entries.rank(first)) as f64 / (end - first) as f64;
        shares.push(share);
        marks.push(ScrollMark { at: row as f64 / len as f64, severity, strength: 1.0 });
    }
    weaken(&mut marks, &shares);
    marks
}

/// The most severe of entries with findings, of which only the first few are judged: this is done while a log is read.
fn gravest(first: u64, others: impl Iterator<Item = u64>, findings: &LogFindings) -> Option<Severity> {
    let severity_of = |finding: &Finding| findings.severity(finding.code);
    let severity = |idx| match findings.kept(idx) {
        Some(kept) => kept.first().and_then(severity_of),
        None => Some(Severity::Error),
    };
    let mut gravest = severity(first);
    for idx in others.take(MAX_JUDGED - 1) {
        if gravest == Some(Severity::Error) {
            break;
        }
        let other = severity(idx);
        if (other.is_none(), other) < (gravest.is_none(), gravest) {
            gravest = other;
        }
    }
    gravest
}

/// Draws crowded marks by the share of entries with findings at their positions, compared with that of all.
fn weaken(marks: &mut [ScrollMark], shares: &[f64]) {
    if marks.len() <= CROWDED {
        return;
    }
    let mean = shares.iter().sum::<f64>() / shares.len() as f64;
    for (mark, share) in marks.iter_mut().zip(shares) {
        mark.strength = (0.4 * share / mean.max(f64::MIN_POSITIVE)) as f32;
        mark.strength = mark.strength.clamp(FAINTEST, 1.0);
    }
}

/// Where marked lines are among the entries that are shown, from 0 to 1.
pub(super) fn pins(shown: &ShownEntries, bookmarks: &Bookmarks) -> Vec<f64> {
    let len = shown.len() as f64;
    bookmarks.iter().filter_map(|(idx, _)| Some(shown.row_of(idx)? as f64 / len)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crowded_marks_show_where_most_findings_are() {
        let mark = ScrollMark { at: 0.0, severity: None, strength: 1.0 };
        let shares: Vec<f64> = (0..400).map(|nth| if nth == 7 { 0.5 } else { 0.01 }).collect();
        let mut marks = vec![mark; shares.len()];
        weaken(&mut marks, &shares);
        assert!(marks[7].strength > 0.99 && marks[8].strength < 0.5, "{:?}", &marks[7..9]);
        let mut few = vec![mark; 10];
        weaken(&mut few, &shares[..10]);
        assert!(few.iter().all(|mark| mark.strength > 0.99), "few marks are all strong");
    }
}
