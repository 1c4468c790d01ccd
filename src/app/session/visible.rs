//! The entries in the visible part of the list.

use std::borrow::Cow;
use std::collections::HashMap;

use regex::Regex;

use super::Session;
use super::entries::LogEntries;
use super::find::FindState;
use super::findings::{LogFindings, find_in_entry};
use super::line_wrap::LineWrap;
use crate::app::entries::row::{EntryRow, FindingMark};
use crate::app::entries::source::EntrySource;
use crate::app::entries::wrap::char_width;
use crate::diagnosis::timeline::Track;
use crate::finding::Finding;
use crate::log::LogEntry;

/// Messages are scrolled to the left until this many characters of the longest one are left.
const MIN_SHOWN: f64 = 16.0;

/// The visible entries, and a cache of what was read for them.
#[derive(Default)]
pub struct VisibleEntries {
    /// The visible rows.
    pub rows: Vec<EntryRow>,
    /// The widest client and the widest user that were shown so far, in characters: columns never become narrower, so that
    /// nothing moves while the list is scrolled.
    pub speaker_widths: [usize; 2],
    /// Whether an entry with a clock was shown so far.
    pub has_clocks: bool,
    /// How many characters of the messages are to the left of the view.
    pub first_column: f64,
    /// How lines are wrapped.
    pub wrap: LineWrap,
    /// Whether the log is shown. Entries of other logs are not read: of hundreds of logs, that would stop the window.
    pub(super) is_on_screen: bool,
    /// The entries of `rows`.
    entries: Vec<LogEntry>,
    /// The findings of visible entries that [`LogFindings`] does not keep, by entry index.
    found: HashMap<u64, Vec<Finding>>,
}

impl VisibleEntries {
    /// Drops the cached entries: their content may have changed.
    pub(super) fn clear_cache(&mut self) {
        self.entries.clear();
        self.wrap.clear_cache();
    }

    /// Reads the entries with these indices and makes their rows.
    pub(super) fn read(&mut self, idxs: &[u64], entries: &LogEntries, findings: &LogFindings, pattern: Option<&Regex>) {
        let Some(source) = entries.source.as_ref().filter(|_| self.is_on_screen) else { return };
        self.read_entries(idxs, &**source);
        let mut earlier = std::mem::take(&mut self.found);
        for entry in &self.entries {
            let idx = entry.number.saturating_sub(1);
            if findings.kept(idx).is_none() {
                let found = earlier.remove(&idx).unwrap_or_else(|| find_in_entry(entry));
                self.found.insert(idx, found);
            }
        }
        let columns = self.wrap.columns();
        let row = |entry: &LogEntry| {
            let found = self.findings_of(entry, findings);
            let row = EntryRow::new(entry, &found, pattern, findings.catalog, columns);
            EntryRow { line: entries.number_of(row.entry_idx, row.line), ..row }
        };
        self.rows = self.entries.iter().map(row).collect();
        for row in &self.rows {
            for (width, wanted) in self.speaker_widths.iter_mut().zip(row.speaker.widths()) {
                *width = (*width).max(wanted);
            }
            self.has_clocks |= !row.time.is_empty();
        }
    }

    /// Scrolls the messages to the left or right, as far as the longest visible one reaches.
    pub(super) fn scroll_sideways(&mut self, characters: f64) {
        let longest = self.rows.iter().map(|row| row.text.chars().map(char_width).sum()).max().unwrap_or(0_usize);
        let last = if self.wrap.columns().is_some() { 0.0 } else { (longest as f64 - MIN_SHOWN).max(0.0) };
        if characters.is_finite() {
            self.first_column = (self.first_column + characters).clamp(0.0, last);
        }
    }

    /// Marks what a pattern matches in the visible rows.
    pub(super) fn mark_hits(&mut self, find: &FindState) {
        let Some(pattern) = &find.pattern else { return };
        for row in &mut self.rows {
            row.speaker.is_hit = row.speaker.is_matched_by(pattern);
            row.hits = find.places_in(&row.text);
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

impl Session {
    /// Shows the log, or something else. What has changed meanwhile is read.
    pub(in crate::app) fn set_on_screen(&mut self, is_on_screen: bool) {
        self.visible.is_on_screen = is_on_screen;
        if is_on_screen {
            self.read_visible();
        } else {
            self.free_pixels();
        }
    }
}
