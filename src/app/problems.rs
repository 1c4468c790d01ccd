//! Problems as the list "Problems" shows them.

use std::collections::HashMap;

use crate::catalog::{Catalog, Severity};
use crate::code::ErrorCode;
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::{Diagnosis, Problem, ProblemStep};
use crate::finding::Finding;

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemRow {
    /// What went wrong, in words.
    pub title: String,
    /// From the root to the symptom.
    pub chain: Vec<ErrorCode>,
    /// How grave it is; `None` where the catalog knows none of its codes.
    pub severity: Option<Severity>,
    /// What it did to the call, in words; empty while the log is still being read.
    pub effect: &'static str,
    /// How sure the cause is, in words; empty where it is certain.
    pub confidence: &'static str,
    /// How often it happened; while the log is still being read, how many findings it has.
    pub count: u64,
    /// The users it happened to.
    pub users: Vec<String>,
    /// What follows from it, in words.
    pub symptoms: Vec<String>,
    /// How it went, step by step.
    pub story: Vec<ProblemStep>,
    /// Clock of its first finding, or its line.
    pub first: String,
    /// Clock of its last finding, or its line.
    pub last: String,
    /// Physical line of its first finding.
    pub first_line: u64,
    /// Entry of its first finding, by index, where the finding is at hand.
    pub first_entry_idx: Option<u64>,
    /// What happened, then why.
    pub paragraphs: Vec<String>,
    /// What to do first.
    pub fix: Vec<String>,
    /// Its findings, as indices into the log's.
    pub findings: Vec<usize>,
}

impl ProblemRow {
    /// The problems of a log that has been read to its end.
    pub(super) fn all(diagnosis: &Diagnosis, catalog: &Catalog) -> Vec<Self> {
        diagnosis.problems.iter().map(|problem| Self::new(problem, &diagnosis.findings, catalog)).collect()
    }

    fn new(problem: &Problem, findings: &[Finding], catalog: &Catalog) -> Self {
        let first = problem.findings.first().and_then(|idx| findings.get(*idx));
        Self {
            title: problem.title.clone(),
            chain: problem.chain.clone(),
            severity: severity(problem, catalog),
            effect: problem.effect.title(),
            confidence: if problem.confidence == Confidence::Stated { "" } else { problem.confidence.title() },
            count: problem.occurrences,
            users: problem.users.clone(),
            symptoms: problem.symptoms.clone(),
            story: problem.story.clone(),
            first: clock(problem.first_time.as_deref(), problem.first_line),
            last: clock(problem.last_time.as_deref(), problem.last_line),
            first_line: problem.first_line,
            first_entry_idx: first.map(|finding| finding.entry_number.saturating_sub(1)),
            paragraphs: problem.explanation.split("\n\n").map(str::to_owned).collect(),
            fix: problem.fix.clone(),
            findings: problem.findings.clone(),
        }
    }

    fn of_code(finding: &Finding, catalog: &Catalog) -> Self {
        let entry = catalog.entry(finding.code);
        let first = clock(finding.time.as_deref(), finding.line);
        Self {
            title: entry
                .map_or_else(|| format!("Code {}, not documented", finding.code), |entry| entry.summary.clone()),
            chain: vec![finding.code],
            severity: entry.map(|entry| entry.severity),
            effect: "",
            confidence: "",
            count: 0,
            users: Vec::new(),
            symptoms: Vec::new(),
            story: Vec::new(),
            last: first.clone(),
            first,
            first_line: finding.line,
            first_entry_idx: Some(finding.entry_number.saturating_sub(1)),
            paragraphs: Vec::new(),
            fix: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// The row in words, for screen readers.
    pub fn spoken(&self) -> String {
        let codes: Vec<String> = self.chain.iter().map(ErrorCode::to_string).collect();
        let span =
            if self.first == self.last { self.first.clone() } else { format!("{} to {}", self.first, self.last) };
        format!("{}, {}, {} ×, {span}", self.title, codes.join(", then "), self.count)
    }
}

/// What can be said while a log is still being read: the codes found so far.
#[derive(Clone, Debug, Default)]
pub(super) struct FoundSoFar {
    rows: Vec<ProblemRow>,
    idx_by_code: HashMap<ErrorCode, usize>,
}

impl FoundSoFar {
    pub(super) fn add(&mut self, findings: &[Finding], catalog: &Catalog) {
        for finding in findings {
            let row_idx = *self.idx_by_code.entry(finding.code).or_insert_with(|| {
                self.rows.push(ProblemRow::of_code(finding, catalog));
                self.rows.len() - 1
            });
            let row = &mut self.rows[row_idx];
            row.count += 1;
            row.last = clock(finding.time.as_deref(), finding.line);
        }
    }

    /// The gravest first, and among them the most frequent.
    pub(super) fn rows(&self) -> Vec<ProblemRow> {
        let mut rows = self.rows.clone();
        rows.sort_by_key(|row| (row.severity.is_none(), row.severity, std::cmp::Reverse(row.count)));
        rows
    }
}

/// What the problem did to the call decides; a problem of unknown codes stays one.
fn severity(problem: &Problem, catalog: &Catalog) -> Option<Severity> {
    if problem.chain.iter().all(|code| catalog.entry(*code).is_none()) {
        return None;
    }
    Some(match problem.effect {
        _ if problem.harmless => Severity::Info,
        Impact::NeverGotIn | Impact::DroppedOut | Impact::LostMedia => Severity::Error,
        Impact::Warning => Severity::Warning,
        Impact::Aside => Severity::Info,
    })
}

fn clock(time: Option<&str>, line: u64) -> String {
    time.map_or_else(|| format!("line {line}"), str::to_owned)
}
