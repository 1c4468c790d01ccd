//! Actions on the opened logs as a whole.

use super::State;
use crate::app::action::{LogsAction, Prompt, Tab};
use crate::app::effect::Effect;
use crate::app::logs_tab::LogsTab;
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
                vec![Effect::CancelFilter(id), Effect::CancelInspect(id), Effect::StopFollowing(id)]
            }
            LogsAction::SaveReport(path) => self.save_report(path),
        }
    }

    pub(super) fn open(&mut self, source: LogSource, name: Option<&str>) -> Vec<Effect> {
        self.tab = Tab::Logs;
        let id = self.logs.open(&source, name, self.catalog);
        self.wrap_lines();
        vec![Effect::Inspect(id, source), Effect::FocusEntries]
    }
}
