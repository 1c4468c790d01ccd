//! Many logs as one case: what went wrong for whom, in one sentence and one list of problems.
//!
//! In: the diagnosis of each log. Out: a [`Case`]. A customer's ticket is seldom one log: teacher and students, the console of
//! a page beside its uploads.
//!
//! 1. `log_summary` keeps what a case needs of a diagnosis, a few kilobytes at most
//! 2. `clocks` reads the clocks of each log as moments of one common clock, by the dates that the log contains
//! 3. `calls` finds the logs that record the same call, so that a failure seen in three of them is one failure
//! 4. `problems` joins the problems of all logs, and `users` the stays of each user; who saw whom fail
//! 5. `sentence` says the result in one sentence
//!
//! `merged` orders the entries of all logs by the common clock. `saved` has cases as files.
//!
//! `builder` runs these stages; `model` is what they make.
//!
//! What always holds: building a case cannot fail. A log whose clocks cannot be placed on the common clock is marked, and its
//! times are never compared with those of other logs. "Fine" is said of logs only in which a call was seen to work.

mod builder;
mod calls;
mod clocks;
mod log_summary;
mod merged;
mod model;
mod problems;
pub mod saved;
mod sentence;
mod users;

pub use self::builder::CaseBuilder;
pub use self::clocks::{ClockBasis, LogClock};
pub use self::merged::{EntryTimes, MergedEntry, MergedOrder};
pub use self::model::{
    Case, CaseFailure, CaseLog, CaseProblem, CaseStay, CaseUser, FailureSighting, LogVerdict, SeenFailure,
};
