//! The server removed the user. Evidence: the reason in `user was banned because of […]` or in the client-banned event.

use super::{Explanation, Failure, steps};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::problem::fingerprint::Variant;

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    if case.operation != Operation::Ban {
        return None;
    }
    let mut explained = case.explained(Impact::DroppedOut);
    explained.confidence = Confidence::Stated;
    let (reason, explanation, fix): (_, _, &[&str]) = match case.variant {
        Some(Variant::Kick) => (
            "The same userId joined a second time",
            "Somebody entered the room with the same userId, from another device, tab or after a reload. A userId can be in a room \
             once, so the server removed the first one (kick).\n\nTwo people may share an account, or the page may give everybody the \
             same userId, or a user opened the page twice.",
            &[
                "Give every user, and every tab that may be in the room at the same time, a userId of its own.",
                "On reload or when the page is closed, call leave() first (pagehide event).",
                "Handle the client-banned event: tell the user that the call goes on elsewhere, and do not join again by itself, \
                 or the two will remove each other in turns.",
            ],
        ),
        Some(Variant::Disbanded) => (
            "The room was dissolved",
            "The room was dissolved on the server while the user was in it, by the server API (DismissRoom) or in the console. \
             Everybody in it was removed.",
            &[
                "If nobody meant to end the room, look for the caller of DismissRoom on the app's server at this time.",
                "Handle the client-banned event: show that the room has ended.",
            ],
        ),
        _ => (
            "An administrator removed the user",
            "The app's server (server API RemoveUser) or somebody in the console removed the user from the room.",
            &[
                "If nobody meant to remove the user, look for the caller of RemoveUser on the app's server at this time.",
                "Handle the client-banned event: tell the user, and join again only if that is wanted.",
            ],
        ),
    };
    reason.clone_into(&mut explained.cause);
    explanation.clone_into(&mut explained.explanation);
    explained.fix = steps(fix);
    Some(explained)
}
