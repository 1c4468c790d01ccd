//! Publishing or subscribing failed: the server refused, did not answer the SDP, or a codec is missing. Evidence: `response
//! code is N`, `exchange sdp timeout`, 0x4049, 0x4042.

use super::{Explanation, Failure, ImpliedFailure, catalog_summary};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::user_history::{Tally, UserHistories, UserHistory};
use crate::knowledge::{Cause, Phrase, Sentence};

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
        } else if is_subscribed_later(failure) {
            describe_late_answer(&mut explanation);
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

/// Whether all its users subscribed to a stream after its last occurrence, the SDK having given up the request before.
fn is_subscribed_later(failure: &Failure<'_>) -> bool {
    let is_later = |user: &&UserHistory| {
        user.subscribes_given_up.is_recorded() && SUBSCRIBED.iter().any(|tally| tally(user).is_after(failure.last))
    };
    failure.operation == Operation::Subscribe && !failure.users.is_empty() && failure.users.iter().all(is_later)
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

/// The SDK gave up a request to subscribe, and a later one went well.
fn describe_late_answer(explanation: &mut Explanation) {
    explanation.describe(Cause::SubscribedLate);
}

/// The log has the SDK's lines on a publish or subscribe request that timed out or was refused in words, and no error with a
/// code.
pub(super) fn implied(histories: &UserHistories, is_reported: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let root = ErrorCode::new(Family::WebV4, 0xFFFF);
    let mut all = Vec::new();
    for (name, user) in histories.users() {
        let waited = user.subscribe_timeouts.and(user.subscribes_given_up);
        let unanswered = [
            (Operation::Publish, user.publish_timeouts, [user.publish_answers, user.published]),
            (Operation::Subscribe, waited, SUBSCRIBED.map(|tally| tally(user))),
        ];
        for (operation, waited, answers) in unanswered {
            if !waited.is_recorded() || is_reported(operation, name) {
                continue;
            }
            let is_answered = answers.iter().any(|answer| answer.is_after(waited.last));
            let is_late = is_answered && operation == Operation::Subscribe && user.subscribes_given_up.is_recorded();
            let is_refused = operation == Operation::Subscribe && user.subscribes_refused.is_recorded();
            if is_refused || is_answered && !is_late {
                continue;
            }
            let mut found = ImpliedFailure::new(name, operation, root, waited, Impact::LostMedia);
            describe_timeout(&mut found.explanation);
            if is_late {
                describe_late_answer(&mut found.explanation);
            }
            all.push(found);
        }
        if user.subscribes_refused.is_recorded() && !is_reported(Operation::Subscribe, name) {
            let general = ErrorCode::new(Family::WebV5, 5500);
            let refused = user.subscribes_refused;
            let mut found = ImpliedFailure::new(name, Operation::Subscribe, general, refused, Impact::LostMedia);
            let said = &Sentence::CauseSaid { words: &user.refusal }.text();
            found.explanation.confidence = Confidence::Stated;
            found.explanation.describe(if user.refusal.contains("permission") {
                Cause::RefusedInWords { said }
            } else {
                Cause::GivenUpForReason { said }
            });
            if SUBSCRIBED.iter().any(|tally| tally(user).is_after(refused.last)) {
                Phrase::OutcomeSubscribingFailedAtFirst.text().clone_into(&mut found.explanation.outcome);
            }
            all.push(found);
        }
    }
    all
}

/// The events that show a subscribed stream.
const SUBSCRIBED: [fn(&UserHistory) -> Tally; 2] = [|user| user.remote_tracks, |user| user.playing];
