//! Actions on the list of logs.

use super::State;
use crate::app::effect::Effect;
use crate::app::list::ListAction;
use crate::app::logs_tab::{LogListAction, LogListRow, LogsPane};
use crate::app::session::id::SessionId;

impl State {
    pub(super) fn apply_to_log_list(&mut self, action: LogListAction) -> Vec<Effect> {
        let list = &mut self.logs.list;
        match action {
            LogListAction::Move(action) => return self.move_in_log_list(action),
            LogListAction::Sort(sort) => list.sort = sort,
            LogListAction::Search(query) => list.query = query,
            LogListAction::Group(grouped) => list.grouped = grouped,
            LogListAction::FoldGroup(folder, hide) => {
                list.fold(&folder, hide);
                self.logs.arrange();
                self.logs.list.select_group(&folder);
                return Vec::new();
            }
            LogListAction::FoldSelected(hide) => {
                let Some(folder) = list.selected_group().map(str::to_owned) else { return Vec::new() };
                return self.apply_to_log_list(LogListAction::FoldGroup(folder, hide));
            }
            LogListAction::Hide(hidden) => list.hidden = hidden,
            LogListAction::Resize(width) => list.width = Some(width),
            LogListAction::CloseSelected => {
                let ids = match list.selected() {
                    Some(row @ LogListRow::Log(_)) => list.log_of(row).into_iter().collect(),
                    Some(LogListRow::Group(group)) => list.logs_in(&group.folder),
                    Some(LogListRow::All) | None => Vec::new(),
                };
                return self.close(&ids);
            }
            LogListAction::CloseOthers(id) => {
                let ids: Vec<SessionId> = self.logs.sessions.iter().map(|session| session.id).collect();
                let others: Vec<SessionId> = ids.into_iter().filter(|other| *other != id).collect();
                return self.close(&others);
            }
            LogListAction::CloseGroup(folder) => {
                let ids = list.logs_in(&folder);
                return self.close(&ids);
            }
            LogListAction::CloseAll => {
                let ids: Vec<SessionId> = self.logs.sessions.iter().map(|session| session.id).collect();
                return self.close(&ids);
            }
        }
        self.logs.arrange();
        Vec::new()
    }

    /// Scrolls the list of logs, or moves its selection and shows what is selected. The keyboard's focus stays in the list.
    fn move_in_log_list(&mut self, action: ListAction) -> Vec<Effect> {
        let list = &mut self.logs.list;
        let selects = matches!(action, ListAction::Select(_) | ListAction::Move(_));
        list.apply(action);
        if selects {
            let selected = list.selected().cloned();
            match selected {
                Some(LogListRow::All) => self.logs.show_pane(LogsPane::Case),
                Some(row @ LogListRow::Log(_)) => {
                    if let Some(id) = self.logs.list.log_of(&row) {
                        self.logs.show(id);
                    }
                }
                Some(LogListRow::Group(_)) | None => {}
            }
        }
        Vec::new()
    }
}
