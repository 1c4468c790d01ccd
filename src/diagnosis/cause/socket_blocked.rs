//! The WebSocket to the signalling server cannot be opened. Evidence: `websocket[…] error observed` or the browser's
//! `WebSocket connection to … failed`, and no accepted channel afterwards; then `join room timeout` (0x4004), 0x4002 in SDKs
//! before 4.6.5, or nothing but attempts to reconnect.

use super::{ALLOW_SIGNALLING, Explanation, Failure, ImpliedFailure, OTHER_NETWORK, obstacle, steps, steps_by};
use crate::catalog::Owner;
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::problem::fingerprint::Variant;
use crate::diagnosis::user_history::{UserHistories, UserHistory};

/// How a WebSocket closes that was never opened; browsers print it in few places.
const ABNORMAL_CLOSURE: i64 = 1006;

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    let signal_error = ErrorCode::new(Family::WebV4, 0x4002);
    let is_unknown = case.operation == Operation::Join && case.root == ErrorCode::new(Family::WebV4, 0xFFFF);
    let is_timeout = case.variant == Some(Variant::JoinTimeout);
    if !is_timeout && !is_unknown && case.root != signal_error {
        return None;
    }
    let was_open = case.users.iter().any(|user| user.joined.is_recorded());
    let is_told = case.root == signal_error && !was_open;
    if !is_told && !case.users.iter().any(|user| is_blocked(user)) {
        return None;
    }
    let mut explained = case.of_joining();
    explained.confidence = Confidence::Likely;
    if explained.effect == Impact::NeverGotIn {
        explained.outcome = Operation::Join.outcome();
    }
    if is_unknown {
        // An upload's event without any word: what stands behind it is told by the life around it.
        explained.chain = vec![ErrorCode::new(Family::Network, ABNORMAL_CLOSURE), case.root];
    }
    describe(&mut explained, case.facts);
    Some(explained)
}

fn is_blocked(user: &UserHistory) -> bool {
    user.socket_errors.is_recorded() && !user.signal_ready.is_recorded() && !user.joined.is_recorded()
}

fn describe(explained: &mut Explanation, facts: &UserHistories) {
    "The WebSocket to the signalling server cannot be opened".clone_into(&mut explained.cause);
    "The scheduling service was reached, and then every attempt to open the WebSocket to a signalling \
        server failed, so no request to join could be sent.\n\nA firewall or proxy that lets https pass and not wss, a VPN, an \
        antivirus program that looks into connections, or a content security policy of the page without the host in \
        connect-src does that."
.clone_into(&mut explained.explanation);
    explained.fix = steps(&[ALLOW_SIGNALLING, OTHER_NETWORK]);
    let by_developer = steps_by(
        Owner::Developer,
        &[
            "Look in the browser's Network tab, filter WS: the status and error of the connection say what is in the way.",
            "Where the network cannot be opened, lead the traffic through your own proxy: client.setProxyServer() and \
         setTurnServer().",
        ],
    );
    explained.fix.extend(by_developer);
    explained.owner = Some(Owner::EndUser);
    obstacle::name(explained, &facts.socket_error, "the signalling server");
}

/// The WebSocket failed again and again, and the log ends without a word on joining.
pub(super) fn implied(facts: &UserHistories, is_told: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let root = ErrorCode::new(Family::Network, ABNORMAL_CLOSURE);
    let blocked = facts.users().filter(|(name, user)| is_blocked(user) && !is_told(Operation::Join, name));
    blocked
        .map(|(name, user)| {
            let mut found = ImpliedFailure::new(name, Operation::Join, root, user.socket_errors, Impact::NeverGotIn);
            describe(&mut found.explained, facts);
            found.last_line = found.last_line.max(user.signal_retries.last_line);
            found
        })
        .collect()
}
