//! From findings and client events to problems: what went wrong, why, for whom, and what to do.
//!
//! The inspection passes everything in the order of the log; nothing in this folder depends on threads, chunks or caches:
//!
//! 1. `clock` measures elapsed time by the clocks of the entries; `time_window` is the period that each clock covers
//! 2. `context` collects what support asks first: versions, browser, users, rooms, network; `ticket` reads what people write
//!    about it
//! 3. `logged_errors` counts the errors and warnings of logs without a code
//! 4. `user_history` counts the client events of each user
//! 5. `room_stay` follows a client into a room and out of it; `timeline` arranges stays and findings for drawing
//!    `ladder` shows a stay as a row of steps
//! 6. `problem` groups the occurrences of one failure by their fingerprint
//! 7. at the end, `cause` explains each failure: the rules are code, their texts are data in `assets/knowledge`
//!
//! `operation` says what was being done when something failed, `impact` what it did to the call and how certain the cause is,
//! `user_agent` names browser and system.
//!
//! The result is a [`Diagnosis`]. What always holds: diagnosing cannot fail; memory is bounded by the number of different
//! failures, users and stays, not by the length of the log; the diagnosis does not depend on the current time.

mod cause;
pub(crate) mod clock;
pub(crate) mod context;
pub mod impact;
pub mod ladder;
pub(crate) mod logged_errors;
mod marked_line;
pub mod narrow;
mod operation;
mod outages;
pub(crate) mod problem;
pub mod room_stay;
mod ticket;
pub(crate) mod time_window;
pub mod timeline;
pub(crate) mod user_agent;
mod user_history;

pub use self::context::Context;
pub use self::impact::{Confidence, Impact};
pub use self::logged_errors::LoggedError;
pub use self::marked_line::MarkedLine;
pub use self::problem::{Problem, ProblemAttempt, ProblemStep, UserStart};

use std::sync::Arc;

use self::narrow::narrowing::Narrowed;
use self::timeline::Timeline;
use crate::finding::Finding;
use crate::knowledge::Phrase;
use crate::log::{LevelCounts, LogFormat, Skipped};
use crate::source::{FileChange, PictureText};

/// The result of inspecting one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// The log's name: a path as given, or "standard input", "pasted text".
    pub file: String,
    /// How the log is laid out.
    pub format: LogFormat,
    /// Why that format was chosen, for people: "12 of the first 20 lines begin with a script's name and line".
    pub format_reason: String,
    /// The text of the picture, if the log is one.
    pub picture: Option<Arc<PictureText>>,
    /// How its text is encoded, and what it was packed in: "utf-8", "utf-16le, gzip".
    pub encoding: String,
    /// How many entries were read.
    pub entries: u64,
    /// How many physical lines were read.
    pub lines: u64,
    /// How many entries there are of each level.
    pub levels: LevelCounts,
    /// The parts of the log that could not be read, and why.
    pub skipped: Vec<Skipped>,
    /// Why reading ended before the end of the log: it failed, was stopped, or the file was truncated. `skipped` has the same
    /// reason.
    pub interruption: Option<String>,
    /// How the file changed while it was read. Not every change ends reading early.
    pub change: Option<FileChange>,
    /// What support asks first.
    pub context: Context,
    /// What happened when and to whom.
    pub timeline: Timeline,
    /// What the log itself reports as errors and warnings; only if it has no problems.
    pub logged_errors: Vec<LoggedError>,
    /// What went wrong, the most severe first.
    pub problems: Vec<Problem>,
    /// Every error code of the log, in the order of its lines.
    pub findings: Vec<Finding>,
    /// The lines that the user marked as evidence.
    pub marked_lines: Vec<MarkedLine>,
    /// What it was narrowed to; `None` for the whole log.
    pub narrowed: Option<Narrowed>,
}

impl Diagnosis {
    /// The diagnosis of a folder or archive that may contain logs but could not be read, and why.
    pub fn unread(file: String, reason: String) -> Self {
        Self {
            file,
            format: LogFormat::PlainText,
            format_reason: Phrase::ReadingNotALog.text().to_owned(),
            picture: None,
            encoding: "utf-8".to_owned(),
            entries: 0,
            lines: 0,
            levels: LevelCounts::default(),
            skipped: vec![Skipped { line: 1, reason: reason.clone() }],
            interruption: Some(reason),
            change: None,
            context: Context::default(),
            timeline: Timeline::default(),
            logged_errors: Vec::new(),
            problems: Vec::new(),
            findings: Vec::new(),
            marked_lines: Vec::new(),
            narrowed: None,
        }
    }
}
