//! What concerns several logs.
//!
//! - `summary`: all opened logs as one case: what happened, its problems; `lanes`: a lane for each user
//! - `search_view`: one search over all logs

mod lanes;
mod search_view;
mod summary;

pub(super) use search_view::search_ui;
pub(super) use summary::case_ui;
