//! What is kept in files about the opened logs: which are open, and what is shown of each. Never text of a log.
//!
//! - `saved_view`: what is shown of one log: selected entry, first visible entry, filter;
//!   `restoring` takes it from a session and brings it back
//! - `saved_window`: the opened logs and the files that were opened recently, for the next start of the window
//! - `case_file`: a `.trtccase` file, which opens the same logs at a colleague's
//!
//! In: the state, or the content of a file. Out: the content of a file, or actions that bring the state back.
//!
//! What always holds: a damaged file never prevents the start; pasted texts are not kept.

pub(super) mod case_file;
mod restoring;
pub(super) mod saved_view;
pub(super) mod saved_window;

pub use case_file::{CaseFile, CaseFileError, CaseFileLog, CaseNarrowing};
pub use saved_view::{SavedNarrowBy, SavedNarrowing, SavedText, SavedView};
pub use saved_window::{CASE_EXTENSION, RecentFile, SavedLog, SavedLogs, SavedWindow, is_case};
