//! A problem as a row of the list "Problems".

use std::collections::HashMap;

use crate::app::entries::short_id;
use crate::catalog::{Catalog, Severity};
use crate::code::ErrorCode;
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::timeline::Track;
use crate::diagnosis::{Diagnosis, Problem, ProblemStep};
use crate::finding::Finding;

/// A row of the list of problems.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProblemRow {
    /// What went wrong, in words.
    pub title: String,
    /// The codes from the root cause to the symptom.
    pub chain: Vec<ErrorCode>,
    /// How severe the problem is; `None` if the catalog lacks all its codes.
    pub severity: Option<Severity>,
    /// What the problem did to the call, in words; empty while the log is being read.
    pub impact: &'static str,
    /// Whether it is expected and nobody has to do anything.
    pub harmless: bool,
    /// How certain the cause is, in words; empty if the log states it.
    pub confidence: &'static str,
    /// How often the problem occurred; while the log is being read, the number of findings.
    pub count: u64,
    /// The affected users.
    pub users: Vec<String>,
    /// Which of several attempts of the user it concerns: "attempt 1 of 2"; empty if there was only one.
    pub attempt: String,
    /// Whether there are more of them.
    pub has_more_users: bool,
    /// What happened, step by step.
    pub steps: Vec<ProblemStep>,
    /// The clock of the first finding, or its line.
    pub first: String,
    /// The clock of the last finding, or its line.
    pub last: String,
    /// The physical line of the first finding.
    pub first_line: u64,
    /// The index of the entry of the first finding, if the finding was kept.
    pub first_entry_idx: Option<u64>,
    /// The index of the entry of the last finding that was kept.
    pub last_entry_idx: Option<u64>,
    /// What happened, then why.
    pub paragraphs: Vec<String>,
    /// What to do first.
    pub fix: Vec<String>,
    /// The findings, as indices into those of the log.
    pub findings: Vec<usize>,
}

impl ProblemRow {
    /// The problems of a log that has been read.
    pub(super) fn all(diagnosis: &Diagnosis, catalog: &Catalog) -> Vec<Self> {
        let row = |problem: &Problem| {
            let mut row = Self::new(problem, &diagnosis.findings, catalog);
            row.convert_times(&diagnosis.timeline.track);
            row
        };
        diagnosis.problems.iter().map(row).collect()
    }

    fn new(problem: &Problem, findings: &[Finding], catalog: &Catalog) -> Self {
        let kept = || problem.findings.iter().filter_map(|idx| findings.get(*idx));
        let (first, last) = (kept().next(), kept().max_by_key(|finding| finding.entry_number));
        Self {
            title: problem.title.clone(),
            chain: problem.chain.clone(),
            severity: severity(problem, catalog),
            impact: if problem.harmless { "harmless" } else { problem.impact.title() },
            harmless: problem.harmless,
            confidence: if problem.confidence == Confidence::Stated { "" } else { problem.confidence.title() },
            count: problem.occurrences,
            users: problem.users.clone(),
            attempt: match &problem.attempt {
                Some(attempt) if attempt.count > 1 => format!("attempt {} of {}", attempt.number, attempt.count),
                _ => String::new(),
            },
            has_more_users: problem.has_more_users,
            steps: problem.steps.clone(),
            first: place(problem.first_time.as_deref(), problem.first_line, problem),
            last: place(problem.last_time.as_deref(), problem.last_line, problem),
            first_line: problem.first_line,
            first_entry_idx: first.map(|finding| finding.entry_number.saturating_sub(1)),
            last_entry_idx: last.map(|finding| finding.entry_number.saturating_sub(1)),
            paragraphs: problem.explanation.split("\n\n").map(str::to_owned).collect(),
            fix: problem.fix.clone(),
            findings: problem.findings.clone(),
        }
    }

    fn from_finding(finding: &Finding, catalog: &Catalog) -> Self {
        let entry = catalog.entry(finding.code);
        let first = clock(finding.time.as_deref(), finding.line);
        Self {
            title: entry
                .map_or_else(|| format!("Code {}, not documented", finding.code), |entry| entry.summary.clone()),
            chain: vec![finding.code],
            severity: entry.map(|entry| entry.severity),
            last: first.clone(),
            first,
            first_line: finding.line,
            first_entry_idx: Some(finding.entry_number.saturating_sub(1)),
            ..Self::default()
        }
    }

    /// Shows first and last time by one clock: that of most of the log's entries.
    fn convert_times(&mut self, track: &Track) {
        for (time, entry_idx) in [(&mut self.first, self.first_entry_idx), (&mut self.last, self.last_entry_idx)] {
            if let Some(converted) = entry_idx.and_then(|idx| track.in_main_zone(time, idx + 1)) {
                *time = converted;
            }
        }
    }

    /// Whether the call suffered from it. Rows of other errors are below.
    pub fn is_wrong(&self) -> bool {
        self.severity != Some(Severity::Info)
    }

    /// Our judgement in a word. It is not the level, which is what the log calls it.
    pub fn judgement(&self) -> &'static str {
        match self.severity {
            Some(Severity::Error) => "Failure",
            Some(Severity::Warning) => "Trouble",
            Some(Severity::Info) if self.harmless => "Harmless",
            Some(Severity::Info) => "By the way",
            None => "Not documented",
        }
    }

    /// The affected users: `alice`, `alice and 3 more`; empty if the log does not name them.
    pub fn who(&self) -> String {
        self.with_first_user(self.users.first().map_or("", String::as_str))
    }

    /// The users, with a long id shortened.
    pub fn short_who(&self) -> String {
        /// The greatest length of an id.
        const MAX_CHARS: usize = 40;
        self.with_first_user(&self.users.first().map(|user| short_id(user, MAX_CHARS)).unwrap_or_default())
    }

    fn with_first_user(&self, first: &str) -> String {
        match self.users.len().saturating_sub(1) {
            0 if !self.has_more_users => first.to_owned(),
            rest if self.has_more_users => format!("{first} and more than {rest} more"),
            rest => format!("{first} and {rest} more"),
        }
    }

    /// The row in words, for screen readers.
    pub fn accessible_text(&self) -> String {
        let codes: Vec<String> = self.chain.iter().map(ErrorCode::to_string).collect();
        let span =
            if self.first == self.last { self.first.clone() } else { format!("{} to {}", self.first, self.last) };
        let codes = if codes.is_empty() { "no code".to_owned() } else { codes.join(", then ") };
        let (who, impact) = (self.who(), self.impact);
        let parts = [self.title.as_str(), impact, &codes, &who].into_iter().filter(|part| !part.is_empty());
        let times = if self.count == 1 { "once".to_owned() } else { format!("{} times", self.count) };
        format!("{}: {}, {times}, {span}", self.judgement(), parts.collect::<Vec<_>>().join(", "))
    }
}

/// The rows of a log that is still being read: one for each code found so far.
#[derive(Clone, Debug, Default)]
pub(super) struct PartialProblems {
    rows: Vec<ProblemRow>,
    idx_by_code: HashMap<ErrorCode, usize>,
}

impl PartialProblems {
    pub(super) fn add(&mut self, findings: &[Finding], catalog: &Catalog) {
        for finding in findings {
            let row_idx = *self.idx_by_code.entry(finding.code).or_insert_with(|| {
                self.rows.push(ProblemRow::from_finding(finding, catalog));
                self.rows.len() - 1
            });
            let row = &mut self.rows[row_idx];
            row.count += 1;
            row.last = clock(finding.time.as_deref(), finding.line);
        }
    }

    /// The rows, the most severe first; those of the same severity by frequency.
    pub(super) fn rows(&self) -> Vec<ProblemRow> {
        let mut rows = self.rows.clone();
        rows.sort_by_key(|row| (row.severity.is_none(), row.severity, std::cmp::Reverse(row.count)));
        rows
    }
}

/// The severity of a problem follows from what it did to the call. It is unknown if the catalog lacks all codes.
fn severity(problem: &Problem, catalog: &Catalog) -> Option<Severity> {
    if !problem.chain.is_empty() && problem.chain.iter().all(|code| catalog.entry(*code).is_none()) {
        return None;
    }
    Some(match problem.impact {
        _ if problem.harmless => Severity::Info,
        Impact::NeverGotIn | Impact::DroppedOut | Impact::LostMedia => Severity::Error,
        Impact::Warning => Severity::Warning,
        Impact::Aside => Severity::Info,
    })
}

/// The clock of a problem's first or last finding. If only one of them has a clock, lines say where both are.
fn place(time: Option<&str>, line: u64, problem: &Problem) -> String {
    let has_clocks = problem.first_time.is_some() && problem.last_time.is_some();
    clock(time.filter(|_| has_clocks), line)
}

fn clock(time: Option<&str>, line: u64) -> String {
    time.map_or_else(|| format!("line {line}"), str::to_owned)
}
