//! One failure with all its occurrences, and how it becomes a problem.

use std::sync::Arc;

use foldhash::fast::RandomState;
use indexmap::IndexSet;

use super::fingerprint::{GroupKey, NormalizedMessage, REPEATED_SHAPE, RootEvidence, Variant, depth};
use super::model::{Problem, ProblemAttempt, ProblemStep, UserStart};
use super::steps::{CodeStep, steps_before};
use crate::catalog::{Catalog, unknown};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::cause::{Explanation, Failure, FixStep, ImpliedFailure, catalog_summary, explain};
use crate::diagnosis::impact::{Confidence, Impact};
use crate::diagnosis::ladder::RungKind;
use crate::diagnosis::operation::Operation;
use crate::diagnosis::room_stay::RoomStay;
use crate::diagnosis::user_history::{UserHistories, UserHistory};
use crate::event::PageCall;
use crate::finding::Finding;
use crate::knowledge::Phrase;

/// How many users, messages, codes and shapes of one failure are kept.
const MAX_USERS: usize = 50;
const MAX_WORDS: usize = 12;
const MAX_CODES: usize = 16;
const MAX_SHAPES: usize = 24;

/// One failure, with all its occurrences.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// What its occurrences have in common.
    pub key: GroupKey,
    /// Its codes, each where it first occurred.
    pub codes: Vec<CodeStep>,
    /// The strongest evidence of the root in an entry.
    pub root_evidence: RootEvidence,
    /// The different messages; the first few.
    pub words: Vec<String>,
    /// The calls of the page that failed.
    pub calls: Vec<PageCall>,
    /// The remote users whose streams could not be received; the first few.
    pub remotes: Vec<Arc<str>>,
    /// The first finding whose message says more than its code.
    pub detail: Option<Finding>,
    /// The users it happened to.
    pub users: IndexSet<String, RandomState>,
    /// Where it first happened to each of them, in their order.
    pub user_starts: Vec<UserStart>,
    /// Whether it happened to more users than are kept.
    pub has_more_users: bool,
    /// The shapes in which it was logged, with their counts.
    pub shapes: Vec<(u64, u64)>,
    /// How many findings it has.
    pub count: u64,
    /// The indices of its findings that are kept.
    pub findings: Vec<usize>,
    /// The indices of findings that mention its codes; see [`add_mention`](Self::add_mention).
    pub mentions: Vec<usize>,
    /// Whether a person may have written all its entries.
    pub is_written: bool,
    /// How many places of findings were dropped by [`limit_evidence`](Self::limit_evidence).
    pub places_left_out: u64,
    /// Its first line.
    pub first_line: u64,
    /// Its last line.
    pub last_line: u64,
    /// When it first occurred, in the order of reading.
    pub first: u64,
    /// When it last occurred, in the order of reading.
    pub last: u64,
    /// Clock of its first occurrence.
    pub first_time: Option<Arc<str>>,
    /// Clock of its last occurrence.
    pub last_time: Option<Arc<str>>,
}

/// One entry that reports a failure.
#[derive(Clone, Debug)]
pub(super) struct Occurrence {
    /// Its codes.
    pub steps: Vec<CodeStep>,
    /// The message without the text around it.
    pub message: Option<NormalizedMessage>,
    /// The call of the page that failed, if it is named.
    pub call: Option<PageCall>,
    /// The remote user whose stream could not be received, if one is named.
    pub remote: Option<Arc<str>>,
    /// A finding whose message says more than its code.
    pub detail: Option<Finding>,
    /// See [`super::fingerprint::Fingerprint::shape`].
    pub shape: u64,
    /// See [`super::builder::EntryFindings::is_written`].
    pub is_written: bool,
    /// The indices of its findings that are kept.
    pub findings: Vec<usize>,
    /// How many findings it has.
    pub count: u64,
    /// Its first line.
    pub line: u64,
    /// Its last line.
    pub last_line: u64,
    /// When it was read, in the order of reading.
    pub moment: u64,
    /// Its clock.
    pub time: Option<Arc<str>>,
}

impl Group {
    /// A group without occurrences. Lines and times begin at `first`, which is not added.
    pub(super) fn new(key: GroupKey, first: &Occurrence) -> Self {
        Self {
            key,
            codes: Vec::new(),
            root_evidence: RootEvidence::default(),
            words: Vec::new(),
            calls: Vec::new(),
            remotes: Vec::new(),
            detail: None,
            users: IndexSet::default(),
            user_starts: Vec::new(),
            has_more_users: false,
            shapes: Vec::new(),
            count: 0,
            findings: Vec::new(),
            mentions: Vec::new(),
            is_written: true,
            places_left_out: 0,
            first_line: first.line,
            last_line: first.line,
            first: first.moment,
            last: first.moment,
            first_time: first.time.clone(),
            last_time: None,
        }
    }

    /// Adds an occurrence.
    pub(super) fn add(&mut self, occurrence: Occurrence, user: &str) {
        for step in &occurrence.steps {
            let is_known = self.codes.iter().any(|known| known.code == step.code);
            if !is_known && self.codes.len() < MAX_CODES {
                self.codes.push(step.clone());
            }
        }
        let is_new = |message: &NormalizedMessage| {
            self.words.len() < MAX_WORDS && !self.words.iter().any(|known| **known == **message.text())
        };
        if let Some(message) = occurrence.message.as_ref().filter(|message| is_new(message)) {
            self.words.push(message.text().to_string());
        }
        let is_echo = self.is_echo(&occurrence, user);
        self.add_aims(occurrence.call, occurrence.remote.as_ref());
        self.is_written &= occurrence.is_written;
        self.detail = self.detail.take().or(occurrence.detail);
        if !user.is_empty() {
            self.add_user(user, occurrence.line, occurrence.time.as_deref());
        }
        if let Some((_, count)) = self.shapes.iter_mut().find(|(shape, _)| *shape == occurrence.shape) {
            *count += u64::from(!is_echo && occurrence.shape != REPEATED_SHAPE);
        } else if self.shapes.len() < MAX_SHAPES {
            self.shapes.push((occurrence.shape, 1));
        }
        self.count += occurrence.count;
        self.findings.extend(occurrence.findings);
        if occurrence.line < self.first_line {
            self.first_line = occurrence.line;
            self.first_time.clone_from(&occurrence.time);
        }
        self.last_line = self.last_line.max(occurrence.last_line);
        self.first = self.first.min(occurrence.moment);
        self.last = self.last.max(occurrence.moment);
        self.last_time = occurrence.time.or_else(|| self.last_time.take());
    }

    /// Adds the call that failed, and the remote user whose stream could not be received.
    fn add_aims(&mut self, call: Option<PageCall>, remote: Option<&Arc<str>>) {
        self.calls.extend(call.filter(|call| !self.calls.contains(call)));
        if self.remotes.len() < MAX_USERS {
            self.remotes.extend(remote.filter(|remote| !self.remotes.contains(remote)).cloned());
        }
    }

    /// Adds a user, or an earlier line of a known one.
    fn add_user(&mut self, user: &str, line: u64, time: Option<&str>) {
        let start = || UserStart { line, time: time.map(str::to_owned) };
        match self.users.get_index_of(user) {
            Some(idx) if line < self.user_starts[idx].line => self.user_starts[idx] = start(),
            Some(_) => {}
            None if self.users.len() == MAX_USERS => self.has_more_users = true,
            None => {
                self.users.insert(user.to_owned());
                self.user_starts.push(start());
            }
        }
    }

    /// Whether another client in the page reports the removal that was just counted: every client hears of it.
    fn is_echo(&self, occurrence: &Occurrence, user: &str) -> bool {
        let second = |time: &Option<Arc<str>>| time.as_deref().map(|time| time.get(..8).unwrap_or(time).to_owned());
        self.key.operation == Operation::Ban
            && !self.users.is_empty()
            && !self.users.contains(user)
            && occurrence.time.is_some()
            && second(&occurrence.time) == second(&self.last_time)
    }

    /// Adds an entry that led to this failure to its evidence. Its codes and words are not those of the failure.
    pub(super) fn add_evidence(&mut self, occurrence: Occurrence) {
        self.count += occurrence.count;
        self.findings.extend(occurrence.findings);
        if occurrence.line < self.first_line {
            self.first_line = occurrence.line;
            self.first_time = occurrence.time;
        }
        self.last_line = self.last_line.max(occurrence.last_line);
        self.first = self.first.min(occurrence.moment);
    }

    /// Adds what a person wrote about this failure. It is neither the beginning of the failure nor its first evidence, even
    /// if it comes before the log.
    pub(super) fn add_mention(&mut self, mention: Self) {
        self.count += mention.count;
        self.mentions.extend(mention.findings);
        self.places_left_out += mention.places_left_out;
    }

    /// Adds all of a group that turned out to be the same failure.
    pub(super) fn absorb(&mut self, other: Self) {
        for step in &other.codes {
            let is_known = self.codes.iter().any(|known| known.code == step.code);
            if !is_known && self.codes.len() < MAX_CODES {
                self.codes.push(step.clone());
            }
        }
        for words in &other.words {
            if self.words.len() < MAX_WORDS && !self.words.contains(words) {
                self.words.push(words.clone());
            }
        }
        for (user, start) in other.users.iter().zip(&other.user_starts) {
            self.add_user(user, start.line, start.time.as_deref());
        }
        for call in &other.calls {
            self.add_aims(Some(*call), None);
        }
        for remote in &other.remotes {
            self.add_aims(None, Some(remote));
        }
        self.detail = self.detail.take().or_else(|| other.detail.clone());
        self.merge(other);
    }

    /// Adds the findings, lines and times of a failure that led to this one. Codes and messages are not merged.
    pub(super) fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.findings.extend(other.findings);
        self.mentions.extend(other.mentions);
        self.is_written &= other.is_written;
        self.places_left_out += other.places_left_out;
        if other.first_line < self.first_line {
            self.first_line = other.first_line;
            self.first_time = other.first_time;
        }
        self.last_line = self.last_line.max(other.last_line);
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }

    /// The code of a lost media connection, if it is among the codes of a group that began with a request for the connection.
    fn loss_code(&self) -> Option<ErrorCode> {
        let code = match self.key.operation {
            Operation::Uplink => 0x4007,
            Operation::Downlink => 0x4008,
            _ => return None,
        };
        let code = ErrorCode::new(Family::WebV4, code);
        self.codes.iter().any(|step| step.code == code).then_some(code)
    }

    /// Drops all findings except one for each of the first `places` places. `all` contains the findings.
    pub(super) fn limit_evidence(&mut self, places: usize, all: &[Finding]) {
        self.findings.sort_unstable();
        self.findings.dedup_by_key(|idx| all[*idx].place());
        self.places_left_out += self.findings.len().saturating_sub(places) as u64;
        self.findings.truncate(places);
    }

    /// Explains the failure and makes it a problem.
    pub(super) fn into_problem(mut self, histories: &UserHistories, stays: &[RoomStay]) -> Problem {
        self.codes.sort_by_key(|step| depth(step.code));
        let codes: Vec<ErrorCode> = self.codes.iter().map(|step| step.code).collect();
        let is_list = self.key.variant == Some(Variant::UserList);
        let root = if let Some(code) = self.loss_code() {
            code
        } else if codes.contains(&self.key.root) && !is_list {
            self.key.root
        } else {
            codes.first().copied().unwrap_or(self.key.root)
        };
        let users: Vec<&UserHistory> = if self.users.is_empty() {
            histories.users().map(|(_, user)| user).collect()
        } else {
            self.users.iter().filter_map(|user| histories.get(user)).collect()
        };
        let mut explanation = explain(&Failure {
            operation: self.key.operation,
            root,
            variant: self.key.variant,
            codes: chain_from(root, &codes),
            is_stated: self.root_evidence == RootEvidence::Stated,
            words: &self.words,
            calls: &self.calls,
            remotes: &self.remotes,
            users: users.clone(),
            histories,
            first: self.first,
            last: self.last,
        });
        let most_certain = match self.root_evidence {
            RootEvidence::CommonNumber => Confidence::Possible,
            RootEvidence::Inferred | RootEvidence::OnlyNumber => Confidence::Likely,
            RootEvidence::Written | RootEvidence::Stated => Confidence::Stated,
        };
        explanation.confidence = explanation.confidence.max(most_certain);
        // The message of a refused call is more specific than its code.
        let is_call = self.key.operation == Operation::Call;
        if let Some(finding) = self.detail.filter(|_| is_call && explanation.text.is_empty()) {
            explanation.text = finding.detail().unwrap_or_default().to_owned();
            if explanation.fix.is_empty() {
                let step = |text: &String| FixStep { by: None, text: text.clone() };
                explanation.fix = finding.fix().iter().map(step).collect();
            }
        }
        self.findings.sort_unstable();
        self.findings.append(&mut self.mentions);
        let user = self.users.first().map_or("", String::as_str);
        let attempt = attempt_at(user, self.first_line, self.key.operation, stays);
        let stay = attempt.as_ref().map(|attempt| &stays[attempt.stay]);
        let mut steps = steps_before(&self.codes, stay, events_of(stay, user, histories), self.last_line);
        if let Some(line) = explanation.succeeded_line {
            steps.push(ProblemStep { line, time: None, text: Phrase::StepSucceeded.text().to_owned() });
        }
        let occurrences = self.shapes.iter().map(|(_, count)| *count).max().unwrap_or(1);
        let problem = problem(root, explanation);
        Problem {
            went_on: users.iter().any(|user| went_on(user, self.last)),
            users: self.users.into_iter().collect(),
            user_starts: self.user_starts,
            has_more_users: self.has_more_users,
            occurrences,
            attempt,
            steps,
            symptoms: if is_call && self.words.len() > 1 { self.words } else { problem.symptoms },
            count: self.count,
            first_line: self.first_line,
            last_line: self.last_line,
            first_time: self.first_time.as_deref().map(str::to_owned),
            last_time: self.last_time.as_deref().map(str::to_owned),
            findings: self.findings,
            places_left_out: self.places_left_out,
            ..problem
        }
    }
}

/// Whether a user's call continued after `moment`: the user entered a room, or was in one and left, published or got a connection
/// back later.
fn went_on(user: &UserHistory, moment: u64) -> bool {
    let later = [user.left, user.published, user.publishing, user.signal_back];
    user.joined.is_after(moment) || user.joined.is_recorded() && later.iter().any(|tally| tally.is_after(moment))
}

/// The chain of a failure: its root, then the codes that are nearer to the symptom. Other roots are left out.
fn chain_from(root: ErrorCode, sorted: &[ErrorCode]) -> Vec<ErrorCode> {
    let follows = |code: &&ErrorCode| **code != root && depth(**code) > depth(root);
    std::iter::once(root).chain(sorted.iter().filter(follows).copied()).collect()
}

/// Makes a problem of a failure without a code.
pub(super) fn implied_problem(failure: ImpliedFailure, histories: &UserHistories, stays: &[RoomStay]) -> Problem {
    let attempt = attempt_at(&failure.user, failure.first_line, Operation::Other, stays);
    let stay = attempt.as_ref().map(|attempt| &stays[attempt.stay]);
    let steps = steps_before(&[], stay, events_of(stay, &failure.user, histories), failure.last_line);
    Problem {
        attempt,
        steps,
        users: if failure.user.is_empty() { Vec::new() } else { vec![failure.user] },
        chain: Vec::new(),
        // Only losses that are over are warnings.
        went_on: failure.explanation.impact == Impact::Warning,
        count: failure.count,
        first_line: failure.first_line,
        last_line: failure.last_line,
        ..problem(failure.root, failure.explanation)
    }
}

/// A problem with its explanation; lines, times and findings are not set yet. The explanation may have a root other than
/// `root`.
fn problem(root: ErrorCode, explanation: Explanation) -> Problem {
    let root = explanation.chain.first().copied().unwrap_or(root);
    let entry = Catalog::current().entry(root).cloned().unwrap_or_else(|| unknown(root));
    let owner = explanation.owner.unwrap_or(entry.owner);
    let from_catalog = || entry.fix.iter().map(|text| FixStep { by: None, text: text.clone() }).collect();
    let fix = if explanation.fix.is_empty() { from_catalog() } else { explanation.fix };
    Problem {
        title: format!("{}: {}", explanation.cause, explanation.outcome),
        root,
        impact: explanation.impact,
        confidence: explanation.confidence,
        harmless: explanation.harmless,
        owner,
        occurrences: 1,
        users: Vec::new(),
        user_starts: Vec::new(),
        has_more_users: false,
        succeeded_line: explanation.succeeded_line,
        went_on: false,
        symptoms: explanation.chain.iter().skip(1).map(|code| symptom(*code)).collect(),
        attempt: None,
        steps: Vec::new(),
        chain: explanation.chain,
        count: 0,
        first_line: 0,
        last_line: 0,
        first_time: None,
        last_time: None,
        explanation: if explanation.text.is_empty() { entry.explanation } else { explanation.text },
        fix_by: fix.iter().map(|step| step.by.unwrap_or(owner)).collect(),
        fix: fix.into_iter().map(|step| step.text).collect(),
        findings: Vec::new(),
        places_left_out: 0,
    }
}

/// The attempt of `user` in which an operation failed on a line.
fn attempt_at(user: &str, line: u64, operation: Operation, stays: &[RoomStay]) -> Option<ProblemAttempt> {
    attempt_around(user, line, stays).map(|attempt| ProblemAttempt { step: step_of(operation), ..attempt })
}

/// The attempt of `user` that contains a line; the later one if two overlap.
pub(in crate::diagnosis) fn attempt_around(user: &str, line: u64, stays: &[RoomStay]) -> Option<ProblemAttempt> {
    let of_user = || stays.iter().enumerate().filter(|(_, stay)| stay.user == user);
    let (number, (idx, stay)) = of_user().enumerate().filter(|(_, (_, stay))| stay.contains(line)).last()?;
    Some(ProblemAttempt {
        user: user.to_owned(),
        client: stay.client.clone(),
        stay: idx,
        number: number + 1,
        count: of_user().count(),
        step: None,
    })
}

/// The step of an attempt that an operation is, apart from those of the way in: the lines of the attempt show which of them
/// failed.
fn step_of(operation: Operation) -> Option<RungKind> {
    match operation {
        Operation::Publish => Some(RungKind::Publish),
        Operation::Subscribe => Some(RungKind::Subscribe),
        Operation::Uplink | Operation::Downlink | Operation::Media => Some(RungKind::Media),
        _ => None,
    }
}

/// The events of a stay, or those of its user if the problem is in none.
fn events_of<'h>(stay: Option<&RoomStay>, user: &str, histories: &'h UserHistories) -> Option<&'h UserHistory> {
    match stay {
        Some(stay) => histories.stay(stay.number),
        None => histories.get(user),
    }
}

/// A code that follows from the root, in words: the first clause of its summary, since the second one may be about a cause.
fn symptom(code: ErrorCode) -> String {
    let name = Catalog::current().entry(code).and_then(|entry| entry.name.as_deref()).unwrap_or_default();
    let summary = catalog_summary(code);
    let what = summary.split_once("; ").map_or(summary.as_str(), |(what, _)| what);
    format!("{name} {code}: {what}").trim_start().to_owned()
}
