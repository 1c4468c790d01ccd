//! Calls that the SDK refuses as they stand: an argument or the moment is wrong (0x1000, 0x1001, 50xx, 51xx). Evidence: the
//! message, which names argument and method.

use super::{Explanation, Failure, steps};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::problem::fingerprint::Variant;
use crate::diagnosis::user_history::UserHistory;

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    if case.operation != Operation::Call {
        return type_error(case);
    }
    let mut explained = case.explained(Impact::Warning);
    explained.confidence = Confidence::Stated;
    match case.variant {
        Some(Variant::NotJoined) => not_joined(case, &mut explained),
        Some(Variant::Repeated) => {
            explained.effect = Impact::Aside;
            explained.harmless = true;
            "A call was repeated while the first one was still going on, or had succeeded"
                .clone_into(&mut explained.cause);
            explained.outcome = "second call refused, harmless";
            explained.fix = steps(&["Await the first call before the next one; disable the button while it runs."]);
        }
        Some(Variant::Audience) => {
            "publish() was called in the role of audience".clone_into(&mut explained.cause);
            explained.fix =
                steps(&["Call switchRole(\"anchor\") and await it before publish(), or join with role anchor."]);
        }
        _ => of_joining(case, &mut explained),
    }
    Some(explained)
}

/// What joining takes; a message that names one of these refuses a call of `join()` or `enterRoom()`.
const JOIN_ARGUMENTS: &[&str] =
    &["calling join()", "enterRoom()", "'roomId'", "'strRoomId'", "'userSig'", "'sdkAppId'", "'userId'"];

/// Nobody gets into a room where `join()` itself is refused.
fn of_joining(case: &Failure<'_>, explained: &mut Explanation) {
    let got_in = case.facts.users().any(|(_, user)| user.joined.is_recorded());
    let is_known = case.facts.users().next().is_some();
    let is_argument = matches!(case.root.value(), Some(0x1000 | 5000..=5099));
    if is_argument && is_known && !got_in && JOIN_ARGUMENTS.iter().any(|argument| case.says(argument)) {
        explained.effect = Impact::NeverGotIn;
    }
}

/// Whether the user had been in the room and was out of it by `line`.
fn has_left(user: &UserHistory, line: u64) -> bool {
    let left = user.left;
    user.joined.is_recorded() && left.is_recorded() && left.last < line && user.joined.last < left.last
}

/// A bare `TypeError` out of the SDK, for which it has no code: it got something that it did not expect and did not check.
fn type_error(case: &Failure<'_>) -> Option<Explanation> {
    let unknown = ErrorCode::new(Family::WebV4, 0xFFFF);
    let words = ["Cannot read propert", "is not a function", "undefined is not", "of null"];
    if case.root != unknown || !case.words.iter().all(|said| words.iter().any(|word| said.contains(word))) {
        return None;
    }
    let mut explained = case.explained(Impact::Warning);
    explained.confidence = Confidence::Possible;
    explained.cause = format!("An SDK method was called with an argument it does not accept{}", case.said());
    explained.fix = steps(&[
        "Look at the arguments of the call on the page: one is most likely undefined, or an object of another kind than the \
         method takes.",
        "Newer SDKs check their arguments and name the one that is wrong; update the SDK.",
    ]);
    Some(explained)
}

/// Called before joining: a mistake of the page, or what follows when joining failed and the page went on.
fn not_joined(case: &Failure<'_>, explained: &mut Explanation) {
    let tried = case.users.iter().any(|user| user.attempts.is_recorded() && user.attempts.first < case.first);
    let joined = case.users.iter().any(|user| user.joined.is_recorded() && user.joined.first < case.first);
    if tried && !joined {
        "The page went on although joining had failed".clone_into(&mut explained.cause);
        explained.effect = Impact::Aside;
        explained.confidence = Confidence::Likely;
    } else if case.users.iter().any(|user| has_left(user, case.first)) {
        "The page went on after it had left the room".clone_into(&mut explained.cause);
        explained.effect = Impact::Aside;
        explained.harmless = true;
        explained.outcome = "call refused, harmless";
        explained.fix = steps(&[
            "Nothing is broken: the user was out of the room already. To keep such errors out of the log, stop what publishes, \
             subscribes or mutes before the page calls leave() (exitRoom() in v5).",
        ]);
        return;
    } else {
        "A call came before the room was entered, or after it was left".clone_into(&mut explained.cause);
    }
    explained.fix = steps(&["Await join() (enterRoom() in v5) and go on only if it succeeded; stop when it throws."]);
}
