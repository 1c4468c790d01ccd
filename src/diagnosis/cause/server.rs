//! The server, or the scheduling service, refused the room: unpaid bills, permissions, its own failures. Evidence: its code
//! in `Join room failed result: N`, in the message, or as extra code. Up to 4.11 the error's own text has no number; the
//! line before it has.

use super::{Explanation, Failure, FixStep, steps};
use crate::catalog::{Catalog, Owner};
use crate::code::Family;
use crate::diagnosis::impact::Confidence;
use crate::diagnosis::operation::Operation;

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    if case.root.family() != Family::Server || case.operation != Operation::Join {
        return None;
    }
    let mut explained = case.of_joining();
    if Catalog::builtin().entry(case.root).is_none() {
        explained.cause = format!("The server refused with the undocumented code {}{}", case.root, case.said());
        hint(case, &mut explained);
    }
    Some(explained)
}

/// What the server's own words tell of a code that no table has.
fn hint(case: &Failure<'_>, explained: &mut Explanation) {
    let says = |words: &[&str]| {
        let fits = |said: &String| words.iter().any(|word| said.to_ascii_lowercase().contains(word));
        case.words.iter().any(fits)
    };
    let (about, owner, fix): (_, _, &[&str]) = if says(&["privatemapkey", "private map key"]) {
        (
            "the privateMapKey that advanced permission control asks for",
            Owner::Developer,
            &[
                "Have the app's server issue a new privateMapKey for exactly this sdkAppId, userId and roomId, and hand it to join().",
                "If nobody meant to use privateMapKey, switch advanced permission control off in the console; it holds for every \
                 user of the application.",
            ],
        )
    } else if says(&["usersig", "user sig"]) {
        (
            "the userSig",
            Owner::Developer,
            &["Have the app's server make a new userSig for this userId and sdkAppId just before joining."],
        )
    } else if says(&["arrear", "suspended", "overdue"]) {
        (
            "payment or the state of the service",
            Owner::AccountOwner,
            &["Ask whoever holds the Tencent Cloud account to look at the TRTC console."],
        )
    } else if says(&["exceed", "too many", "limit"]) {
        (
            "a limit: too many users, rooms or requests",
            Owner::Developer,
            &[
                "Count the users in the room and of the application at that time; let those who only listen join as audience (mode live).",
                "Join again after a pause, with growing pauses, a handful of times at most.",
            ],
        )
    } else {
        return;
    };
    explained.confidence = Confidence::Likely;
    explained.explanation = format!(
        "The server refused with code {}, which no public table has. Its own words speak of {about}.",
        case.root
    );
    explained.owner = Some(owner);
    explained.fix = steps(fix);
    let text = format!(
        "If that does not help, send code {} with sdkAppId, userId, roomId and the time with its zone to the vendor's support.",
        case.root
    );
    explained.fix.push(FixStep { by: Some(Owner::Developer), text });
}
