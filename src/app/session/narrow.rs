//! What a log is narrowed to, and what is left of its problems, counts and timeline.
//!
//! The list shows the entries as soon as the filter has found them. Counts, problems, timeline and reports follow when a job in
//! the background has counted all entries that belong to the narrowing.

use std::sync::Arc;

use super::Session;
use crate::app::effect::Effect;
use crate::app::entries::filter::EntryFilter;
use crate::code::ErrorCode;
use crate::diagnosis::Diagnosis;
use crate::diagnosis::narrow::{NarrowBy, NarrowPart, NarrowScope, Narrowing, ScopeFacts, ScopeTally, narrow};
use crate::diagnosis::timeline::Timeline;
use crate::log::LevelCounts;
use crate::report::inspection::phrases::narrow_part;

/// What a log is narrowed to.
#[derive(Default)]
pub struct NarrowState {
    /// The parts, as the user added them.
    pub narrowing: Narrowing,
    /// Whether counts, problems and timeline are those of an earlier narrowing.
    pub is_counting: bool,
    /// The narrowing as a test of entries; `None` for the whole log.
    pub(super) scope: Option<Arc<NarrowScope>>,
    /// The codes, if it is narrowed to codes alone.
    codes: Vec<ErrorCode>,
    /// Increases with every change, to recognize counts of an earlier one.
    generation: u64,
    /// The counts so far, and before which index entries have been counted.
    tally: Arc<ScopeTally>,
    counted: u64,
}

impl NarrowState {
    /// The codes, if it is narrowed to codes alone: their entries are known without a test.
    pub(super) fn codes_alone(&self) -> Option<&[ErrorCode]> {
        (!self.codes.is_empty()).then_some(&self.codes)
    }
}

impl Session {
    /// The entries of each level, of what the log is narrowed to.
    pub fn levels(&self) -> LevelCounts {
        self.findings.narrowed.as_ref().map_or(self.entries.levels, |narrowed| narrowed.levels)
    }

    /// The parts of the narrowing in words.
    pub fn narrowed_to(&self) -> Vec<(NarrowPart, String)> {
        let words = |part: &NarrowPart| narrow_part(part, self.timeline.whole());
        self.narrow.narrowing.parts().iter().map(|part| (part.clone(), words(part))).collect()
    }

    pub(super) fn change_narrowing(&mut self, change: impl FnOnce(&mut Narrowing)) -> Vec<Effect> {
        change(&mut self.narrow.narrowing);
        let mut effects = self.restart_narrowing();
        effects.extend(self.restart_filter());
        effects
    }

    pub(super) fn add_to_narrowing(&mut self, by: NarrowBy, is_excluded: bool) -> Vec<Effect> {
        self.change_narrowing(|narrowing| narrowing.add(NarrowPart { by, is_excluded }))
    }

    /// Narrows to one code instead of the codes before.
    pub(super) fn narrow_to_code(&mut self, code: Option<ErrorCode>) -> Vec<Effect> {
        self.change_narrowing(|narrowing| {
            narrowing.remove_where(|part| matches!(part.by, NarrowBy::Code(_)) && !part.is_excluded);
            if let Some(code) = code {
                narrowing.add(NarrowPart { by: NarrowBy::Code(code), is_excluded: false });
            }
        })
    }

    /// Narrows to the entries between two positions on the timeline.
    pub(super) fn narrow_between(&mut self, one: f64, other: f64) -> Vec<Effect> {
        let range = self.timeline.entries_between(one, other);
        range.map(|range| self.add_to_narrowing(NarrowBy::Entries(range), false)).unwrap_or_default()
    }

    /// Shows all entries of the whole log.
    pub(super) fn show_all(&mut self) -> Vec<Effect> {
        self.filter.criteria = EntryFilter::default();
        self.change_narrowing(Narrowing::clear)
    }

    /// Makes an entry visible that the filter hides: resets the filter, and the narrowing only if it hides the entry, too.
    pub(super) fn uncover(&mut self, entry_idx: u64) -> Vec<Effect> {
        let belongs =
            |scope: &Arc<NarrowScope>| self.entries.get(entry_idx).is_some_and(|entry| scope.includes(&entry));
        if self.narrow.scope.as_ref().is_none_or(belongs) {
            let entries = self.filter.criteria.entries.clone();
            return self.change_filter(|criteria| *criteria = EntryFilter { entries, ..EntryFilter::default() });
        }
        self.show_all()
    }

    /// Resolves the narrowing again, after it or what is known about the log has changed, and counts its entries.
    pub(super) fn restart_narrowing(&mut self) -> Vec<Effect> {
        self.filter.criteria.entries = self.narrow.narrowing.range().cloned();
        let entries_with = |code| self.findings.index.entries_with(code);
        let facts = ScopeFacts {
            stays: self.timeline.whole().map_or(&[], |timeline| &timeline.stays),
            problems: self.findings.diagnosis.as_ref().map_or(&[], |diagnosis| &diagnosis.problems),
            findings: self.findings.all(),
            entries_with: &entries_with,
        };
        let state = &mut self.narrow;
        state.generation += 1;
        let is_narrowed = !state.narrowing.is_empty();
        state.scope = is_narrowed.then(|| Arc::new(NarrowScope::new(&state.narrowing, facts)));
        let are_codes_alone = state.narrowing.codes().count() == state.narrowing.parts().len();
        state.codes = if are_codes_alone { state.narrowing.codes().collect() } else { Vec::new() };
        (state.tally, state.counted) = (Arc::default(), 0);
        let was_counting = std::mem::replace(&mut state.is_counting, is_narrowed);
        if !is_narrowed {
            self.show_narrowed(None);
            return was_counting.then_some(Effect::CancelTally(self.id)).into_iter().collect();
        }
        self.resume_tally().into_iter().collect()
    }

    /// Counts what was written to a followed log.
    pub(super) fn resume_narrowing(&mut self) -> Vec<Effect> {
        let (tally, counted) = (Arc::clone(&self.narrow.tally), self.narrow.counted);
        if self.narrow.narrowing.is_empty() {
            return Vec::new();
        }
        if self.narrow.is_counting {
            return self.change_narrowing(|_| ());
        }
        let _ = self.restart_narrowing();
        (self.narrow.tally, self.narrow.counted) = (tally, counted);
        self.resume_tally().into_iter().collect()
    }

    /// Counts the entries that were read after the last count; those of a log that is still being read are counted at its end.
    pub(super) fn resume_tally(&self) -> Option<Effect> {
        let scope = self.narrow.scope.as_ref().filter(|_| self.findings.diagnosis.is_some())?;
        Some(Effect::Tally {
            session: self.id,
            generation: self.narrow.generation,
            entries: Arc::clone(self.entries.source.as_ref()?),
            scope: Arc::clone(scope),
            tally: Arc::clone(&self.narrow.tally),
            from_idx: self.narrow.counted,
        })
    }

    /// Shows the counts of a narrowing, unless there is a newer one.
    pub(super) fn finish_tally(&mut self, generation: u64, tally: Arc<ScopeTally>, counted: u64) {
        let Some(diagnosis) = self.findings.diagnosis.clone().filter(|_| generation == self.narrow.generation) else {
            return;
        };
        let state = &mut self.narrow;
        (state.tally, state.counted, state.is_counting) = (tally, counted, false);
        let mut narrowed = narrow(&diagnosis, &state.narrowing, &state.tally);
        if let Some(narrowed) = &mut narrowed.narrowed {
            narrowed.unknown_findings = self.findings.index.count.saturating_sub(diagnosis.findings.len() as u64);
        }
        self.show_narrowed(Some(Arc::new(narrowed)));
        // A range is shown with what is around it.
        if self.narrow.narrowing.range().is_none()
            && let Some((first, last)) = self.narrow.tally.span
        {
            self.timeline.fit(first - 1, last - 1);
        }
    }

    /// Shows problems, counts and timeline of a part of the log; `None`: of the whole log.
    fn show_narrowed(&mut self, narrowed: Option<Arc<Diagnosis>>) {
        if narrowed.is_none() && self.findings.narrowed.is_none() {
            return;
        }
        if narrowed.is_none() {
            self.timeline.end_fit();
        }
        let narrowing = &self.narrow.narrowing;
        self.timeline.narrowed = narrowed.as_ref().filter(|_| !narrowing.is_range()).map(|narrowed| {
            // A range is marked on the timeline of everything around it.
            let Some(whole) = self.timeline.whole().filter(|_| narrowing.range().is_some()) else {
                return Arc::new(narrowed.timeline.clone());
            };
            let users: Vec<&str> = narrowed.timeline.lanes.iter().map(|lane| lane.user.as_str()).collect();
            let lanes = whole.lanes.iter().filter(|lane| users.contains(&lane.user.as_str())).cloned().collect();
            Arc::new(Timeline { lanes, ..whole.clone() })
        });
        self.findings.set_narrowed(narrowed);
        self.update_findings();
    }
}
