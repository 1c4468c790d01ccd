//! Expected errors: a call that was given up because `leave()` or another call made it pointless. Evidence: `API aborted,
//! reason: …`, `API_CALL_ABORTED`, 5998; or a publish that timed out after `leave()` had been called under it.

use super::{Explanation, Failure, steps};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::problem::fingerprint::Variant;
use crate::diagnosis::user_history::UserHistory;

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    let is_gone = case.root == ErrorCode::new(Family::WebV4, 0x4010);
    if case.variant == Some(Variant::Aborted) || is_gone {
        return Some(given_up(case));
    }
    if !left_under_it(case) {
        return None;
    }
    let is_join = case.operation == Operation::Join;
    let mut explained = case.explained(if is_join { Impact::Aside } else { Impact::Warning });
    explained.harmless = true;
    explained.confidence = Confidence::Likely;
    explained.cause = if is_join {
        "leave() was called while the page was still joining".to_owned()
    } else {
        "leave() was called while the stream was still being negotiated".to_owned()
    };
    "The page left the room before the call had finished. The call could not succeed any more and ended with \
        a timeout some seconds later. It is expected: the user was out of the room by then."
        .clone_into(&mut explained.explanation);
    explained.fix = steps(&[
        "Nothing is broken. To keep such errors out of the log, await join(), publish() or subscribe() before leave(), or \
         ignore errors of calls that were under way when the page left.",
    ]);
    Some(explained)
}

/// A call that the SDK says was given up.
fn given_up(case: &Failure<'_>) -> Explanation {
    let mut explained = case.explained(Impact::Aside);
    explained.confidence = Confidence::Stated;
    if ["leave room", "leave()", "exitRoom"].iter().any(|word| case.says(word)) {
        "The call was given up because the user left the room".clone_into(&mut explained.cause);
        explained.outcome = "expected, harmless";
        explained.fix = steps(&[
            "Nothing is broken. In the page, let this error pass without telling the user.",
            "If nobody meant to leave at that moment, look for what called leave() (exitRoom() in v5): a route that changed, a \
             component that was unmounted, a reload.",
        ]);
    } else {
        explained.outcome = "harmless";
    }
    explained
}

/// Whether the page had left before the call ended, and did not come back until then.
fn left_under_it(case: &Failure<'_>) -> bool {
    let is_stream = matches!(case.operation, Operation::Publish | Operation::Subscribe);
    let is_waiting = case.variant == Some(Variant::JoinTimeout);
    if case.root.family() != Family::WebV4 || !(is_stream || is_waiting) {
        return false;
    }
    let left = |user: &&UserHistory| user.left.is_recorded() && user.left.last < case.first;
    // A page may leave, and then join again and fail.
    let tried_again = |user: &&UserHistory| is_waiting && user.attempts.is_after(user.left.last);
    case.users.iter().any(|user| left(user) && !tried_again(user))
        && case.users.iter().all(|user| !user.joined.is_after(user.left.last))
}
