//! The account system refused userSig, userId or sdkAppId: at scheduling (0x404c), on the signal channel (0x4001) or on
//! joining. Evidence: an account code in the message, as extra code, or in the line before it. Chat, and the app's own server,
//! get the same codes for a login of their own, so a room is named only if the entry or the events around it speak of one.

use super::{Explanation, Failure};
use crate::catalog::Catalog;
use crate::code::Family;
use crate::diagnosis::impact::Impact;
use crate::diagnosis::operation::Operation;
use crate::knowledge::Cause;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if failure.root.family() != Family::Account {
        return None;
    }
    let mut explanation = match failure.operation {
        Operation::Join => failure.join_explanation(),
        Operation::Login => failure.explanation(Impact::Warning),
        _ => return None,
    };
    match failure.root.value() {
        Some(70013) => explanation.describe(Cause::SignatureOfAnotherUser),
        Some(70014) => explanation.describe(Cause::SignatureOfAnotherApp),
        // The summary in the catalog says what happened and, after a colon, what to do.
        _ if Catalog::current().entry(failure.root).is_some() => {
            if let Some(end) = explanation.cause.find(": ") {
                explanation.cause.truncate(end);
            }
        }
        _ => {}
    }
    Some(explanation)
}
