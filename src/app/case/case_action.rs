//! What the user does with all logs as one case, and what its job makes.

use std::sync::Arc;

use super::case_view::CaseTarget;
use crate::app::list::ListAction;
use crate::app::session::id::SessionId;
use crate::case::Case;

/// An action on all logs as one case.
#[derive(Clone, Debug)]
pub enum CaseAction {
    /// A case was built.
    Built {
        /// The generation, to recognise a case of logs that were open earlier.
        generation: u64,
        /// The case.
        case: Arc<Case>,
        /// Its logs in their order.
        ids: Vec<SessionId>,
    },
    /// Scrolls the problems, or moves the selection.
    Problems(ListAction),
    /// Scrolls the lanes.
    Lanes(ListAction),
    /// Shows the selected problem in its log.
    OpenSelected,
    /// Shows the log of the user of a lane, narrowed to the user if it has several.
    OpenUser(usize),
    /// Shows a problem of a log.
    OpenProblem(CaseTarget),
}
