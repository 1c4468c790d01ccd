//! One log in the list of logs.

use std::cmp::Reverse;

use crate::app::session::id::SessionId;
use crate::app::session::phase::Phase;
use crate::app::session::{ProblemRow, Session};
use crate::case::LogVerdict;
use crate::catalog::Severity;
use crate::diagnosis::{Context, Diagnosis, Impact};

/// More users than this are counted instead of listed.
const MAX_LISTED: usize = 2;
/// A context keeps this many users; there may be more.
const MAX_KEPT: usize = 50;

/// The sign of a log's verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogMark {
    /// The log is being read.
    #[default]
    Reading,
    /// The log cannot be read.
    Unread,
    /// Nothing was found.
    Clean,
    /// The severity of its worst problem; `None` if the catalog lacks its codes.
    Problem(Option<Severity>),
}

/// How severe the problems of a log are: the smallest is the worst.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gravity {
    /// What the worst problem did to the call; other ranks for logs without one.
    rank: u8,
    /// How many problems are not harmless.
    problems: Reverse<usize>,
}

impl Gravity {
    fn of(rank: u8) -> Self {
        Self { rank, problems: Reverse(0) }
    }

    /// Whether there is a problem that is not harmless.
    pub(super) fn is_problem(self) -> bool {
        self.rank < UNREAD
    }
}

/// One log in the list of logs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogRow {
    /// The log; `None` in a row without one.
    pub id: Option<SessionId>,
    /// The name, which differs from those of all other opened logs.
    pub name: String,
    /// The path, or a description of a text without a path.
    pub full_name: String,
    /// The folder or archive that the log is in.
    pub folder: String,
    /// The sign of the verdict.
    pub mark: LogMark,
    /// The verdict in words: what the worst problem did to the call.
    pub verdict: String,
    /// The title of the worst problem, or why the log cannot be read.
    pub title: String,
    /// How many problems there are.
    pub problems: usize,
    /// The users.
    pub users: String,
    /// The first time of the log, as it is printed.
    pub first_time: String,
    /// The last time of the log, as it is printed.
    pub last_time: String,
    /// The kind of file.
    pub format: &'static str,
    /// How severe its problems are.
    pub gravity: Gravity,
}

impl LogRow {
    /// What is known about a log. The name is that of the log alone.
    pub(super) fn new(session: &Session, folder: String) -> Self {
        let row = Self {
            id: Some(session.id),
            name: session.short_name().to_owned(),
            full_name: session.name.clone(),
            folder,
            ..Self::default()
        };
        match (&session.phase, &session.findings.diagnosis) {
            (Phase::Failed(reason), _) => Self {
                mark: LogMark::Unread,
                verdict: "Cannot be read".to_owned(),
                title: reason.clone(),
                gravity: Gravity::of(UNREAD),
                ..row
            },
            (Phase::Done { .. }, Some(diagnosis)) => {
                row.with_problems(&session.findings.problems, diagnosis).with_context(diagnosis)
            }
            _ => Self { verdict: "Reading".to_owned(), gravity: Gravity::of(READING), ..row },
        }
    }

    /// How far reading a log has come, in words and from 0 to 1; `None` once it has been read.
    pub fn reading(session: &Session) -> Option<(String, f32)> {
        let Phase::Reading(progress) = &session.phase else { return None };
        let picture = session.picture.as_ref().and_then(|picture| picture.reading);
        let share = match picture.map(|reading| (reading.rows_read, reading.rows_total)) {
            Some((_, 0)) => 0.0,
            Some((read, total)) => read as f32 / total as f32,
            None => {
                let total = progress.bytes_total.filter(|total| *total > 0);
                total.map_or(0.0, |total| progress.bytes_read as f32 / total as f32)
            }
        };
        let is_waiting = progress.bytes_read == 0 && picture.is_none_or(|reading| reading.rows_read == 0);
        let text = if is_waiting { "Waiting".to_owned() } else { format!("Reading, {:.0} %", share * 100.0) };
        Some((text, share))
    }

    fn with_problems(self, problems: &[ProblemRow], diagnosis: &Diagnosis) -> Self {
        let Some(worst) = problems.first() else {
            return Self {
                mark: LogMark::Clean,
                verdict: "No problem found".to_owned(),
                gravity: Gravity::of(CLEAN),
                ..self
            };
        };
        let (rank, verdict) = match diagnosis.problems.first() {
            Some(problem) if problem.harmless => (HARMLESS, "Harmless".to_owned()),
            Some(problem) => (rank(problem.impact), capitalised(worst.impact)),
            None => (rank(Impact::Aside), String::new()),
        };
        let harmful = diagnosis.problems.iter().filter(|problem| !problem.harmless).count();
        Self {
            mark: LogMark::Problem(worst.severity),
            verdict,
            title: worst.title.clone(),
            problems: problems.len(),
            gravity: Gravity { rank, problems: Reverse(harmful) },
            ..self
        }
    }

    fn with_context(self, diagnosis: &Diagnosis) -> Self {
        let context = &diagnosis.context;
        Self {
            users: users(context),
            first_time: context.first_time.clone().unwrap_or_default(),
            last_time: context.last_time.clone().unwrap_or_default(),
            format: diagnosis.format.title(),
            ..self
        }
    }

    /// Says of a log without a problem what the case found: whether it shows a call that worked, or nothing of the SDK.
    pub(super) fn set_verdict(&mut self, verdict: LogVerdict) {
        if self.mark == LogMark::Clean {
            self.verdict = capitalised(verdict.title());
            self.gravity = Gravity::of(if verdict == LogVerdict::NothingOfSdk { FOREIGN } else { CLEAN });
        }
    }

    /// Whether a text in lower case is in the row.
    pub(super) fn has_text(&self, text: &str) -> bool {
        [&self.name, &self.full_name, &self.verdict, &self.title, &self.users]
            .into_iter()
            .map(String::as_str)
            .chain([self.format])
            .any(|part| part.to_lowercase().contains(text))
    }

    /// The row in words, for screen readers.
    pub fn accessible_text(&self) -> String {
        let span = match (self.first_time.as_str(), self.last_time.as_str()) {
            ("", "") => String::new(),
            (first, last) if first == last => first.to_owned(),
            (first, last) => format!("{first} to {last}"),
        };
        let users = if self.users.is_empty() { String::new() } else { format!("users {}", self.users) };
        let problems = match self.problems {
            0 => String::new(),
            1 => "1 problem".to_owned(),
            count => format!("{count} problems"),
        };
        let parts = [&self.name, &self.verdict, &self.title, &problems, &users, &span];
        let parts = parts.into_iter().map(String::as_str).chain([self.format]).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(", ")
    }
}

/// The ranks of logs beside those of impacts.
const UNREAD: u8 = 4;
const HARMLESS: u8 = 6;
const CLEAN: u8 = 7;
/// A log without anything of the SDK.
const FOREIGN: u8 = 8;
const READING: u8 = 9;

fn rank(impact: Impact) -> u8 {
    match impact {
        Impact::NeverGotIn => 0,
        Impact::DroppedOut => 1,
        Impact::LostMedia => 2,
        Impact::Warning => 3,
        Impact::Aside => 5,
    }
}

fn users(context: &Context) -> String {
    let users = &context.user_ids;
    match users.len() {
        0 => String::new(),
        count if count >= MAX_KEPT => format!("{} and at least {} more", users[0], count - 1),
        count if count <= MAX_LISTED => users.join(", "),
        count => format!("{} and {} more", users[..MAX_LISTED].join(", "), count - MAX_LISTED),
    }
}

fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}
