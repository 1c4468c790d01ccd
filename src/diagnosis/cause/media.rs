//! No media connection came about: ICE or DTLS failed (0x4003 before 4.6.6), no offer, a firewall on media ports (5501).

use super::{ALLOW_MEDIA, Explanation, Failure, OTHER_NETWORK, reconnect, steps, steps_by};
use crate::catalog::Owner;
use crate::code::{ErrorCode, Family};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    if case.operation != Operation::Media {
        return None;
    }
    // An upload's event gives this code for a connection that broke and was tried again in vain.
    if let Some(way) = (0..2).find(|way| case.users.iter().any(|user| user.media_retries[*way].is_recorded())) {
        let operation = if way == 0 { Operation::Uplink } else { Operation::Downlink };
        return Some(reconnect::lost_media(case, operation));
    }
    let mut explained = case.explained(Impact::LostMedia);
    if case.root != ErrorCode::new(Family::WebV4, 0x4005) {
        explained.confidence = Confidence::Likely;
        "Media cannot pass to the server".clone_into(&mut explained.cause);
        explained.owner = Some(Owner::EndUser);
        explained.fix = steps(&[ALLOW_MEDIA, OTHER_NETWORK]);
        let turn = "Where UDP cannot be opened, set a TURN server: setTurnServer().";
        explained.fix.extend(steps_by(Owner::Developer, &[turn]));
    }
    Some(explained)
}
