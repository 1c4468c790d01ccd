//! Going back and forward, and what is shown beside a log.

use super::State;
use crate::app::action::{Action, Beside, CodesAction, LogsAction, SessionAction, Tab};
use crate::app::effect::Effect;
use crate::app::history::VisitedPlace;
use crate::app::logs_tab::LogsPane;
use crate::code::ErrorCode;

impl State {
    /// What the window shows now.
    pub(super) fn place(&self) -> VisitedPlace {
        let log = self.logs.shown();
        VisitedPlace {
            tab: self.tab,
            pane: self.logs.pane,
            log: log.map(|session| session.id),
            entry_idx: log.and_then(|session| session.selection.entry),
            code: self.codes.selected,
            query: self.codes.query.clone(),
            beside: self.beside,
        }
    }

    /// Goes to the place before the current one, or after it.
    pub(super) fn step_place(&mut self, is_back: bool) -> Vec<Effect> {
        let current = self.place();
        match self.history.step(current, is_back) {
            Some(place) => self.go_to(place),
            None => Vec::new(),
        }
    }

    fn go_to(&mut self, place: VisitedPlace) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.codes.apply(CodesAction::Query(place.query), self.catalog, &self.notes);
        if let Some(code) = place.code {
            self.codes.apply(CodesAction::Open(code), self.catalog, &self.notes);
        }
        self.explain();
        let log = place.log.filter(|id| self.logs.session(*id).is_some());
        if let Some(id) = log {
            let shown = self.place();
            if shown.log != Some(id) {
                effects.extend(self.dispatch(Action::Logs(LogsAction::Show(id))));
            }
            if let Some(entry_idx) =
                place.entry_idx.filter(|idx| shown.log != Some(id) || shown.entry_idx != Some(*idx))
            {
                effects.extend(self.dispatch(Action::Session(id, SessionAction::SelectEntry(entry_idx))));
            }
        }
        if log.is_none() && place.pane != LogsPane::Log && !self.logs.sessions.is_empty() {
            self.logs.show_pane(place.pane);
        }
        self.tab = place.tab;
        self.beside = place.beside;
        effects.push(if self.tab == Tab::Logs { Effect::FocusEntries } else { Effect::FocusCodes });
        effects
    }

    /// Shows a code: beside the log if one is shown, else in the tab of codes.
    pub(super) fn show_code(&mut self, code: ErrorCode) {
        self.codes.apply(CodesAction::Open(code), self.catalog, &self.notes);
        self.explain();
        if self.shows_log() {
            self.beside = Beside::Code;
        } else {
            self.tab = Tab::Codes;
        }
    }

    /// Searches: the results are shown beside the log if one is shown, else in the tab of codes.
    pub(super) fn search(&mut self, query: String) {
        let is_empty = query.is_empty();
        self.codes.apply(CodesAction::Query(query), self.catalog, &self.notes);
        self.explain();
        match (self.shows_log(), is_empty) {
            (true, false) => self.beside = Beside::Search,
            (true, true) if self.beside == Beside::Search => self.beside = Beside::Nothing,
            (false, false) => self.tab = Tab::Codes,
            _ => {}
        }
    }

    /// Closes what is shown beside the log.
    pub(super) fn close_beside(&mut self) -> Vec<Effect> {
        if self.beside == Beside::Search {
            self.search(String::new());
        }
        self.beside = Beside::Nothing;
        vec![Effect::FocusEntries]
    }

    /// Whether a log is shown, with space for a code beside it.
    pub fn shows_log(&self) -> bool {
        self.tab == Tab::Logs && self.logs.shown().is_some()
    }
}
