//! One opened log: what was read, found, filtered and selected.
//!
//! The parts of a [`Session`], each in its own file, independent of the session:
//! - `id`: the identity
//! - `phase`: how far reading has come
//! - `entries`: access to the entries that can be read so far
//! - `narrow`: what the log is narrowed to, and `narrow_target`: what it can be narrowed to by a key
//! - `code_choice`: the codes that it can be narrowed to
//! - `find`: entries with a text, which hides no other entry
//! - `findings`: findings, problems and the diagnosis, with their rows in `problem_row`, `notable` and `summary_lines`
//! - `filter`: which entries are shown, tested by a job in the background
//! - `timeline`: the timeline and the part of it that is shown
//! - `picture`: the picture that the log was read from
//! - `follow`, `refresh`: reading on while the log is written; `snapshot` is what the reader sends
//! - `bookmarks`: marked lines; `selected_lines`, `line_action`, `lines`: what is copied, saved and marked; `line_wrap`: heights of rows
//! - `selection`: the selected entry and its explanation
//! - `evidence`: leads from a problem of the case to its line
//! - `attempt`: the attempt whose steps are shown
//! - `texts`: how many entries are listed, in words
//! - `visible`, `marks`: the rows and the marks on the scroll bar, made from all of the above
//!
//! [`SessionAction`]s come in, [`Effect`]s go out. The session passes each action to the parts that it concerns. After
//! each action the visible rows are current.

mod attempt;
mod bookmarks;
mod code_choice;
mod entries;
mod evidence;
mod filter;
mod find;
mod findings;
mod follow;
pub(super) mod id;
pub(super) mod line_action;
mod line_wrap;
mod lines;
mod marks;
mod narrow;
mod narrow_target;
mod notable;
pub(super) mod phase;
mod picture;
mod problem_row;
mod refresh;
pub(super) mod selected_lines;
mod selection;
pub(super) mod snapshot;
mod summary_lines;
mod texts;
mod timeline;
mod visible;

use std::sync::Arc;

pub use attempt::AttemptView;
pub use bookmarks::{Bookmarks, SavedMark};
pub use code_choice::CodeChoice;
pub use entries::LogEntries;
use filter::FilterContext;
pub use filter::{FilterRun, FilterState};
pub use find::FindState;
pub use findings::{LogFindings, MAX_FINDINGS};
pub use follow::{FileState, FollowState, NewFindings};
pub use id::SessionId;
pub use line_action::LineAction;
pub use line_wrap::LineWrap;
pub use marks::ScrollMark;
pub use narrow::NarrowState;
pub use narrow_target::NarrowKind;
pub use notable::{NotableKind, NotableRow};
pub use phase::{Phase, ReadProgress};
pub use problem_row::ProblemRow;
pub use selected_lines::SelectedLines;
pub use selection::{EntryDetails, Selection};
pub use snapshot::LogSnapshot;
pub use timeline::TimelineState;
pub use visible::VisibleEntries;

use super::action::SessionAction;
use super::effect::Effect;
use super::entries::filter::EntryFilter;
use super::list::{ListAction, RowHeights};
use super::picture::PictureLog;
use super::timeline::view::TimelineAction;
use crate::catalog::Catalog;
use crate::code::ErrorCode;
use crate::diagnosis::Diagnosis;
use crate::diagnosis::narrow::{NarrowBy, Narrowing};
use crate::source::{LogSource, short_name};
use selection::ShownRows;

/// One opened log.
pub struct Session {
    /// The identity of the session.
    pub id: SessionId,
    /// The full name of the log: a path, or a description of a text without a path.
    pub name: String,
    /// How far reading has come.
    pub phase: Phase,
    /// Whether the user asked to stop reading.
    cancelling: bool,
    /// The entries that can be read so far.
    pub entries: LogEntries,
    /// What was found so far.
    pub findings: LogFindings,
    /// The timeline so far.
    pub timeline: TimelineState,
    /// What the log is narrowed to.
    pub narrow: NarrowState,
    /// Which entries are shown.
    pub filter: FilterState,
    /// The search for a text in them.
    pub find: FindState,
    /// Whether the log is followed.
    pub follow: FollowState,
    /// What is selected.
    pub selection: Selection,
    /// The attempt that the explanation shows as a row of steps.
    pub attempt: Option<AttemptView>,
    /// The entries in the visible part of the list.
    pub visible: VisibleEntries,
    /// The lines that the user marked.
    pub bookmarks: Bookmarks,
    /// Whether the list of marked lines is shown.
    pub shows_marks: bool,
    /// Where findings are among the entries that are shown, from 0 to 1, with their severity.
    pub marks: Vec<ScrollMark>,
    /// Where marked lines are among the entries that are shown, from 0 to 1.
    pub pins: Vec<f64>,
    /// The picture that the log was read from, if it was one.
    pub picture: Option<PictureLog>,
}

impl Session {
    pub(super) fn new(id: SessionId, source: &LogSource, catalog: &'static Catalog) -> Self {
        let picture = source.is_named_picture().then(|| PictureLog::of(source));
        let path = match source {
            LogSource::File(path) if picture.is_none() => Some(path.clone()),
            _ => None,
        };
        Self {
            id,
            name: source.name(),
            phase: Phase::Reading(ReadProgress::default()),
            cancelling: false,
            entries: LogEntries::default(),
            findings: LogFindings::new(catalog),
            timeline: TimelineState::default(),
            narrow: NarrowState::default(),
            filter: FilterState::new(id),
            find: FindState::default(),
            follow: FollowState::new(path),
            selection: Selection::default(),
            attempt: None,
            visible: VisibleEntries::default(),
            bookmarks: Bookmarks::default(),
            shows_marks: false,
            marks: Vec::new(),
            pins: Vec::new(),
            picture,
        }
    }

    /// The name without the folders.
    pub fn short_name(&self) -> &str {
        short_name(&self.name)
    }

    /// The position of the selected entry among those with findings, from 1.
    pub fn finding_number(&self) -> Option<u64> {
        self.findings.number_of(self.selection.entry?)
    }

    /// Whether the filter shows an entry.
    pub(in crate::app) fn shows_entry(&self, entry_idx: u64) -> bool {
        self.filter.shown.row_of(entry_idx).is_some()
    }

    /// The row of an entry, or of the next one that is shown.
    pub(in crate::app) fn row_from(&self, entry_idx: u64) -> u64 {
        self.filter.shown.row_from(entry_idx)
    }

    /// The position of the selected entry on the timeline, from 0 to 1.
    pub fn selected_position(&self) -> Option<f64> {
        self.timeline.position_of(self.selection.entry?)
    }

    /// The shown entry with the next finding after the selected entry (or before it), wrapping around at the ends.
    pub(super) fn neighbouring_finding(&self, forward: bool) -> Option<u64> {
        if self.findings.index.entries.is_empty() {
            return self.neighbouring_notable(forward);
        }
        self.selection.neighbouring_finding(forward, &self.findings, &self.filter.shown)
    }

    /// In a log without a code: the entry with the next of its own errors and warnings, or end of a stay.
    fn neighbouring_notable(&self, forward: bool) -> Option<u64> {
        let selected = self.selection.entry.and_then(|idx| self.entries.get(idx)).map(|entry| entry.first_line);
        let line = notable::neighbouring_line(&self.findings.notables, selected, forward)?;
        self.entries.idx_of_line(line)
    }

    /// Changes the session. The caller carries out the effects in order.
    pub(super) fn apply(&mut self, action: SessionAction) -> Vec<Effect> {
        let selected = self.selection.entry;
        let effects = self.dispatch(action);
        if self.selection.entry != selected {
            self.reveal_in_picture();
        }
        self.read_visible();
        effects
    }

    fn dispatch(&mut self, action: SessionAction) -> Vec<Effect> {
        match action {
            SessionAction::Opened(source) => {
                self.entries.source = Some(source);
                self.update_entries();
            }
            SessionAction::Progress(progress) => return self.show_progress(progress),
            SessionAction::Timeline(timeline) => self.timeline.set_partial(timeline),
            SessionAction::OnTimeline(action) => return self.apply_to_timeline(action),
            SessionAction::Found(findings) => self.findings.add(findings),
            SessionAction::Finished(outcome) => return self.finish_reading(outcome),
            SessionAction::Filtered { generation, entries, tested, ended } => {
                if self.filter.is_current(generation) {
                    self.filter.add_passed(&entries, tested, ended);
                    self.update_shown();
                    let mut effects = self.resume_filter();
                    effects.extend(self.resume_find());
                    return effects;
                }
            }
            SessionAction::List(action) => self.apply_to_list(action),
            SessionAction::ProblemList(action) => {
                if self.selection.problem_list.apply(action)
                    && let Some(row) = self.selection.problem_list.selected()
                {
                    return self.select_problem(row as usize);
                }
            }
            SessionAction::FirstWith(code) => return self.select_first_with(code),
            SessionAction::SelectProblem(idx) => return self.select_problem(idx),
            SessionAction::SelectEvidence { problem, line } => return self.select_evidence(problem, line),
            SessionAction::SelectEntry(idx) => return self.select_entry(idx),
            SessionAction::GoToLine(line) => {
                return self.entries.idx_of_line(line).map(|idx| self.select_entry(idx)).unwrap_or_default();
            }
            SessionAction::ToggleLevel(level) => return self.change_filter(|criteria| criteria.toggle(level)),
            SessionAction::FindingsOnly(only) => return self.change_filter(|criteria| criteria.findings_only = only),
            SessionAction::Code(code) => return self.narrow_to_code(code),
            SessionAction::Text(text) => return self.change_filter(|criteria| criteria.typed.text = text),
            SessionAction::TextSwitch(switch) => return self.change_filter(|criteria| criteria.typed.toggle(switch)),
            SessionAction::KeepText => return self.change_filter(EntryFilter::keep_typed),
            SessionAction::RemoveText(idx) => return self.change_filter(|criteria| criteria.remove_kept(idx)),
            SessionAction::OnlyLevel(level) => return self.change_filter(|criteria| criteria.show_only(level)),
            SessionAction::Find(action) => return self.apply_find(action),
            SessionAction::Picture(action) => return self.apply_to_picture(action),
            SessionAction::Tallied { generation, tally, counted } => self.finish_tally(generation, tally, counted),
            SessionAction::ShowAll => return self.show_all(),
            SessionAction::Lines(action) => return self.apply_to_lines(action),
            SessionAction::Narrow(by) => return self.add_to_narrowing(by, false),
            SessionAction::Exclude(by) => return self.add_to_narrowing(by, true),
            SessionAction::Widen(part) => return self.change_narrowing(|narrowing| narrowing.remove(&part)),
            SessionAction::RemoveLastChip => return self.remove_last_chip(),
            SessionAction::WidenAll => return self.change_narrowing(Narrowing::clear),
            SessionAction::Follow(on) => return self.follow.switch(on, &self.phase, self.id).into_iter().collect(),
            SessionAction::Refreshed(snapshot) => return self.refresh(snapshot),
            SessionAction::FileGone => self.follow.file = FileState::Gone,
            SessionAction::ShowNewFindings => {
                let new = self.follow.new_findings.take();
                return new.map(|new| self.select_entry(new.first_entry_idx)).unwrap_or_default();
            }
            // The state itself copies the entry: only it knows whether secrets are redacted.
            SessionAction::CopyEntry => {}
            SessionAction::Cancel => {
                self.cancelling = true;
                return vec![Effect::CancelInspect(self.id)];
            }
        }
        Vec::new()
    }

    fn show_progress(&mut self, progress: ReadProgress) -> Vec<Effect> {
        self.entries.levels = progress.levels;
        if matches!(self.phase, Phase::Reading(_)) {
            self.phase = Phase::Reading(progress);
        }
        self.update_entries();
        self.findings.show_partial_problems();
        self.selection.problem_list.set_len(self.findings.row_count());
        self.resume_filter()
    }

    fn finish_reading(&mut self, outcome: Result<Arc<Diagnosis>, String>) -> Vec<Effect> {
        match outcome {
            Ok(diagnosis) => self.set_diagnosis(diagnosis),
            Err(reason) => self.phase = Phase::Failed(reason),
        }
        self.update_findings();
        let mut effects = if self.narrow.narrowing.is_empty() {
            self.resume_filter()
        } else {
            // Only now all stays and problems are known.
            self.change_narrowing(|_| ())
        };
        effects.extend(self.resume_find());
        if self.follow.is_on {
            effects.extend(self.follow.switch(true, &self.phase, self.id));
        }
        effects
    }

    fn set_diagnosis(&mut self, diagnosis: Arc<Diagnosis>) {
        self.phase = Phase::Done { cancelled: self.cancelling };
        self.entries.levels = diagnosis.levels;
        self.findings.finish(Arc::clone(&diagnosis));
        self.timeline.finish(diagnosis);
        self.finish_picture();
    }

    fn change_filter(&mut self, change: impl FnOnce(&mut EntryFilter)) -> Vec<Effect> {
        change(&mut self.filter.criteria);
        self.restart_filter()
    }

    fn restart_filter(&mut self) -> Vec<Effect> {
        self.visible.clear_cache();
        let is_complete = self.filter.run == FilterRun::Idle;
        self.with_rows(|selection, rows| selection.hold_place(rows, is_complete));
        let (entries, findings, narrow) = (&self.entries, &self.findings.index, &self.narrow);
        let mut effects = self.filter.restart(FilterContext { entries, findings, narrow });
        self.update_shown();
        effects.extend(self.restart_find());
        effects
    }

    fn resume_filter(&mut self) -> Vec<Effect> {
        let (entries, findings, narrow) = (&self.entries, &self.findings.index, &self.narrow);
        self.filter.resume(FilterContext { entries, findings, narrow }).into_iter().collect()
    }

    fn apply_to_list(&mut self, action: ListAction) {
        if self.with_rows(|selection, rows| selection.apply_to_list(action, rows)) {
            self.timeline.reveal(self.selection.entry);
            self.explain();
        }
    }

    fn select_first_with(&mut self, code: ErrorCode) -> Vec<Effect> {
        let first = self.findings.index.by_code.get(&code).map(|occurrences| occurrences.first_entry_idx);
        first.map(|idx| self.select_entry(idx)).unwrap_or_default()
    }

    fn select_problem(&mut self, problem_idx: usize) -> Vec<Effect> {
        let notable = self.findings.notables.get(problem_idx).map(|notable| notable.line);
        let entry = match self.findings.problems.get(problem_idx) {
            Some(problem) => problem.first_entry_idx.or_else(|| self.entries.idx_of_line(problem.first_line)),
            None => notable.and_then(|line| self.entries.idx_of_line(line)),
        };
        if entry.is_none() {
            return Vec::new();
        }
        let effects = entry.map(|idx| self.select_entry(idx)).unwrap_or_default();
        self.selection.select_problem(problem_idx);
        self.attempt = attempt::shown_attempt(&self.findings, self.selection.details.as_ref());
        effects
    }

    /// Selects an entry and shows it. If the filter hides it, the filter is reset.
    fn select_entry(&mut self, entry_idx: u64) -> Vec<Effect> {
        let effects = if self.filter.hides(entry_idx) { self.uncover(entry_idx) } else { Vec::new() };
        self.with_rows(|selection, rows| selection.select_entry(entry_idx, rows));
        self.timeline.reveal(self.selection.entry);
        self.explain();
        effects
    }

    fn apply_to_timeline(&mut self, action: TimelineAction) -> Vec<Effect> {
        let selected = self.selected_position();
        if !matches!(action, TimelineAction::Extend(_)) {
            self.timeline.view.anchor = None;
        }
        let shown = self.timeline.view.shown();
        let stepped =
            |share: f64| (selected.unwrap_or(shown.start) + share * (shown.end - shown.start)).clamp(0.0, 1.0);
        match self.timeline.apply(action) {
            Some(TimelineAction::Narrow(one, other)) => self.narrow_between(one, other),
            Some(TimelineAction::NarrowToShown) => self.narrow_between(shown.start, shown.end),
            Some(TimelineAction::Widen) => self.change_narrowing(Narrowing::remove_range),
            Some(TimelineAction::GoTo(position)) => self.select_position(position, 0),
            Some(TimelineAction::Step(share)) => self.select_position(stepped(share), direction(share)),
            Some(TimelineAction::Extend(share)) => self.extend_to(stepped(share), direction(share)),
            _ => Vec::new(),
        }
    }

    fn select_position(&mut self, position: f64, direction: i64) -> Vec<Effect> {
        self.entry_near(position, direction).map(|idx| self.select_entry(idx)).unwrap_or_default()
    }

    /// Lists only the entries from the start of the first such step to the entry at a position.
    fn extend_to(&mut self, position: f64, direction: i64) -> Vec<Effect> {
        let Some(to) = self.entry_near(position, direction) else { return Vec::new() };
        let anchor = self.timeline.view.anchor.or(self.selection.entry).unwrap_or(to);
        self.timeline.view.anchor = Some(anchor);
        let mut effects = self.add_to_narrowing(NarrowBy::Entries(anchor.min(to)..anchor.max(to) + 1), false);
        effects.extend(self.select_entry(to));
        effects
    }

    /// The entry at a position. A step (`direction` other than 0) always moves the selection by one entry or more:
    /// otherwise the key would seem to do nothing.
    fn entry_near(&self, position: f64, direction: i64) -> Option<u64> {
        let idx = self.timeline.entry_at(position)?;
        let idx = match (self.selection.entry, direction) {
            (Some(selected), 1) => idx.max(selected + 1),
            (Some(selected), -1) => idx.min(selected.saturating_sub(1)),
            _ => idx,
        };
        Some(idx.min(self.entries.count.checked_sub(1)?))
    }

    fn explain(&mut self) {
        self.selection.details = self.selection.entry.and_then(|idx| self.entries.get(idx)).map(|entry| {
            let found = self.visible.findings_of(&entry, &self.findings);
            EntryDetails::new(entry, &found, &self.findings)
        });
        self.attempt = attempt::shown_attempt(&self.findings, self.selection.details.as_ref());
    }

    /// Shows changed problems, entries that were read meanwhile, and what is now known about the selected entry.
    fn update_findings(&mut self) {
        self.selection.problem_list.set_len(self.findings.row_count());
        self.update_entries();
        self.explain();
    }

    /// Shows the entries that were read meanwhile.
    fn update_entries(&mut self) {
        self.entries.update_count();
        self.bookmarks.find_awaited(&self.entries);
        self.filter.set_entry_count(self.entries.count);
        self.with_rows(|selection, rows| selection.list.set_len_with(rows.entries.len(), rows.heights));
        self.update_marks();
    }

    fn update_shown(&mut self) {
        self.with_rows(Selection::update_rows);
        self.update_marks();
    }

    fn update_marks(&mut self) {
        self.marks = marks::scroll_marks(&self.filter.shown, &self.findings, self.entries.count);
        self.pins = marks::pins(&self.filter.shown, &self.bookmarks);
    }

    /// Changes the selection with the rows that are shown.
    fn with_rows<T>(&mut self, change: impl FnOnce(&mut Selection, ShownRows<'_>) -> T) -> T {
        let (shown, wrap, entries) = (&self.filter.shown, &self.visible.wrap, &self.entries);
        let height_of = |row| shown.entry_at(row).map_or(1.0, |idx| wrap.height_of(idx, entries));
        let heights: RowHeights<'_> = wrap.columns().map(|_| &height_of as &dyn Fn(u64) -> f64);
        change(&mut self.selection, ShownRows { entries: shown, heights })
    }

    fn read_visible(&mut self) {
        let rows = self.selection.list.visible();
        let idxs: Vec<u64> = rows.filter_map(|row| self.filter.shown.entry_at(row)).collect();
        self.visible.read(&idxs, &self.entries, &self.findings, self.filter.pattern.as_ref());
        self.visible.mark_hits(&self.find);
        self.visible.judge(&self.findings, self.timeline.current().map(|timeline| &timeline.track));
    }
}

/// The direction of a step on the timeline: 1 is later, -1 is earlier.
fn direction(share: f64) -> i64 {
    if share < 0.0 { -1 } else { 1 }
}
