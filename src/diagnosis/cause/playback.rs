//! A stream was not played: the browser's autoplay policy (`NotAllowedError` of `play()`, 0x4043), or a player that was stopped
//! while it started (`AbortError` of `play()`).

use super::{Explanation, Failure, ImpliedFailure};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::user_history::{UserHistories, UserHistory};
use crate::knowledge::Cause;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if failure.operation != Operation::Playback {
        return None;
    }
    let mut explanation = failure.explanation(Impact::LostMedia);
    let is_refused = ErrorCode::browser("NotAllowedError") == Some(failure.root)
        || failure.root == ErrorCode::new(Family::WebV4, 0x4043);
    if is_refused {
        explanation.describe(Cause::AutoplayRefused);
    }
    if ErrorCode::browser("AbortError") == Some(failure.root) {
        stopped_while_starting(failure, &mut explanation);
    }
    Some(explanation)
}

/// `play()` is interrupted only by the page itself or the SDK: they stopped the player, or gave it another stream. Then it
/// does no harm; without a line that shows it, only the interruption is certain.
fn stopped_while_starting(failure: &Failure<'_>, explanation: &mut Explanation) {
    let was_stopped =
        |user: &UserHistory| user.players_stopped.is_recorded() && user.players_stopped.first < failure.last;
    let was_left = |user: &UserHistory| user.left.is_recorded() && user.left.first < failure.last;
    if failure.histories.users().any(|(_, user)| was_stopped(user) || was_left(user)) {
        explanation.harmless = true;
        explanation.impact = Impact::Aside;
    } else {
        explanation.impact = Impact::Warning;
    }
    explanation.confidence = Confidence::Likely;
    explanation.describe(Cause::PlayInterrupted);
}

/// The SDK reports the browser's refusal as an event, without a code.
pub(super) fn implied(histories: &UserHistories, is_reported: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let Some(root) = ErrorCode::browser("NotAllowedError") else { return Vec::new() };
    let refused = histories
        .users()
        .filter(|(name, user)| user.autoplay_refused.is_recorded() && !is_reported(Operation::Playback, name));
    refused
        .map(|(name, user)| {
            let mut found =
                ImpliedFailure::new(name, Operation::Playback, root, user.autoplay_refused, Impact::LostMedia);
            found.explanation.describe(Cause::AutoplayRefused);
            found
        })
        .collect()
}
