//! The selected entry and its explanation, and the two lists that it is selected in.

use std::ops::Range;

use super::filter::ShownEntries;
use super::findings::LogFindings;
use super::problem_row::ProblemRow;
use crate::app::codes::details::CodeDetails;
use crate::app::entries::row::readable;
use crate::app::list::{List, ListAction, RowHeights};
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

/// Where an entry is in the view.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    entry_idx: u64,
    /// Its distance from the upper edge.
    height: f64,
}

/// The entries that have a row, and the heights of the rows.
#[derive(Clone, Copy)]
pub(super) struct ShownRows<'a> {
    pub(super) entries: &'a ShownEntries,
    pub(super) heights: RowHeights<'a>,
}

impl ShownRows<'_> {
    /// The row of an entry, or of the next one that is shown.
    fn row_from(self, entry_idx: u64) -> u64 {
        self.entries.row_from(entry_idx)
    }

    fn rows_of(self, entries: &Range<u64>) -> Range<u64> {
        self.row_from(entries.start)..self.row_from(entries.end)
    }

    fn entries_of(self, rows: &Range<u64>) -> Option<Range<u64>> {
        Some(self.entries.entry_at(rows.start)?..self.entries.entry_at(rows.end.checked_sub(1)?)? + 1)
    }
}

/// What is selected in a log.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The index of the selected entry, which the filter may hide; of several selected entries the last selected one.
    pub entry: Option<u64>,
    /// What is explained about the selected entry.
    pub details: Option<EntryDetails>,
    /// Scroll position and selected rows of the list of entries.
    pub list: List,
    /// Scroll position and selected row of the list of problems.
    pub problem_list: List,
    /// The selected entries by index. Those between them that are not shown are not selected.
    ranges: Vec<Range<u64>>,
    /// Whether entries between the selected ones were hidden when they were selected.
    has_gaps: bool,
    /// The place to return to while entries are still being tested.
    held: Option<Place>,
    /// Where the selected entry was last seen, unless something was scrolled since: there it returns when a filter that hid it
    /// shows it again.
    last_seen: Option<Place>,
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            entry: None,
            details: None,
            list: List::with_several(),
            problem_list: List::default(),
            ranges: Vec::new(),
            has_gaps: false,
            held: None,
            last_seen: None,
        }
    }
}

impl Selection {
    /// The ranges of entries in which the selected ones are. Entries that are not shown are not selected.
    pub fn entry_ranges(&self) -> &[Range<u64>] {
        &self.ranges
    }

    /// Selects an entry and scrolls to its row, if it has one.
    pub(super) fn select_entry(&mut self, entry_idx: u64, shown: ShownRows<'_>) {
        (self.held, self.last_seen) = (None, None);
        self.entry = Some(entry_idx);
        self.ranges = std::iter::once(entry_idx..entry_idx + 1).collect();
        self.has_gaps = false;
        let row = shown.entries.row_of(entry_idx);
        self.list.set_selected(row);
        if let Some(row) = row {
            self.list.reveal_centered(row, shown.heights);
        }
        self.problem_list.set_selected(None);
    }

    /// Carries out an action on the list of entries. Returns whether the selection changed.
    pub(super) fn apply_to_list(&mut self, action: ListAction, shown: ShownRows<'_>) -> bool {
        if matches!(action, ListAction::Page(_)) {
            let place = self.place(shown);
            self.list.apply_with(action, shown.heights);
            self.return_to(place, shown);
            return false;
        }
        (self.held, self.last_seen) = (None, None);
        let changed = self.list.apply_with(action, shown.heights);
        if changed {
            self.entry = self.list.selected().and_then(|row| shown.entries.entry_at(row));
            self.ranges = self.list.selected_rows().iter().filter_map(|rows| shown.entries_of(rows)).collect();
            self.has_gaps = matches!(shown.entries, ShownEntries::Set(_)) && self.list.selected_count() > 1;
            self.problem_list.set_selected(None);
        }
        changed
    }

    pub(super) fn select_problem(&mut self, problem_idx: usize) {
        self.problem_list.set_selected(Some(problem_idx as u64));
        self.problem_list.reveal(problem_idx as u64);
        if let Some(details) = &mut self.details {
            details.problem_idx = Some(problem_idx);
        }
    }

    /// Remembers the place of the selected entry, else of the first visible one, before other entries are shown.
    /// `is_complete` is whether all entries have been tested; until then, the place from before the test is kept.
    pub(super) fn hold_place(&mut self, shown: ShownRows<'_>, is_complete: bool) {
        if is_complete || self.held.is_none() {
            self.held = self.place(shown);
            self.last_seen = self.held.filter(|place| Some(place.entry_idx) == self.entry).or(self.last_seen);
        }
        if self.has_gaps {
            // Other entries between the selected ones may be shown now: nobody selected them.
            self.ranges = self.entry.map(|idx| idx..idx + 1).into_iter().collect();
            self.has_gaps = false;
        }
    }

    /// Forgets everything about entries from `count` on: the log was replaced by a shorter one.
    pub(super) fn forget_from(&mut self, count: u64) {
        self.entry = self.entry.filter(|idx| *idx < count);
        self.held = self.held.filter(|place| place.entry_idx < count);
        self.last_seen = self.last_seen.filter(|place| place.entry_idx < count);
        self.ranges = self.entry.map(|idx| idx..idx + 1).into_iter().collect();
    }

    /// Shows the rows of the selected entries and of the place that is held, after the shown entries changed.
    pub(super) fn update_rows(&mut self, shown: ShownRows<'_>) {
        self.list.set_len_with(shown.entries.len(), shown.heights);
        let selected = self.entry.and_then(|idx| shown.entries.row_of(idx));
        let rows: Vec<Range<u64>> = self.ranges.iter().map(|entries| shown.rows_of(entries)).collect();
        self.list.set_selected_rows(selected, rows);
        let seen = self.last_seen.filter(|place| Some(place.entry_idx) == self.entry && selected.is_some());
        self.return_to(seen.or(self.held), shown);
    }

    /// The place that must not be lost: that of the selected entry if it is visible, else that of the first visible entry.
    fn place(&self, shown: ShownRows<'_>) -> Option<Place> {
        let row = self.entry.and_then(|idx| shown.entries.row_of(idx));
        let at = |row: u64| {
            let height = self.list.height_of(row, shown.heights)?;
            Some(Place { entry_idx: shown.entries.entry_at(row)?, height })
        };
        row.and_then(at).or_else(|| at(self.list.top().0))
    }

    /// Scrolls until the entry of a place, or the next one that is shown, is at the height of the place.
    fn return_to(&mut self, place: Option<Place>, shown: ShownRows<'_>) {
        let Some(place) = place else { return };
        let lowest = (self.list.page() - 1.0).max(0.0);
        self.list.show_at(shown.row_from(place.entry_idx), place.height.min(lowest), shown.heights);
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
