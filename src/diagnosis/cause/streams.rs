//! Publishing or subscribing failed: the server refused, did not answer the SDP, or a codec is missing. Evidence: `response
//! code is N`, `exchange sdp timeout`, 0x4049, 0x4042.

use super::{ALLOW_MEDIA, Explanation, Failure, ImpliedFailure, OTHER_NETWORK, steps};
use crate::catalog::Catalog;
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::user_history::UserHistories;

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    if !matches!(case.operation, Operation::Publish | Operation::Subscribe) {
        return None;
    }
    let mut explained = case.explained(Impact::LostMedia);
    let is_v4 = |value: i64| case.root == ErrorCode::new(Family::WebV4, value);
    if case.root.family() == Family::Server {
        // The table of the server's codes speaks of joining; under another operation a code may mean something else.
        explained.cause = format!("The server refused with code {}{}", case.root, case.said());
        if Catalog::builtin().entry(case.root).is_some() {
            explained.explanation = format!(
                "The server answered {} with code {}. What this code means is documented for joining a room only: “{}”. For this \
                 operation it may mean the same or something else.",
                if case.operation == Operation::Publish { "the request to publish" } else { "the subscription" },
                case.root,
                super::words_of(case.root)
            );
        }
    } else if is_v4(0x404b) || (is_v4(0xFFFF) && case.says("timeout")) || is_v4(0x4042) {
        describe_timeout(&mut explained);
        if case.facts.users().next().is_none() {
            explained.confidence = Confidence::Possible;
            "A request to publish or subscribe got no answer in time. This log has only the error and \
                none of the lines around it, so why is open: the server or the network, or a page that had left the room \
                by then (in that case nothing is broken)."
                .clone_into(&mut explained.explanation);
        }
    } else if is_v4(0x4049) {
        "The browser or device has no H.264".clone_into(&mut explained.cause);
    }
    Some(explained)
}

fn describe_timeout(explained: &mut Explanation) {
    "The server did not answer in time".clone_into(&mut explained.cause);
    explained.confidence = Confidence::Likely;
    explained.fix = steps(&[
        "Try again after a short pause, in the page by itself; transient failures of a server or network pass.",
        OTHER_NETWORK,
        ALLOW_MEDIA,
    ]);
}

/// The SDK's line on a publish that timed out is there, the error that it throws is not.
pub(super) fn implied(facts: &UserHistories, is_told: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let root = ErrorCode::new(Family::WebV4, 0xFFFF);
    let waited =
        facts.users().filter(|(name, user)| user.publish_timeouts.is_recorded() && !is_told(Operation::Publish, name));
    waited
        .map(|(name, user)| {
            let mut found =
                ImpliedFailure::new(name, Operation::Publish, root, user.publish_timeouts, Impact::LostMedia);
            describe_timeout(&mut found.explained);
            found
        })
        .collect()
}
