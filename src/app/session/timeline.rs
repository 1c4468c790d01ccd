//! The timeline of a log, and which part of it is shown.

use std::ops::Range;
use std::sync::Arc;

use crate::app::timeline::view::{TimelineAction, TimelineView, entries_between};
use crate::diagnosis::Diagnosis;
use crate::diagnosis::timeline::Timeline;

/// The timeline of a log.
#[derive(Default)]
pub struct TimelineState {
    /// Which part is shown, along which axis.
    pub view: TimelineView,
    /// The timeline so far; that of the diagnosis replaces it.
    partial: Option<Arc<Timeline>>,
    diagnosis: Option<Arc<Diagnosis>>,
    /// What is left of it in the part that the log is narrowed to.
    pub(super) narrowed: Option<Arc<Timeline>>,
    /// Whether the shown part was chosen for what the log is narrowed to, not by the user.
    is_fitted: bool,
}

impl TimelineState {
    /// The timeline of what has been read and what the log is narrowed to; `None` before the first entry.
    pub fn current(&self) -> Option<&Timeline> {
        self.narrowed.as_deref().or_else(|| self.whole())
    }

    /// The timeline of all that has been read.
    pub(super) fn whole(&self) -> Option<&Timeline> {
        let complete = self.diagnosis.as_ref().map(|diagnosis| &diagnosis.timeline);
        complete.or(self.partial.as_deref()).filter(|timeline| timeline.entries > 0)
    }

    pub(super) fn set_partial(&mut self, timeline: Arc<Timeline>) {
        self.partial = Some(timeline);
    }

    pub(super) fn finish(&mut self, diagnosis: Arc<Diagnosis>) {
        self.diagnosis = Some(diagnosis);
        self.partial = None;
    }

    /// The position of an entry, from 0 to 1.
    pub(super) fn position_of(&self, entry_idx: u64) -> Option<f64> {
        let timeline = self.current()?;
        Some(timeline.position_of_entry(self.view.axis(timeline), entry_idx + 1))
    }

    /// The entry at a position.
    pub(super) fn entry_at(&self, position: f64) -> Option<u64> {
        let timeline = self.current()?;
        Some(timeline.moment_at(self.view.axis(timeline), position).entry.saturating_sub(1))
    }

    /// The entries between two positions, in either order.
    pub(super) fn entries_between(&self, one: f64, other: f64) -> Option<Range<u64>> {
        let timeline = self.current()?;
        Some(entries_between(timeline, self.view.axis(timeline), one, other))
    }

    /// Scrolls as little as needed to show an entry.
    pub(super) fn reveal(&mut self, entry_idx: Option<u64>) {
        if let Some(position) = entry_idx.and_then(|idx| self.position_of(idx)) {
            self.view.reveal(position);
        }
    }

    /// Shows the part with these entries, unless the user chose another part, or they fill most of what is shown.
    pub(super) fn fit(&mut self, first_idx: u64, last_idx: u64) {
        /// Shares of the axis: entries that fill more need no other view; a margin on both sides.
        const MOST: f64 = 0.6;
        const MARGIN: f64 = 0.08;
        if self.view.magnification() > 1.0 && !self.is_fitted {
            return;
        }
        self.end_fit();
        let (Some(from), Some(to)) = (self.position_of(first_idx), self.position_of(last_idx)) else { return };
        let length = (to - from) * (1.0 + 2.0 * MARGIN);
        if length > 0.0 && length < MOST {
            self.view.show_part(from - (to - from) * MARGIN, length);
            self.is_fitted = true;
        }
    }

    /// Shows the whole axis again if the shown part was chosen for what the log was narrowed to.
    pub(super) fn end_fit(&mut self) {
        if std::mem::take(&mut self.is_fitted) {
            self.view.show_all();
        }
    }

    /// Carries out what changes the view alone. Returns an action that concerns entries.
    pub(super) fn apply(&mut self, action: TimelineAction) -> Option<TimelineAction> {
        if matches!(action, TimelineAction::Axis(_) | TimelineAction::Zoom { .. } | TimelineAction::Pan(_)) {
            self.is_fitted = false;
        }
        match action {
            TimelineAction::Axis(axis) => self.view.set_axis(axis),
            TimelineAction::Zoom { around, factor } => self.view.zoom(around, factor),
            TimelineAction::Pan(share) => self.view.pan(share),
            TimelineAction::ShowAll => self.view.show_all(),
            concerns_entries => return Some(concerns_entries),
        }
        None
    }
}
