//! What the user does with the merged entries of all logs, and what their job makes.

use std::sync::Arc;

use crate::app::list::ListAction;
use crate::case::MergedOrder;

/// An action on the merged entries of all logs.
#[derive(Clone, Debug)]
pub enum MergeAction {
    /// Shows the entries of all logs by time.
    Show,
    /// How many entries have their place so far.
    Progress {
        /// The generation, to recognise results for logs that were open earlier.
        generation: u64,
        /// How many entries.
        entries: u64,
    },
    /// The order of all entries is known.
    Ordered {
        /// The generation.
        generation: u64,
        /// The order.
        order: Arc<MergedOrder>,
    },
    /// Scrolls, or moves the selection.
    List(ListAction),
    /// Shows the selected entry in its log.
    OpenSelected,
}
