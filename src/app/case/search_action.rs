//! What the user does with the search over all logs, and what its job finds.

use crate::app::list::ListAction;
use crate::app::session::id::SessionId;
use crate::log::Level;

/// How many entries of a log are kept; further ones are counted.
pub const MAX_HITS: usize = 200;

/// An entry that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundEntry {
    /// The index among the entries of the log, from 0.
    pub entry_idx: u64,
    /// The physical line on which the entry begins, from 1.
    pub line: u64,
    /// The clock; empty if the entry has no clock.
    pub time: String,
    /// The level.
    pub level: Level,
    /// The message on one line: the part around the first match.
    pub text: String,
}

/// An action on the search over all logs.
#[derive(Clone, Debug)]
pub enum SearchAction {
    /// Shows the search and puts the cursor into its field.
    Show,
    /// Searches for another text.
    Query(String),
    /// Scrolls, or moves the selection.
    List(ListAction),
    /// Shows the selected entry in its log.
    OpenSelected,
    /// Adds entries that were found in a log.
    Found {
        /// The generation of the search, to recognise results of an earlier one.
        generation: u64,
        /// The log.
        id: SessionId,
        /// The entries in their order, at most [`MAX_HITS`] of a log.
        hits: Vec<FoundEntry>,
        /// How many entries were found in the log so far.
        count: u64,
        /// Whether the whole log has been searched.
        ended: bool,
    },
}
