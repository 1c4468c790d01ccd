//! A connection was lost and did not come back: 30 attempts, then 0x4006 (signal channel), 0x4007 (sending), 0x4008
//! (receiving); the server gave the client up (0x4041, `user_time_out`). Evidence: the counters `[n/30]` and the giving up.

use super::{ALLOW_MEDIA, ALLOW_SIGNALLING, Explanation, Failure, ImpliedFailure, OTHER_NETWORK, steps, steps_by};
use crate::catalog::Owner;
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::user_history::{Tally, UserHistories, UserHistory};

const LOST_UP: &str = "The media connection for sending was lost";
const LOST_DOWN: &str = "The media connection for receiving was lost";

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    let (effect, loss, allow) = match case.operation {
        Operation::Signal => (Impact::DroppedOut, "The connection to the signalling server was lost", ALLOW_SIGNALLING),
        Operation::Uplink => (Impact::LostMedia, LOST_UP, ALLOW_MEDIA),
        Operation::Downlink => (Impact::LostMedia, LOST_DOWN, ALLOW_MEDIA),
        Operation::ServerTimeout => {
            (Impact::DroppedOut, "The server heard nothing of the client for too long", ALLOW_SIGNALLING)
        }
        _ => return None,
    };
    let came_back = matches!(case.operation, Operation::Signal | Operation::ServerTimeout)
        && case.users.iter().any(|user| is_back(user, case));
    let mut explained = case.explained(if came_back { Impact::Warning } else { effect });
    describe(&mut explained, case.operation, loss, allow);
    if came_back {
        explained.outcome = "interrupted, and back by itself";
    }
    Some(explained)
}

/// A media connection that was lost, under a code that does not say which way.
pub(super) fn lost_media(case: &Failure<'_>, operation: Operation) -> Explanation {
    let mut explained = case.explained(Impact::LostMedia);
    let loss = if operation == Operation::Uplink { LOST_UP } else { LOST_DOWN };
    explained.confidence = Confidence::Likely;
    let code = if operation == Operation::Uplink { 0x4007 } else { 0x4008 };
    explained.chain = vec![ErrorCode::new(Family::WebV4, code), case.root];
    describe(&mut explained, operation, loss, ALLOW_MEDIA);
    explained
}

fn is_back(user: &UserHistory, case: &Failure<'_>) -> bool {
    user.signal_back.is_after(case.last) || user.joined.is_after(case.last)
}

fn describe(explained: &mut Explanation, operation: Operation, loss: &str, allow: &str) {
    loss.clone_into(&mut explained.cause);
    explained.outcome = match operation {
        Operation::Signal | Operation::ServerTimeout => "dropped out",
        other => other.outcome(),
    };
    "The connection had been working and broke. The SDK tried to make it again, with growing pauses, and did not \
        succeed.\n\nThe network was lost or changed (Wi-Fi to mobile, VPN switched), the computer slept, or a firewall cut the \
        connection off and lets no new one pass."
.clone_into(&mut explained.explanation);
    explained.owner = Some(Owner::EndUser);
    explained.fix = steps(&[OTHER_NETWORK, allow]);
    explained.fix.extend(steps_by(
        Owner::Developer,
        &["Handle this error in the page: tell the user, and leave and join again once the network is back (online event)."],
    ));
}

/// A connection was being made again and neither came back nor was given up before the log ends.
pub(super) fn implied(facts: &UserHistories, is_told: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let mut all = Vec::new();
    for (name, user) in facts.users() {
        let signal = (Operation::Signal, user.signal_retries, user.signal_back, false, 0x4006);
        let up =
            (Operation::Uplink, user.media_retries[0], user.media_back[0], user.media_gave_up[0].is_recorded(), 0x4007);
        let down = (
            Operation::Downlink,
            user.media_retries[1],
            user.media_back[1],
            user.media_gave_up[1].is_recorded(),
            0x4008,
        );
        for (operation, retries, back, gave_up, code) in [signal, up, down] {
            let is_open = retries.is_recorded() && !back.is_after(retries.last) && user.joined.is_recorded();
            let is_over = operation == Operation::Signal && user.joined.is_after(retries.last);
            let left = user.left.is_after(retries.last) && !gave_up;
            if is_open
                && !is_over
                && !left
                && retries.count > 2
                && ![operation, Operation::Media, Operation::Join].iter().any(|told| is_told(*told, name))
            {
                all.push(lost(name, operation, retries, gave_up, code));
            }
        }
    }
    all
}

fn lost(name: &str, operation: Operation, retries: Tally, gave_up: bool, code: i64) -> ImpliedFailure {
    let root = ErrorCode::new(Family::WebV4, code);
    let (effect, loss, allow) = match operation {
        Operation::Signal => (Impact::DroppedOut, "The connection to the signalling server was lost", ALLOW_SIGNALLING),
        Operation::Uplink => (Impact::LostMedia, LOST_UP, ALLOW_MEDIA),
        _ => (Impact::LostMedia, LOST_DOWN, ALLOW_MEDIA),
    };
    let mut found = ImpliedFailure::new(name, operation, root, retries, effect);
    if gave_up {
        found.explained.confidence = Confidence::Stated;
    }
    describe(&mut found.explained, operation, loss, allow);
    found
}
