//! Builds the case of several logs.

use std::sync::Arc;

use super::threads::JobLink;
use crate::app::{Action, CaseAction, CaseInput, LogsAction, SessionId};
use crate::case::CaseBuilder;

/// Builds the case of these logs.
pub(crate) fn build(link: &JobLink, generation: u64, logs: Vec<CaseInput>) {
    let mut builder = CaseBuilder::default();
    let ids: Vec<SessionId> = logs.iter().map(|(id, _)| *id).collect();
    for (_, log) in logs {
        if link.is_cancelled() {
            return;
        }
        match log {
            Ok(diagnosis) => builder.add(&diagnosis),
            Err((file, reason)) => builder.add_unread(file, reason),
        }
    }
    let case = Arc::new(builder.finish());
    link.send(Action::Logs(LogsAction::OfCase(CaseAction::Built { generation, case, ids })));
}
