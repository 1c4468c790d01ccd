//! Actions on the opened logs as a whole.

use std::sync::Arc;

use super::State;
use crate::app::action::{FindAction, LogsAction, Prompt, SessionAction, Tab};
use crate::app::effect::Effect;
use crate::app::logs_tab::LogsTab;
use crate::app::notice::NoticeKind;
use crate::app::session::id::SessionId;
use crate::case::saved::SavedView;
use crate::source::LogSource;

impl State {
    pub(super) fn apply_to_logs(&mut self, action: LogsAction) -> Vec<Effect> {
        match action {
            LogsAction::Open(paths) => {
                self.tab = Tab::Logs;
                vec![Effect::Expand(paths)]
            }
            LogsAction::OpenSources(sources) => self.open(sources.into_iter().map(|source| (source, None)).collect()),
            LogsAction::Paste(text) if text.trim().is_empty() => {
                self.tab = Tab::Logs;
                self.ask(Prompt::PasteText(String::new()))
            }
            LogsAction::Paste(text) => self.open(vec![(LogSource::Pasted(text), None)]),
            LogsAction::PastePicture(bytes) => self.open(vec![(LogSource::PastedPicture(bytes), None)]),
            LogsAction::ShowJoined(joined) => self.show_joined(joined),
            LogsAction::OpenSample => {
                let (source, name) = LogsTab::sample();
                self.open(vec![(source, Some(name.to_owned()))])
            }
            LogsAction::Show(id) => {
                self.logs.show(id);
                self.tab = Tab::Logs;
                vec![Effect::FocusEntries]
            }
            LogsAction::Close(id) => self.close(&[id]),
            LogsAction::OfKept(action) => self.apply_to_kept(action),
            LogsAction::OfCase(action) => self.apply_to_case(action),
            LogsAction::OfMerged(action) => self.apply_to_merged(action),
            LogsAction::OfSearch(action) => self.apply_to_search(action),
            LogsAction::OfList(action) => self.apply_to_log_list(action),
            LogsAction::ShowInFolder(id) => {
                self.logs.path_of(id).map(|path| Effect::ShowInFolder(path.to_owned())).into_iter().collect()
            }
            LogsAction::SaveReport(path) => self.save_report(path),
        }
    }

    /// Opens logs that belong together, each with a name if its source does not name it.
    pub(super) fn open(&mut self, logs: Vec<(LogSource, Option<String>)>) -> Vec<Effect> {
        self.tab = Tab::Logs;
        let ids = self.logs.open(&logs, self.catalog);
        self.share_filter_history();
        self.wrap_lines();
        let inspect = ids.into_iter().zip(logs).map(|(id, (source, _))| Effect::Inspect(id, source));
        inspect.chain([Effect::FocusEntries]).collect()
    }

    /// Closes logs.
    pub(super) fn close(&mut self, ids: &[SessionId]) -> Vec<Effect> {
        self.logs.close(ids);
        self.refresh_found_in();
        let stop = |id: &SessionId| {
            let id = *id;
            let (filter, find, tally) = (Effect::CancelFilter(id), Effect::CancelFind(id), Effect::CancelTally(id));
            [filter, find, tally, Effect::CancelInspect(id), Effect::StopFollowing(id)]
        };
        ids.iter().flat_map(stop).chain(self.build_case()).collect()
    }

    /// Opens the logs again that were closed last.
    pub(super) fn reopen(&mut self) -> Vec<Effect> {
        let logs = self.logs.take_closed();
        if logs.is_empty() {
            self.notify(NoticeKind::Failed, "No log was closed since the window opened.".to_owned());
            return Vec::new();
        }
        let views: Vec<SavedView> = logs.iter().map(|log| log.view.clone()).collect();
        self.open_with_views(logs.into_iter().map(|log| (log.source, Some(log.name))).collect(), views)
    }

    /// Shows the next or the previous log of the list.
    pub(super) fn show_neighbour(&mut self, forward: bool) -> Vec<Effect> {
        self.tab = Tab::Logs;
        let shown = self.logs.current().map(|session| session.id);
        match self.logs.list.neighbour(shown, forward) {
            Some(id) => self.apply_to_logs(LogsAction::Show(id)),
            None => Vec::new(),
        }
    }

    /// The text that an action makes one to remember: a filter that is kept, a text that the user steps through.
    pub(super) fn text_to_remember(&self, id: SessionId, action: &SessionAction) -> Option<String> {
        let session = self.logs.session(id)?;
        let query = match action {
            SessionAction::KeepText => &session.filter.criteria.typed,
            SessionAction::Find(FindAction::Step { .. }) => &session.find.query,
            _ => return None,
        };
        let text = query.text.trim();
        (!text.is_empty() && self.settings.filter_history.first().is_none_or(|last| last != text))
            .then(|| text.to_owned())
    }

    /// Puts a text at the top of those that can be chosen again.
    pub(super) fn remember_filter(&mut self, text: String) -> Effect {
        self.settings.remember_filter(text);
        self.share_filter_history();
        Effect::SaveSettings(self.settings.clone())
    }

    fn share_filter_history(&mut self) {
        let history: Arc<[String]> = self.settings.filter_history.as_slice().into();
        for session in &mut self.logs.sessions {
            session.filter.history = Arc::clone(&history);
        }
    }
}
