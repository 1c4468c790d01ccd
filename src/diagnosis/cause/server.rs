//! The server, or the scheduling service, refused the room: unpaid bills, permissions, its own failures. Evidence: its code
//! in `Join room failed result: N`, in the message, or as extra code. Up to 4.11 the text of the error has no number; the
//! line before it has.

use super::{Explanation, Failure};
use crate::catalog::Catalog;
use crate::code::Family;
use crate::diagnosis::impact::Confidence;
use crate::diagnosis::operation::Operation;
use crate::knowledge::Cause;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if failure.root.family() != Family::Server || failure.operation != Operation::Join {
        return None;
    }
    let mut explanation = failure.join_explanation();
    if Catalog::current().entry(failure.root).is_none() {
        explanation
            .describe(Cause::RefusedWithUndocumentedCode { code: &failure.root, said: &failure.quoted_message() });
        if let Some(hint) = hint(failure) {
            explanation.describe(hint);
            explanation.confidence = Confidence::Likely;
        }
    }
    Some(explanation)
}

/// What the server's message says about a code.
pub(super) fn hint<'f>(failure: &'f Failure<'_>) -> Option<Cause<'f>> {
    let says = |words: &[&str]| {
        let fits = |said: &String| words.iter().any(|word| said.to_ascii_lowercase().contains(word));
        failure.words.iter().any(fits)
    };
    let code = &failure.root;
    if says(&["privatemapkey", "private map key"]) {
        Some(Cause::SpeaksOfPrivateMapKey { code })
    } else if says(&["usersig", "user sig"]) {
        Some(Cause::SpeaksOfUserSig { code })
    } else if says(&["arrear", "suspended", "overdue"]) {
        Some(Cause::SpeaksOfPayment { code })
    } else if says(&["exceed", "too many", "limit"]) {
        Some(Cause::SpeaksOfLimit { code })
    } else {
        None
    }
}
