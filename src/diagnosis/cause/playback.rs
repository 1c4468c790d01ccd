//! A stream was not played: the browser's autoplay policy. Evidence: `NotAllowedError` of `play()`, 0x4043.

use super::{Explanation, Failure, steps};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::Impact;
use crate::diagnosis::operation::Operation;

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    if case.operation != Operation::Playback {
        return None;
    }
    let mut explained = case.explained(Impact::LostMedia);
    let refused =
        ErrorCode::browser("NotAllowedError") == Some(case.root) || case.root == ErrorCode::new(Family::WebV4, 0x4043);
    if refused {
        "The browser's autoplay policy refused to play before a click".clone_into(&mut explained.cause);
        "Browsers play no sound before the user has clicked or tapped in the page. The stream arrived, and playing it was refused; \
            iOS in low-power mode refuses silent video as well. No permission is missing: one click solves it."
            .clone_into(&mut explained.explanation);
        explained.fix = steps(&[
            "Catch the error (PLAY_NOT_ALLOWED; in v5 the autoplay-failed event), show a button, and call stream.resume() when \
             it is clicked.",
            "Let users enter the room by a click or tap: what is played after it is allowed to sound.",
            "In an app's own web view, allow playback without a gesture: setMediaPlaybackRequiresUserGesture(false) on \
             Android, mediaTypesRequiringUserActionForPlayback = [] on iOS.",
        ]);
    }
    Some(explained)
}
