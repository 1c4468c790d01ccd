//! A stream was not played: the browser's autoplay policy. Evidence: `NotAllowedError` of `play()`, 0x4043.

use super::{Explanation, Failure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::Impact;
use crate::diagnosis::operation::Operation;
use crate::knowledge::Cause;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if failure.operation != Operation::Playback {
        return None;
    }
    let mut explanation = failure.explanation(Impact::LostMedia);
    let is_refused = ErrorCode::browser("NotAllowedError") == Some(failure.root)
        || failure.root == ErrorCode::new(Family::WebV4, 0x4043);
    if is_refused {
        explanation.describe(Cause::AutoplayRefused);
    }
    Some(explanation)
}
