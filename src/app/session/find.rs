//! Finds a text among the entries that are shown, and hides none of them. The entries are searched by a job in the background.

use std::ops::Range;
use std::sync::Arc;

use regex::Regex;

use super::Session;
use super::entries::LogEntries;
use super::filter::{FilterRun, ShownEntries};
use crate::app::action::FindAction;
use crate::app::effect::Effect;
use crate::app::entries::filter::{EntryTest, FilterError, TextQuery};
use crate::app::session::id::SessionId;
use crate::log::EntrySet;

/// Positions on the scroll bar that can have a mark.
const POSITIONS: u64 = 512;

/// The search for a text.
#[derive(Default)]
pub struct FindState {
    /// The text, and how it is found.
    pub query: TextQuery,
    /// Why the text cannot be used.
    pub error: Option<FilterError>,
    /// Whether entries are being searched.
    pub run: Option<u64>,
    /// Where entries with the text are among the shown ones, from 0 to 1.
    pub marks: Vec<f64>,
    pub(super) pattern: Option<Regex>,
    /// The entries with the text.
    matches: EntrySet,
    generation: u64,
    /// Entries below this index have been searched.
    tested: u64,
    /// The entry from which on the first one with the text is selected as soon as it is found.
    wanted_from: Option<u64>,
}

impl FindState {
    /// How many entries with the text were found.
    pub fn count(&self) -> u64 {
        self.matches.len()
    }

    /// Where the text is in another text, as ranges of bytes.
    pub fn places_in(&self, text: &str) -> Vec<Range<usize>> {
        let Some(pattern) = &self.pattern else { return Vec::new() };
        pattern.find_iter(text).map(|found| found.range()).filter(|place| !place.is_empty()).collect()
    }

    fn next(&self, from_idx: u64) -> Option<u64> {
        self.matches.nth(self.matches.rank(from_idx))
    }

    fn previous(&self, before_idx: u64) -> Option<u64> {
        self.matches.rank(before_idx).checked_sub(1).and_then(|nth| self.matches.nth(nth))
    }

    fn update_marks(&mut self, shown: &ShownEntries) {
        let len = shown.len();
        let row_at = |position: u64| (u128::from(position) * u128::from(len) / u128::from(POSITIONS)) as u64;
        self.marks.clear();
        if self.matches.is_empty() || len == 0 {
            return;
        }
        for position in 0..POSITIONS {
            let (first_row, end_row) = (row_at(position), row_at(position + 1).max(row_at(position) + 1));
            let Some(first) = shown.entry_at(first_row) else { break };
            let end = shown.entry_at(end_row).unwrap_or(u64::MAX);
            if let Some(found) = self.next(first).filter(|found| *found < end) {
                let row = shown.row_of(found).unwrap_or(first_row);
                self.marks.push(row as f64 / len as f64);
            }
        }
        self.marks.dedup();
    }

    /// Searches the entries from `from_idx` on.
    fn start(
        &mut self,
        from_idx: u64,
        session: SessionId,
        entries: &LogEntries,
        shown: &ShownEntries,
    ) -> Option<Effect> {
        let (range, candidates) = match shown {
            ShownEntries::Range(range) => (range.clone(), None),
            ShownEntries::Set(set) => (0..u64::MAX, Some(Arc::new(set.clone()))),
        };
        let source = Arc::clone(entries.source.as_ref()?);
        let from_idx = from_idx.max(range.start);
        let test = EntryTest::of_text(self.pattern.clone()?, range, candidates);
        self.run = Some(from_idx);
        Some(Effect::Find { session, generation: self.generation, entries: source, test, from_idx })
    }
}

impl Session {
    /// The position of the selected entry among those with the text, from 1.
    pub fn find_number(&self) -> Option<u64> {
        let selected = self.selection.entry?;
        self.find.matches.contains(selected).then(|| self.find.matches.rank(selected) + 1)
    }

    pub(super) fn apply_find(&mut self, action: FindAction) -> Vec<Effect> {
        match action {
            FindAction::Text(text) => {
                self.find.query.text = text;
                self.find.wanted_from = Some(self.place_to_find_from());
                self.restart_find()
            }
            FindAction::Switch(switch) => {
                self.find.query.toggle(switch);
                self.find.wanted_from = Some(self.place_to_find_from());
                self.restart_find()
            }
            FindAction::Step { forward } => self.step_find(forward),
            FindAction::Found { generation, entries, tested, ended } => {
                if generation != self.find.generation {
                    return Vec::new();
                }
                for idx in entries {
                    self.find.matches.push(idx);
                }
                self.find.tested = self.find.tested.max(tested);
                self.find.run = (!ended).then_some(tested);
                self.find.update_marks(&self.filter.shown);
                let mut effects = self.select_wanted(ended);
                effects.extend(self.resume_find());
                effects
            }
        }
    }

    /// The selected entry, else the first one in view.
    fn place_to_find_from(&self) -> u64 {
        let first = || self.filter.shown.entry_at(self.selection.list.top().0);
        self.selection.entry.or_else(first).unwrap_or(0)
    }

    /// Searches again, after the text or the shown entries have changed.
    pub(super) fn restart_find(&mut self) -> Vec<Effect> {
        let find = &mut self.find;
        find.generation += 1;
        find.tested = 0;
        find.matches = EntrySet::default();
        find.marks.clear();
        (find.pattern, find.error) = match find.query.whole_pattern() {
            Ok(pattern) => (pattern, None),
            Err(error) => (None, Some(error)),
        };
        let was_running = find.run.take().is_some();
        let mut effects = Vec::new();
        effects.extend(was_running.then_some(Effect::CancelFind(self.id)));
        effects.extend(self.resume_find());
        effects
    }

    /// Searches the entries that were read or shown after the last search. Waits until the filter has tested all entries.
    pub(super) fn resume_find(&mut self) -> Option<Effect> {
        let shown = &self.filter.shown;
        let end = match shown {
            ShownEntries::Range(range) => range.end,
            ShownEntries::Set(_) => self.entries.count,
        };
        let may_start = self.filter.run == FilterRun::Idle && self.find.run.is_none() && self.find.pattern.is_some();
        if !may_start || self.find.tested >= end {
            return None;
        }
        self.find.start(self.find.tested, self.id, &self.entries, shown)
    }

    /// Selects the first entry with a text that was just typed, if it has been found.
    fn select_wanted(&mut self, ended: bool) -> Vec<Effect> {
        let Some(from) = self.find.wanted_from else { return Vec::new() };
        let wrapped = || self.find.matches.nth(0).filter(|_| ended);
        let found = self.find.next(from).or_else(wrapped);
        if found.is_some() || ended {
            self.find.wanted_from = None;
        }
        found.map(|idx| self.select_entry(idx)).unwrap_or_default()
    }

    fn step_find(&mut self, forward: bool) -> Vec<Effect> {
        let from = self.place_to_find_from();
        let find = &self.find;
        let found = if forward {
            let after = if self.selection.entry.is_some() { from + 1 } else { from };
            find.next(after).or_else(|| find.matches.nth(0))
        } else {
            find.previous(from).or_else(|| find.matches.nth(find.matches.len().checked_sub(1)?))
        };
        found.map(|idx| self.select_entry(idx)).unwrap_or_default()
    }
}
