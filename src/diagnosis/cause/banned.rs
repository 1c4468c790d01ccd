//! The server removed the user. Evidence: the reason in `user was banned because of […]`, in the client-banned event, or in the
//! statistics of an upload, `stat-banned:kick`.

use super::{Explanation, Failure, ImpliedFailure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::problem::fingerprint::Variant;
use crate::diagnosis::user_history::UserHistories;
use crate::knowledge::Cause;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if failure.operation != Operation::Ban {
        return None;
    }
    let mut explanation = failure.explanation(Impact::DroppedOut);
    explanation.confidence = Confidence::Stated;
    explanation.describe(match failure.variant {
        Some(Variant::Kick) => Cause::SameUserJoined,
        Some(Variant::Disbanded) => Cause::RoomDissolved,
        _ => Cause::RemovedByAdministrator,
    });
    Some(explanation)
}

/// The log has the reason in the statistics alone.
pub(super) fn implied(histories: &UserHistories, is_reported: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let root = ErrorCode::new(Family::WebV4, 0x4040);
    let is_known =
        |name: &str| [Operation::Ban, Operation::ServerTimeout].iter().any(|operation| is_reported(*operation, name));
    let mut all = Vec::new();
    for (name, user) in histories.users().filter(|(name, _)| !is_known(name)) {
        let reasons = [
            (user.kicked, Cause::SameUserJoined),
            (user.disbanded, Cause::RoomDissolved),
            (user.banned, Cause::RemovedByAdministrator),
        ];
        for (removed, cause) in reasons.into_iter().filter(|(removed, _)| removed.is_recorded()) {
            let mut found = ImpliedFailure::new(name, Operation::Ban, root, removed, Impact::DroppedOut);
            found.explanation.confidence = Confidence::Stated;
            found.explanation.describe(cause);
            all.push(found);
        }
    }
    all
}
