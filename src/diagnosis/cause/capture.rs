//! Camera, microphone or screen could not be opened. Evidence: the browser's exception, by name or by its words, under
//! 0x1004 or 5300; 0x1003 where the SDK itself found no device; 0x4044 where capture broke off and did not come back.

use super::{Case, Explained, Operation};
use crate::code::ErrorCode;
use crate::diagnosis::effect::{Confidence, Effect};

pub(super) fn explain(case: &Case<'_>) -> Option<Explained> {
    let is_screen = case.operation == Operation::ScreenShare;
    if !is_screen && case.operation != Operation::Capture {
        return None;
    }
    let came_back = case.users.iter().any(|user| user.recovered.is_after(case.last_line));
    let mut explained = case.explained(if came_back { Effect::Warning } else { Effect::LostMedia });
    let is = |name: &str| ErrorCode::browser(name) == Some(case.root);
    if is("NotAllowedError") {
        let refused = if is_screen {
            "Sharing the screen was refused or cancelled"
        } else {
            "Access to camera or microphone was refused"
        };
        refused.clone_into(&mut explained.cause);
    } else if is("NotFoundError") {
        "No camera or microphone was found".clone_into(&mut explained.cause);
    } else if is("NotReadableError") {
        "The camera or microphone is there and allowed, but could not be opened".clone_into(&mut explained.cause);
    } else if is("OverconstrainedError") {
        "No device fits what the page asked for (an outdated device id, most often)".clone_into(&mut explained.cause);
    } else if case.says("no camera") && !case.says("no microphone") {
        "No camera was found".clone_into(&mut explained.cause);
    } else if case.says("no microphone") && !case.says("no camera") {
        "No microphone was found".clone_into(&mut explained.cause);
    } else if case.codes.len() == 1 && case.root.hex().as_deref() == Some("0x1004") {
        explained.confidence = Confidence::Possible;
    }
    Some(explained)
}
