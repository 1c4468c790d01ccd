//! The server, or the scheduling service, refused the room: unpaid bills, permissions, its own failures. Evidence: its code
//! in `Join room failed result: N`, in the message, or as extra code. Up to 4.11 the error's own text has no number; the
//! line before it has.

use super::{Case, Explained, Operation};
use crate::catalog::Catalog;
use crate::code::Family;

pub(super) fn explain(case: &Case<'_>) -> Option<Explained> {
    if case.root.family() != Family::Server || case.operation != Operation::Join {
        return None;
    }
    let mut explained = case.of_joining();
    if Catalog::builtin().entry(case.root).is_none() {
        let said = case.words.first().map(|words| format!(" (“{words}”)")).unwrap_or_default();
        explained.cause = format!("The server refused with the undocumented code {}{said}", case.root);
    }
    Some(explained)
}
