//! From entries to meaning: findings, problems and context.

mod anchors;
pub mod browser;
mod cause;
mod chunk_reader;
mod chunk_report;
pub mod clock;
mod context;
mod crew;
mod effect;
mod ending;
mod entry;
mod event;
mod facts;
mod finders;
mod finding;
mod group;
mod happening;
mod mark;
mod memo;
pub mod messages;
mod observer;
mod pasted;
mod print;
mod problem;
mod record_memo;
mod resolve;
mod scan;
mod scanner;
pub mod stay;
mod story;
mod tags;
pub mod timeline;

pub use effect::{Confidence, Effect};
pub use finding::{Context, Finding, MESSAGE_CHARS, Problem, ProblemStep, Said};
pub use observer::{NoObserver, Observer, Progress};
pub use pasted::codes_in_text;
pub use scan::{InspectOptions, inspect};

use self::timeline::Timeline;
use crate::log::source::FileChange;
use crate::log::{LevelCounts, LogFormat, Skipped};

/// Everything there is to say about one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// The log's name: a path as given, or "standard input", "pasted text".
    pub file: String,
    /// How the log is laid out.
    pub format: LogFormat,
    /// Why that format was chosen, for people: "12 of the first 20 lines begin with a script's name and line".
    pub format_reason: String,
    /// How its text is encoded, and what it was packed in: "utf-8", "utf-16le, gzip".
    pub encoding: String,
    /// How many entries were read.
    pub entries: u64,
    /// How many physical lines were read.
    pub lines: u64,
    /// How many entries of each level.
    pub levels: LevelCounts,
    /// What could not be read, where and why. All the rest was read.
    pub skipped: Vec<Skipped>,
    /// Why reading ended before the log did: it failed, was stopped, or the file was cut short by others. Stands in `skipped`
    /// as well.
    pub interruption: Option<String>,
    /// What happened to the file while it was read; not all of it makes for an interruption.
    pub change: Option<FileChange>,
    /// What support asks first.
    pub context: Context,
    /// What happened when and to whom.
    pub timeline: Timeline,
    /// What went wrong, the gravest first.
    pub problems: Vec<Problem>,
    /// Every error code of the log, in the order of its lines.
    pub findings: Vec<Finding>,
}
