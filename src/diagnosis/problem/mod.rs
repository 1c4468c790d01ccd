//! Groups findings into problems.
//!
//! - `fingerprint`: what one entry says about a failure: codes, root, operation, words
//! - `denial`: codes of which a person says that they do not appear
//! - `message_words`: the words of a failure, without what its shape adds
//! - `group`: the occurrences of one failure, and the problem that it becomes
//! - `merging`: at the end, joins groups that turn out to be one failure
//! - `builder`: assigns each occurrence to a group while the log is read, and sorts the problems at the end
//! - `steps`: what the user's client did before the failure, with line numbers
//! - `worded`: failures that are reported in words, without a code
//! - `model`: a [`Problem`] as reports and the window show it
//!
//! An occurrence that states the cause opens a group. One that does not waits for an occurrence of the same user and operation
//! that does. A problem ranks above another by its impact, then by whether somebody has to act, by the magnitude of its
//! occurrences, and by its first line (`ProblemBuilder::finish`).

mod builder;
mod denial;
pub(crate) mod fingerprint;
mod group;
mod merging;
mod message_words;
mod model;
mod steps;
mod worded;

pub(crate) use self::builder::{EntryFindings, ProblemBuilder};
pub(super) use self::group::attempt_around;
pub use self::model::{Problem, ProblemAttempt, ProblemStep, UserStart};
pub(super) use self::steps::{CodeStep, steps_before};
pub(crate) use self::worded::WordedEvidence;
