//! Marked lines and the notes on them.

use std::collections::BTreeMap;

use super::entries::LogEntries;
use crate::diagnosis::MarkedLine;

/// The marked entries of a log, by index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bookmarks {
    by_entry: BTreeMap<u64, MarkedLine>,
    /// Marks of an earlier start whose entries have not been read yet.
    awaited: Vec<SavedMark>,
}

/// A mark as it is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedMark {
    /// The index of the entry.
    pub entry_idx: u64,
    /// The physical line on which the entry begins.
    pub line: u64,
    /// The note; may be empty.
    pub note: String,
}

impl Bookmarks {
    /// The marked entries in the order of the log, each with its index.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (u64, &MarkedLine)> {
        self.by_entry.iter().map(|(idx, mark)| (*idx, mark))
    }

    /// The mark of an entry.
    pub fn get(&self, entry_idx: u64) -> Option<&MarkedLine> {
        self.by_entry.get(&entry_idx)
    }

    /// How many entries are marked.
    pub fn len(&self) -> usize {
        self.by_entry.len()
    }

    /// Whether no entry is marked.
    pub fn is_empty(&self) -> bool {
        self.by_entry.is_empty()
    }

    /// All marks, to save them.
    pub fn saved(&self) -> Vec<SavedMark> {
        let saved =
            |(idx, mark): (u64, &MarkedLine)| SavedMark { entry_idx: idx, line: mark.line, note: mark.note.clone() };
        self.iter().map(saved).chain(self.awaited.iter().cloned()).collect()
    }

    /// Marks the entries again that were marked at an earlier start, as soon as they can be read.
    pub(super) fn restore(&mut self, saved: Vec<SavedMark>, entries: &LogEntries) {
        self.awaited.extend(saved);
        self.find_awaited(entries);
    }

    /// Returns whether an awaited entry was found.
    pub(super) fn find_awaited(&mut self, entries: &LogEntries) -> bool {
        let (found, awaited): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.awaited).into_iter().partition(|mark| mark.entry_idx < entries.count);
        self.awaited = awaited;
        let any = !found.is_empty();
        for saved in found {
            // A log that changed has other entries: then the line decides.
            let entry = entries.get(saved.entry_idx).filter(|entry| entry.first_line == saved.line);
            let entry = entry.or_else(|| entries.get(entries.idx_of_line(saved.line)?));
            if let Some(entry) = entry {
                let mark = MarkedLine { note: saved.note, ..MarkedLine::new(&entry) };
                self.by_entry.insert(entry.number.saturating_sub(1), mark);
            }
        }
        any
    }

    /// Marks the entries, or removes their marks if all of them are marked.
    pub(super) fn toggle(&mut self, marks: Vec<MarkedLine>) {
        let idx_of = |mark: &MarkedLine| mark.entry_number.saturating_sub(1);
        if marks.iter().all(|mark| self.by_entry.contains_key(&idx_of(mark))) {
            for mark in &marks {
                self.by_entry.remove(&idx_of(mark));
            }
        } else {
            for mark in marks {
                self.by_entry.entry(idx_of(&mark)).or_insert(mark);
            }
        }
    }

    /// Marks an entry with a note; an empty note leaves the mark.
    pub(super) fn write(&mut self, mark: MarkedLine) {
        self.by_entry.insert(mark.entry_number.saturating_sub(1), mark);
    }

    pub(super) fn remove(&mut self, entry_idx: u64) {
        self.by_entry.remove(&entry_idx);
    }

    /// Forgets everything about entries from `count` on: the log was replaced by a shorter one.
    pub(super) fn forget_from(&mut self, count: u64) {
        self.by_entry.split_off(&count);
    }

    /// The next marked entry after an entry (or before it), wrapping around at the ends.
    pub(super) fn neighbour(&self, of: Option<u64>, forward: bool, is_shown: impl Fn(u64) -> bool) -> Option<u64> {
        let shown = |idx: &&u64| is_shown(**idx);
        let keys = || self.by_entry.keys();
        let found = if forward {
            let after = of.map_or(0, |idx| idx + 1);
            let later = self.by_entry.range(after..).map(|(idx, _)| idx).find(shown);
            later.or_else(|| keys().find(shown))
        } else {
            let earlier = self.by_entry.range(..of.unwrap_or(u64::MAX)).map(|(idx, _)| idx).rev().find(shown);
            earlier.or_else(|| keys().rev().find(shown))
        };
        found.copied()
    }
}
