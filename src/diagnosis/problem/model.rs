//! A problem: one failure with its cause, its steps and its findings.

use crate::catalog::Owner;
use crate::code::ErrorCode;
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::ladder::RungKind;
use crate::knowledge::ApiNames;

/// One failure: its findings from the root to the symptom, its cause, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What went wrong, in words: the root, then its consequence.
    pub title: String,
    /// The code at the root. If the root has no code of its own (a blocked WebSocket), the first code that results from it;
    /// without any code in the log, the code whose catalog entry fits best.
    pub root: ErrorCode,
    /// What it did to the call.
    pub impact: Impact,
    /// How certain the cause is.
    pub confidence: Confidence,
    /// Whether it is expected and nobody has to do anything.
    pub harmless: bool,
    /// Who can do something about it first.
    pub owner: Owner,
    /// How often it happened, at least 1. A failure that is logged in several shapes counts once.
    pub occurrences: u64,
    /// The users it happened to, in order of appearance; empty if the log does not name them.
    pub users: Vec<String>,
    /// Where it first happened to each of them, in their order; empty if that is not known.
    pub user_starts: Vec<UserStart>,
    /// Whether it happened to more users than these.
    pub has_more_users: bool,
    /// A line after it on which the same succeeded.
    pub succeeded_line: Option<u64>,
    /// Whether lines after it show that the call continued.
    pub went_on: bool,
    /// The codes that follow from the root, in words, the nearest first: "`JOIN_ROOM_FAILED` 0x4004: …".
    pub symptoms: Vec<String>,
    /// The attempt with its first evidence; `None` outside of all stays.
    pub attempt: Option<ProblemAttempt>,
    /// What happened in that attempt, step by step, with line numbers.
    pub steps: Vec<ProblemStep>,
    /// The codes from the root to the symptom; a single code if nothing is known to follow from it, none if the log has no
    /// code of the failure.
    pub chain: Vec<ErrorCode>,
    /// How many findings it has; for a problem without a code, how many lines report it.
    pub count: u64,
    /// First line of its evidence.
    pub first_line: u64,
    /// Last line of its evidence.
    pub last_line: u64,
    /// Clock of its first finding.
    pub first_time: Option<String>,
    /// Clock of its last finding.
    pub last_time: Option<String>,
    /// What happened and why.
    pub explanation: String,
    /// What to do first; never empty.
    pub fix: Vec<String>,
    /// Who can take each of these steps.
    pub fix_by: Vec<Owner>,
    /// Its findings, as indices into [`crate::diagnosis::Diagnosis::findings`], in the order of the log; last those in which
    /// a person mentions its codes.
    pub findings: Vec<usize>,
    /// How many further places have findings that [`crate::diagnosis::Diagnosis::findings`] does not contain.
    pub places_left_out: u64,
}

impl Problem {
    /// Where it first happened to a user, if that is known.
    pub fn start_of(&self, user: &str) -> Option<&UserStart> {
        self.user_starts.get(self.users.iter().position(|known| known == user)?)
    }

    /// Fills in the names that the API has in the SDK's version.
    pub(super) fn fill_names(&mut self, names: ApiNames) {
        let steps = self.steps.iter_mut().map(|step| &mut step.text);
        let texts = [&mut self.title, &mut self.explanation].into_iter().chain(&mut self.fix).chain(steps);
        for text in texts.filter(|text| text.contains('{')) {
            *text = names.fill(text);
        }
    }
}

/// The attempt to be in a room in which a problem occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemAttempt {
    /// The user; empty if the log does not name one.
    pub user: String,
    /// The client: `c4`, `t1`; empty if the log does not name it.
    pub client: String,
    /// The index of the stay in [`Timeline::stays`](crate::diagnosis::timeline::Timeline::stays).
    pub stay: usize,
    /// The number of the attempt among those of its user, from 1.
    pub number: usize,
    /// How many attempts the user made.
    pub count: usize,
    /// The step that failed, if the failure names it.
    pub step: Option<RungKind>,
}

/// Where a problem first happened to a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserStart {
    /// The physical line, from 1.
    pub line: u64,
    /// Clock of its entry.
    pub time: Option<String>,
}

/// One step of what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemStep {
    /// Its physical line, from 1.
    pub line: u64,
    /// Clock of its entry.
    pub time: Option<String>,
    /// What happened, in words. It quotes the log, so it has to be redacted like the log.
    pub text: String,
}
