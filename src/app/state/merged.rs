//! Actions on the merged entries of all logs.

use std::collections::HashMap;
use std::sync::Arc;

use super::State;
use crate::app::action::{Action, LogsAction, SessionAction, Tab};
use crate::app::case::{MergeAction, MergedLog};
use crate::app::effect::{Effect, MergeInput};
use crate::app::logs_tab::LogsPane;

impl State {
    pub(super) fn apply_to_merged(&mut self, action: MergeAction) -> Vec<Effect> {
        let mut effects = Vec::new();
        match action {
            MergeAction::Show => {
                self.tab = Tab::Logs;
                if self.logs.sessions.len() < 2 {
                    return effects;
                }
                let came_from = self.logs.shown().and_then(|log| Some((log.id, log.selection.entry?)));
                self.logs.show_pane(LogsPane::Merged);
                effects.extend(self.order_entries());
                effects.push(Effect::FocusMerged);
                if let Some((id, entry)) = came_from {
                    self.logs.merged.select(id, entry);
                }
            }
            MergeAction::Progress { generation, entries } => self.logs.merged.set_progress(generation, entries),
            MergeAction::Ordered { generation, order } => {
                self.logs.merged.set_order(generation, order);
                let shown = self.logs.current().and_then(|log| Some((log.id, log.selection.entry?)));
                if let Some((id, entry)) = shown {
                    self.logs.merged.select(id, entry);
                }
            }
            MergeAction::List(action) => self.logs.merged.apply(action),
            MergeAction::OpenSelected => {
                let Some((id, entry)) = self.logs.merged.selected.as_ref().map(|(id, entry, _)| (*id, *entry)) else {
                    return effects;
                };
                effects = self.apply_to_logs(LogsAction::Show(id));
                effects.extend(self.dispatch(Action::Session(id, SessionAction::SelectEntry(entry))));
                return effects;
            }
        }
        self.logs.read_merged_rows();
        effects
    }

    /// Orders the entries of the case, unless they are ordered already.
    pub(super) fn order_entries(&mut self) -> Option<Effect> {
        let case = Arc::clone(self.logs.case.case.as_ref()?);
        if self.logs.pane != LogsPane::Merged || self.logs.merged.is_of(&case) {
            return None;
        }
        let mut logs = HashMap::new();
        let mut inputs: Vec<MergeInput> = Vec::new();
        for (idx, id) in self.logs.case.ids.iter().enumerate() {
            let Some(session) = self.logs.session(*id) else { continue };
            let (Some(entries), Some(diagnosis)) = (session.entries.source(), &session.findings.diagnosis) else {
                continue;
            };
            logs.insert(idx, MergedLog { id: *id, entries: Arc::clone(&entries) });
            inputs.push((idx, entries, Arc::clone(diagnosis)));
        }
        let generation = self.logs.merged.start(Arc::clone(&case), logs);
        Some(Effect::OrderEntries { generation, case, logs: inputs })
    }
}
