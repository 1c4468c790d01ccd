//! The browser or page cannot do what the call asks for: 0x1002, 52xx, a page served over http, H.264 missing.

use super::{Explanation, Failure, steps};
use crate::catalog::Owner;
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    let is_without_devices = has_no_devices(case);
    if case.operation != Operation::Environment && !is_without_devices {
        return None;
    }
    let mut explained = case.explained(Impact::LostMedia);
    if is_without_devices {
        // Built-in browsers of apps and very old ones lack them as well.
        insecure(&mut explained);
        explained.confidence = Confidence::Likely;
    } else if case.says("http protocol") {
        insecure(&mut explained);
    } else if case.says("screen sharing") {
        "The browser cannot share the screen".clone_into(&mut explained.cause);
        "Browsers share the screen on computers only, and not in all versions: Chrome 72, Edge 80 and Safari 13 or later."
            .clone_into(&mut explained.explanation);
        explained.fix = steps(&[
            "Use a current Chrome, Edge or Safari on a computer; browsers of phones and of other apps cannot share.",
            "In the page, ask TRTC.isScreenShareSupported() and hide the button where it says no.",
        ]);
        explained.owner = Some(Owner::EndUser);
    } else if case.root == ErrorCode::new(Family::WebV4, 0x1001) {
        explained.cause = format!("The browser does not support what the page asked for{}", case.said());
        explained.effect = Impact::Warning;
    }
    Some(explained)
}

/// A `TypeError` out of an SDK that did not look: the browser gives pages without https no `navigator.mediaDevices`.
fn has_no_devices(case: &Failure<'_>) -> bool {
    const NAMES: &[&str] = &["getUserMedia", "getDisplayMedia", "enumerateDevices", "mediaDevices"];
    let is_missing = |said: &String| {
        NAMES.iter().any(|name| {
            let read = [format!("reading '{name}'"), format!("'{name}' of undefined"), format!("mediaDevices.{name}'")];
            read.iter().any(|words| said.contains(words.as_str()))
        })
    };
    case.root == ErrorCode::new(Family::WebV4, 0xFFFF) && case.words.iter().any(is_missing)
}

/// A page served over http, to which browsers give no camera.
pub(super) fn insecure(explained: &mut Explanation) {
    "The page is served over http".clone_into(&mut explained.cause);
    explained.outcome = "camera and microphone not available";
    "Browsers give camera, microphone and screen to pages served over https (or from localhost) only. Over \
        http, streams can be received and none sent. Built-in browsers of some apps withhold them as well."
        .clone_into(&mut explained.explanation);
    explained.fix = steps(&["Serve the page over https; for tests on the same machine, http://localhost will do."]);
    explained.owner = Some(Owner::Developer);
}
