//! Where one looks: the selected entry and what explains it, the visible rows, the marks beside them.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::{EntryDetails, Session};
use crate::app::rows::{EntryRow, readable};
use crate::app::{CodeDetails, Effect, EntryFilter, ProblemRow};
use crate::catalog::Severity;
use crate::finding::Finding;
use crate::inspect::codes_in_text;
use crate::log::LogEntry;

/// More of an entry than this is not laid out: nobody reads it, and it would stop the window.
const MOST_BYTES: usize = 32_768;

/// So many findings of a place on the scroll bar are tried for one that the filter lets through.
const MOST_TRIED: usize = 64;

/// Marks on the scroll bar: more than a bar has pixels is of no use.
const MARK_PLACES: u64 = 512;

impl Session {
    /// The entry with the next finding after the selection (or before it), round and round.
    pub(in crate::app) fn neighbouring_finding(&self, forward: bool) -> Option<u64> {
        let places = self.found.entries();
        let is_visible = |idx: &u64| self.row_of(*idx).is_some();
        if forward {
            let after = self.selected.map_or(0, |idx| idx + 1);
            let later = places.members(after..u64::MAX).find(is_visible);
            return later.or_else(|| places.members(0..after).find(is_visible));
        }
        let before = self.selected.map_or(places.len(), |idx| places.rank(idx));
        let backwards = |range: Range<u64>| range.rev().filter_map(|nth| places.nth(nth)).find(is_visible);
        backwards(0..before).or_else(|| backwards(before..places.len()))
    }

    /// The entry in which a physical line stands.
    pub(super) fn entry_with_line(&self, line: u64) -> Option<u64> {
        let entries = self.entries.as_ref()?;
        let (mut low, mut high) = (0, self.entry_count);
        while low < high {
            let middle = low + (high - low) / 2;
            match entries.read_entries(middle, 1).first() {
                Some(entry) if entry.first_line <= line => low = middle + 1,
                _ => high = middle,
            }
        }
        low.checked_sub(1).or_else(|| (self.entry_count > 0).then_some(0))
    }

    pub(super) fn select_problem(&mut self, idx: usize) -> Vec<Effect> {
        let Some(problem) = self.problems.get(idx) else { return Vec::new() };
        let entry = problem.first_entry_idx.or_else(|| self.entry_with_line(problem.first_line));
        let effects = entry.map(|idx| self.select_entry(idx)).unwrap_or_default();
        self.problem_list.set_selected(Some(idx as u64));
        self.problem_list.reveal(idx as u64);
        if let Some(details) = &mut self.details {
            details.problem_idx = Some(idx);
        }
        effects
    }

    /// Selects an entry and shows it, even where the filter hid it.
    pub(super) fn select_entry(&mut self, idx: u64) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.row_of(idx).is_none() {
            self.filter = EntryFilter::default();
            effects = self.filter_anew();
        }
        self.selected = Some(idx);
        let row = self.row_of(idx);
        self.list.set_selected(row);
        if let Some(row) = row {
            self.list.reveal_centered(row);
        }
        self.problem_list.set_selected(None);
        self.reveal_on_timeline();
        self.explain();
        effects
    }

    pub(super) fn explain(&mut self) {
        self.details = self.selected.and_then(|idx| {
            let entry = self.entries.as_ref()?.read_entries(idx, 1).into_iter().next()?;
            let mut findings: Vec<(Finding, CodeDetails)> = Vec::new();
            for finding in self.findings_of(&entry).iter() {
                if findings.iter().all(|(other, _)| other.code != finding.code) {
                    findings.push((finding.clone(), CodeDetails::new(finding.code, self.catalog)));
                }
            }
            let first = self.findings().partition_point(|finding| finding.entry_number < idx + 1);
            let has_first = |problem: &ProblemRow| !findings.is_empty() && problem.findings.contains(&first);
            let problem_idx = self.diagnosis.as_ref().and_then(|_| self.problems.iter().position(has_first));
            let (text, left_out) = readable(&entry.message, MOST_BYTES);
            let left_out_bytes = left_out as u64 + entry.cut_bytes;
            Some(EntryDetails { entry, text, left_out_bytes, findings, problem_idx })
        });
    }

    /// The findings of an entry, where they are kept; `None` where they have to be found again.
    fn kept_findings(&self, entry_idx: u64) -> Option<&[Finding]> {
        let findings = self.findings();
        let all_kept = self.found.count() <= findings.len() as u64;
        let end_of_kept = findings.last().map_or(0, |finding| finding.entry_number);
        if !all_kept && entry_idx + 1 >= end_of_kept && self.found.entries().contains(entry_idx) {
            return None;
        }
        let first = findings.partition_point(|finding| finding.entry_number < entry_idx + 1);
        let end = findings.partition_point(|finding| finding.entry_number <= entry_idx + 1);
        Some(&findings[first..end])
    }

    fn findings_of(&self, entry: &LogEntry) -> Cow<'_, [Finding]> {
        let idx = entry.number.saturating_sub(1);
        match self.kept_findings(idx) {
            Some(kept) => Cow::Borrowed(kept),
            None => match self.found_again.get(&idx) {
                Some(found) => Cow::Borrowed(found),
                None => Cow::Owned(find_again(entry)),
            },
        }
    }

    pub(super) fn reselect(&mut self) {
        let row = self.selected.and_then(|idx| self.row_of(idx));
        let was_selected = self.list.selected().is_some();
        self.list.set_selected(row);
        if let (Some(row), false) = (row, was_selected) {
            self.list.reveal_centered(row);
        }
    }

    pub(super) fn place_marks(&mut self) {
        let len = self.list.len();
        let places = self.found.entries();
        let mut marks = Vec::new();
        for place in 0..MARK_PLACES {
            let row = |place: u64| (u128::from(place) * u128::from(len) / u128::from(MARK_PLACES)) as u64;
            // Where there are few rows, several places are one row's.
            if place > 0 && row(place) == row(place - 1) {
                continue;
            }
            let Some(first) = self.entry_at(row(place)) else { break };
            let end = self.entry_at(row(place + 1)).unwrap_or(self.entry_count).max(first + 1);
            let visible = places.members(first..end).take(MOST_TRIED).find(|idx| self.row_of(*idx).is_some());
            if let Some(idx) = visible {
                let severity_of = |finding: &Finding| self.catalog.entry(finding.code).map(|entry| entry.severity);
                let severity = match self.kept_findings(idx) {
                    Some(kept) => kept.first().and_then(severity_of),
                    None => Some(Severity::Error),
                };
                marks.push((self.row_of(idx).unwrap_or_default() as f64 / len as f64, severity));
            }
        }
        self.marks = marks;
    }

    pub(super) fn read_rows(&mut self) {
        let Some(entries) = &self.entries else { return };
        let visible = self.list.visible();
        let idxs: Vec<u64> = visible.filter_map(|row| self.entry_at(row)).collect();
        // Entries can be large, and those of a filtered list lie far apart in the file: what is at hand is kept.
        let mut kept = std::mem::take(&mut self.read);
        let mut read: Vec<LogEntry> = Vec::with_capacity(idxs.len());
        let mut rest = idxs.as_slice();
        while let Some((first, _)) = rest.split_first() {
            if let Some(at_hand) = kept.iter().position(|entry| entry.number == first + 1) {
                read.push(kept.swap_remove(at_hand));
                rest = &rest[1..];
                continue;
            }
            let is_next =
                |(idx, ahead): (&u64, u64)| *idx == first + ahead && kept.iter().all(|entry| entry.number != idx + 1);
            let together = rest.iter().zip(0..).take_while(|pair| is_next(*pair)).count().max(1);
            read.extend(entries.read_entries(*first, together));
            rest = &rest[together..];
        }
        let mut found_before = std::mem::take(&mut self.found_again);
        for entry in &read {
            let idx = entry.number.saturating_sub(1);
            if self.kept_findings(idx).is_none() {
                let found = found_before.remove(&idx).unwrap_or_else(|| find_again(entry));
                self.found_again.insert(idx, found);
            }
        }
        let row = |entry: &LogEntry| {
            let findings = self.findings_of(entry);
            EntryRow::new(entry, &findings, self.pattern.as_ref(), self.catalog)
        };
        self.rows = read.iter().map(row).collect();
        self.read = read;
    }
}

/// The findings of an entry that are not kept: read again from its text, which tells them in its first lines.
fn find_again(entry: &LogEntry) -> Vec<Finding> {
    let mut findings = codes_in_text(&entry.message);
    for finding in &mut findings {
        finding.line = (entry.first_line + finding.line.saturating_sub(1)).min(entry.last_line);
        finding.entry_line = entry.first_line;
        finding.entry_number = entry.number;
        finding.time = entry.time.as_deref().map(Arc::from);
        Arc::make_mut(&mut finding.said).level = entry.level;
        finding.pointer.clone_from(&entry.pointer);
    }
    findings
}
