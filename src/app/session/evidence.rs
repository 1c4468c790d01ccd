//! Leads from a problem of the whole log, as the case names it, to its row and its line.

use super::{Session, attempt};
use crate::app::effect::Effect;

impl Session {
    /// Selects a problem of the whole log, and if it has several users, the entry on a line of one of them. A narrowing that
    /// hides the problem is removed.
    pub(super) fn select_evidence(&mut self, problem_idx: usize, line: u64) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut row = self.row_of_problem(problem_idx);
        if row.is_none() {
            effects = self.show_all();
            row = self.row_of_problem(problem_idx);
        }
        let Some(row) = row else { return effects };
        let users = self.findings.problems.get(row).map_or(0, |problem| problem.users.len());
        match self.entries.idx_of_line(line).filter(|_| users > 1 && !self.entries.by_record) {
            Some(entry) => {
                effects.extend(self.select_entry(entry));
                self.selection.select_problem(row);
                self.attempt = attempt::shown_attempt(&self.findings, self.selection.details.as_ref());
            }
            None => effects.extend(self.select_problem(row)),
        }
        effects
    }

    /// The row of a problem of the whole log; `None` if the log is narrowed to others.
    fn row_of_problem(&self, problem_idx: usize) -> Option<usize> {
        if self.findings.narrowed.is_none() {
            return Some(problem_idx);
        }
        let problem = self.findings.diagnosis.as_ref()?.problems.get(problem_idx)?;
        let is_same =
            |title: &str, line: u64| title == problem.title && (problem.first_line..=problem.last_line).contains(&line);
        self.findings.problems.iter().position(|row| is_same(&row.title, row.first_line))
    }
}
