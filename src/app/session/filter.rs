//! Which entries of a log are shown: the filter's criteria, and the results of the job that tests entries against them.

use std::ops::Range;
use std::sync::Arc;

use regex::Regex;

use super::entries::LogEntries;
use super::id::SessionId;
use super::narrow::NarrowState;
use crate::app::effect::Effect;
use crate::app::entries::filter::{EntryFilter, FilterError, TextQuery};
use crate::app::entries::finding_index::FindingIndex;
use crate::log::EntrySet;

/// Whether entries are being tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterRun {
    /// No.
    Idle,
    /// Yes; this many have been tested.
    Running(u64),
}

/// The entries that are shown, in order; each has a row in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ShownEntries {
    /// All entries of a range.
    Range(Range<u64>),
    /// The entries that passed the filter so far.
    Set(EntrySet),
}

impl ShownEntries {
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Range(range) => range.end - range.start,
            Self::Set(set) => set.len(),
        }
    }

    pub(super) fn row_of(&self, entry_idx: u64) -> Option<u64> {
        match self {
            Self::Range(range) => range.contains(&entry_idx).then(|| entry_idx - range.start),
            Self::Set(set) => set.contains(entry_idx).then(|| set.rank(entry_idx)),
        }
    }

    /// The row of an entry, or of the next one that is shown.
    pub(super) fn row_from(&self, entry_idx: u64) -> u64 {
        match self {
            Self::Range(range) => entry_idx.clamp(range.start, range.end) - range.start,
            Self::Set(set) => set.rank(entry_idx),
        }
    }

    pub(super) fn entry_at(&self, row: u64) -> Option<u64> {
        match self {
            Self::Range(range) => range.start.checked_add(row).filter(|idx| range.contains(idx)),
            Self::Set(set) => set.nth(row),
        }
    }
}

/// What the filter depends on beside its criteria.
#[derive(Clone, Copy)]
pub(super) struct FilterContext<'a> {
    pub(super) entries: &'a LogEntries,
    pub(super) findings: &'a FindingIndex,
    pub(super) narrow: &'a NarrowState,
}

/// The filter of a log's entries.
pub struct FilterState {
    session: SessionId,
    /// What the user asks for. After a change, `restart` has to be called.
    pub criteria: EntryFilter,
    /// Why the text of the criteria cannot be used.
    pub error: Option<FilterError>,
    /// Whether entries are being tested.
    pub run: FilterRun,
    /// Texts that were used before, in any log, the last one first.
    pub history: Arc<[String]>,
    /// What is marked in the entries that are shown.
    pub(super) pattern: Option<Regex>,
    /// Increases with every restart, to recognize results of an earlier one.
    generation: u64,
    /// Entries below this index have been tested.
    tested: u64,
    /// The entries that are shown.
    pub(super) shown: ShownEntries,
}

impl FilterState {
    pub(super) fn new(session: SessionId) -> Self {
        Self {
            session,
            criteria: EntryFilter::default(),
            error: None,
            run: FilterRun::Idle,
            history: Arc::default(),
            pattern: None,
            generation: 0,
            tested: 0,
            shown: ShownEntries::Range(0..0),
        }
    }

    pub(super) fn is_current(&self, generation: u64) -> bool {
        generation == self.generation
    }

    /// Whether an entry is hidden, and not only because it was not tested yet.
    pub(super) fn hides(&self, entry_idx: u64) -> bool {
        let is_untested = self.run != FilterRun::Idle && entry_idx >= self.tested;
        !is_untested && self.shown.row_of(entry_idx).is_none()
    }

    /// Tests all entries against changed criteria, or after the log was narrowed to something else.
    pub(super) fn restart(&mut self, context: FilterContext<'_>) -> Vec<Effect> {
        self.generation += 1;
        self.tested = 0;
        (self.pattern, self.error) = match self.criteria.marked_pattern() {
            Ok(pattern) => (pattern, None),
            Err(error) => (None, Some(error)),
        };
        let mut effects = Vec::new();
        if self.run != FilterRun::Idle {
            effects.push(Effect::CancelFilter(self.session));
        }
        self.run = FilterRun::Idle;
        let range = self.range(context.entries.count);
        let is_range = context.narrow.narrowing.is_empty() || context.narrow.narrowing.is_range();
        if is_range && (self.criteria.admits_all_of_range() || self.error.is_some()) {
            self.shown = ShownEntries::Range(range);
        } else {
            self.shown = ShownEntries::Set(EntrySet::default());
            effects.extend(self.start_run(range.start, context));
        }
        effects
    }

    /// Tests the entries that were read after the last run ended.
    pub(super) fn resume(&mut self, context: FilterContext<'_>) -> Option<Effect> {
        let range = self.range(context.entries.count);
        let is_idle = matches!(self.shown, ShownEntries::Set(_)) && self.run == FilterRun::Idle;
        if !is_idle || self.tested >= range.end {
            return None;
        }
        self.start_run(self.tested.max(range.start), context)
    }

    fn start_run(&mut self, from_idx: u64, context: FilterContext<'_>) -> Option<Effect> {
        let source = Arc::clone(context.entries.source.as_ref()?);
        let codes = context.narrow.codes_alone();
        let with_codes = codes.map(|codes| context.findings.entries_with_any(codes));
        let candidates = match with_codes {
            None if self.criteria.findings_only => Some(context.findings.entries.clone()),
            with_codes => with_codes,
        };
        // A text that cannot be used leaves nothing out.
        let without_text = || EntryFilter { typed: TextQuery::default(), kept: Vec::new(), ..self.criteria.clone() };
        let candidates = candidates.map(Arc::new);
        let test = self.criteria.test(candidates.clone()).or_else(|_| without_text().test(candidates));
        let scope = if codes.is_some() { None } else { context.narrow.scope.clone() };
        let mut test = test.ok()?;
        test.scope = scope;
        self.run = FilterRun::Running(from_idx);
        Some(Effect::Filter { session: self.session, generation: self.generation, entries: source, test, from_idx })
    }

    /// Adds entries that passed; entries below `tested` have been tested.
    pub(super) fn add_passed(&mut self, passed: &[u64], tested: u64, ended: bool) {
        let ShownEntries::Set(shown) = &mut self.shown else { return };
        for idx in passed {
            shown.push(*idx);
        }
        self.run = if ended { FilterRun::Idle } else { FilterRun::Running(tested) };
        self.tested = self.tested.max(tested);
    }

    /// Shows entries that were read meanwhile, if they need no test.
    pub(super) fn set_entry_count(&mut self, entry_count: u64) {
        if matches!(self.shown, ShownEntries::Range(_)) {
            self.shown = ShownEntries::Range(self.range(entry_count));
        }
    }

    /// The entries that can be shown, by their position in the log alone.
    fn range(&self, entry_count: u64) -> Range<u64> {
        match &self.criteria.entries {
            None => 0..entry_count,
            Some(range) => range.start.min(entry_count)..range.end.min(entry_count),
        }
    }
}
