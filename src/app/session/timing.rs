//! The timeline of a log: what is shown of it, and what it does to the entries.

use super::Session;
use crate::app::timeline_view::entries_between;
use crate::app::{Effect, TimelineAction, TimelineView};
use crate::diagnosis::timeline::Timeline;

impl Session {
    /// What happened when and to whom, as far as the log was read.
    pub fn timeline(&self) -> Option<&Timeline> {
        let read = self.diagnosis.as_ref().map(|diagnosis| &diagnosis.timeline);
        read.or(self.fresh_timeline.as_deref()).filter(|timeline| timeline.entries > 0)
    }

    /// How the timeline is looked at.
    pub fn timeline_view(&self) -> &TimelineView {
        &self.timeline_view
    }

    /// Where on the timeline the selected entry stands, from 0 to 1.
    pub fn selected_position(&self) -> Option<f64> {
        let timeline = self.timeline()?;
        Some(timeline.position_of_entry(self.timeline_view.axis(timeline), self.selected? + 1))
    }

    pub(super) fn apply_to_timeline(&mut self, action: TimelineAction) -> Vec<Effect> {
        let at_hand = self.selected_position();
        if !matches!(action, TimelineAction::Extend(_)) {
            self.timeline_view.anchor = None;
        }
        let shown = self.timeline_view.shown();
        let stepped = |share: f64| (at_hand.unwrap_or(shown.start) + share * (shown.end - shown.start)).clamp(0.0, 1.0);
        match action {
            TimelineAction::Axis(axis) => {
                self.timeline_view.set_axis(axis);
                Vec::new()
            }
            TimelineAction::Zoom { around, factor } => {
                self.timeline_view.zoom(around, factor);
                Vec::new()
            }
            TimelineAction::Pan(share) => {
                self.timeline_view.pan(share);
                Vec::new()
            }
            TimelineAction::ShowAll => {
                self.timeline_view.show_all();
                Vec::new()
            }
            TimelineAction::Narrow(one, other) => self.narrow(one, other),
            TimelineAction::NarrowToShown => self.narrow(shown.start, shown.end),
            TimelineAction::Widen => {
                self.filter.entries = None;
                self.filter_anew()
            }
            TimelineAction::GoTo(position) => self.select_position(position, 0),
            TimelineAction::Step(share) => self.select_position(stepped(share), direction(share)),
            TimelineAction::Extend(share) => {
                let Some(to) = self.entry_near(stepped(share), direction(share)) else { return Vec::new() };
                let anchor = self.timeline_view.anchor.or(self.selected).unwrap_or(to);
                self.timeline_view.anchor = Some(anchor);
                self.filter.entries = Some(anchor.min(to)..anchor.max(to) + 1);
                let mut effects = self.filter_anew();
                effects.extend(self.select_entry(to));
                effects
            }
        }
    }

    fn narrow(&mut self, one: f64, other: f64) -> Vec<Effect> {
        let Some(timeline) = self.timeline() else { return Vec::new() };
        let axis = self.timeline_view.axis(timeline);
        self.filter.entries = Some(entries_between(timeline, axis, one, other));
        self.filter_anew()
    }

    fn select_position(&mut self, position: f64, direction: i64) -> Vec<Effect> {
        self.entry_near(position, direction).map(|idx| self.select_entry(idx)).unwrap_or_default()
    }

    /// The entry at a position. A step (`direction` other than 0) leads to the neighbour of the selected entry at least:
    /// one that leads nowhere would be taken for a dead key.
    fn entry_near(&self, position: f64, direction: i64) -> Option<u64> {
        let timeline = self.timeline()?;
        let idx = timeline.moment_at(self.timeline_view.axis(timeline), position).entry.saturating_sub(1);
        let idx = match (self.selected, direction) {
            (Some(selected), 1) => idx.max(selected + 1),
            (Some(selected), -1) => idx.min(selected.saturating_sub(1)),
            _ => idx,
        };
        Some(idx.min(self.entry_count.checked_sub(1)?))
    }

    /// Shows where on the timeline the selected entry stands.
    pub(super) fn reveal_on_timeline(&mut self) {
        if let Some(position) = self.selected_position() {
            self.timeline_view.reveal(position);
        }
    }
}

fn direction(share: f64) -> i64 {
    if share < 0.0 { -1 } else { 1 }
}
