//! The attempt to be in a room that the explanation shows as a row of steps.

use super::findings::LogFindings;
use super::selection::EntryDetails;
use crate::diagnosis::room_stay::RoomStay;
use crate::diagnosis::{Diagnosis, Problem};
use crate::log::LogEntry;
use crate::report::inspection::phrases::ladder::{FailedStep, LadderText, ladder_text, worst};

/// An attempt and its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptView {
    /// Its steps in words.
    pub text: LadderText,
    /// Which of several attempts of the user it is: `attempt 2 of 3`; empty if there was only one.
    pub number: String,
    /// Whether the listed lines of the problem are those of this attempt.
    pub is_of_problem: bool,
}

/// The attempt of the selected entry, or of the gravest problem while nothing is selected. In a log without a problem it is the
/// one that went worst.
pub(super) fn shown_attempt(findings: &LogFindings, selected: Option<&EntryDetails>) -> Option<AttemptView> {
    let diagnosis = findings.shown()?;
    let stays = &diagnosis.timeline.stays;
    let Some(details) = selected else {
        return match diagnosis.problems.first() {
            Some(problem) => of_problem(problem, problem.attempt.as_ref()?.stay, problem.first_line, diagnosis),
            None => view(worst(stays)?, None, diagnosis),
        };
    };
    let stay = stay_of(&details.entry, stays);
    let problem = details.problem_idx.and_then(|idx| diagnosis.problems.get(idx));
    match problem {
        Some(problem) => {
            let attempt = problem.attempt.as_ref().map(|attempt| attempt.stay);
            let (stay, line) = match (stay, attempt) {
                (Some(stay), attempt) if attempt != Some(stay) => (stay, details.entry.first_line),
                (_, attempt) => (attempt?, problem.first_line),
            };
            of_problem(problem, stay, line, diagnosis)
        }
        None if diagnosis.problems.is_empty() => view(stay?, None, diagnosis),
        None => None,
    }
}

fn of_problem(problem: &Problem, stay: usize, line: u64, diagnosis: &Diagnosis) -> Option<AttemptView> {
    let attempt = problem.attempt.as_ref();
    let step = attempt.and_then(|attempt| attempt.step);
    let is_of_problem = attempt.is_some_and(|attempt| attempt.stay == stay);
    Some(AttemptView { is_of_problem, ..view(stay, Some((step, line)), diagnosis)? })
}

fn view(idx: usize, failure: Option<FailedStep>, diagnosis: &Diagnosis) -> Option<AttemptView> {
    let stays = &diagnosis.timeline.stays;
    let text = ladder_text(stays, idx, failure)?;
    let stay = stays.get(idx)?;
    let of_user = stays.iter().filter(|other| other.user == stay.user).count();
    let before = stays[..idx].iter().filter(|other| other.user == stay.user).count();
    let number = if of_user > 1 { format!("attempt {} of {of_user}", before + 1) } else { String::new() };
    Some(AttemptView { text, number, is_of_problem: true })
}

/// The stay of an entry: the last one of its user that contains it, else the only one that does.
fn stay_of(entry: &LogEntry, stays: &[RoomStay]) -> Option<usize> {
    let around = || stays.iter().enumerate().filter(|(_, stay)| stay.contains(entry.first_line));
    if let Some(user) = entry.user.as_deref()
        && let Some((idx, _)) = around().rfind(|(_, stay)| stay.user == user)
    {
        return Some(idx);
    }
    let mut all = around();
    let only = all.next().map(|(idx, _)| idx);
    if all.next().is_some() { None } else { only }
}
