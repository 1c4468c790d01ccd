//! Calls that the SDK refuses because an argument or the moment is wrong (0x1000, 0x1001, 50xx, 51xx). Evidence: the
//! message, which names argument and method.

use super::{Explanation, Failure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::problem::fingerprint::Variant;
use crate::diagnosis::user_history::UserHistory;
use crate::knowledge::{Cause, Phrase};

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if failure.operation != Operation::Call {
        return type_error(failure);
    }
    let mut explanation = failure.explanation(Impact::Warning);
    explanation.confidence = Confidence::Stated;
    if failure.root.family() == Family::WebV5 && matches!(failure.root.value(), Some(5001..=5099)) {
        Phrase::OutcomeArgumentRefused.text().clone_into(&mut explanation.outcome);
    }
    match failure.variant {
        Some(Variant::NotJoined) => not_joined(failure, &mut explanation),
        Some(Variant::Repeated) => {
            explanation.impact = Impact::Aside;
            explanation.harmless = true;
            let summary = std::mem::take(&mut explanation.cause);
            explanation.describe(Cause::CallRepeated);
            // This code names the call.
            if failure.root == ErrorCode::new(Family::WebV5, 5104) {
                explanation.cause = summary;
            }
        }
        Some(Variant::Audience) => explanation.describe(Cause::PublishedAsAudience),
        _ => describe_refused_join(failure, &mut explanation),
    }
    Some(explanation)
}

/// Arguments of joining; a message that contains one of these refuses a call of `join()` or `enterRoom()`.
const JOIN_ARGUMENTS: &[&str] =
    &["calling join()", "enterRoom()", "'roomId'", "'strRoomId'", "'userSig'", "'sdkAppId'", "'userId'"];

/// If `join()` itself is refused, the user never gets into a room.
fn describe_refused_join(failure: &Failure<'_>, explanation: &mut Explanation) {
    let got_in = failure.histories.users().any(|(_, user)| user.joined.is_recorded());
    let is_known = failure.histories.users().next().is_some();
    let is_argument = matches!(failure.root.value(), Some(0x1000 | 5000..=5099));
    if is_argument && is_known && !got_in && JOIN_ARGUMENTS.iter().any(|argument| failure.says(argument)) {
        explanation.impact = Impact::NeverGotIn;
    }
}

/// Whether the user had been in the room and was out of it by `line`.
fn has_left(user: &UserHistory, line: u64) -> bool {
    let left = user.left;
    user.joined.is_recorded() && left.is_recorded() && left.last < line && user.joined.last < left.last
}

/// A `TypeError` inside the SDK, for which the SDK has no code: a method got an argument that it does not check.
fn type_error(failure: &Failure<'_>) -> Option<Explanation> {
    let unknown = ErrorCode::new(Family::WebV4, 0xFFFF);
    let words = ["Cannot read propert", "is not a function", "undefined is not", "of null"];
    if failure.root != unknown || !failure.words.iter().all(|said| words.iter().any(|word| said.contains(word))) {
        return None;
    }
    let mut explanation = failure.explanation(Impact::Warning);
    explanation.confidence = Confidence::Possible;
    explanation.describe(Cause::ArgumentNotAccepted { said: &failure.quoted_message() });
    Some(explanation)
}

/// A call outside a room: a mistake of the page, or a consequence of a failed join that the page ignored.
fn not_joined(failure: &Failure<'_>, explanation: &mut Explanation) {
    let tried = failure.users.iter().any(|user| user.attempts.is_recorded() && user.attempts.first < failure.first);
    let joined = failure.users.iter().any(|user| user.joined.is_recorded() && user.joined.first < failure.first);
    if tried && !joined {
        explanation.impact = Impact::Aside;
        explanation.confidence = Confidence::Likely;
        explanation.describe(Cause::WentOnWithoutJoining);
    } else if failure.users.iter().any(|user| has_left(user, failure.first)) {
        explanation.impact = Impact::Aside;
        explanation.harmless = true;
        explanation.describe(Cause::WentOnAfterLeaving);
    } else {
        explanation.describe(Cause::CalledOutsideRoom);
    }
}
