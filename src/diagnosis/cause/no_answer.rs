//! Joining was not answered in time: `join room timeout`, 0x4004 without a code of the server. Evidence: the signal channel
//! was accepted before it (then the server did not answer), or the log shows nothing about it.

use super::{Explanation, Failure, ImpliedFailure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::problem::fingerprint::Variant;
use crate::diagnosis::user_history::UserHistories;
use crate::knowledge::Cause;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if failure.variant != Some(Variant::JoinTimeout) {
        return None;
    }
    let mut explanation = failure.join_explanation();
    describe(&mut explanation, failure.users.iter().any(|user| user.signal_ready.is_recorded()));
    Some(explanation)
}

fn describe(explanation: &mut Explanation, was_connected: bool) {
    let (confidence, cause) = if was_connected {
        (Confidence::Likely, Cause::JoinNotAnswered)
    } else {
        (Confidence::Possible, Cause::JoinTimedOut)
    };
    explanation.confidence = confidence;
    explanation.describe(cause);
}

/// The log has the SDK's line on the timeout and lacks the error that the SDK throws.
pub(super) fn implied(histories: &UserHistories, is_reported: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let root = ErrorCode::new(Family::WebV4, 0x4004);
    let waited = histories
        .users()
        .filter(|(name, user)| user.join_timeouts.is_recorded() && !is_reported(Operation::Join, name));
    waited
        .map(|(name, user)| {
            let got_in = user.joined.is_after(user.join_timeouts.last);
            let impact = if got_in { Impact::Warning } else { Impact::NeverGotIn };
            let mut found = ImpliedFailure::new(name, Operation::Join, root, user.join_timeouts, impact);
            describe(&mut found.explanation, user.signal_ready.is_recorded());
            found
        })
        .collect()
}
