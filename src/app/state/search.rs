//! Actions on the search over all logs.

use std::sync::Arc;

use super::State;
use crate::app::action::{Action, LogsAction, SessionAction, Tab};
use crate::app::case::{LogHits, SearchAction};
use crate::app::effect::Effect;
use crate::app::entries::source::EntrySource;
use crate::app::logs_tab::LogsPane;
use crate::app::session::id::SessionId;

impl State {
    pub(super) fn apply_to_search(&mut self, action: SearchAction) -> Vec<Effect> {
        match action {
            SearchAction::Show => {
                self.tab = Tab::Logs;
                if self.logs.sessions.is_empty() {
                    return Vec::new();
                }
                self.logs.show_pane(LogsPane::Search);
                return vec![Effect::FocusLogSearch];
            }
            SearchAction::Query(query) => {
                self.logs.search.query = query;
                return self.search_logs();
            }
            SearchAction::List(action) => {
                self.logs.search.apply_to_list(action);
            }
            SearchAction::OpenSelected => {
                let Some((id, entry)) = self.logs.search.selected() else { return Vec::new() };
                let mut effects = self.apply_to_logs(LogsAction::Show(id));
                effects.extend(self.dispatch(Action::Session(id, SessionAction::SelectEntry(entry))));
                return effects;
            }
            SearchAction::Found { generation, id, hits, count, ended } => {
                self.logs.search.add(generation, LogHits { id, hits, count, ended });
            }
        }
        Vec::new()
    }

    /// Searches all logs, those at the top of the list first.
    fn search_logs(&mut self) -> Vec<Effect> {
        let listed: Vec<SessionId> = self.logs.list.logs.iter().filter_map(|log| log.id).collect();
        let entries = |id: SessionId| Some((id, self.logs.session(id)?.entries.source()?));
        let logs: Vec<(SessionId, Arc<dyn EntrySource>)> = listed.into_iter().filter_map(entries).collect();
        match self.logs.search.start(&logs) {
            Some((generation, test)) => vec![Effect::SearchLogs { generation, logs, test }],
            None => vec![Effect::CancelSearch],
        }
    }
}
