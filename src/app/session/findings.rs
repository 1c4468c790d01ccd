//! What was found in a log: findings, problems and the diagnosis.

use std::collections::HashMap;
use std::sync::Arc;

use super::notable::NotableRow;
use super::problem_row::{PartialProblems, ProblemRow};
use super::summary_lines::summary_lines;
use crate::app::entries::finding_index::FindingIndex;
use crate::app::entries::row::{EntryRow, FindingMark};
use crate::catalog::{Catalog, Severity};
use crate::code::ErrorCode;
use crate::diagnosis::Diagnosis;
use crate::finding::Finding;
use crate::inspect::codes_in_text;
use crate::log::LogEntry;
use crate::report::number_format::group_thousands;

/// How many findings are kept in full. Of further ones, [`FindingIndex`] keeps only the positions, and they are found
/// again in the text of their entries when they are shown, so that memory hardly grows with the log.
pub const MAX_FINDINGS: usize = 100_000;

/// What was found in a log, while it is being read and afterwards.
pub struct LogFindings {
    pub(super) catalog: &'static Catalog,
    /// The positions of all findings.
    pub index: Arc<FindingIndex>,
    /// The problems, the most severe first; while the log is being read, the codes found so far.
    pub problems: Vec<ProblemRow>,
    /// What the log itself reports, once it has been read; only if it has no problems.
    pub notables: Vec<NotableRow>,
    /// What support asks for first, a few words each; empty until the log has been read.
    pub summary: Vec<String>,
    /// How severe each code of the problems is in this log.
    severities: HashMap<ErrorCode, Severity>,
    /// The diagnosis of the whole log, once it has been read.
    pub diagnosis: Option<Arc<Diagnosis>>,
    /// The diagnosis of what the log is narrowed to, once its entries are counted.
    pub narrowed: Option<Arc<Diagnosis>>,
    /// The positions of the findings of `narrowed`.
    narrowed_index: Option<FindingIndex>,
    /// The findings so far; those of the diagnosis replace them.
    partial: Vec<Finding>,
    partial_problems: PartialProblems,
}

impl LogFindings {
    pub(super) fn new(catalog: &'static Catalog) -> Self {
        Self {
            catalog,
            index: Arc::default(),
            problems: Vec::new(),
            notables: Vec::new(),
            summary: Vec::new(),
            severities: HashMap::new(),
            diagnosis: None,
            narrowed: None,
            narrowed_index: None,
            partial: Vec::new(),
            partial_problems: PartialProblems::default(),
        }
    }

    /// The first [`MAX_FINDINGS`] findings, in the log's order.
    pub fn all(&self) -> &[Finding] {
        self.diagnosis.as_ref().map_or(&self.partial, |diagnosis| &diagnosis.findings)
    }

    /// The positions of the findings of what the log is narrowed to.
    pub fn shown_index(&self) -> &FindingIndex {
        self.narrowed_index.as_ref().unwrap_or(&self.index)
    }

    /// The diagnosis of what the log is narrowed to, once the log has been read and its entries are counted.
    pub fn shown(&self) -> Option<&Arc<Diagnosis>> {
        self.narrowed.as_ref().or(self.diagnosis.as_ref())
    }

    /// The index of the first finding of an entry, as problems refer to it.
    pub(super) fn first_of_entry(&self, entry_number: u64) -> Option<usize> {
        let findings = &self.shown()?.findings;
        let first = findings.partition_point(|finding| finding.entry_number < entry_number);
        findings.get(first).is_some_and(|finding| finding.entry_number == entry_number).then_some(first)
    }

    /// Shows the problems of a part of the log; `None`: of the whole log.
    pub(super) fn set_narrowed(&mut self, narrowed: Option<Arc<Diagnosis>>) {
        self.narrowed_index = narrowed.as_ref().map(|narrowed| {
            let mut index = FindingIndex::default();
            index.add(&narrowed.findings);
            index
        });
        self.narrowed = narrowed;
        if let Some(shown) = self.shown().map(Arc::clone) {
            self.show(&shown);
        }
    }

    /// What a code did to this log's calls: that of the gravest problem with the code, else what the catalog says. `None` if the
    /// catalog lacks the code.
    pub fn severity(&self, code: ErrorCode) -> Option<Severity> {
        self.severities.get(&code).copied().or_else(|| self.catalog.entry(code).map(|entry| entry.severity))
    }

    /// What the list of problems shows, in words, with counts: what went wrong, and apart from that what does no harm.
    pub fn headline(&self) -> String {
        let count = self.problems.len();
        let wrong = self.problems.iter().filter(|problem| problem.is_wrong()).count();
        let harmless = match count - wrong {
            0 => String::new(),
            rest if self.problems.iter().all(|problem| problem.is_wrong() || problem.harmless) => {
                format!("{rest} harmless")
            }
            rest => format!("{rest} without consequence"),
        };
        let entries = self.shown().map(|diagnosis| diagnosis.entries);
        match (entries, wrong) {
            (None, _) if count == 0 => "No error code so far".to_owned(),
            (None, _) => format!("Found so far: {}", counted(count, "code", "codes")),
            (Some(entries), _) if count == 0 => {
                let what = if self.notables.is_empty() { "" } else { "; what the log itself reports" };
                format!("No error code in {}{what}", counted(entries as usize, "entry", "entries"))
            }
            (Some(_), 0) => format!("Nothing went wrong; {harmless}"),
            (Some(_), 1) if harmless.is_empty() => "What went wrong: one problem".to_owned(),
            (Some(_), _) if harmless.is_empty() => format!("What went wrong: {wrong} problems"),
            (Some(_), 1) => format!("What went wrong: one problem; {harmless} below"),
            (Some(_), _) => format!("What went wrong: {wrong} problems; {harmless} below"),
        }
    }

    /// A sentence about what could not be read.
    pub fn skipped_note(&self) -> Option<String> {
        let skipped = &self.diagnosis.as_ref()?.skipped;
        let first = skipped.first()?;
        let more = if skipped.len() > 1 { format!(" ({} more)", skipped.len() - 1) } else { String::new() };
        Some(format!("Not read: line {}, {}{more}", first.line, first.reason))
    }

    /// How many rows the list of problems has.
    pub(super) fn row_count(&self) -> u64 {
        self.problems.len().max(self.notables.len()) as u64
    }

    /// The worst severity of all problems; `None` if there are no problems.
    pub fn worst_severity(&self) -> Option<FindingMark> {
        let by_severity = |severity: &Option<Severity>| (severity.is_none(), *severity);
        self.problems.iter().map(|problem| problem.severity).min_by_key(by_severity).map(FindingMark)
    }

    /// An entry as a row.
    pub(in crate::app) fn row_of(&self, entry: &LogEntry) -> EntryRow {
        match self.kept(entry.number.saturating_sub(1)) {
            Some(kept) => EntryRow::new(entry, kept, None, self.catalog, None),
            None => EntryRow::new(entry, &find_in_entry(entry), None, self.catalog, None),
        }
    }

    /// The position of an entry among those with findings, from 1.
    pub(super) fn number_of(&self, entry_idx: u64) -> Option<u64> {
        let entries = &self.shown_index().entries;
        entries.contains(entry_idx).then(|| entries.rank(entry_idx) + 1)
    }

    /// The findings of an entry that are kept in full; `None` if they have to be found again with [`find_in_entry`].
    pub(super) fn kept(&self, entry_idx: u64) -> Option<&[Finding]> {
        let findings = self.all();
        let all_kept = self.index.count <= findings.len() as u64;
        let end_of_kept = findings.last().map_or(0, |finding| finding.entry_number);
        if !all_kept && entry_idx + 1 >= end_of_kept && self.index.entries.contains(entry_idx) {
            return None;
        }
        let first = findings.partition_point(|finding| finding.entry_number < entry_idx + 1);
        let count = findings[first..].iter().take_while(|finding| finding.entry_number == entry_idx + 1).count();
        Some(&findings[first..first + count])
    }

    pub(super) fn add(&mut self, findings: Vec<Finding>) {
        Arc::make_mut(&mut self.index).add(&findings);
        self.partial_problems.add(&findings, self.catalog);
        let free = MAX_FINDINGS.saturating_sub(self.partial.len());
        self.partial.extend(findings.into_iter().take(free));
    }

    pub(super) fn show_partial_problems(&mut self) {
        self.problems = self.partial_problems.rows();
    }

    /// Replaces everything found so far by the diagnosis of the whole log.
    pub(super) fn finish(&mut self, diagnosis: Arc<Diagnosis>) {
        // Lookups by entry rely on this order.
        let sorted = diagnosis.findings.is_sorted_by_key(|finding| finding.entry_number);
        debug_assert!(sorted, "findings are in the log's order");
        if self.index.count == 0 {
            // The reader sent no findings while it read.
            Arc::make_mut(&mut self.index).add(&diagnosis.findings);
        }
        self.show(&diagnosis);
        self.severities = severities(&self.problems);
        self.diagnosis = Some(diagnosis);
        self.partial = Vec::new();
        self.partial_problems = PartialProblems::default();
    }

    fn show(&mut self, diagnosis: &Diagnosis) {
        self.problems = ProblemRow::all(diagnosis, self.catalog);
        self.notables = if self.problems.is_empty() { NotableRow::all(diagnosis) } else { Vec::new() };
        self.summary = summary_lines(diagnosis);
    }
}

/// How severe each code is: as the gravest problem with it.
fn severities(problems: &[ProblemRow]) -> HashMap<ErrorCode, Severity> {
    let mut severities = HashMap::new();
    for problem in problems {
        let Some(severity) = problem.severity else { continue };
        for code in &problem.chain {
            let known = severities.entry(*code).or_insert(severity);
            *known = severity.min(*known);
        }
    }
    severities
}

/// `1 entry`, `1,234 entries`.
fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{} {}", group_thousands(count as u64), if count == 1 { one } else { several })
}

/// Finds the codes in the text of an entry whose findings are not kept.
pub(super) fn find_in_entry(entry: &LogEntry) -> Vec<Finding> {
    let mut findings = codes_in_text(&entry.message);
    for finding in &mut findings {
        finding.line = (entry.first_line + finding.line.saturating_sub(1)).min(entry.last_line);
        finding.entry_line = entry.first_line;
        finding.entry_number = entry.number;
        finding.time = entry.time.as_deref().map(Arc::from);
        Arc::make_mut(&mut finding.body).level = entry.level;
        finding.pointer.clone_from(&entry.pointer);
    }
    findings
}
