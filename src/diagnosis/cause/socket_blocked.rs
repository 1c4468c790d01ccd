//! The WebSocket to the signalling server cannot be opened. Evidence: `websocket[…] error observed` or the browser's
//! `WebSocket connection to … failed`, or the requests of an HTTP archive without an answer, and no accepted channel afterwards;
//! then `join room timeout` (0x4004), 0x4002 in SDKs
//! before 4.6.5, or nothing but attempts to reconnect.

use super::{Explanation, Failure, ImpliedFailure, obstacle};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::problem::fingerprint::Variant;
use crate::diagnosis::user_history::{UserHistories, UserHistory};
use crate::knowledge::{Cause, Phrase};

/// The close code of a WebSocket that was never opened (RFC 6455, 7.1.5); browsers rarely print it.
const ABNORMAL_CLOSURE: i64 = 1006;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    let signal_error = ErrorCode::new(Family::WebV4, 0x4002);
    let is_unknown = failure.operation == Operation::Join && failure.root == ErrorCode::new(Family::WebV4, 0xFFFF);
    let is_timeout = failure.variant == Some(Variant::JoinTimeout);
    if !is_timeout && !is_unknown && failure.root != signal_error {
        return None;
    }
    let was_open = failure.users.iter().any(|user| user.joined.is_recorded());
    let is_never_open = failure.root == signal_error && !was_open;
    if !is_never_open && !failure.users.iter().any(|user| is_blocked(user)) {
        return None;
    }
    let mut explanation = failure.join_explanation();
    explanation.confidence = Confidence::Likely;
    if explanation.impact == Impact::NeverGotIn {
        Operation::Join.outcome().clone_into(&mut explanation.outcome);
    }
    if is_unknown {
        // The event of an upload has no words; the events of the client around it show the cause.
        explanation.chain = vec![ErrorCode::new(Family::Network, ABNORMAL_CLOSURE), failure.root];
    }
    describe(&mut explanation, failure.histories);
    Some(explanation)
}

/// Whether every attempt of the user to open a WebSocket failed.
fn is_blocked(user: &UserHistory) -> bool {
    // A log that begins in the middle of a call also shows attempts to reconnect.
    let retried = user.signal_retries.is_recorded() && is_entering(user);
    // A closed socket alone may have lost the race against another one, which browsers do not report.
    let abandoned = user.sockets_abandoned.is_recorded() && (is_entering(user) || user.signal_retries.is_recorded());
    let failed = user.socket_errors.is_recorded() || user.sockets_unanswered.is_recorded() || abandoned;
    (failed || retried) && never_open(user)
}

/// Whether the log shows how the user began to enter a room.
fn is_entering(user: &UserHistory) -> bool {
    [user.scheduled, user.attempts, user.joining].iter().any(|tally| tally.is_recorded())
}

fn never_open(user: &UserHistory) -> bool {
    !user.sockets_opened.is_recorded() && !user.signal_ready.is_recorded() && !user.joined.is_recorded()
}

/// A firewall reported by the SDK while no user had a signal channel: media was not even tried.
pub(super) fn behind_firewall(failure: &Failure<'_>) -> Option<Explanation> {
    let is_waiting = |user: &&UserHistory| never_open(user) && (user.attempts.is_recorded() || is_blocked(user));
    if failure.users.is_empty() || !failure.users.iter().all(is_waiting) {
        return None;
    }
    let mut explanation = failure.explanation(Impact::NeverGotIn);
    Operation::Join.outcome().clone_into(&mut explanation.outcome);
    explanation.confidence = Confidence::Likely;
    describe(&mut explanation, failure.histories);
    Some(explanation)
}

fn describe(explanation: &mut Explanation, histories: &UserHistories) {
    explanation.describe(Cause::SocketBlocked);
    obstacle::prepend(explanation, &histories.socket_error, Phrase::TargetSignalling);
}

/// The WebSocket failed repeatedly, and the log ends without a line on joining.
pub(super) fn implied(histories: &UserHistories, is_reported: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let root = ErrorCode::new(Family::Network, ABNORMAL_CLOSURE);
    let is_known = |name: &str| is_reported(Operation::Join, name) || is_reported(Operation::Media, name);
    let blocked = histories.users().filter(|(name, user)| is_blocked(user) && !is_known(name));
    blocked
        .map(|(name, user)| {
            let failed = user.socket_errors.and(user.sockets_abandoned).and(user.sockets_unanswered);
            let evidence = failed.and(user.signal_retries);
            let mut found = ImpliedFailure::new(name, Operation::Join, root, evidence, Impact::NeverGotIn);
            found.explanation.describe(Cause::SocketBlocked);
            if !is_entering(user) {
                found.explanation.describe(Cause::SocketNeverOpen);
            }
            obstacle::prepend(&mut found.explanation, &histories.socket_error, Phrase::TargetSignalling);
            if evidence == user.sockets_unanswered && evidence.count == 1 {
                // One request without an answer may also have been given up by the page.
                found.explanation.confidence = Confidence::Possible;
            }
            found
        })
        .collect()
}
