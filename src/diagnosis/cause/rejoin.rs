//! The room could not be entered again after an interruption: `reJoin room: R failed`, without a code of the server.

use super::{Explanation, Failure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::problem::fingerprint::Variant;
use crate::knowledge::Cause;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if failure.variant != Some(Variant::Rejoin) && failure.root != ErrorCode::new(Family::WebV5, 5502) {
        return None;
    }
    let mut explanation = failure.explanation(Impact::DroppedOut);
    explanation.confidence = Confidence::Possible;
    explanation.describe(Cause::RejoinFailed);
    Some(explanation)
}
