//! What a log is narrowed to.

use super::Session;
use crate::app::effect::Effect;
use crate::app::entries::filter::EntryFilter;
use crate::code::ErrorCode;
use crate::diagnosis::narrow::{NarrowBy, NarrowPart, Narrowing};

/// What a log is narrowed to.
#[derive(Default)]
pub struct NarrowState {
    /// The parts, as the user added them.
    pub narrowing: Narrowing,
}

impl Session {
    pub(super) fn change_narrowing(&mut self, change: impl FnOnce(&mut Narrowing)) -> Vec<Effect> {
        change(&mut self.narrow.narrowing);
        let narrowing = &self.narrow.narrowing;
        let (entries, code) = (narrowing.range().cloned(), narrowing.codes().next());
        self.change_filter(|criteria| (criteria.entries, criteria.code) = (entries, code))
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
}
