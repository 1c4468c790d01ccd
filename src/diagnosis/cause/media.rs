//! No media connection was made: ICE or DTLS failed (0x4003 before 4.6.6), no offer, a firewall on media ports (5501).

use super::{Explanation, Failure, reconnect};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::knowledge::Cause;

pub(super) fn explain(failure: &Failure<'_>) -> Option<Explanation> {
    if failure.operation != Operation::Media {
        return None;
    }
    // The event of an upload has this code for a connection that broke and could not be restored.
    if let Some(way) = (0..2).find(|way| failure.users.iter().any(|user| user.media_retries[*way].is_recorded())) {
        let operation = if way == 0 { Operation::Uplink } else { Operation::Downlink };
        return Some(reconnect::lost_media(failure, operation));
    }
    let mut explanation = failure.explanation(Impact::LostMedia);
    if failure.root != ErrorCode::new(Family::WebV4, 0x4005) {
        explanation.confidence = Confidence::Likely;
        explanation.describe(Cause::MediaBlocked);
    }
    Some(explanation)
}
