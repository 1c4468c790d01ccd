//! The account system refused userSig, userId or sdkAppId: at scheduling (0x404c), on the signal channel (0x4001) or on
//! joining. Evidence: an account code in the message, as extra code, or in the line before it.

use super::{Explanation, Failure};
use crate::catalog::Catalog;
use crate::code::Family;
use crate::diagnosis::operation::Operation;

pub(super) fn explain(case: &Failure<'_>) -> Option<Explanation> {
    if case.root.family() != Family::Account || case.operation != Operation::Join {
        return None;
    }
    let mut explained = case.of_joining();
    explained.cause = match case.root.value() {
        Some(70013) => "The userSig was made for another userId".to_owned(),
        Some(70014) => "The userSig was made for another sdkAppId".to_owned(),
        // The catalog's line says what it is, and behind a colon what to do.
        _ if Catalog::builtin().entry(case.root).is_none() => explained.cause,
        _ => explained.cause.split(": ").next().unwrap_or_default().to_owned(),
    };
    Some(explained)
}
