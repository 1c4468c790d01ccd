//! Failures that are reported in words, without a code. They become problems only if the log has no other problem: beside a
//! code, the same failure is explained by its code.

use super::model::{Problem, ProblemStep, UserStart};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::knowledge::failure_sentences;

/// The place of a sentence in the log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WordedEvidence<'a> {
    /// The first line of its entry.
    pub line: u64,
    /// The clock of its entry.
    pub time: Option<&'a str>,
    /// The message of its entry.
    pub words: &'a str,
}

/// A failure that was reported in words, with all its places.
#[derive(Clone, Debug)]
pub(super) struct WordedFailure {
    /// The index of the sentence.
    sentence: usize,
    users: Vec<String>,
    user_starts: Vec<UserStart>,
    count: u64,
    first: ProblemStep,
    last_line: u64,
    last_time: Option<String>,
}

/// How many users of one failure are kept.
const MAX_USERS: usize = 50;
/// How many characters of the message are quoted.
const QUOTE_CHARS: usize = 200;

/// Adds a place of a sentence.
pub(super) fn add(worded: &mut Vec<WordedFailure>, sentence: usize, user: Option<&str>, evidence: WordedEvidence<'_>) {
    let WordedEvidence { line, time, words } = evidence;
    let idx = worded.iter().position(|failure| failure.sentence == sentence).unwrap_or_else(|| {
        let line_of_words = words.lines().next().unwrap_or_default();
        let text: String = line_of_words.trim().chars().take(QUOTE_CHARS).collect();
        let first = ProblemStep { line, time: time.map(str::to_owned), text };
        worded.push(WordedFailure {
            sentence,
            users: Vec::new(),
            user_starts: Vec::new(),
            count: 0,
            first,
            last_line: line,
            last_time: None,
        });
        worded.len() - 1
    });
    let failure = &mut worded[idx];
    failure.count += 1;
    failure.last_line = line;
    failure.last_time = time.map(str::to_owned).or_else(|| failure.last_time.take());
    if let Some(user) =
        user.filter(|user| failure.users.len() < MAX_USERS && !failure.users.iter().any(|known| known == user))
    {
        failure.users.push(user.to_owned());
        failure.user_starts.push(UserStart { line, time: time.map(str::to_owned) });
    }
}

/// The problem that a failure is.
pub(super) fn worded_problem(failure: WordedFailure) -> Option<Problem> {
    let WordedFailure { sentence, users, user_starts, count, first, last_line, last_time } = failure;
    let sentence = failure_sentences().get(sentence)?;
    let text = &sentence.text;
    let owner = text.owner?;
    let impact = Impact::from_id(&sentence.impact)?;
    Some(Problem {
        has_more_users: false,
        succeeded_line: None,
        went_on: false,
        attempt: None,
        title: format!("{}: {}", text.cause.as_deref()?, text.outcome.as_deref()?),
        root: sentence.root,
        impact,
        confidence: Confidence::from_id(&sentence.confidence)?,
        harmless: impact == Impact::Aside,
        owner,
        occurrences: count,
        users,
        user_starts,
        symptoms: Vec::new(),
        chain: Vec::new(),
        count,
        first_line: first.line,
        last_line,
        first_time: first.time.clone(),
        last_time,
        steps: vec![first],
        explanation: text.explanation.clone()?,
        fix: sentence.fix.iter().map(|step| step.text.clone()).collect(),
        fix_by: sentence.fix.iter().map(|step| step.by.unwrap_or(owner)).collect(),
        findings: Vec::new(),
        places_left_out: 0,
    })
}
