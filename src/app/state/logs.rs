//! Actions on the opened logs as a whole.

use super::State;
use crate::app::action::{FindAction, LogsAction, Prompt, SessionAction, Tab};
use crate::app::effect::Effect;
use crate::app::logs_tab::LogsTab;
use crate::app::session::id::SessionId;
use crate::source::LogSource;

impl State {
    pub(super) fn apply_to_logs(&mut self, action: LogsAction) -> Vec<Effect> {
        match action {
            LogsAction::Open(paths) => {
                self.tab = Tab::Logs;
                vec![Effect::Expand(paths)]
            }
            LogsAction::OpenSources(sources) => {
                sources.into_iter().flat_map(|source| self.open(source, None)).collect()
            }
            LogsAction::Paste(text) if text.trim().is_empty() => {
                self.tab = Tab::Logs;
                self.ask(Prompt::PasteText(String::new()))
            }
            LogsAction::Paste(text) => self.open(LogSource::Pasted(text), None),
            LogsAction::OpenSample => {
                let (source, name) = LogsTab::sample();
                self.open(source, Some(name))
            }
            LogsAction::Show(id) => {
                self.logs.show(id);
                self.tab = Tab::Logs;
                vec![Effect::FocusEntries]
            }
            LogsAction::Close(id) => {
                self.logs.close(id);
                self.refresh_found_in();
                vec![
                    Effect::CancelFilter(id),
                    Effect::CancelFind(id),
                    Effect::CancelTally(id),
                    Effect::CancelInspect(id),
                    Effect::StopFollowing(id),
                ]
            }
            LogsAction::SaveReport(path) => self.save_report(path),
        }
    }

    pub(super) fn open(&mut self, source: LogSource, name: Option<&str>) -> Vec<Effect> {
        self.tab = Tab::Logs;
        let id = self.logs.open(&source, name, self.catalog);
        if let Some(session) = self.logs.session_mut(id) {
            session.filter.history = self.settings.filter_history.as_slice().into();
        }
        vec![Effect::Inspect(id, source), Effect::FocusEntries]
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
        for session in &mut self.logs.sessions {
            session.filter.history = self.settings.filter_history.as_slice().into();
        }
        Effect::SaveSettings(self.settings.clone())
    }

    pub(super) fn copy_entry(&self, id: SessionId) -> Option<Effect> {
        let details = self.logs.session(id)?.selection.details.as_ref()?;
        Some(Effect::CopyLogText { text: details.entry.message.clone(), redact: self.redact })
    }
}
