//! Work in the cloud failed: relaying to a CDN, mixing, calling another room; changing the role. Evidence: the SDK's code
//! for the operation, with the server's code or its words.

use super::{Explanation, Failure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    if !matches!(case.operation, Operation::Cloud | Operation::SwitchRole) {
        return None;
    }
    let mut explained = case.explained(Impact::LostMedia);
    if case.root == ErrorCode::new(Family::WebV4, 0x404b) {
        "The server did not answer in time".clone_into(&mut explained.cause);
    } else if case.operation == Operation::SwitchRole && case.root.family() == Family::WebV4 {
        "The server refused or did not answer the change of role".clone_into(&mut explained.cause);
    }
    let only_what = case.root.family() == Family::WebV4 && matches!(case.root.value(), Some(0x4045..=0x4048));
    if only_what {
        explained.cause = format!("The server refused{}", case.said());
        explained.confidence = Confidence::Likely;
    }
    explained.outcome = outcome(case);
    Some(explained)
}

/// Which of the operations it was.
fn outcome(case: &Failure<'_>) -> &'static str {
    let has = |value: i64| case.codes.contains(&ErrorCode::new(Family::WebV4, value));
    if has(0x4047) || has(0x4048) || case.says("MixTranscode") || case.says("mcu mix") {
        "mixing failed"
    } else if has(0x4045) || has(0x4046) || case.says("CDN") {
        "relaying to the CDN failed"
    } else {
        case.operation.outcome()
    }
}
