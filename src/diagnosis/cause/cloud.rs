//! Work in the cloud failed: relaying to a CDN, mixing, calling another room; changing the role. Evidence: the SDK's code
//! for the operation, with the server's code or its words.

use super::{Explanation, Failure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::knowledge::{Cause, Phrase};

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if !matches!(failure.operation, Operation::Cloud | Operation::SwitchRole) {
        return None;
    }
    let mut explanation = failure.explanation(Impact::LostMedia);
    if failure.root == ErrorCode::new(Family::WebV4, 0x404b) {
        explanation.describe(Cause::CloudNotAnswered);
    } else if failure.operation == Operation::SwitchRole && failure.root.family() == Family::WebV4 {
        explanation.describe(Cause::RoleNotChanged);
    }
    // These codes name the operation and no reason.
    let is_without_reason =
        failure.root.family() == Family::WebV4 && matches!(failure.root.value(), Some(0x4045..=0x4048));
    if is_without_reason {
        explanation.describe(Cause::CloudRefused { said: &failure.quoted_message() });
        explanation.confidence = Confidence::Likely;
    }
    outcome(failure).clone_into(&mut explanation.outcome);
    Some(explanation)
}

fn outcome(failure: &Failure<'_>) -> &'static str {
    let has = |value: i64| failure.codes.contains(&ErrorCode::new(Family::WebV4, value));
    if has(0x4047) || has(0x4048) || failure.says("MixTranscode") || failure.says("mcu mix") {
        Phrase::OutcomeMixingFailed.text()
    } else if has(0x4045) || has(0x4046) || failure.says("CDN") {
        Phrase::OutcomeRelayingFailed.text()
    } else {
        failure.operation.outcome()
    }
}
