//! Expected errors: a call that was given up because `leave()` or another call made it pointless. Evidence: `API aborted,
//! reason: …`, `API_CALL_ABORTED`, 5998; or a publish that timed out after `leave()` had been called during it.

use super::{Explanation, Failure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::problem::fingerprint::Variant;
use crate::diagnosis::user_history::UserHistory;
use crate::knowledge::Cause;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    let is_gone = failure.root == ErrorCode::new(Family::WebV4, 0x4010);
    if failure.variant == Some(Variant::Aborted) || is_gone {
        return Some(given_up(failure));
    }
    if !left_during_call(failure) {
        return None;
    }
    let is_join = failure.operation == Operation::Join;
    let mut explanation = failure.explanation(if is_join { Impact::Aside } else { Impact::Warning });
    explanation.harmless = true;
    explanation.confidence = Confidence::Likely;
    explanation.describe(Cause::LeftUnderCall);
    explanation.describe(if is_join { Cause::LeftWhileJoining } else { Cause::LeftWhileNegotiating });
    Some(explanation)
}

/// A call that was given up according to the SDK.
fn given_up(failure: &Failure<'_>) -> Explanation {
    let mut explanation = failure.explanation(Impact::Aside);
    explanation.confidence = Confidence::Stated;
    let is_leaving = ["leave room", "leave()", "exitRoom"].iter().any(|word| failure.says(word));
    explanation.describe(if is_leaving { Cause::GivenUpOnLeaving } else { Cause::GivenUp });
    explanation
}

/// Whether the page had left before the call ended, and did not come back before its end.
fn left_during_call(failure: &Failure<'_>) -> bool {
    let is_stream = matches!(failure.operation, Operation::Publish | Operation::Subscribe);
    let is_waiting = failure.variant == Some(Variant::JoinTimeout);
    if failure.root.family() != Family::WebV4 || !(is_stream || is_waiting) {
        return false;
    }
    let left = |user: &&UserHistory| user.left.is_recorded() && user.left.last < failure.first;
    // A page may leave, and then join again and fail.
    let tried_again = |user: &&UserHistory| is_waiting && user.attempts.is_after(user.left.last);
    failure.users.iter().any(|user| left(user) && !tried_again(user))
        && failure.users.iter().all(|user| !user.joined.is_after(user.left.last))
}
