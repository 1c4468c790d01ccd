//! The account system refused userSig, userId or sdkAppId: at scheduling (0x404c), on the signal channel (0x4001) or on
//! joining. Evidence: an account code in the message, as extra code, or in the line before it.

use super::{Explanation, Failure};
use crate::catalog::Catalog;
use crate::code::Family;
use crate::diagnosis::operation::Operation;
use crate::knowledge::Cause;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if failure.root.family() != Family::Account || failure.operation != Operation::Join {
        return None;
    }
    let mut explanation = failure.join_explanation();
    match failure.root.value() {
        Some(70013) => explanation.describe(Cause::SignatureOfAnotherUser),
        Some(70014) => explanation.describe(Cause::SignatureOfAnotherApp),
        // The summary in the catalog says what happened and, after a colon, what to do.
        _ if Catalog::builtin().entry(failure.root).is_some() => {
            if let Some(end) = explanation.cause.find(": ") {
                explanation.cause.truncate(end);
            }
        }
        _ => {}
    }
    Some(explanation)
}
