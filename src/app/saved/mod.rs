//! What is kept in files about the opened logs: which are open, and what is shown of each. Never text of a log.
//!
//! - `restoring`: takes what is shown of one log from its session, and brings it back
//! - `saved_window`: the opened logs and the files that were opened recently, for the next start of the window
//!
//! In: the state, or the content of a file. Out: the content of a file, or actions that bring the state back.
//!
//! What always holds: a damaged file never prevents the start; pasted texts are not kept.

mod restoring;
pub(super) mod saved_window;

pub use saved_window::{RecentFile, SavedLog, SavedLogs, SavedWindow};
