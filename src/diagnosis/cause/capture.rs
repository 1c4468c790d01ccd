//! Camera, microphone or screen could not be opened. Evidence: the browser's exception, by name or by its words, under
//! 0x1004 or 5300; 0x1003 where the SDK itself found no device; 0x4044 where capture broke off and did not come back.

use super::{Explanation, Failure, steps, steps_by};
use crate::catalog::Owner;
use crate::code::ErrorCode;
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;

/// What to do where the browser or the user refused camera or microphone.
const ALLOW_DEVICES: &[&str] = &[
    "Ask the user to allow camera and microphone for this site: the symbol left of the address, Site settings, then reload \
     the page.",
    "Look at the operating system as well: Windows and macOS have a privacy setting for camera and microphone, for the \
     browser as a whole.",
];
/// What the page can do about that.
const ASK_FOR_DEVICES: &[&str] = &[
    "Serve the page over https (or from localhost); inside an iframe, give it allow=\"camera; microphone; display-capture\".",
    "In the page, catch this error and tell the user how to allow the devices.",
];
/// What to do where sharing the screen was refused.
const SHARE_AGAIN: &[&str] = &[
    "Nothing is broken if the user changed their mind. Else share again and choose a screen, window or tab in the browser's \
     dialog; closing it counts as a refusal.",
    "If the user says that no dialog came up: start sharing from a click, for browsers refuse it otherwise; on macOS, allow \
     the browser under System Settings, Privacy & Security, Screen Recording, and restart it.",
];
/// What the page can do about that.
const PUT_BUTTON_BACK: &[&str] =
    &["In the page, catch this error and put the button back as it was, without an error message."];
/// What to do where page or frame may not use a device at all.
const ALLOW_FRAME: &[&str] = &[
    "If the page stands in an iframe, give the iframe allow=\"camera; microphone; display-capture\", in every page that embeds \
     it.",
    "Look at the response header Permissions-Policy of the page and of those around it: it must not forbid camera, microphone \
     or display-capture.",
];
/// What to do where the operating system refuses.
const ALLOW_SYSTEM: &[&str] = &[
    "On macOS, allow the browser under System Settings, Privacy & Security: Camera, Microphone, or Screen Recording; then restart \
     the browser.",
    "On Windows, open Settings, Privacy & security, Camera and Microphone, and let desktop apps use them.",
    "On a managed computer, a company's policy may forbid it; its administrator can tell.",
];

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    let is_screen = case.operation == Operation::ScreenShare;
    if !is_screen && case.operation != Operation::Capture {
        return None;
    }
    let came_back = case.users.iter().any(|user| user.recovered.is_after(case.last));
    let mut explained = case.explained(if came_back { Impact::Warning } else { Impact::LostMedia });
    let is = |name: &str| ErrorCode::browser(name) == Some(case.root);
    if is("NotAllowedError") {
        refused(case, is_screen, &mut explained);
    } else if is("NotFoundError") {
        "No camera or microphone was found".clone_into(&mut explained.cause);
        "The page asked for a camera or microphone, and the browser knows none: not plugged in, switched off or disabled in the \
            system, or a remote desktop that does not pass devices on."
            .clone_into(&mut explained.explanation);
    } else if is("NotReadableError") {
        "The camera or microphone is there and allowed, but could not be opened".clone_into(&mut explained.cause);
        "The user allowed the device, and the system could not start it. Most often another program or browser tab uses it; on \
            Windows a camera belongs to one program at a time.\n\nElse its driver hung, it gets too little power over USB, an \
            antivirus program guards it, or a switch or cover on it is closed."
            .clone_into(&mut explained.explanation);
    } else if is("OverconstrainedError") {
        "No device fits what the page asked for (an outdated device id, most often)".clone_into(&mut explained.cause);
        "The page asked for one particular device, or for a resolution or frame rate, and no device offers it. Most often it is a \
            device id that was stored earlier: ids change when the user clears the site's data, and differ between browsers."
            .clone_into(&mut explained.explanation);
    } else if case.says("no camera") && !case.says("no microphone") {
        "No camera was found".clone_into(&mut explained.cause);
    } else if case.says("no microphone") && !case.says("no camera") {
        "No microphone was found".clone_into(&mut explained.cause);
    } else if case.codes.len() == 1 && case.root.hex().as_deref() == Some("0x1004") {
        explained.confidence = Confidence::Possible;
    }
    Some(explained)
}

/// `NotAllowedError`: refused by the page's policy, the operating system, or the user.
fn refused(case: &Failure<'_>, is_screen: bool, explained: &mut Explanation) {
    let what = if is_screen { "record the screen" } else { "use camera and microphone" };
    let is_forbidden = |feature: &str| case.facts.forbidden_features.iter().any(|forbidden| forbidden == feature);
    let is_by_page =
        if is_screen { is_forbidden("display-capture") } else { is_forbidden("camera") || is_forbidden("microphone") };
    if is_screen {
        "The page asked to record the screen, and was refused."
    } else {
        "The page asked for camera or microphone, and the browser answered no. “Permission denied” is a no by the user, now or \
         on an earlier visit, or by a policy of the company; “dismissed” is a question that was closed without an answer.\n\nUntil \
         it is allowed, the user can see and hear others, and is neither seen nor heard."
    }
    .clone_into(&mut explained.explanation);
    let (why, owner, fix, by_page) = if is_by_page || case.says("permissions policy") || case.says("feature policy") {
        "A page may use camera, microphone and screen only where its own headers and every iframe around it allow that. Here \
            one of them does not, so the browser refuses without asking the user."
            .clone_into(&mut explained.explanation);
        let refusal = format!("The page, or the iframe it stands in, may not {what} (permissions policy)");
        (refusal, Owner::Developer, ALLOW_FRAME, &[][..])
    } else if case.says("denied by system") {
        "The operating system's privacy settings keep the device from the browser, which therefore refuses without asking \
            the user."
            .clone_into(&mut explained.explanation);
        (format!("The operating system does not let the browser {what}"), Owner::EndUser, ALLOW_SYSTEM, &[][..])
    } else if is_screen {
        explained.effect = Impact::Aside;
        explained.harmless = true;
        explained.confidence = if case.says("by user") { Confidence::Stated } else { Confidence::Likely };
        "The browser asked what to share, and the user closed the dialog or refused. To the page, both look like an \
            error."
            .clone_into(&mut explained.explanation);
        ("The user cancelled sharing the screen".to_owned(), Owner::EndUser, SHARE_AGAIN, PUT_BUTTON_BACK)
    } else {
        ("Access to camera or microphone was refused".to_owned(), Owner::EndUser, ALLOW_DEVICES, ASK_FOR_DEVICES)
    };
    explained.cause = why;
    explained.owner = Some(owner);
    explained.fix = steps(fix);
    explained.fix.extend(steps_by(Owner::Developer, by_page));
}
