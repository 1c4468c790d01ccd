//! Expected errors: a call that was given up because `leave()` or another call made it pointless. Evidence: `API aborted,
//! reason: …`, `API_CALL_ABORTED`, 5998; or a publish that timed out after `leave()` had been called under it.

use super::{Case, Explained, Operation, steps};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::effect::{Confidence, Effect};
use crate::diagnosis::print::Variant;

pub(super) fn explain(case: &Case<'_>) -> Option<Explained> {
    let is_gone = case.root == ErrorCode::new(Family::WebV4, 0x4010);
    if case.variant == Some(Variant::Aborted) || is_gone {
        let mut explained = case.explained(Effect::Aside);
        explained.confidence = Confidence::Stated;
        if case.says("leave room") || case.says("leave()") {
            "The call was given up because the user left the room".clone_into(&mut explained.cause);
            explained.outcome = "expected, harmless";
        } else {
            explained.outcome = "harmless";
        }
        return Some(explained);
    }
    let is_stream = matches!(case.operation, Operation::Publish | Operation::Subscribe);
    let left = |line: u64| case.users.iter().any(|user| user.left.is_seen() && user.left.last_line < line);
    let left_under_it = is_stream
        && case.root.family() == Family::WebV4
        && left(case.first_line)
        && case.users.iter().all(|user| !user.joined.is_after(user.left.last_line));
    if !left_under_it {
        return None;
    }
    let mut explained = case.explained(Effect::Warning);
    explained.harmless = true;
    explained.confidence = Confidence::Likely;
    "leave() was called while the stream was still being negotiated".clone_into(&mut explained.cause);
    "The page left the room before the call had finished. The call could not succeed any more and ended with \
        a timeout some seconds later. It is expected: the user was out of the room by then."
        .clone_into(&mut explained.explanation);
    explained.fix = steps(&[
        "Nothing is broken. To keep such errors out of the log, await publish() or subscribe() before leave(), or ignore \
         errors of calls that were under way when the page left.",
    ]);
    Some(explained)
}
