//! The server removed the user. Evidence: the reason in `user was banned because of […]` or in the client-banned event.

use super::{Explanation, Failure};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::problem::fingerprint::Variant;
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
