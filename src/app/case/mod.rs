//! What concerns several logs at once.
//!
//! - `search_action`, `search`: one search over all logs; a job in the background finds the entries
//!
//! In: the opened logs, and results of jobs. Out: rows for the window, and effects that start jobs.
//!
//! What always holds: a list of rows is made when its content changes, not for each frame; of the entries found in a log only
//! the first ones are kept, the others are counted.

pub(super) mod search;
pub(super) mod search_action;

pub use search::{HitRow, LogHits, LogSearch};
pub use search_action::{MAX_HITS, SearchAction, SearchHit};
