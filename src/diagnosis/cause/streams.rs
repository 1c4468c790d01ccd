//! Publishing or subscribing failed: the server refused, did not answer the SDP, or a codec is missing. Evidence: `response
//! code is N`, `exchange sdp timeout`, 0x4049, 0x4042.

use super::{Explanation, Failure, ImpliedFailure, catalog_summary};
use crate::catalog::Catalog;
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
    if failure.root.family() == Family::Server {
        refused(failure, &mut explanation);
    } else if is_v4(0x404b) || (is_v4(0xFFFF) && failure.says("timeout")) || is_v4(0x4042) {
        describe_timeout(&mut explanation);
        if failure.histories.users().next().is_none() {
            explanation.confidence = Confidence::Possible;
            explanation.describe(Cause::StreamRequestAlone);
        }
    } else if is_v4(0x4049) {
        explanation.describe(Cause::NoH264);
    }
    Some(explanation)
}

/// The documentation of the server's codes is about joining. For another operation, a code may mean something else.
fn refused(failure: &Failure<'_>, explanation: &mut Explanation) {
    let code = &failure.root;
    explanation.describe(Cause::StreamRefused { code, said: &failure.quoted_message() });
    if Catalog::builtin().entry(*code).is_some() {
        let summary = &catalog_summary(*code);
        explanation.describe(if failure.operation == Operation::Publish {
            Cause::PublishCodeOfJoining { code, summary }
        } else {
            Cause::SubscribeCodeOfJoining { code, summary }
        });
    }
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
