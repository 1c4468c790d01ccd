//! The room could not be entered again after an interruption: `reJoin room: R failed`, where no code of the server says why.

use super::{Explanation, Failure, OTHER_NETWORK, steps};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::problem::fingerprint::Variant;

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    if case.variant != Some(Variant::Rejoin) && case.root != ErrorCode::new(Family::WebV5, 5502) {
        return None;
    }
    let mut explained = case.explained(Impact::DroppedOut);
    "The room could not be entered again after an interruption".clone_into(&mut explained.cause);
    explained.outcome = "dropped out";
    explained.confidence = Confidence::Possible;
    "The user was in the room, the connection was interrupted, and the SDK could not enter the room again by \
        itself. Why it could not is not in this log.\n\nThe network may have been lost for too long, or the server refused by \
        then: a userSig or privateMapKey that expired in the meantime does that."
.clone_into(&mut explained.explanation);
    explained.fix = steps(&[
        "Look before this for “Join room failed result” or a code of the server; it says why.",
        "Let the page join again with a new userSig (and privateMapKey, if used) when this error comes.",
        OTHER_NETWORK,
    ]);
    Some(explained)
}
