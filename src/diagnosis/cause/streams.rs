//! Publishing or subscribing failed: the server refused, did not answer the SDP, or a codec is missing. Evidence: `response
//! code is N`, `exchange sdp timeout`, 0x4049, 0x4042.

use super::{Explanation, Failure, ImpliedFailure, catalog_summary};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::user_history::UserHistories;
use crate::knowledge::Cause;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if !matches!(failure.operation, Operation::Publish | Operation::Subscribe) {
        return None;
    }
    let mut explanation = failure.explanation(Impact::LostMedia);
    let is_v4 = |value: i64| failure.root == ErrorCode::new(Family::WebV4, value);
    let is_general = is_v4(0x404b) || is_v4(0xFFFF) || failure.root == ErrorCode::new(Family::WebV5, 5500);
    if failure.root.family() == Family::Server {
        refused(failure, &mut explanation);
    } else if ErrorCode::browser("OperationError") == Some(failure.root) || failure.says("setRemoteDescription") {
        explanation.describe(Cause::DescriptionNotReadable);
    } else if is_general && MEDIA_WORDS.iter().any(|words| failure.says(words)) {
        // The peer connection did not come up. The server had answered by then.
        explanation.confidence = Confidence::Likely;
        explanation.describe(Cause::MediaBlocked);
    } else if is_v4(0x404b) || (is_general && failure.says("timeout")) || is_v4(0x4042) {
        describe_timeout(&mut explanation);
        if failure.histories.users().next().is_none() {
            explanation.confidence = Confidence::Possible;
            explanation.describe(Cause::StreamRequestAlone);
        }
    } else if is_v4(0x4049) {
        explanation.describe(Cause::NoH264);
    } else if is_general && failure.says("permission") {
        explanation.describe(Cause::RefusedInWords { said: &failure.quoted_message() });
    } else if failure.root == ErrorCode::new(Family::WebV5, 5500) && !failure.words.is_empty() {
        explanation.describe(Cause::GivenUpForReason { said: &failure.quoted_message() });
    }
    Some(explanation)
}

/// Words of a peer connection that did not come up.
const MEDIA_WORDS: &[&str] =
    &["connection timeout", "no valid ice candidate", "ICE Transport", "ICE/DTLS", "DTLS Transport"];

/// The documentation of the server's codes is about joining. For another operation, a code may mean something else.
fn refused(failure: &Failure<'_>, explanation: &mut Explanation) {
    let (code, summary) = (&failure.root, &catalog_summary(failure.root));
    explanation.describe(Cause::StreamRefused { code, said: &failure.quoted_message() });
    explanation.describe_refusal(
        *code,
        &if failure.operation == Operation::Publish {
            Cause::PublishCodeOfJoining { code, summary }
        } else {
            Cause::SubscribeCodeOfJoining { code, summary }
        },
    );
}

fn describe_timeout(explanation: &mut Explanation) {
    explanation.confidence = Confidence::Likely;
    explanation.describe(Cause::StreamNotAnswered);
}

/// The log has the SDK's lines on a publish or subscribe request that timed out, and no answer and no error after them.
pub(super) fn implied(histories: &UserHistories, is_reported: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let root = ErrorCode::new(Family::WebV4, 0xFFFF);
    let mut all = Vec::new();
    for (name, user) in histories.users() {
        let answered = [
            (Operation::Publish, user.publish_timeouts, [user.publish_answers, user.published]),
            (Operation::Subscribe, user.subscribe_timeouts, [user.remote_tracks, user.playing]),
        ];
        for (operation, waited, answers) in answered {
            let is_answered = answers.iter().any(|answer| answer.is_after(waited.last));
            if waited.is_recorded() && !is_answered && !is_reported(operation, name) {
                let mut found = ImpliedFailure::new(name, operation, root, waited, Impact::LostMedia);
                describe_timeout(&mut found.explanation);
                all.push(found);
            }
        }
    }
    all
}
