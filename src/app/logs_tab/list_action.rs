//! What the user does with the list of logs.

use crate::app::list::ListAction;
use crate::app::session::id::SessionId;
use crate::lists::closed_list;

closed_list! {
    /// The order of the list of logs.
    #[derive(Default)]
    LogSort {
        /// The log with the most severe problem first.
        #[default]
        Gravity => "gravity", "Gravity";
        /// By name; numbers in names by their value.
        Name => "name", "Name";
        /// By the first time in the log.
        Time => "time", "Time";
        /// In the order in which the logs were opened.
        Opened => "opened", "Opened";
    }
}

/// What is shown beside the list of logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogsPane {
    /// One log.
    #[default]
    Log,
    /// All logs as one case.
    Case,
    /// The search over all logs.
    Search,
    /// The entries of all logs by time.
    Merged,
}

/// An action on the list of logs.
#[derive(Clone, Debug, PartialEq)]
pub enum LogListAction {
    /// Scrolls, or moves the selection; the selected log is shown.
    Move(ListAction),
    /// Sorts.
    Sort(LogSort),
    /// Lists only logs with this text in their row.
    Search(String),
    /// Groups the logs by folder and archive, or does not.
    Group(bool),
    /// Folds or unfolds a group.
    FoldGroup(String, bool),
    /// Folds the group of the selected row, or unfolds it.
    FoldSelected(bool),
    /// Hides the list, or shows it.
    Hide(bool),
    /// The list was resized to this width in points.
    Resize(f32),
    /// Closes the selected log, or all logs of the selected group.
    CloseSelected,
    /// Closes all logs but one.
    CloseOthers(SessionId),
    /// Closes the logs of a group.
    CloseGroup(String),
    /// Closes all logs.
    CloseAll,
}
