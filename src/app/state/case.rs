//! Actions on all logs as one case.

use std::sync::Arc;

use super::State;
use crate::app::action::{Action, LogsAction, SessionAction};
use crate::app::case::{CaseAction, CaseTarget};
use crate::app::effect::{CaseInput, Effect};
use crate::app::session::Session;
use crate::app::session::phase::Phase;
use crate::diagnosis::narrow::NarrowBy;

impl State {
    pub(super) fn apply_to_case(&mut self, action: CaseAction) -> Vec<Effect> {
        match action {
            CaseAction::Built { generation, case, ids } => {
                self.logs.show_case(generation, &case, &ids);
                return self.order_entries().into_iter().collect();
            }
            CaseAction::Problems(action) => {
                self.logs.case.list.apply(action);
            }
            CaseAction::Lanes(action) => {
                self.logs.case.lane_list.apply(action);
            }
            CaseAction::OpenSelected => {
                let target = self.logs.case.selected();
                return target.map(|at| self.apply_to_case(CaseAction::OpenProblem(at))).unwrap_or_default();
            }
            CaseAction::OpenUser(lane) => {
                let lane = self.logs.case.lanes.get(lane);
                let Some((log, user)) = lane.and_then(|lane| Some((lane.log?, lane.user.clone()))) else {
                    return Vec::new();
                };
                let mut effects = self.apply_to_logs(LogsAction::Show(log));
                let has_others = self.logs.session(log).is_some_and(|session| {
                    let context = session.findings.diagnosis.as_ref().map(|diagnosis| &diagnosis.context);
                    context.is_some_and(|context| context.user_ids.iter().any(|other| *other != user))
                });
                if has_others && !user.is_empty() {
                    effects.extend(self.dispatch(Action::Session(log, SessionAction::Narrow(NarrowBy::User(user)))));
                }
                return effects;
            }
            CaseAction::OpenProblem(CaseTarget { log, problem, line }) => {
                let mut effects = self.apply_to_logs(LogsAction::Show(log));
                let select = SessionAction::SelectEvidence { problem, line };
                effects.extend(self.dispatch(Action::Session(log, select)));
                return effects;
            }
        }
        Vec::new()
    }

    /// Builds the case of the opened logs once all of them are read; nothing while one is being read, or for one log.
    pub(super) fn build_case(&mut self) -> Option<Effect> {
        let sessions = &self.logs.sessions;
        if sessions.len() < 2 || sessions.iter().any(|session| matches!(session.phase, Phase::Reading(_))) {
            return None;
        }
        let outcome = |session: &Session| match (&session.phase, &session.findings.diagnosis) {
            (Phase::Failed(reason), _) => Some(Err((session.name.clone(), reason.clone()))),
            (_, Some(diagnosis)) => Some(Ok(Arc::clone(diagnosis))),
            (_, None) => None,
        };
        let logs: Vec<CaseInput> =
            sessions.iter().filter_map(|session| Some((session.id, outcome(session)?))).collect();
        let generation = self.logs.case.start();
        Some(Effect::BuildCase { generation, logs })
    }
}
