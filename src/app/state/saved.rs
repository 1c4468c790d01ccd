//! What is kept about the opened logs from one start of the window to the next, and cases that are saved as files.

use std::path::PathBuf;

use super::State;
use crate::app::action::{KeptAction, Tab};
use crate::app::effect::Effect;
use crate::app::logs_tab::LogsPane;
use crate::app::notice::NoticeKind;
use crate::app::saved::saved_window::add_recent;
use crate::app::saved::{RecentFile, SavedLogs, SavedWindow};
use crate::app::session::id::SessionId;
use crate::case::saved::{CaseFile, SavedView};
use crate::source::LogSource;

impl State {
    /// What is kept for the next start of the window.
    pub fn saved_window(&self) -> SavedWindow {
        let list = &self.logs.list;
        let restore = self.settings.restore_logs;
        SavedWindow {
            version: 1,
            in_logs: self.tab == Tab::Logs,
            open: if restore { self.logs.saved() } else { SavedLogs::default() },
            earlier: if restore { self.earlier.clone() } else { SavedLogs::default() },
            sort: list.sort.id().to_owned(),
            grouped: list.grouped,
            list_hidden: list.hidden,
            list_width: list.width,
            recent: self.recent.clone(),
        }
    }

    pub(super) fn apply_to_kept(&mut self, action: KeptAction) -> Vec<Effect> {
        match action {
            KeptAction::Restore { saved, open } => return self.restore(*saved, open),
            KeptAction::OpenEarlier => {
                let earlier = std::mem::take(&mut self.earlier);
                return self.open_saved(&earlier);
            }
            KeptAction::AddRecent(paths) => {
                for path in paths {
                    add_recent(&mut self.recent, path);
                }
            }
            KeptAction::ClearRecent => self.recent.clear(),
            KeptAction::RestoreLogs(restore) => {
                self.settings.restore_logs = restore;
                return vec![Effect::SaveSettings(self.settings.clone())];
            }
            KeptAction::ChooseCaseFile => return self.choose_case_file(),
            KeptAction::SaveCase(path) => return self.save_case(path),
            KeptAction::OpenCase { path, case, faults } => {
                add_recent(&mut self.recent, path);
                return self.open_case(&case, faults);
            }
        }
        Vec::new()
    }

    /// Brings back what was shown when the window was closed. Without `open`, the logs that were open are only offered.
    fn restore(&mut self, saved: SavedWindow, open: bool) -> Vec<Effect> {
        let list = &mut self.logs.list;
        list.sort = saved.log_sort();
        (list.grouped, list.hidden, list.width) = (saved.grouped, saved.list_hidden, saved.list_width);
        self.recent = saved.recent;
        if !open {
            self.earlier = if saved.open.logs.is_empty() { saved.earlier } else { saved.open };
            return Vec::new();
        }
        self.earlier = saved.earlier;
        let mut effects = self.open_saved(&saved.open);
        if !saved.in_logs {
            self.tab = Tab::Codes;
            effects.retain(|effect| !matches!(effect, Effect::FocusEntries));
        }
        effects
    }

    /// Opens logs that were open before, and shows of each what was shown.
    fn open_saved(&mut self, saved: &SavedLogs) -> Vec<Effect> {
        if saved.logs.is_empty() {
            return Vec::new();
        }
        let first_new = self.logs.sessions.len();
        let logs = saved.logs.iter().map(|log| (log.source(), None)).collect();
        let mut effects = self.open_with_views(logs, saved.logs.iter().map(|log| log.view.clone()));
        let ids: Vec<SessionId> = self.logs.sessions[first_new..].iter().map(|session| session.id).collect();
        if let Some(shown) = saved.shown.and_then(|shown| ids.get(shown)) {
            self.logs.show(*shown);
            // The log that is shown is read first.
            effects.sort_by_key(|effect| !matches!(effect, Effect::Inspect(id, _) if id == shown));
        }
        if saved.case {
            self.logs.show_pane(LogsPane::Case);
        }
        effects
    }

    /// Opens logs, and shows of each what was shown before.
    pub(super) fn open_with_views(
        &mut self,
        logs: Vec<(LogSource, Option<String>)>,
        views: impl IntoIterator<Item = SavedView>,
    ) -> Vec<Effect> {
        let first_new = self.logs.sessions.len();
        let mut effects = self.open(logs);
        let ids: Vec<SessionId> = self.logs.sessions[first_new..].iter().map(|session| session.id).collect();
        for (id, view) in ids.into_iter().zip(views) {
            for action in view.filter_actions() {
                effects.extend(self.logs.session_mut(id).map(|session| session.apply(action)).unwrap_or_default());
            }
            self.logs.keep_view(id, view);
        }
        effects
    }

    /// Brings back what a log was narrowed to, when it has been read.
    pub(super) fn restore_narrowing(&mut self, id: SessionId) -> Vec<Effect> {
        let actions = self.logs.kept_view(id).map(SavedView::narrow_actions).unwrap_or_default();
        let Some(session) = self.logs.session_mut(id) else { return Vec::new() };
        actions.into_iter().flat_map(|action| session.apply(action)).collect()
    }

    /// Brings back the place in a log, when its entries have been read and tested.
    pub(super) fn restore_place(&mut self, id: SessionId) -> Vec<Effect> {
        let Some(session) = self.logs.session(id) else { return Vec::new() };
        let Some(actions) = self.logs.kept_view(id).and_then(|view| view.place_actions(session)) else {
            return Vec::new();
        };
        self.logs.take_view(id);
        let Some(session) = self.logs.session_mut(id) else { return Vec::new() };
        actions.into_iter().flat_map(|action| session.apply(action)).collect()
    }

    fn choose_case_file(&mut self) -> Vec<Effect> {
        if self.logs.saved().logs.is_empty() {
            let text = "There is no case to save: open files first. Pasted texts are not part of a case.";
            self.notify(NoticeKind::Failed, text.to_owned());
            return Vec::new();
        }
        vec![Effect::ChooseCaseFile]
    }

    fn save_case(&mut self, path: PathBuf) -> Vec<Effect> {
        let saved = self.logs.saved();
        let left_out = self.logs.sessions.len() - saved.logs.len();
        vec![Effect::SaveCase { path, logs: saved, left_out }]
    }

    fn open_case(&mut self, case: &CaseFile, faults: Vec<String>) -> Vec<Effect> {
        let effects = self.open_saved(&SavedLogs::of_case(case));
        for fault in faults {
            self.notify(NoticeKind::Failed, fault);
        }
        effects
    }

    /// The files that were opened recently, the last one first.
    pub fn recent(&self) -> &[RecentFile] {
        &self.recent
    }

    /// How many logs were open when this window was started with other files.
    pub fn earlier_count(&self) -> usize {
        self.earlier.logs.len()
    }
}
