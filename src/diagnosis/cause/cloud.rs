//! Work in the cloud failed: relaying to a CDN, mixing, calling another room; changing the role or the room. Evidence: the SDK's code
//! for the operation, with the server's code or its words.

use super::{Explanation, Failure, catalog_summary};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::knowledge::{Cause, Phrase};

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    let impact = match failure.operation {
        Operation::Cloud | Operation::SwitchRole => Impact::LostMedia,
        Operation::SwitchRoom => Impact::Warning,
        _ => return None,
    };
    let mut explanation = failure.explanation(impact);
    if failure.root.family() == Family::Server {
        refused(failure, &mut explanation);
    } else if failure.root == ErrorCode::new(Family::WebV4, 0x404b) {
        explanation.describe(Cause::CloudNotAnswered);
    } else if failure.operation == Operation::SwitchRole && failure.root.family() == Family::WebV4 {
        explanation.describe(Cause::RoleNotChanged);
    }
    // These codes name the operation and no reason.
    let is_without_reason =
        failure.root.family() == Family::WebV4 && matches!(failure.root.value(), Some(0x4045..=0x4048));
    if is_without_reason {
        let said = &failure.quoted_message();
        let is_late = failure.says("timeout");
        explanation.describe(if is_late { Cause::CloudNotAnswered } else { Cause::CloudRefused { said } });
        explanation.confidence = Confidence::Likely;
    }
    outcome(failure).clone_into(&mut explanation.outcome);
    Some(explanation)
}

/// The server's codes that are documented for a change of room: it failed, or the user's role may not do it.
const ROOM_SWITCH_CODES: [Option<i64>; 2] = [Some(-10035), Some(-10037)];

/// The server's other codes are documented for joining. For another operation, a code may mean something else.
fn refused(failure: &Failure<'_>, explanation: &mut Explanation) {
    let (code, said) = (&failure.root, &failure.quoted_message());
    let summary = &catalog_summary(failure.root);
    explanation.describe(Cause::StreamRefused { code, said });
    if failure.operation == Operation::SwitchRoom && ROOM_SWITCH_CODES.contains(&failure.root.value()) {
        return;
    }
    let cause = match failure.operation {
        Operation::SwitchRole => Cause::RoleCodeOfJoining { code, summary },
        Operation::SwitchRoom if failure.root.value() == Some(-10016) => Cause::RoomSwitchTimedOut { code },
        Operation::SwitchRoom => Cause::RoomSwitchCodeOfJoining { code, summary },
        _ => Cause::CloudCodeOfJoining { code, summary },
    };
    explanation.describe_refusal(failure.root, &cause);
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
