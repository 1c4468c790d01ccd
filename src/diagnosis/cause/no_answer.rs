//! Joining was not answered in time: `join room timeout`, 0x4004 without a code of the server. Evidence: the signal channel
//! was accepted before it (then the server is silent), or nothing is known of it.

use super::{ALLOW_SIGNALLING, Explanation, Failure, ImpliedFailure, OTHER_NETWORK, steps};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::problem::fingerprint::Variant;
use crate::diagnosis::user_history::UserHistories;

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    if case.variant != Some(Variant::JoinTimeout) {
        return None;
    }
    let mut explained = case.of_joining();
    describe(&mut explained, case.users.iter().any(|user| user.signal_ready.is_recorded()));
    Some(explained)
}

fn describe(explained: &mut Explanation, is_silent: bool) {
    "No answer from the server in time".clone_into(&mut explained.cause);
    if is_silent {
        explained.confidence = Confidence::Likely;
        "The signal channel was open and accepted, the request to join went out, and no answer came \
            within the SDK's few seconds.\n\nEither the server is slow or failed at that moment, or the connection stalled \
            after it was opened: a proxy that holds back messages, a network that was lost, a computer that was asleep."
.clone_into(&mut explained.explanation);
        explained.fix = steps(&[
            "Join again after a short pause; the page should do so by itself, two or three times.",
            OTHER_NETWORK,
            "If it happens to many users at the same time, ask the vendor's support, with sdkAppId, roomId, userId and the \
             time with its zone.",
        ]);
    } else {
        explained.confidence = Confidence::Possible;
        "The SDK gave up waiting: it waits about ten seconds for the signal channel to open and five \
            for the answer to joining. This log does not tell which of the two it was.\n\nMost often the network is in the \
            way (firewall, proxy, VPN, a lost connection); more rarely the server is slow."
.clone_into(&mut explained.explanation);
        explained.fix = steps(&[
            OTHER_NETWORK,
            ALLOW_SIGNALLING,
            "Ask for the whole console log, from before createClient(): it shows whether the WebSocket was opened.",
        ]);
    }
}

/// The SDK's line on the timeout is there, the error that it throws is not.
pub(super) fn implied(facts: &UserHistories, is_told: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let root = ErrorCode::new(Family::WebV4, 0x4004);
    let waited =
        facts.users().filter(|(name, user)| user.join_timeouts.is_recorded() && !is_told(Operation::Join, name));
    waited
        .map(|(name, user)| {
            let got_in = user.joined.is_after(user.join_timeouts.last);
            let effect = if got_in { Impact::Warning } else { Impact::NeverGotIn };
            let mut found = ImpliedFailure::new(name, Operation::Join, root, user.join_timeouts, effect);
            describe(&mut found.explained, user.signal_ready.is_recorded());
            found
        })
        .collect()
}
