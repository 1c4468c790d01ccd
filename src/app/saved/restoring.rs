//! What is shown of a log, taken from its session and brought back into one.

use super::saved_view::SavedView;
use crate::app::action::SessionAction;
use crate::app::list::ListAction;
use crate::app::session::Session;
use crate::code::{ErrorCode, Family};
use crate::log::Level;

impl SavedView {
    /// What is shown of a log.
    pub(in crate::app) fn of(session: &Session) -> Self {
        let criteria = &session.filter.criteria;
        let hidden = Level::ALL.into_iter().filter(|level| !criteria.shows(*level));
        Self {
            entry: session.selection.entry,
            top: session.visible.rows.first().map(|row| row.entry_idx).filter(|top| *top > 0),
            text: criteria.typed.text.clone(),
            hidden_levels: hidden.map(|level| level.title().to_owned()).collect(),
            findings_only: criteria.findings_only,
            code: session
                .narrow
                .narrowing
                .codes()
                .next()
                .and_then(|code| Some((code.family().id().to_owned(), code.value()?))),
            follow: session.follow.is_on,
        }
    }

    /// The actions that bring the filter back. They do not need the log to be read.
    pub(in crate::app) fn filter_actions(&self) -> Vec<SessionAction> {
        let mut actions = Vec::new();
        let hidden = |level: &Level| self.hidden_levels.iter().any(|hidden| hidden == level.title());
        actions.extend(Level::ALL.into_iter().filter(hidden).map(SessionAction::ToggleLevel));
        actions.extend(self.findings_only.then_some(SessionAction::FindingsOnly(true)));
        let code =
            self.code.as_ref().and_then(|(family, value)| Some(ErrorCode::new(Family::from_id(family)?, *value)));
        actions.extend(code.map(|code| SessionAction::Code(Some(code))));
        actions.extend((!self.text.is_empty()).then(|| SessionAction::Text(self.text.clone())));
        actions.extend(self.follow.then_some(SessionAction::Follow(true)));
        actions
    }

    /// The actions that bring the place back, once the log is read.
    pub(in crate::app) fn place_actions(&self, session: &Session) -> Vec<SessionAction> {
        let mut actions = Vec::new();
        let count = session.entries.count;
        actions.extend(self.entry.filter(|entry| *entry < count).map(SessionAction::SelectEntry));
        if let Some(top) = self.top.filter(|top| *top < count && session.filter.criteria.is_open()) {
            let list = &session.selection.list;
            let range = count as f64 - list.page();
            actions.extend((range > 0.0).then(|| SessionAction::List(ListAction::ScrollTo(top as f64 / range))));
        }
        actions
    }
}
