//! Groups findings into problems. While the log is read, the occurrences of one failure are added to a group; at the end,
//! each group becomes a problem. Memory is bounded by the number of different failures, not by the length of the log.

use std::collections::{HashMap, VecDeque};
use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::fast::{FixedState, RandomState};

use super::fingerprint::{Fingerprint, GroupKey, NormalizedMessage, SYMPTOM_DEPTH, Variant, depth};
use super::group::{Group, Occurrence, implied_problem};
use super::model::Problem;
use super::steps::CodeStep;
use super::worded;
use super::worded::{WordedEvidence, WordedFailure, worded_problem};
use crate::code::Family;
use crate::diagnosis::cause::implied;
use crate::diagnosis::operation::Operation;
use crate::diagnosis::user_history::{UserHistories, UserHistory};
use crate::event::ClientEvent;
use crate::finding::Finding;

/// Further failures are counted with the last group of their operation.
const MAX_GROUPS: usize = 1000;
/// How many occurrences that state a cause are kept; later occurrences without a cause are compared with them.
const MAX_RECENT: usize = 32;
/// How many occurrences without a cause wait for one that states it.
const MAX_PENDING: usize = 64;

/// A user's name. Compared by its hash first: the names in one log often have the same length and beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
struct User {
    hash: u64,
    name: Arc<str>,
}

impl User {
    fn new(name: &str) -> Self {
        Self { hash: FixedState::default().hash_one(name), name: name.into() }
    }
}

/// An occurrence that stated a cause.
#[derive(Clone, Debug)]
struct Recent {
    group: usize,
    operation: Operation,
    user: User,
    message: NormalizedMessage,
}

/// An occurrence without a cause, whose group is not known yet.
#[derive(Clone, Debug)]
struct Pending {
    operation: Operation,
    user: User,
    occurrence: Occurrence,
}

/// Builds the problems of a log.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProblemBuilder {
    groups: Vec<Group>,
    idx_by_key: HashMap<GroupKey, usize, RandomState>,
    recent: VecDeque<Recent>,
    pending: Vec<Pending>,
    histories: UserHistories,
    /// Failures that are reported in words.
    worded: Vec<WordedFailure>,
}

/// The findings of one entry, each with its index in [`crate::diagnosis::Diagnosis::findings`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct EntryFindings<'a> {
    /// All of them, including those that an earlier entry of the same line already had.
    pub all: &'a [Finding],
    /// For each, its index if it is kept.
    pub kept: &'a [Option<usize>],
    /// How many of them are new.
    pub count: u64,
}

impl ProblemBuilder {
    /// Records an event of `user` on `line`.
    pub(crate) fn record_event(&mut self, event: ClientEvent<&str>, user: Option<&str>, line: u64) {
        self.histories.record(event, user, line);
    }

    /// Whether no entry with findings was added.
    pub(crate) fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.pending.is_empty()
    }

    /// Adds an entry without findings that has a sentence.
    pub(crate) fn add_sentence(&mut self, sentence: usize, user: Option<&str>, evidence: WordedEvidence<'_>) {
        worded::add(&mut self.worded, sentence, user, evidence);
    }

    /// Adds an entry with findings; `user` is the user whose client printed it.
    pub(crate) fn add(&mut self, mut fingerprint: Fingerprint, user: Option<&str>, findings: EntryFindings<'_>) {
        let user = match user {
            Some(user) if !self.is_remote(user) => User::new(user),
            _ => User::new(self.histories.current()),
        };
        if let Some(operation) = self.operation_before(&fingerprint, &user) {
            fingerprint.key.operation = operation;
        }
        let occurrence = occurrence_of(&fingerprint, self.histories.next_moment(), findings);
        let key = fingerprint.key;
        let is_stated = fingerprint.codes.len() > 1 && fingerprint.is_rooted;
        let says_why = fingerprint.is_rooted || key.variant.is_some();
        let linked =
            if says_why && key.variant != Some(Variant::Rejoin) { None } else { self.linked(&fingerprint, &user) };
        // A raw message of the signal channel has the server's code but not the operation that failed.
        let is_raw = key.operation == Operation::Other && key.root.family() == Family::Server;
        let has_same_root = |group: &Group| group.key.root == key.root;
        let linked = if is_raw { self.groups.iter().rposition(has_same_root) } else { linked };
        // One loss of the signal channel is logged when it closes, when reconnecting fails and when the SDK gives up.
        let is_signal_loss =
            |group: &Group| group.key.operation == Operation::Signal && group.users.contains(&*user.name);
        let is_signal = key.operation == Operation::Signal;
        let linked = if is_signal { self.groups.iter().rposition(is_signal_loss) } else { linked };
        let group = match linked {
            Some(group) => group,
            None if !is_raw && (says_why || fingerprint.message.is_some()) => self.group(key, &occurrence),
            None => {
                self.defer(Pending { operation: key.operation, user, occurrence });
                return;
            }
        };
        if says_why {
            self.assign_pending(key.operation, &user, group, &occurrence);
        }
        self.remember(group, &fingerprint, &user);
        let group = &mut self.groups[group];
        group.is_stated |= is_stated;
        group.add(occurrence, &user.name);
    }

    /// Whether `user` is a remote user: the lines of a remote stream carry its user's name, but another user's client prints
    /// them.
    fn is_remote(&self, user: &str) -> bool {
        let has_client = |name: &str| self.histories.get(name).is_some_and(|history| history.clients.is_recorded());
        !has_client(user) && has_client(self.histories.current())
    }

    /// The operation of an exception whose text does not name one: the operation that failed with the same exception just
    /// before.
    fn operation_before(&self, fingerprint: &Fingerprint, user: &User) -> Option<Operation> {
        let message = fingerprint.message.as_ref().filter(|_| fingerprint.is_guessed)?.text();
        let exception = &message[message.find(fingerprint.key.root.to_string().as_str())?..];
        let fits = |recent: &&Recent| recent.user == *user && recent.message.text().ends_with(exception);
        self.recent.iter().rev().find(fits).map(|recent| recent.operation)
    }

    /// The group of an earlier occurrence that states the cause, for one that does not.
    fn linked(&self, fingerprint: &Fingerprint, user: &User) -> Option<usize> {
        let fits = |recent: &&Recent| recent.operation == fingerprint.key.operation;
        if let Some(message) = &fingerprint.message {
            let same = self.recent.iter().rev().filter(fits).find(|recent| recent.message.is_same(message));
            if let Some(recent) = same {
                return Some(recent.group);
            }
        }
        // A rejoin that is recognised by its words, without a server's message, failed for the cause logged just before it.
        let follows = fingerprint.key.variant == Some(Variant::Rejoin);
        let is_same_user = |recent: &&Recent| recent.user == *user || user.name.is_empty();
        let before = self.recent.iter().rev().filter(fits).find(is_same_user);
        before
            .filter(|recent| follows && depth(self.groups[recent.group].key.root) < SYMPTOM_DEPTH)
            .map(|recent| recent.group)
    }

    /// The index of the group with this key, which is created if needed.
    fn group(&mut self, key: GroupKey, occurrence: &Occurrence) -> usize {
        if let Some(idx) = self.idx_by_key.get(&key) {
            return *idx;
        }
        if self.groups.len() >= MAX_GROUPS {
            let same = |group: &Group| group.key.operation == key.operation;
            return self.groups.iter().rposition(same).unwrap_or(MAX_GROUPS - 1);
        }
        self.groups.push(Group::new(key, occurrence));
        self.idx_by_key.insert(key, self.groups.len() - 1);
        self.groups.len() - 1
    }

    fn remember(&mut self, group: usize, fingerprint: &Fingerprint, user: &User) {
        let Some(message) = &fingerprint.message else { return };
        if self.recent.len() == MAX_RECENT {
            self.recent.pop_front();
        }
        let operation = fingerprint.key.operation;
        self.recent.push_back(Recent { group, operation, user: user.clone(), message: message.clone() });
    }

    fn defer(&mut self, pending: Pending) {
        if self.pending.len() == MAX_PENDING {
            let oldest = self.pending.remove(0);
            self.assign(oldest);
        }
        self.pending.push(pending);
    }

    /// Adds to `group` the pending occurrences whose cause `occurrence` states.
    fn assign_pending(&mut self, operation: Operation, user: &User, group: usize, occurrence: &Occurrence) {
        let is_known = |step: &CodeStep| occurrence.steps.iter().any(|known| known.code == step.code);
        let mut fits = |pending: &mut Pending| {
            let (is_raw, is_same) = (pending.operation == Operation::Other, pending.operation == operation);
            (is_raw || is_same) && pending.user == *user && {
                let shared = pending.occurrence.steps.iter().any(is_known);
                is_raw && shared || is_same && (shared || occurrence.steps.len() == 1)
            }
        };
        for pending in self.pending.extract_if(.., &mut fits) {
            self.groups[group].add(pending.occurrence, &user.name);
        }
    }

    /// Adds an occurrence whose cause was never stated to a group of its operation.
    fn assign(&mut self, pending: Pending) {
        let Pending { operation, user, occurrence } = pending;
        let has_operation = |group: &&mut Group| group.key.operation == operation;
        let has_user = |group: &Group| group.users.contains(&*user.name);
        let mut groups = self.groups.iter_mut().filter(has_operation);
        let first = groups.find(|group| has_user(group) || user.name.is_empty());
        if let Some(group) = first {
            group.add(occurrence, &user.name);
        } else if let Some(root) = occurrence.steps.iter().map(|step| step.code).min_by_key(|code| depth(*code)) {
            let group = self.group(GroupKey { operation, root, variant: None }, &occurrence);
            self.groups[group].add(occurrence, &user.name);
        }
    }

    /// Merges the loss of a signal channel into the refusal that kept the user from joining again: the refusal is why the
    /// interruption became the end of the call.
    fn merge_losses_into_refusals(&mut self) {
        let came_back = |history: &UserHistory, from: u64, to: u64| {
            [history.signal_back, history.joined].iter().any(|tally| tally.last > from && tally.last < to)
        };
        for idx in (0..self.groups.len()).rev() {
            let loss = &self.groups[idx];
            if loss.key.operation != Operation::Signal {
                continue;
            }
            let Some(user) = loss.users.first().and_then(|user| self.histories.get(user)) else { continue };
            let ended_the_call = |group: &Group| {
                group.key.operation == Operation::Join
                    && depth(group.key.root) < SYMPTOM_DEPTH
                    && group.users == loss.users
                    && group.last >= loss.first
                    && user.joined.is_recorded()
                    && user.joined.first < loss.first
                    && !came_back(user, loss.first, group.last)
            };
            if let Some(refusal) = self.groups.iter().position(ended_the_call) {
                let loss = self.groups.remove(idx);
                let refusal = refusal - usize::from(refusal > idx);
                self.groups[refusal].merge(loss);
            }
        }
    }

    /// Drops the findings that are not among the first `places` places of a problem, and renumbers the others.
    pub(crate) fn limit_evidence(&mut self, places: usize, findings: &mut Vec<Finding>) {
        for group in &mut self.groups {
            group.limit_evidence(places, findings);
        }
        let pending = self.pending.iter_mut().map(|pending| &mut pending.occurrence.findings);
        let idxs = self.groups.iter_mut().map(|group| &mut group.findings).chain(pending).flatten();
        let mut idxs: Vec<&mut usize> = idxs.collect();
        idxs.sort_unstable();
        let (mut old_idx, mut kept) = (0, 0);
        let mut rest = idxs.into_iter().peekable();
        findings.retain(|_| {
            let mut is_kept = false;
            while let Some(idx) = rest.next_if(|idx| **idx == old_idx) {
                *idx = kept;
                is_kept = true;
            }
            old_idx += 1;
            kept += usize::from(is_kept);
            is_kept
        });
    }

    /// The problems, the most severe first.
    pub(crate) fn finish(mut self) -> Vec<Problem> {
        for pending in std::mem::take(&mut self.pending) {
            self.assign(pending);
        }
        self.merge_losses_into_refusals();
        let is_reported = |operation: Operation, user: &str| {
            let concerns_user = |group: &Group| group.users.is_empty() || user.is_empty() || group.users.contains(user);
            self.groups.iter().any(|group| group.key.operation == operation && concerns_user(group))
        };
        let implied = implied(&self.histories, &is_reported);
        let mut problems: Vec<Problem> =
            implied.into_iter().map(|failure| implied_problem(failure, &self.histories)).collect();
        for group in self.groups {
            problems.push(group.into_problem(&self.histories));
        }
        if problems.is_empty() {
            problems.extend(self.worded.into_iter().filter_map(worded_problem));
        }
        problems.sort_by_key(|problem| {
            // Only the magnitude of the number of occurrences counts: exports of one call differ in how often they repeat a
            // failure.
            let magnitude = problem.occurrences.max(1).ilog(4);
            (problem.impact, problem.harmless, std::cmp::Reverse(magnitude), problem.first_line)
        });
        problems
    }
}

fn occurrence_of(fingerprint: &Fingerprint, moment: u64, findings: EntryFindings<'_>) -> Occurrence {
    let line_of = |finding: &Finding| finding.line;
    let time = findings.all.first().and_then(|finding| finding.time.clone());
    let steps = fingerprint.codes.iter().map(|code| {
        let finding = findings.all.iter().find(|finding| finding.code == *code).or_else(|| findings.all.first());
        CodeStep {
            code: *code,
            line: finding.map_or(0, line_of),
            time: time.clone(),
            words: fingerprint.message.as_ref().map(|message| Arc::clone(message.text())),
        }
    });
    Occurrence {
        steps: steps.collect(),
        message: fingerprint.message.clone(),
        detail: findings.all.iter().find(|finding| finding.body.detail.is_some()).cloned(),
        shape: fingerprint.shape,
        findings: findings.kept.iter().filter_map(|idx| *idx).collect(),
        count: findings.count,
        line: findings.all.iter().map(line_of).min().unwrap_or(0),
        last_line: findings.all.iter().map(line_of).max().unwrap_or(0),
        moment,
        time: time.clone(),
    }
}
