//! Background work of the window. A job runs on its own thread, can be cancelled, and answers with actions.
//!
//! In: a [`Desktop`](super::desktop::Desktop) starts a job for an effect, under a key; the same key cancels the job before it.
//!
//! - `threads`: keys, threads, cancellation, the channel back
//! - `inspect_job`: reads a log once, to its end
//! - `follow_job`: reads a log that is still being written, until it is cancelled
//! - `filter_job`: tests the entries of a log; `search_job`: searches all logs; `case_job`: builds their case;
//!   `merge_job`: orders their entries by time; `picture_job`: loads, corrects and copies pictures
//!
//! Out: actions in a channel, which the window empties before each frame; each sent action wakes the window.
//!
//! What always holds: jobs are asked to stop, never killed; results that only replace earlier ones are not sent while the
//! window has unread ones; a panic in a job does not end the window.

pub(super) mod case_job;
pub(super) mod filter_job;
pub(super) mod follow_job;
pub(super) mod inspect_job;
pub(super) mod merge_job;
pub(super) mod picture_job;
pub(super) mod search_job;
pub(super) mod threads;
