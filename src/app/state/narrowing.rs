//! Narrowing the shown log by keys.

use super::State;
use crate::app::action::{Action, SessionAction, Tab};
use crate::app::effect::Effect;
use crate::app::logs_tab::LogsPane;
use crate::app::notice::NoticeKind;
use crate::app::session::NarrowKind;
use crate::diagnosis::narrow::NarrowPart;

impl State {
    /// Does something in the log that is shown, if one is.
    pub(super) fn run_on_log(&mut self, action: SessionAction) -> Vec<Effect> {
        let is_shown = self.tab == Tab::Logs && self.logs.pane == LogsPane::Log;
        match self.logs.shown().filter(|_| is_shown).map(|session| session.id) {
            Some(id) => self.apply(Action::Session(id, action)),
            None => Vec::new(),
        }
    }

    /// Narrows the shown log to the user, attempt, problem or code of what is explained, or takes this back.
    pub(super) fn narrow_by_key(&mut self, kind: NarrowKind) -> Vec<Effect> {
        let Some(session) = self.logs.shown() else { return Vec::new() };
        let Some(by) = session.narrow_target(kind) else { return self.cannot_narrow(kind) };
        let part = NarrowPart { by: by.clone(), is_excluded: false };
        let is_narrowed = session.narrow.narrowing.parts().contains(&part);
        self.run_on_log(if is_narrowed { SessionAction::Widen(part) } else { SessionAction::Narrow(by) })
    }

    /// Leaves the entries of what is explained out.
    pub(super) fn exclude_by_key(&mut self, kind: NarrowKind) -> Vec<Effect> {
        let Some(session) = self.logs.shown() else { return Vec::new() };
        match session.narrow_target(kind) {
            Some(by) => self.run_on_log(SessionAction::Exclude(by)),
            None => self.cannot_narrow(kind),
        }
    }

    fn cannot_narrow(&mut self, kind: NarrowKind) -> Vec<Effect> {
        if self.tab == Tab::Logs && self.logs.pane == LogsPane::Log {
            self.notify(NoticeKind::Done, kind.missing().to_owned());
        }
        Vec::new()
    }
}
