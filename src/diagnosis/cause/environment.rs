//! The browser or page cannot do what the call asks for: 0x1002, 52xx, a page served over http, H.264 missing.

use super::{Case, Explained, Operation, steps};
use crate::diagnosis::effect::Effect;

pub(super) fn explain(case: &Case<'_>) -> Option<Explained> {
    if case.operation != Operation::Environment {
        return None;
    }
    let mut explained = case.explained(Effect::LostMedia);
    if case.says("http protocol") {
        "The page is served over http".clone_into(&mut explained.cause);
        explained.outcome = "camera and microphone not available";
        "Browsers give camera, microphone and screen to pages served over https (or from localhost) only. Over \
            http, streams can be received and none sent."
            .clone_into(&mut explained.explanation);
        explained.fix = steps(&["Serve the page over https; for tests on the same machine, http://localhost will do."]);
    }
    Some(explained)
}
