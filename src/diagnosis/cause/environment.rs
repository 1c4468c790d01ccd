//! The browser or page cannot do what the call asks for: 0x1002, 52xx, a page served over http, H.264 missing.

use super::{Explanation, Failure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::knowledge::Cause;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    let is_without_devices = has_no_devices(failure);
    if failure.operation != Operation::Environment && !is_without_devices {
        return None;
    }
    let mut explanation = failure.explanation(Impact::LostMedia);
    if is_without_devices {
        explanation.describe(Cause::PageOverHttp);
        // Built-in browsers of apps and very old ones lack the devices as well.
        explanation.confidence = Confidence::Likely;
    } else if failure.says("http protocol") {
        explanation.describe(Cause::PageOverHttp);
    } else if failure.says("screen sharing") {
        explanation.describe(Cause::ScreenNotShareable);
    } else if failure.root == ErrorCode::new(Family::WebV4, 0x1001) {
        explanation.describe(Cause::NotSupported { said: &failure.quoted_message() });
        explanation.impact = Impact::Warning;
    }
    Some(explanation)
}

/// A `TypeError` inside an SDK that does not check for devices: browsers give pages without https no
/// `navigator.mediaDevices`.
fn has_no_devices(failure: &Failure<'_>) -> bool {
    const NAMES: &[&str] = &["getUserMedia", "getDisplayMedia", "enumerateDevices", "mediaDevices"];
    let is_missing = |said: &String| {
        NAMES.iter().any(|name| {
            let read = [format!("reading '{name}'"), format!("'{name}' of undefined"), format!("mediaDevices.{name}'")];
            read.iter().any(|words| said.contains(words.as_str()))
        })
    };
    failure.root == ErrorCode::new(Family::WebV4, 0xFFFF) && failure.words.iter().any(is_missing)
}
