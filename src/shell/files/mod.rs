//! The files that the window writes.
//!
//! - `settings_file`: where the system keeps settings, reading and writing them
//! - `notes_file`: the engineer's notes, beside the settings; several windows may share them
//! - `lines`: lines of a log, written to a file or copied
//! - `window_file`: which logs were open, beside the settings; `case_files`: the logs of a case, for a colleague
//! - `reports`: a report of a log or of a case, written to a file or copied
//! - `show_in_folder`: a file in the file manager of the system, which writes nothing
//! - `atomic_write`: replaces a file so that a crash leaves either the old or the new content
//!
//! Out: values for the state, and sentences for the user about what failed.
//!
//! What always holds: a missing file is not an error; a file that cannot be parsed is never overwritten without a copy
//! (notes) or a warning (settings).

pub(super) mod atomic_write;
pub(super) mod case_files;
pub(super) mod lines;
pub(super) mod notes_file;
pub(super) mod reports;
pub(super) mod settings_file;
pub(super) mod show_in_folder;
pub(super) mod window_file;
