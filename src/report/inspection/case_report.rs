//! A redacted case: the only form in which a case leaves the program.

use std::borrow::Cow;

use crate::case::Case;
use crate::report::redact::Redactor;
use crate::source::short_name;

/// A redacted case.
#[derive(Clone, Debug)]
pub struct CaseReport {
    /// The case. All of it is redacted except the names of files, which name the inputs as the user did.
    pub case: Case,
    /// The names of the logs without their folders, for documents that others read; redacted.
    pub names: Vec<String>,
}

impl CaseReport {
    /// Redacts a case.
    pub fn new(mut case: Case, redactor: &mut Redactor) -> Self {
        let names = case.logs.iter().map(|log| redactor.redact(short_name(&log.file)).into_owned()).collect();
        redact_users(&mut case, redactor);
        redact_texts(&mut case, redactor);
        // It is made of texts that are redacted now, and of names of files.
        case.update_sentence();
        redact(&mut case.sentence, redactor);
        Self { case, names }
    }
}

impl CaseReport {
    /// The indices of the logs that a document lists, at most `limit`, and how many are left out. If there are more, those with
    /// the most severe verdicts are listed first.
    pub(super) fn shown_logs(&self, limit: usize) -> (Vec<usize>, usize) {
        let mut shown: Vec<usize> = (0..self.case.logs.len()).collect();
        if shown.len() > limit {
            shown.sort_by_key(|log| self.case.logs[*log].verdict);
        }
        let left_out = shown.len().saturating_sub(limit);
        shown.truncate(limit);
        (shown, left_out)
    }
}

fn redact_users(case: &mut Case, redactor: &mut Redactor) {
    let of_logs = case.logs.iter_mut().flat_map(|log| &mut log.users);
    let of_problems = case.problems.iter_mut().flat_map(|problem| {
        let of_failures = problem.failures.iter_mut().map(|failure| &mut failure.user);
        problem.users.iter_mut().chain(of_failures)
    });
    let of_users = case.users.iter_mut().map(|user| &mut user.user);
    let of_seen = case.seen_failures.iter_mut().flat_map(|seen| [&mut seen.user, &mut seen.seen_by]);
    for user in of_logs.chain(of_problems).chain(of_users).chain(of_seen) {
        *user = redactor.redact_user(user).into_owned();
    }
}

fn redact_texts(case: &mut Case, redactor: &mut Redactor) {
    for log in &mut case.logs {
        let span = log.printed_span.iter_mut().flat_map(|(first, last)| [first, last]);
        for text in log.rooms.iter_mut().chain(&mut log.unread).chain(span) {
            redact(text, redactor);
        }
    }
    for problem in &mut case.problems {
        redact(&mut problem.title, redactor);
        let sightings =
            problem.failures.iter_mut().flat_map(|failure| failure.sightings.iter_mut().chain(&mut failure.maybe));
        for text in sightings.filter_map(|sighting| sighting.printed.as_mut()) {
            redact(text, redactor);
        }
    }
    for user in &mut case.users {
        let of_stays = user.stays.iter_mut().filter_map(|stay| stay.room.as_mut());
        for room in user.rooms.iter_mut().chain(of_stays) {
            redact(room, redactor);
        }
    }
}

fn redact(text: &mut String, redactor: &mut Redactor) {
    if let Cow::Owned(redacted) = redactor.redact(text) {
        *text = redacted;
    }
}
