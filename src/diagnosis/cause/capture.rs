//! Camera, microphone or screen could not be opened. Evidence: the browser's exception, by name or by its words, under
//! 0x1004 or 5300; 0x1003 where the SDK itself found no device; 0x4044 where capture broke off and did not come back.

use super::{Case, Explained, Operation, steps};
use crate::code::ErrorCode;
use crate::diagnosis::effect::{Confidence, Effect};

/// What to do where the browser or the user refused camera or microphone.
const ALLOW_DEVICES: &[&str] = &[
    "Ask the user to allow camera and microphone for this site: the symbol left of the address, Site settings, then reload \
     the page.",
    "Look at the operating system as well: Windows and macOS have a privacy setting for camera and microphone, for the \
     browser as a whole.",
    "Serve the page over https (or from localhost); inside an iframe, give it allow=\"camera; microphone; display-capture\".",
    "In the page, catch this error and tell the user how to allow the devices.",
];
/// What to do where sharing the screen was refused.
const SHARE_AGAIN: &[&str] = &[
    "Ask the user to share again and to choose a screen, window or tab in the browser's dialog; closing it counts as a \
     refusal.",
    "On macOS, allow the browser under System Settings, Privacy & Security, Screen Recording, and restart it.",
    "Start sharing from a click; browsers refuse it otherwise. Inside an iframe, give it allow=\"display-capture\".",
];

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
        explained.fix = steps(if is_screen { SHARE_AGAIN } else { ALLOW_DEVICES });
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
