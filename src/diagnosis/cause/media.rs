//! No media connection was made: ICE or DTLS failed (0x4003 before 4.6.6), no offer, a firewall on media ports (5501).
//! The SDK also reports 5501 for a signal channel that cannot be opened; the events around it show which it was.

use super::{Explanation, Failure, ImpliedFailure, reconnect, socket_blocked};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::user_history::UserHistories;
use crate::event::Direction;
use crate::knowledge::Cause;

/// `FIREWALL_RESTRICTION`: three attempts to connect in a row were not answered.
const FIREWALL: ErrorCode = ErrorCode::new(Family::WebV5, 5501);

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if failure.operation != Operation::Media {
        return None;
    }
    if failure.codes.contains(&FIREWALL) {
        if let Some(explanation) = socket_blocked::behind_firewall(failure) {
            return Some(explanation);
        }
        if let Some(explanation) = reconnect::signal_behind_firewall(failure) {
            return Some(explanation);
        }
    }
    // The event of an upload has this code for a connection that broke and could not be restored.
    if let Some(way) =
        (0..Direction::COUNT).find(|way| failure.users.iter().any(|user| user.media_retries[*way].is_recorded()))
    {
        return Some(reconnect::lost_media(failure, way));
    }
    let mut explanation = failure.explanation(Impact::LostMedia);
    if failure.root != ErrorCode::new(Family::WebV4, 0x4005) {
        explanation.confidence = Confidence::Likely;
        explanation.describe(Cause::MediaBlocked);
    }
    Some(explanation)
}

/// The SDK gave up waiting for the media connection, which never worked afterwards, and the log has no code for it.
pub(super) fn implied(histories: &UserHistories, is_reported: &dyn Fn(Operation, &str) -> bool) -> Vec<ImpliedFailure> {
    let root = ErrorCode::new(Family::WebV4, 0x4003);
    let mut all = Vec::new();
    for (name, user) in histories.users() {
        let waited = user.media_timeouts;
        let is_known =
            [Operation::Media, Operation::Publish, Operation::Subscribe].iter().any(|other| is_reported(*other, name));
        let is_back = user.media_back.iter().chain([&user.published]).any(|back| back.is_after(waited.last));
        if waited.is_recorded() && !is_known && !is_back {
            let mut found = ImpliedFailure::new(name, Operation::Media, root, waited, Impact::LostMedia);
            found.explanation.describe(Cause::MediaBlocked);
            all.push(found);
        }
    }
    all
}
