//! What a session does with its selected lines: it marks them, and passes them on to be copied.

use std::sync::Arc;

use super::Session;
use super::filter::ShownEntries;
use super::line_action::LineAction;
use super::selected_lines::SelectedLines;
use super::selection::Selection;
use crate::app::effect::Effect;
use crate::diagnosis::MarkedLine;
use crate::diagnosis::narrow::NarrowBy;
use crate::log::LogEntry;

/// Marking more lines than this at once is a slip of the hand.
const MAX_MARKED: u64 = 500;

impl Session {
    /// The selected lines; `None` if nothing is selected.
    pub fn selected_lines(&self) -> Option<SelectedLines> {
        let ranges = self.selection.entry_ranges().iter();
        let (ranges, only) = match &self.filter.shown {
            ShownEntries::Range(shown) => {
                (ranges.map(|range| range.start.max(shown.start)..range.end.min(shown.end)).collect(), None)
            }
            ShownEntries::Set(shown) => (ranges.cloned().collect(), Some(shown.clone())),
        };
        let any = self.selection.list.selected_count() > 0;
        Some(SelectedLines {
            name: self.short_name().to_owned(),
            by_record: self.entries.by_record,
            entries: Arc::clone(self.entries.source.as_ref().filter(|_| any)?),
            ranges,
            only,
        })
    }

    /// The mark of an entry, or a new one.
    pub(in crate::app) fn mark_of(&self, entry_idx: u64) -> Option<MarkedLine> {
        let new = || self.entries.get(entry_idx).map(|entry| MarkedLine::new(&entry));
        self.bookmarks.get(entry_idx).cloned().or_else(new)
    }

    /// Whether an entry belongs to what the log is narrowed to.
    pub(in crate::app) fn narrow_includes(&self, entry_idx: u64) -> bool {
        let Some(scope) = &self.narrow.scope else { return true };
        self.entries.get(entry_idx).is_some_and(|entry| scope.includes(&entry))
    }

    /// Whether all selected lines are marked.
    pub fn marks_all_selected(&self) -> bool {
        let is_selected =
            |idx: u64| self.filter.shown.row_of(idx).is_some_and(|row| self.selection.list.is_selected(row));
        let marked = self.bookmarks.iter().filter(|(idx, _)| is_selected(*idx)).count() as u64;
        marked > 0 && marked == self.selection.list.selected_count()
    }

    /// Whether more lines are selected than are marked at once.
    pub(in crate::app) fn selects_too_many_to_mark(&self) -> bool {
        self.selection.list.selected_count() > MAX_MARKED
    }

    /// The stay in a room that an entry belongs to, to narrow the log to it.
    pub fn attempt_of(&self, entry: &LogEntry) -> Option<NarrowBy> {
        let (client, user) = (entry.client.as_deref()?, entry.user.as_deref()?);
        let timeline = self.timeline.current()?;
        let of_speaker = timeline.stays.iter().filter(|stay| stay.client == client && stay.user == user);
        of_speaker.rev().find(|stay| stay.began.line <= entry.last_line).map(NarrowBy::attempt)
    }

    /// Changes how lines are wrapped. The place stays.
    fn wrap(&mut self, is_on: bool, width: usize) {
        self.with_rows(|selection, rows| selection.hold_place(rows, true));
        self.visible.wrap.set(is_on, width);
        self.visible.scroll_sideways(0.0);
        self.with_rows(Selection::update_rows);
    }

    pub(super) fn apply_to_lines(&mut self, action: LineAction) -> Vec<Effect> {
        match action {
            LineAction::ToggleMarks if !self.selects_too_many_to_mark() => {
                let mut marks = Vec::new();
                if let Some(lines) = self.selected_lines() {
                    lines.visit(&mut |entry| {
                        marks.push(MarkedLine::new(entry));
                        true
                    });
                }
                self.bookmarks.toggle(marks);
            }
            LineAction::WriteNote { entry_idx, note } => {
                if let Some(mark) = self.mark_of(entry_idx) {
                    self.bookmarks.write(MarkedLine { note: note.trim().to_owned(), ..mark });
                }
            }
            LineAction::RemoveMark(entry_idx) => self.bookmarks.remove(entry_idx),
            LineAction::RestoreMarks(saved) => self.bookmarks.restore(saved, &self.entries),
            LineAction::StepMark { forward } => {
                let shown = |idx| self.filter.shown.row_of(idx).is_some();
                let from = self.selection.entry;
                let next = self.bookmarks.neighbour(from, forward, shown);
                let next = next.or_else(|| self.bookmarks.neighbour(from, forward, |_| true));
                return next.map(|idx| self.select_entry(idx)).unwrap_or_default();
            }
            LineAction::ScrollSideways(characters) => self.visible.scroll_sideways(characters),
            LineAction::Width(width) => self.wrap(self.visible.wrap.is_on, width),
            LineAction::Wrap(is_on) => self.wrap(is_on, self.visible.wrap.width),
            LineAction::GoTo(number) => {
                let entry = self.entries.idx_of_number(number);
                return entry.map(|idx| self.select_entry(idx)).unwrap_or_default();
            }
            LineAction::ShowMarks(shows) => self.shows_marks = shows,
            // The state itself copies, saves and asks: only it knows whether secrets are redacted.
            _ => {}
        }
        self.update_marks();
        Vec::new()
    }
}
