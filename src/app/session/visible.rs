//! The entries in the visible part of the list.

use std::borrow::Cow;
use std::collections::HashMap;

use regex::Regex;

use super::entries::LogEntries;
use super::findings::{LogFindings, find_in_entry};
use crate::app::entries::row::{EntryRow, FindingMark};
use crate::app::entries::source::EntrySource;
use crate::diagnosis::timeline::Track;
use crate::finding::Finding;
use crate::log::LogEntry;

/// The visible entries, and a cache of what was read for them.
#[derive(Default)]
pub struct VisibleEntries {
    /// The visible rows.
    pub rows: Vec<EntryRow>,
    /// The entries of `rows`.
    entries: Vec<LogEntry>,
    /// The findings of visible entries that [`LogFindings`] does not keep, by entry index.
    found: HashMap<u64, Vec<Finding>>,
}

impl VisibleEntries {
    /// Drops the cached entries: their content may have changed.
    pub(super) fn clear_cache(&mut self) {
        self.entries.clear();
    }

    /// Reads the entries with these indices and makes their rows.
    pub(super) fn read(&mut self, idxs: &[u64], entries: &LogEntries, findings: &LogFindings, pattern: Option<&Regex>) {
        let Some(source) = entries.source.as_ref() else { return };
        self.read_entries(idxs, &**source);
        let mut earlier = std::mem::take(&mut self.found);
        for entry in &self.entries {
            let idx = entry.number.saturating_sub(1);
            if findings.kept(idx).is_none() {
                let found = earlier.remove(&idx).unwrap_or_else(|| find_in_entry(entry));
                self.found.insert(idx, found);
            }
        }
        let row =
            |entry: &LogEntry| EntryRow::new(entry, &self.findings_of(entry, findings), pattern, findings.catalog);
        self.rows = self.entries.iter().map(row).collect();
    }

    /// Marks what a pattern matches in the visible rows.
    pub(super) fn mark_hits(&mut self, pattern: &Regex) {
        for row in &mut self.rows {
            row.hits = pattern.find_iter(&row.text).map(|found| found.range()).filter(|hit| !hit.is_empty()).collect();
        }
    }

    /// Reads entries, adjacent ones together. Entries can be large, and those of a filtered list can be far apart in the
    /// file, so entries that are already cached are not read again.
    fn read_entries(&mut self, idxs: &[u64], source: &dyn EntrySource) {
        let mut cached = std::mem::take(&mut self.entries);
        let mut read: Vec<LogEntry> = Vec::with_capacity(idxs.len());
        let mut rest = idxs;
        while let Some((first, _)) = rest.split_first() {
            if let Some(position) = cached.iter().position(|entry| entry.number == first + 1) {
                read.push(cached.swap_remove(position));
                rest = &rest[1..];
                continue;
            }
            let is_next =
                |(idx, ahead): (&u64, u64)| *idx == first + ahead && cached.iter().all(|entry| entry.number != idx + 1);
            let together = rest.iter().zip(0..).take_while(|pair| is_next(*pair)).count().max(1);
            read.extend(source.read_entries(*first, together));
            rest = &rest[together..];
        }
        self.entries = read;
    }

    /// Marks rows by what their codes did in this log, and shows their times by one clock.
    pub(super) fn judge(&mut self, findings: &LogFindings, track: Option<&Track>) {
        let mut rows = std::mem::take(&mut self.rows);
        for (row, entry) in rows.iter_mut().zip(&self.entries) {
            if row.mark.is_some() {
                let found = self.findings_of(entry, findings);
                row.mark = Some(FindingMark(found.iter().filter_map(|one| findings.severity(one.code)).min()));
            }
            if let Some(time) = track.and_then(|track| track.in_main_zone(&row.time, row.entry_idx + 1)) {
                row.time = time;
            }
        }
        self.rows = rows;
    }

    /// The findings of an entry: kept in full, cached here, or found again.
    pub(super) fn findings_of<'f>(&'f self, entry: &LogEntry, findings: &'f LogFindings) -> Cow<'f, [Finding]> {
        let idx = entry.number.saturating_sub(1);
        match findings.kept(idx).or_else(|| self.found.get(&idx).map(Vec::as_slice)) {
            Some(found) => Cow::Borrowed(found),
            None => Cow::Owned(find_in_entry(entry)),
        }
    }
}
