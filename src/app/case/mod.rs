//! What concerns several logs at once.
//!
//! - `case_action`, `case_view`: all logs as one case, built by a job in the background
//! - `merge_action`, `merged_view`: the entries of all logs by time
//! - `search_action`, `search`: one search over all logs; a job in the background finds the entries
//!
//! In: the opened logs, and results of jobs. Out: rows for the window, and effects that start jobs.
//!
//! What always holds: a list of rows is made when its content changes, not for each frame; of the entries found in a log only
//! the first ones are kept, the others are counted.

pub(super) mod case_action;
pub(super) mod case_view;
pub(super) mod merge_action;
pub(super) mod merged_view;
pub(super) mod search;
pub(super) mod search_action;

pub use case_action::CaseAction;
pub use case_view::{CaseBar, CaseFailureMark, CaseLane, CaseRow, CaseTarget, CaseTick, CaseView};
pub use merge_action::MergeAction;
pub use merged_view::{MergedLog, MergedRow, MergedView};
pub use search::{HitRow, LogHits, LogSearch};
pub use search_action::{FoundEntry, MAX_HITS, SearchAction};
