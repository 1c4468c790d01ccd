//! What a key narrows the log to: the user, the attempt, the problem or the code of what is explained.

use super::Session;
use crate::app::effect::Effect;
use crate::diagnosis::narrow::NarrowBy;
use crate::diagnosis::{Diagnosis, Problem};
use crate::log::LogEntry;

/// What a key narrows a log by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NarrowKind {
    /// By the user.
    User,
    /// By the attempt to be in a room.
    Attempt,
    /// By the problem.
    Problem,
    /// By the code.
    Code,
}

impl NarrowKind {
    /// Why a line cannot be narrowed to, for a message.
    pub(in crate::app) fn missing(self) -> &'static str {
        match self {
            Self::User => "This line has no user.",
            Self::Attempt => "This line belongs to no attempt to be in a room.",
            Self::Problem => "Neither this line nor its attempt belongs to a problem.",
            Self::Code => "This line has no code.",
        }
    }
}

impl Session {
    /// What the explained entry can be narrowed to: the selected entry, else the first one of the gravest problem.
    pub fn narrow_target(&self, kind: NarrowKind) -> Option<NarrowBy> {
        let diagnosis = self.findings.shown();
        let selected = self.selection.details.as_ref();
        let problem_idx = selected.map_or(Some(0), |details| details.problem_idx);
        let problem = diagnosis.zip(problem_idx).and_then(|(diagnosis, idx)| diagnosis.problems.get(idx));
        let entry = selected.map(|details| details.entry.clone()).or_else(|| self.first_entry_of(problem?));
        match kind {
            NarrowKind::User => {
                let of_entry = entry.as_ref().and_then(|entry| entry.user.clone());
                of_entry.or_else(|| only_user(problem)).or_else(|| self.only_user_there(&entry?)).map(NarrowBy::User)
            }
            NarrowKind::Attempt => {
                let of_entry = entry.as_ref().and_then(|entry| self.attempt_of(entry));
                of_entry.or_else(|| attempt_of_problem(problem?, diagnosis?))
            }
            NarrowKind::Problem => {
                let of_attempt = || diagnosis.and_then(|diagnosis| self.problem_of_attempt(entry.as_ref()?, diagnosis));
                problem.or_else(of_attempt).map(NarrowBy::problem)
            }
            NarrowKind::Code => {
                let of_entry = selected.and_then(|details| details.findings.first()).map(|(finding, _)| finding.code);
                of_entry.or_else(|| problem?.chain.last().copied()).map(NarrowBy::Code)
            }
        }
    }

    /// Removes what was added last: a text, whose chip comes after those of the narrowing, else a part of the narrowing.
    pub(super) fn remove_last_chip(&mut self) -> Vec<Effect> {
        if let Some(last) = self.filter.criteria.kept.len().checked_sub(1) {
            return self.change_filter(|criteria| criteria.remove_kept(last));
        }
        match self.narrow.narrowing.parts().last().cloned() {
            Some(part) => self.change_narrowing(|narrowing| narrowing.remove(&part)),
            None => Vec::new(),
        }
    }

    fn first_entry_of(&self, problem: &Problem) -> Option<LogEntry> {
        let all = self.findings.all();
        let first = problem.findings.first().and_then(|idx| all.get(*idx));
        let idx = first.map(|finding| finding.entry_number.saturating_sub(1));
        self.entries.get(idx.or_else(|| self.entries.idx_of_line(problem.first_line))?)
    }

    /// The gravest problem of the attempt that an entry belongs to.
    fn problem_of_attempt<'d>(&self, entry: &LogEntry, diagnosis: &'d Diagnosis) -> Option<&'d Problem> {
        let attempt = self.attempt_of(entry)?;
        diagnosis.problems.iter().find(|problem| attempt_of_problem(problem, diagnosis).as_ref() == Some(&attempt))
    }

    /// The user of the only stays around an entry that names none.
    fn only_user_there(&self, entry: &LogEntry) -> Option<String> {
        let timeline = self.timeline.whole()?;
        let mut there = timeline.stays.iter().filter(|stay| stay.contains(entry.first_line)).map(|stay| &stay.user);
        let first = there.next().filter(|user| !user.is_empty())?;
        there.all(|user| user == first).then(|| first.clone())
    }
}

/// The user of a problem that only one user has.
fn only_user(problem: Option<&Problem>) -> Option<String> {
    let problem = problem.filter(|problem| problem.users.len() == 1 && !problem.has_more_users)?;
    problem.users.first().cloned()
}

fn attempt_of_problem(problem: &Problem, diagnosis: &Diagnosis) -> Option<NarrowBy> {
    diagnosis.timeline.stays.get(problem.attempt.as_ref()?.stay).map(NarrowBy::attempt)
}
