//! Joining was not answered in time: `join room timeout`, 0x4004 without a code of the server. Evidence: the signal channel
//! was accepted before it (then the server did not answer), or the log shows nothing about it.

use super::{Explanation, Failure, ImpliedFailure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::problem::fingerprint::Variant;
use crate::diagnosis::user_history::{UserHistories, UserHistory};
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
    let users = || histories.users().filter(|(name, _)| !is_reported(Operation::Join, name));
    let waited = users().filter(|(_, user)| user.join_timeouts.is_recorded());
    let silent =
        users().filter(|(name, user)| never_answered(user, histories.end_ms) && !is_reported(Operation::Media, name));
    let silent = silent.map(|(name, user)| {
        let mut found = ImpliedFailure::new(name, Operation::Join, root, user.joining, Impact::NeverGotIn);
        found.explanation.describe(Cause::SchedulingNotAnswered);
        found
    });
    waited
        .map(|(name, user)| {
            let got_in = user.joined.is_after(user.join_timeouts.last);
            let impact = if got_in { Impact::Warning } else { Impact::NeverGotIn };
            let mut found = ImpliedFailure::new(name, Operation::Join, root, user.join_timeouts, impact);
            describe(&mut found.explanation, user.signal_ready.is_recorded());
            found
        })
        .chain(silent)
        .collect()
}

/// Longer than the SDK waits for any answer while it enters a room.
const PATIENCE_MS: u64 = 15_000;

/// Whether the user began to enter a room, nothing followed, and the log is long enough to show an answer.
fn never_answered(user: &UserHistory, end_ms: Option<u64>) -> bool {
    let nothing_after = [
        user.scheduled, user.attempts, user.socket_errors, user.sockets_opened, user.signal_ready, user.joined,
        user.join_timeouts, user.left,
    ];
    let waited_ms = user.joining.last_ms.zip(end_ms).map(|(from, to)| to.saturating_sub(from));
    user.joining.is_recorded()
        && !nothing_after.iter().any(|tally| tally.is_after(user.joining.last))
        && waited_ms.is_some_and(|ms| ms >= PATIENCE_MS)
}
