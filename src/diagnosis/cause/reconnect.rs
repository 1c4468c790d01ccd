//! A connection was lost and did not come back: 30 attempts, then 0x4006 (signal channel), 0x4007 (sending), 0x4008
//! (receiving); the server dropped the client (0x4041, `user_time_out`). Evidence: the counters `[n/30]` and the line that
//! reports the last attempt.

use super::{Explanation, Failure, ImpliedFailure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::user_history::{Tally, UserHistories, UserHistory};
use crate::knowledge::{Cause, Phrase};

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    let (impact, _) = loss(failure.operation)?;
    let came_back = matches!(failure.operation, Operation::Signal | Operation::ServerTimeout)
        && failure.users.iter().any(|user| is_back(user, failure));
    let mut explanation = failure.explanation(if came_back { Impact::Warning } else { impact });
    describe(&mut explanation, failure.operation);
    if came_back {
        Phrase::OutcomeBackByItself.text().clone_into(&mut explanation.outcome);
    }
    Some(explanation)
}

/// A lost media connection, under a code that does not say which direction.
pub(super) fn lost_media(failure: &Failure<'_>, operation: Operation) -> Explanation {
    let mut explanation = failure.explanation(Impact::LostMedia);
    explanation.confidence = Confidence::Likely;
    let code = if operation == Operation::Uplink { 0x4007 } else { 0x4008 };
    explanation.chain = vec![ErrorCode::new(Family::WebV4, code), failure.root];
    describe(&mut explanation, operation);
    explanation
}

fn is_back(user: &UserHistory, failure: &Failure<'_>) -> bool {
    user.signal_back.is_after(failure.last) || user.joined.is_after(failure.last)
}

/// What the loss of a connection does to a call, and its cause; `None` if the operation keeps no connection.
fn loss(operation: Operation) -> Option<(Impact, Cause<'static>)> {
    match operation {
        Operation::Signal => Some((Impact::DroppedOut, Cause::SignalLost)),
        Operation::Uplink => Some((Impact::LostMedia, Cause::SendingLost)),
        Operation::Downlink => Some((Impact::LostMedia, Cause::ReceivingLost)),
        Operation::ServerTimeout => Some((Impact::DroppedOut, Cause::ClientNotHeard)),
        _ => None,
    }
}

fn describe(explanation: &mut Explanation, operation: Operation) {
    operation.outcome().clone_into(&mut explanation.outcome);
    explanation.describe(Cause::ConnectionLost);
    if let Some((_, cause)) = loss(operation) {
        explanation.describe(cause);
    }
}

/// A connection was being restored, and neither came back nor was given up before the end of the log.
pub(super) fn implied(histories: &UserHistories, is_reported: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let mut all = Vec::new();
    for (name, user) in histories.users() {
        let signal = (Operation::Signal, user.signal_retries, user.signal_back, false, 0x4006);
        let up =
            (Operation::Uplink, user.media_retries[0], user.media_back[0], user.media_gave_up[0].is_recorded(), 0x4007);
        let down = (
            Operation::Downlink,
            user.media_retries[1],
            user.media_back[1],
            user.media_gave_up[1].is_recorded(),
            0x4008,
        );
        for (operation, retries, back, gave_up, code) in [signal, up, down] {
            let is_open = retries.is_recorded() && !back.is_after(retries.last) && user.joined.is_recorded();
            let is_over = operation == Operation::Signal && user.joined.is_after(retries.last);
            let left = user.left.is_after(retries.last) && !gave_up;
            if is_open
                && !is_over
                && !left
                && retries.count > 2
                && ![operation, Operation::Media, Operation::Join].iter().any(|other| is_reported(*other, name))
            {
                all.extend(lost(name, operation, retries, gave_up, code));
            }
        }
    }
    all
}

fn lost(name: &str, operation: Operation, retries: Tally, gave_up: bool, code: i64) -> Option<ImpliedFailure> {
    let (impact, _) = loss(operation)?;
    let root = ErrorCode::new(Family::WebV4, code);
    let mut found = ImpliedFailure::new(name, operation, root, retries, impact);
    if gave_up {
        found.explanation.confidence = Confidence::Stated;
    }
    describe(&mut found.explanation, operation);
    Some(found)
}
