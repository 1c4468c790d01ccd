//! The selected entry and its explanation, and the two lists that it is selected in.

use std::ops::Range;

use super::filter::ShownEntries;
use super::findings::LogFindings;
use super::problem_row::ProblemRow;
use crate::app::codes::details::CodeDetails;
use crate::app::entries::row::readable;
use crate::app::list::List;
use crate::finding::Finding;
use crate::log::LogEntry;

/// Longer messages are cut before they are laid out: layout of a huge one would stop the window.
const MAX_BYTES: usize = 32_768;

/// What is explained about the selected entry.
#[derive(Clone, Debug)]
pub struct EntryDetails {
    /// The whole entry.
    pub entry: LogEntry,
    /// The message as it can be shown, cut if it is huge.
    pub text: String,
    /// How many bytes of the entry `text` leaves out.
    pub left_out_bytes: u64,
    /// The findings in the entry, each code once, with what the catalog says about the code.
    pub findings: Vec<(Finding, CodeDetails)>,
    /// The problem that the first finding belongs to, as an index into the problems.
    pub problem_idx: Option<usize>,
}

impl EntryDetails {
    pub(super) fn new(entry: LogEntry, found: &[Finding], log: &LogFindings) -> Self {
        let mut findings: Vec<(Finding, CodeDetails)> = Vec::new();
        for finding in found {
            if findings.iter().all(|(other, _)| other.code != finding.code) {
                findings.push((finding.clone(), CodeDetails::new(finding.code, log.catalog)));
            }
        }
        let first = log.first_of_entry(entry.number).filter(|_| !findings.is_empty());
        let has_first = |first| log.problems.iter().position(|problem: &ProblemRow| problem.findings.contains(&first));
        let problem_idx = first.and_then(has_first);
        let (text, left_out) = readable(&entry.message, MAX_BYTES);
        let left_out_bytes = left_out as u64 + entry.cut_bytes;
        Self { entry, text, left_out_bytes, findings, problem_idx }
    }
}

/// What is selected in a log.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The index of the selected entry, which the filter may hide.
    pub entry: Option<u64>,
    /// What is explained about the selected entry.
    pub details: Option<EntryDetails>,
    /// Scroll position and selected row of the list of entries.
    pub list: List,
    /// Scroll position and selected row of the list of problems.
    pub problem_list: List,
}

impl Selection {
    /// Selects an entry and scrolls to its row, if it has one.
    pub(super) fn select_entry(&mut self, entry_idx: u64, shown: &ShownEntries) {
        self.entry = Some(entry_idx);
        let row = shown.row_of(entry_idx);
        self.list.set_selected(row);
        if let Some(row) = row {
            self.list.reveal_centered(row);
        }
        self.problem_list.set_selected(None);
    }

    /// Selects the entry of the row that is selected in the list.
    pub(super) fn select_row(&mut self, shown: &ShownEntries) {
        self.entry = self.list.selected().and_then(|row| shown.entry_at(row));
        self.problem_list.set_selected(None);
    }

    pub(super) fn select_problem(&mut self, problem_idx: usize) {
        self.problem_list.set_selected(Some(problem_idx as u64));
        self.problem_list.reveal(problem_idx as u64);
        if let Some(details) = &mut self.details {
            details.problem_idx = Some(problem_idx);
        }
    }

    /// Selects the row of the selected entry after the shown entries changed.
    pub(super) fn update_row(&mut self, shown: &ShownEntries) {
        self.list.set_len(shown.len());
        let row = self.entry.and_then(|idx| shown.row_of(idx));
        let was_selected = self.list.selected().is_some();
        self.list.set_selected(row);
        if let (Some(row), false) = (row, was_selected) {
            self.list.reveal_centered(row);
        }
    }

    /// The shown entry with the next finding after the selected entry (or before it), wrapping around at the ends.
    pub(super) fn neighbouring_finding(
        &self,
        forward: bool,
        findings: &LogFindings,
        shown: &ShownEntries,
    ) -> Option<u64> {
        let entries = &findings.index.entries;
        let is_shown = |idx: &u64| shown.row_of(*idx).is_some();
        if forward {
            let after = self.entry.map_or(0, |idx| idx + 1);
            let later = entries.members(after..u64::MAX).find(is_shown);
            return later.or_else(|| entries.members(0..after).find(is_shown));
        }
        let before = self.entry.map_or(entries.len(), |idx| entries.rank(idx));
        let backwards = |range: Range<u64>| range.rev().filter_map(|nth| entries.nth(nth)).find(is_shown);
        backwards(0..before).or_else(|| backwards(before..entries.len()))
    }
}
