//! Camera, microphone or screen could not be opened. Evidence: the browser's exception, by name or by its words, under
//! 0x1004 or 5300; 0x1003 if the SDK itself found no device; 0x4044 if capture broke off and did not come back.

use super::{Explanation, Failure, ImpliedFailure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::problem::fingerprint::Variant;
use crate::diagnosis::user_history::UserHistories;
use crate::knowledge::{Cause, Phrase};

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    let is_screen = failure.operation == Operation::ScreenShare;
    if !is_screen && failure.operation != Operation::Capture {
        return None;
    }
    let came_back = failure.users.iter().any(|user| user.recovered.is_after(failure.last));
    let mut explanation = failure.explanation(if came_back { Impact::Warning } else { Impact::LostMedia });
    let is_exception = |name: &str| ErrorCode::browser(name) == Some(failure.root);
    let is_missing = [failure.says("no camera"), failure.says("no microphone")];
    if failure.variant == Some(Variant::Retrying) {
        explanation.impact = Impact::Aside;
        explanation.harmless = true;
        explanation.confidence = Confidence::Likely;
        explanation.describe(Cause::CaptureRetried { said: &failure.root });
    } else if failure.variant == Some(Variant::Unplaced) {
        explanation.confidence = Confidence::Possible;
        explanation.describe(Cause::NotAllowedSomewhere);
    } else if is_exception("NotAllowedError") {
        refused(failure, is_screen, &mut explanation);
    } else if is_exception("NotFoundError") {
        explanation.describe(if is_screen { Cause::NoScreenFound } else { Cause::NoDeviceFound });
    } else if is_exception("NotReadableError") {
        explanation.describe(if is_screen { Cause::ScreenNotReadable } else { Cause::DeviceNotReadable });
    } else if is_exception("OverconstrainedError") {
        explanation.describe(Cause::NoDeviceFits);
    } else if is_missing == [true, true] {
        explanation.describe(Cause::NoDeviceFound);
    } else if is_missing == [true, false] {
        explanation.describe(Cause::NoCameraFound);
    } else if is_missing == [false, true] {
        explanation.describe(Cause::NoMicrophoneFound);
    } else if failure.codes.len() == 1 && failure.root.hex().as_deref() == Some("0x1004") {
        explanation.confidence = Confidence::Possible;
    }
    Some(explanation)
}

/// `NotAllowedError`: refused by the page's policy, the operating system, or the user.
fn refused(failure: &Failure<'_>, is_screen: bool, explanation: &mut Explanation) {
    let what = if is_screen { Phrase::UseScreen } else { Phrase::UseDevices }.text();
    let is_forbidden =
        |feature: &str| failure.histories.forbidden_features.iter().any(|forbidden| forbidden == feature);
    let is_by_page =
        if is_screen { is_forbidden("display-capture") } else { is_forbidden("camera") || is_forbidden("microphone") };
    if is_by_page || failure.says("permissions policy") || failure.says("feature policy") {
        explanation.describe(Cause::ForbiddenByPage { what: &what });
    } else if failure.says("denied by system") {
        explanation.describe(Cause::RefusedBySystem { what: &what });
    } else if failure.says("due to shutdown") {
        explanation.confidence = Confidence::Likely;
        explanation.describe(Cause::DevicesNotAnswered);
    } else if is_screen {
        explanation.impact = Impact::Aside;
        explanation.harmless = true;
        explanation.confidence = if failure.says("by user") { Confidence::Stated } else { Confidence::Likely };
        explanation.describe(Cause::ScreenShareCancelled);
    } else {
        explanation.describe(Cause::DevicesRefused);
    }
}

/// A camera or microphone stopped during the call and was not captured again, and the log has no code for it.
pub(super) fn implied(histories: &UserHistories, is_reported: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let root = ErrorCode::new(Family::WebV4, 0x4044);
    let mut all = Vec::new();
    for (name, user) in histories.users() {
        let failed = user.recover_failed;
        let is_known = [Operation::Capture, Operation::ScreenShare].iter().any(|other| is_reported(*other, name));
        if failed.is_recorded() && !user.recovered.is_after(failed.last) && !is_known {
            let evidence = user.tracks_ended.and(failed);
            let mut found = ImpliedFailure::new(name, Operation::Capture, root, evidence, Impact::LostMedia);
            found.explanation.describe(Cause::DeviceStopped);
            all.push(found);
        }
    }
    all
}
