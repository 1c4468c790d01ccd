//! What concerns several logs.
//!
//! - `summary`: all opened logs as one case: what happened, its problems; `lanes`: a lane for each user
//! - `merged`: the entries of all logs by time
//! - `search_view`: one search over all logs

mod lanes;
mod merged;
mod search_view;
mod summary;

pub(super) use merged::merged_ui;
pub(super) use search_view::search_ui;
pub(super) use summary::case_ui;
