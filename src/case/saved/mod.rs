//! Cases as `.trtccase` files, which open the same logs at a colleague's. They have no text of a log.
//!
//! - `saved_view`: what is shown of one log: what it is narrowed to, marked lines, the place, the filter
//! - `case_file`: the content of a file
//! - `opened`: a file with its logs as they are on this computer, and which of them are missing or have changed

mod case_file;
mod opened;
mod saved_view;

pub use self::case_file::{CASE_EXTENSION, CaseFile, CaseFileError, CaseFileLog, CaseNarrowing, is_case};
pub use self::opened::{CaseFault, OpenedCase};
pub use self::saved_view::{SavedLineMark, SavedNarrowBy, SavedNarrowing, SavedText, SavedView};
