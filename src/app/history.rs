//! Where the user was before: to go back, and forward again.

use super::action::{Action, Beside, CodesAction, FindAction, LogsAction, SessionAction, Tab};
use super::case::case_action::CaseAction;
use super::case::merge_action::MergeAction;
use super::case::search_action::SearchAction;
use super::command::Command;
use super::list::ListAction;
use super::logs_tab::list_action::{LogListAction, LogsPane};
use super::session::id::SessionId;
use crate::code::ErrorCode;

/// The oldest places are forgotten.
const MAX_PLACES: usize = 100;

/// What the window shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct VisitedPlace {
    pub(super) tab: Tab,
    pub(super) pane: LogsPane,
    pub(super) log: Option<SessionId>,
    pub(super) entry_idx: Option<u64>,
    pub(super) code: Option<ErrorCode>,
    pub(super) query: String,
    pub(super) beside: Beside,
}

impl VisitedPlace {
    /// Whether the window shows something else there. Codes that are not shown do not count.
    fn differs_from(&self, other: &Self) -> bool {
        let shows_code = |place: &Self| place.tab == Tab::Codes || place.beside != Beside::Nothing;
        let code = |place: &Self| place.code.filter(|_| shows_code(place));
        let entry = |place: &Self| (place.pane, place.log, place.entry_idx, place.beside);
        self.tab != other.tab || code(self) != code(other) || (self.tab == Tab::Logs && entry(self) != entry(other))
    }
}

/// The places before and after the current one.
#[derive(Clone, Debug, Default)]
pub struct History {
    back: Vec<VisitedPlace>,
    forward: Vec<VisitedPlace>,
}

impl History {
    /// Whether there is a place to go back to.
    pub fn can_go_back(&self) -> bool {
        !self.back.is_empty()
    }

    /// Whether there is a place to go forward to.
    pub fn can_go_forward(&self) -> bool {
        !self.forward.is_empty()
    }

    /// Records a place that the user left for another one.
    pub(super) fn leave(&mut self, place: VisitedPlace, for_place: &VisitedPlace) {
        if place.differs_from(for_place) {
            self.leave_to_find(place);
        }
    }

    /// Records the place at which the user begins to find a text: what is found is selected later.
    pub(super) fn leave_to_find(&mut self, place: VisitedPlace) {
        if self.back.last() != Some(&place) {
            self.forward.clear();
            self.back.push(place);
            let excess = self.back.len().saturating_sub(MAX_PLACES);
            self.back.drain(..excess);
        }
    }

    /// The place before the current one (or after it), which becomes current.
    pub(super) fn step(&mut self, current: VisitedPlace, is_back: bool) -> Option<VisitedPlace> {
        let (from, to) =
            if is_back { (&mut self.back, &mut self.forward) } else { (&mut self.forward, &mut self.back) };
        while let Some(place) = from.pop() {
            if place.differs_from(&current) {
                to.push(current);
                return Some(place);
            }
        }
        None
    }
}

/// Whether an action may lead to another place. Steps in a list and results of background work do not.
pub(super) fn may_lead(action: &Action) -> bool {
    match action {
        Action::Run(command) => !matches!(command, Command::Back | Command::Forward),
        Action::ShowTab(_) | Action::ShowCode(_) | Action::Beside(_) => true,
        Action::Codes(action) => matches!(action, CodesAction::Open(_) | CodesAction::Query(_)),
        Action::Logs(action) => {
            matches!(
                action,
                LogsAction::Show(_)
                    | LogsAction::OpenSources(_)
                    | LogsAction::Paste(_)
                    | LogsAction::OfList(LogListAction::Move(ListAction::Select(_)))
                    | LogsAction::OfCase(
                        CaseAction::OpenSelected | CaseAction::OpenUser(_) | CaseAction::OpenProblem(..)
                    )
                    | LogsAction::OfSearch(SearchAction::Show | SearchAction::OpenSelected)
                    | LogsAction::OfMerged(MergeAction::Show | MergeAction::OpenSelected)
            )
        }
        Action::Session(_, action) => {
            matches!(
                action,
                SessionAction::SelectProblem(_)
                    | SessionAction::FirstWith(_)
                    | SessionAction::SelectEntry(_)
                    | SessionAction::GoToLine(_)
                    | SessionAction::ShowNewFindings
            ) || is_find(action)
        }
        _ => false,
    }
}

/// Whether an action finds a text. All steps to what is found are one step away from the place before.
fn is_find(action: &SessionAction) -> bool {
    match action {
        SessionAction::Find(FindAction::Text(text)) => !text.is_empty(),
        SessionAction::Find(action) => matches!(action, FindAction::Step { .. }),
        _ => false,
    }
}

/// Whether an action finds a text in a log.
pub(super) fn finds(action: &Action) -> bool {
    matches!(action, Action::Session(_, action) if is_find(action))
}

/// Whether every step to a place is recorded, also those between codes. Typing a query is one step.
pub(super) fn is_typing(action: &Action) -> bool {
    matches!(action, Action::Codes(CodesAction::Query(_)))
}
