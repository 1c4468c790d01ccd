//! The WebSocket to the signalling server cannot be opened. Evidence: `websocket[…] error observed` or the browser's
//! `WebSocket connection to … failed`, and no accepted channel afterwards; then `join room timeout` (0x4004), 0x4002 in SDKs
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

fn is_blocked(user: &UserHistory) -> bool {
    user.socket_errors.is_recorded() && !user.signal_ready.is_recorded() && !user.joined.is_recorded()
}

fn describe(explanation: &mut Explanation, histories: &UserHistories) {
    explanation.describe(Cause::SocketBlocked);
    obstacle::prepend(explanation, &histories.socket_error, Phrase::TargetSignalling);
}

/// The WebSocket failed repeatedly, and the log ends without a line on joining.
pub(super) fn implied(histories: &UserHistories, is_reported: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let root = ErrorCode::new(Family::Network, ABNORMAL_CLOSURE);
    let blocked = histories.users().filter(|(name, user)| is_blocked(user) && !is_reported(Operation::Join, name));
    blocked
        .map(|(name, user)| {
            let mut found = ImpliedFailure::new(name, Operation::Join, root, user.socket_errors, Impact::NeverGotIn);
            describe(&mut found.explanation, histories);
            found.last_line = found.last_line.max(user.signal_retries.last_line);
            found
        })
        .collect()
}
