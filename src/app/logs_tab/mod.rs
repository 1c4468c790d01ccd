//! The opened logs: which are open, in which order they are listed, and what is shown beside the list.
//!
//! In: opened and closed logs, results of reading them, and what the user does with the list.
//!
//! - `log_row`: one log in the list: verdict, first problem, users, times
//! - `log_list`: the order, the groups and the rows of the list; `log_names`: short names that differ from each other
//! - `list_action`: what the user does with the list
//! - `closed`: logs that can be opened again
//!
//! Out: [`LogsTab`], which the window draws.
//!
//! What always holds: of logs that are opened together the worst is shown when all of them are read, unless the user has
//! chosen one meanwhile. While logs are read, the list keeps its order: no row moves away from the pointer.

mod closed;
pub(super) mod list_action;
mod log_list;
mod log_names;
mod log_row;

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

pub use list_action::{LogListAction, LogSort, LogsPane};
pub use log_list::{LogGroup, LogList, LogListRow};
pub use log_row::{Gravity, LogMark, LogRow};

pub(super) use self::closed::ClosedLog;
use self::closed::ClosedLogs;
use super::case::case_view::CaseView;
use super::case::merged_view::MergedView;
use super::case::search::LogSearch;
use super::saved::saved_window::{SavedLog, SavedLogs};
use super::session::Session;
use super::session::id::SessionId;
use super::session::phase::Phase;
use crate::case::Case;
use crate::case::saved::SavedView;
use crate::catalog::Catalog;
use crate::source::LogSource;

/// A log to try the program with: two attempts to enter a room fail, for different reasons.
const SAMPLE: &str = include_str!("../../../assets/samples/join-failed.log");

/// The name of the sample.
const SAMPLE_NAME: &str = "join-failed.log (sample)";

/// The opened logs.
#[derive(Default)]
pub struct LogsTab {
    /// All opened logs, in the order in which they were opened.
    pub sessions: Vec<Session>,
    /// The list of them.
    pub list: LogList,
    /// What is shown beside the list.
    pub pane: LogsPane,
    /// All logs as one case.
    pub case: CaseView,
    /// The entries of all logs by time.
    pub merged: MergedView,
    /// The search over all logs.
    pub search: LogSearch,
    /// The log that is shown, or was shown last.
    current: Option<SessionId>,
    /// Where each log comes from.
    sources: HashMap<SessionId, LogSource>,
    /// Logs that were opened together and of which the worst is going to be shown.
    opened_together: Vec<SessionId>,
    /// What was shown of logs that are being opened again, until they are read.
    kept_views: HashMap<SessionId, SavedView>,
    closed: ClosedLogs,
    next_id: u64,
    /// How many texts were pasted, to number them.
    pasted: u64,
}

impl LogsTab {
    /// The log that is shown; `None` if something about several logs is shown.
    pub fn shown(&self) -> Option<&Session> {
        self.current().filter(|_| self.pane == LogsPane::Log)
    }

    /// The log whose view is open.
    pub(super) fn current_id(&self) -> Option<SessionId> {
        self.current
    }

    /// The log that is shown, or was shown before something about several logs.
    pub fn current(&self) -> Option<&Session> {
        self.current.and_then(|id| self.session(id))
    }

    /// An opened log.
    pub fn session(&self, id: SessionId) -> Option<&Session> {
        self.sessions.iter().find(|session| session.id == id)
    }

    /// Where a log comes from.
    pub(super) fn source(&self, id: SessionId) -> Option<&LogSource> {
        self.sources.get(&id)
    }

    /// The name of a log in the list, which differs from those of all other opened logs.
    pub fn tab_name<'s>(&'s self, session: &'s Session) -> &'s str {
        self.list.log(session.id).map_or(session.short_name(), |row| &row.name)
    }

    /// The file of a log, or the archive that contains it; `None` for what was pasted.
    pub fn path_of(&self, id: SessionId) -> Option<&Path> {
        self.sources.get(&id)?.path()
    }

    /// Whether logs were closed that can be opened again.
    pub fn has_closed(&self) -> bool {
        !self.closed.is_empty()
    }

    /// All logs in one line: how many have problems.
    pub fn case_line(&self) -> String {
        self.case.sentence().map_or_else(|| self.list.count_line(), str::to_owned)
    }

    /// The opened logs and what is shown of each. Texts without a place are left out.
    pub(super) fn saved(&self) -> SavedLogs {
        let mut saved = SavedLogs { case: self.pane == LogsPane::Case, ..SavedLogs::default() };
        for session in &self.sessions {
            let source = self.sources.get(&session.id);
            let Some(log) = source.and_then(|source| SavedLog::new(source, self.view_of(session))) else { continue };
            if self.current == Some(session.id) {
                saved.shown = Some(saved.logs.len());
            }
            saved.logs.push(log);
        }
        saved
    }

    fn view_of(&self, session: &Session) -> SavedView {
        self.kept_views.get(&session.id).cloned().unwrap_or_else(|| SavedView::of(session))
    }

    /// Keeps what was shown of a log until it is read.
    pub(super) fn keep_view(&mut self, id: SessionId, view: SavedView) {
        self.kept_views.insert(id, view);
    }

    /// What was shown of a log that is being opened again.
    pub(super) fn kept_view(&self, id: SessionId) -> Option<&SavedView> {
        self.kept_views.get(&id)
    }

    /// What was shown of a log that has been read now.
    pub(super) fn take_view(&mut self, id: SessionId) -> Option<SavedView> {
        self.kept_views.remove(&id)
    }

    pub(super) fn session_mut(&mut self, id: SessionId) -> Option<&mut Session> {
        self.sessions.iter_mut().find(|session| session.id == id)
    }

    /// The source of the sample and its name.
    pub(super) fn sample() -> (LogSource, &'static str) {
        (LogSource::Pasted(SAMPLE.to_owned()), SAMPLE_NAME)
    }

    /// Opens logs that belong together and shows the first. Returns their ids.
    pub(super) fn open(&mut self, logs: &[(LogSource, Option<String>)], catalog: &'static Catalog) -> Vec<SessionId> {
        let ids: Vec<SessionId> =
            logs.iter().map(|(source, name)| self.add(source, name.as_deref(), catalog)).collect();
        let Some(first) = ids.first() else { return ids };
        self.set_current(Some(*first));
        self.pane = LogsPane::Log;
        self.opened_together.extend(ids.iter().filter(|_| ids.len() > 1));
        self.list_logs();
        ids
    }

    fn add(&mut self, source: &LogSource, name: Option<&str>, catalog: &'static Catalog) -> SessionId {
        let id = SessionId(self.next_id);
        self.next_id += 1;
        let mut session = Session::new(id, source, catalog);
        if let Some(name) = name {
            name.clone_into(&mut session.name);
        } else if matches!(source, LogSource::Pasted(_)) {
            self.pasted += 1;
            session.name = format!("Pasted log {}", self.pasted);
        } else if matches!(source, LogSource::PastedPicture(_)) {
            self.pasted += 1;
            session.name = format!("Pasted picture {}", self.pasted);
        }
        self.sessions.push(session);
        self.sources.insert(id, source.clone());
        id
    }

    /// Lists the opened logs. New ones come after the others until they are read.
    fn list_logs(&mut self) {
        let sources = &self.sources;
        let mut sessions: Vec<&Session> = self.sessions.iter().collect();
        let place = |session: &&Session| self.list.logs.iter().position(|row| row.id == Some(session.id));
        let places: HashMap<SessionId, usize> =
            sessions.iter().filter_map(|session| Some((session.id, place(session)?))).collect();
        sessions.sort_by_key(|session| (places.get(&session.id).copied().unwrap_or(usize::MAX), session.id));
        let with_folder = sessions.into_iter().map(|session| (session, folder_of(sources.get(&session.id))));
        self.list.set_logs(with_folder);
        self.list.list_rows();
        self.select_shown();
    }

    fn select_shown(&mut self) {
        match self.pane {
            LogsPane::Log => self.list.select(self.current),
            LogsPane::Case => self.list.select(None),
            LogsPane::Search | LogsPane::Merged => self.list.list.set_selected(None),
        }
    }

    /// Reads the visible rows of the merged entries.
    pub(super) fn read_merged_rows(&mut self) {
        self.merged.read_rows(&self.sessions);
    }

    fn set_current(&mut self, id: Option<SessionId>) {
        let before = std::mem::replace(&mut self.current, id);
        if before != id {
            before.and_then(|id| self.session_mut(id)).into_iter().for_each(|session| session.set_on_screen(false));
        }
        id.and_then(|id| self.session_mut(id)).into_iter().for_each(|session| session.set_on_screen(true));
    }

    /// Shows a log that the user chose.
    pub(super) fn show(&mut self, id: SessionId) {
        self.choose();
        if self.session(id).is_some() {
            self.set_current(Some(id));
            self.pane = LogsPane::Log;
            self.select_shown();
        }
    }

    /// Shows something about several logs.
    pub(super) fn show_pane(&mut self, pane: LogsPane) {
        self.choose();
        self.pane = pane;
        self.select_shown();
    }

    /// The user has chosen what is shown: reading does not change it any more.
    pub(super) fn choose(&mut self) {
        self.opened_together.clear();
    }

    /// Updates the row of a log whose verdict may have changed. When the last log of several is read, sorts the list, and
    /// shows the worst of those that were opened together.
    pub(super) fn update_row(&mut self, id: SessionId) {
        let Some(session) = self.sessions.iter().find(|session| session.id == id) else { return };
        let was_read = self.list.log(id).is_some_and(|row| row.mark != LogMark::Reading);
        self.list.update(session);
        let is_reading = |session: &Session| matches!(session.phase, Phase::Reading(_));
        if was_read || self.sessions.iter().any(is_reading) {
            return;
        }
        self.arrange();
        let together = std::mem::take(&mut self.opened_together);
        let gravity = |id: &SessionId| self.list.log(*id).map(|row| row.gravity);
        // Of equally severe ones the first that was opened.
        if let Some(worst) = together.into_iter().filter(|id| self.session(*id).is_some()).min_by_key(gravity) {
            self.set_current(Some(worst));
            // The row of all logs is above the worst one.
            self.list.list.scroll_to_start();
            self.select_shown();
        }
    }

    /// Shows a case that was built of the opened logs.
    pub(super) fn show_case(&mut self, generation: u64, case: &Arc<Case>, ids: &[SessionId]) {
        let name = |id: &SessionId| self.list.log(*id).map(|row| row.name.clone()).unwrap_or_default();
        let names: Vec<String> = ids.iter().map(name).collect();
        if self.case.show(generation, Arc::clone(case), ids, &names) {
            self.list.set_verdicts(ids.iter().copied().zip(case.logs.iter().map(|log| log.verdict)));
            self.arrange();
        }
    }

    /// Sorts and lists the logs after the order, the search or the groups changed. Keeps the selected row visible.
    pub(super) fn arrange(&mut self) {
        self.list.sort_logs();
        self.list.list_rows();
        self.select_shown();
    }

    /// Closes logs. If the shown log is among them, the next one in the list is shown.
    pub(super) fn close(&mut self, ids: &[SessionId]) {
        let is_closed = |id: &SessionId| ids.contains(id);
        if self.current.as_ref().is_some_and(is_closed) {
            let listed: Vec<SessionId> = self.list.listed().collect();
            let position = listed.iter().position(|id| Some(*id) == self.current).unwrap_or_default();
            let after = listed[position.min(listed.len())..].iter().find(|id| !is_closed(id));
            let before = listed[..position.min(listed.len())].iter().rev().find(|id| !is_closed(id));
            let any = || self.sessions.iter().map(|session| session.id).find(|id| !is_closed(id));
            let next = after.or(before).copied().or_else(any);
            self.set_current(next);
        }
        let mut closed = Vec::new();
        for session in self.sessions.extract_if(.., |session| is_closed(&session.id)) {
            if let Some(source) = self.sources.remove(&session.id) {
                let kept = self.kept_views.remove(&session.id);
                let view = kept.unwrap_or_else(|| SavedView::of(&session));
                closed.push(ClosedLog { source, name: session.name, view });
            }
        }
        self.closed.add(closed);
        self.search.remove(ids);
        self.merged.clear();
        self.opened_together.retain(|id| !is_closed(id));
        if self.sessions.is_empty() || self.sessions.len() == 1 && self.pane != LogsPane::Search {
            self.pane = LogsPane::Log;
        }
        self.list_logs();
    }

    /// The logs that were closed last.
    pub(super) fn take_closed(&mut self) -> Vec<ClosedLog> {
        self.closed.take()
    }
}

/// The folder or archive of a log.
fn folder_of(source: Option<&LogSource>) -> String {
    match source {
        Some(LogSource::Member { archive, .. }) => archive.display().to_string(),
        Some(LogSource::File(path)) => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            folder.map_or_else(|| "This folder".to_owned(), |folder| folder.display().to_string())
        }
        Some(LogSource::PictureText { .. }) => "Joined pictures".to_owned(),
        Some(LogSource::Stdin | LogSource::Pasted(_) | LogSource::PastedPicture(_)) | None => "Pasted logs".to_owned(),
    }
}
