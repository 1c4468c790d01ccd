//! Which entries are shown: the filter, and the answers of the work that tests entries for it.

use std::ops::Range;
use std::sync::Arc;

use super::{FilterRun, Session};
use crate::app::{Effect, EntrySet};

impl Session {
    pub(super) fn filter_anew(&mut self) -> Vec<Effect> {
        self.generation += 1;
        self.tested = 0;
        (self.pattern, self.filter_error) = match self.filter.pattern() {
            Ok(pattern) => (pattern, None),
            Err(error) => (None, Some(error)),
        };
        self.read.clear();
        let mut effects = Vec::new();
        if self.filter_run != FilterRun::Idle {
            effects.push(Effect::CancelFilter(self.id));
        }
        self.filter_run = FilterRun::Idle;
        let range = self.unfiltered();
        if self.filter.admits_all_of_range() || self.filter_error.is_some() {
            self.shown = None;
            self.list.set_len(range.end - range.start);
        } else {
            self.shown = Some(EntrySet::default());
            self.list.set_len(0);
            effects.extend(self.run_filter(range.start));
        }
        self.reselect();
        self.place_marks();
        effects
    }

    pub(super) fn run_filter(&mut self, from_idx: u64) -> Option<Effect> {
        let entries = Arc::clone(self.entries.as_ref()?);
        let candidates = self.filter.needs_finding().then(|| Arc::new(self.candidates()));
        let test = self.filter.test(candidates).ok()?;
        self.filter_run = FilterRun::Running(from_idx);
        Some(Effect::Filter { session: self.id, generation: self.generation, entries, test, from_idx })
    }

    /// The entries whose findings the filter asks for.
    fn candidates(&self) -> EntrySet {
        self.filter.code.map_or_else(|| self.found.entries().clone(), |code| self.found.entries_with(code))
    }

    pub(super) fn add_filtered(&mut self, entries: &[u64], tested: u64, ended: bool) {
        let Some(shown) = &mut self.shown else { return };
        for idx in entries {
            shown.push(*idx);
        }
        let len = shown.len();
        self.list.set_len(len);
        self.filter_run = if ended { FilterRun::Idle } else { FilterRun::Running(tested) };
        self.tested = self.tested.max(tested);
        self.reselect();
        self.place_marks();
    }

    /// Entries that were read after the filter had come to its end are still to be tested.
    pub(super) fn continue_filter(&mut self) -> Option<Effect> {
        if self.shown.is_some() && self.filter_run == FilterRun::Idle && self.tested < self.unfiltered().end {
            let from_idx = self.tested.max(self.unfiltered().start);
            return self.run_filter(from_idx);
        }
        None
    }

    /// The entries that are shown where nothing but their place in the log counts.
    pub(super) fn unfiltered(&self) -> Range<u64> {
        let all = 0..self.entry_count;
        match &self.filter.entries {
            None => all,
            Some(range) => range.start.min(all.end)..range.end.min(all.end),
        }
    }

    pub(super) fn row_of(&self, entry_idx: u64) -> Option<u64> {
        match &self.shown {
            None => {
                let range = self.unfiltered();
                range.contains(&entry_idx).then(|| entry_idx - range.start)
            }
            Some(shown) => shown.contains(entry_idx).then(|| shown.rank(entry_idx)),
        }
    }

    pub(super) fn entry_at(&self, row: u64) -> Option<u64> {
        match &self.shown {
            None => {
                let range = self.unfiltered();
                range.start.checked_add(row).filter(|idx| range.contains(idx))
            }
            Some(shown) => shown.nth(row),
        }
    }
}
