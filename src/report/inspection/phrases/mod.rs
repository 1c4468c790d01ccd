//! The English sentences of reports, each in one place. Renderers add the markup of their format.
//!
//! - `headings`: titles of sections, columns and lists
//! - `count`: numbers with a noun, lines, periods of time
//! - `log`: what was read, and what was redacted
//! - `narrowed`: what the report is narrowed to
//! - `context`: what the log says about page, browser and user; `questions`: what to ask the customer
//! - `problem`: what went wrong, to whom, how often, and how certain the cause is
//! - `ladder`: an attempt as a row of steps, beside one that worked
//! - `evidence`: the log entries that a problem shows
//! - `case`: problems, failures and logs of several logs read as one case
//! - `marked_line`: where a line is that the user marked
//! - `timeline`: names, titles and legend of a drawn timeline
//! - `todo`: the steps of all problems, grouped by who can take them
//! - `room_stays`: who was in which room, when, and how the stay ended

mod case;
mod context;
mod count;
mod evidence;
pub(super) mod headings;
pub(crate) mod ladder;
mod log;
mod marked_line;
pub(crate) mod narrowed;
mod problem;
mod questions;
mod room_stays;
pub(super) mod timeline;
mod todo;

pub(super) use case::{case_clocks, case_failures, case_log, case_problem, case_size};
pub(super) use context::browsers;
pub(crate) use context::{context_in_one_line, context_rows};
pub(super) use count::{lines, more_logs, more_places, more_problems, more_stays};
pub(super) use evidence::{ShownFinding, evidence, excerpt, location, without_stack};
pub(super) use log::{log_description, logged_errors, more_logged_errors, nothing_found, redaction_note};
pub(super) use marked_line::marked_place;
pub(crate) use narrowed::narrow_part;
pub(super) use narrowed::narrowed_note;
pub(super) use problem::{alternatives, chain, code_and_name, impact, occurrence, overview, step};
pub(super) use questions::questions;
pub(super) use room_stays::{clock_note, room_stays};
pub(super) use todo::{steps_by_owner, steps_of};
