//! Findings put together to what went wrong.

use std::collections::HashMap;

use super::effect::{Confidence, Effect};
use super::finding::{Finding, Problem};
use crate::catalog::{Catalog, Severity};
use crate::code::ErrorCode;

/// Puts findings together as they come.
#[derive(Debug, Default)]
pub struct ProblemBuilder {
    problems: Vec<Problem>,
    idx_by_code: HashMap<ErrorCode, usize>,
}

impl ProblemBuilder {
    /// Takes the next finding of the log; `kept_idx` is its place in [`super::Diagnosis::findings`], if it is kept there.
    pub fn see(&mut self, finding: &Finding, kept_idx: Option<usize>) {
        let at = *self.idx_by_code.entry(finding.code).or_insert_with(|| {
            self.problems.push(new_problem(finding));
            self.problems.len() - 1
        });
        let problem = &mut self.problems[at];
        problem.count += 1;
        problem.last_line = problem.last_line.max(finding.line);
        problem.last_time = finding.time.clone().or_else(|| problem.last_time.take());
        problem.findings.extend(kept_idx);
    }

    /// The problems of the log: each code once, the gravest first, then in the order of their first lines.
    #[must_use]
    pub fn finish(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| (grade(problem.root), problem.first_line));
        self.problems
    }
}

fn new_problem(finding: &Finding) -> Problem {
    let unknown;
    let entry = if let Some(entry) = Catalog::builtin().entry(finding.code) {
        entry
    } else {
        unknown = crate::catalog::unknown(finding.code);
        &unknown
    };
    Problem {
        title: entry.summary.clone(),
        root: finding.code,
        effect: match entry.severity {
            Severity::Error => Effect::LostMedia,
            Severity::Warning => Effect::Warning,
            Severity::Info => Effect::Aside,
        },
        confidence: Confidence::Stated,
        harmless: entry.severity == Severity::Info,
        occurrences: 1,
        users: Vec::new(),
        symptoms: Vec::new(),
        story: Vec::new(),
        chain: vec![finding.code],
        count: 0,
        first_line: finding.line,
        last_line: finding.line,
        first_time: finding.time.clone(),
        last_time: finding.time.clone(),
        explanation: entry.explanation.clone(),
        fix: entry.fix.clone(),
        findings: Vec::new(),
    }
}

/// Order of gravity: what says why before what merely follows, errors before warnings.
fn grade(code: ErrorCode) -> u8 {
    match Catalog::builtin().entry(code).map(|entry| entry.severity) {
        Some(Severity::Error) | None => 0,
        Some(Severity::Warning) => 1,
        Some(Severity::Info) => 2,
    }
}
