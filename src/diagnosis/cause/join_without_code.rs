//! Entering the room failed, and the log has no code that says why: `JOIN_ROOM_FAILED` alone, or v5's general code with
//! words. Words about the scheduling service are the matter of `request_blocked`.

use super::{Explanation, Failure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::Confidence;
use crate::diagnosis::operation::Operation;
use crate::knowledge::Cause;

/// Words of browsers for a request without an answer.
const NO_ANSWER: &[&str] = &["Failed to fetch", "Network Error", "request error", "request timeout"];

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if failure.operation != Operation::Join {
        return None;
    }
    let mut explanation = failure.join_explanation();
    if failure.root == ErrorCode::new(Family::WebV4, 0x4004) {
        explanation.confidence = Confidence::Possible;
        explanation.describe(Cause::JoinFailedWithoutCode);
    } else if failure.root != ErrorCode::new(Family::WebV5, 5500) || failure.words.is_empty() {
        return None;
    } else if NO_ANSWER.iter().any(|words| failure.says(words)) {
        explanation.confidence = Confidence::Likely;
        explanation.describe(Cause::SchedulingUnreachable { browser: &"" });
    } else {
        explanation.describe(Cause::GivenUpForReason { said: &failure.quoted_message() });
    }
    Some(explanation)
}
