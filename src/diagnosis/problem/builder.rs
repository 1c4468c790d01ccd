//! Findings put together to what went wrong: printings of one failure to a group as they pass, groups to problems at the
//! end. Memory is bounded by the number of different failures, not by the log's length.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::fast::{FixedState, RandomState};

use super::Problem;
use super::fingerprint::{Fingerprint, NormalizedMessage, Variant, depth};
use super::group::{Group, GroupKey, Occurrence, implied_problem};
use super::steps::CodeStep;
use crate::code::Family;
use crate::diagnosis::cause::implied;
use crate::diagnosis::operation::Operation;
use crate::diagnosis::user_history::{UserHistories, UserHistory};
use crate::event::ClientEvent;
use crate::finding::Finding;

/// Different failures beyond this many are counted with the last one of their operation.
const MAX_GROUPS: usize = 1000;
/// Printings without a cause of their own are compared with this many that had one.
const MAX_RECENT: usize = 32;
/// Bare events that wait for the printing that says why.
const MAX_PENDING: usize = 64;

/// A user's name, told from others by its hash: names of one log are alike in length and beginning.
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

/// A printing that had a cause, for those to come that have none.
#[derive(Clone, Debug)]
struct Recent {
    group: usize,
    operation: Operation,
    user: User,
    core: NormalizedMessage,
}

/// A bare event: its failure is not known yet.
#[derive(Clone, Debug)]
struct Pending {
    operation: Operation,
    user: User,
    part: Occurrence,
}

/// Builds the problems of a log.
#[derive(Clone, Debug, Default)]
pub struct ProblemBuilder {
    groups: Vec<Group>,
    idx_by_key: HashMap<GroupKey, usize, RandomState>,
    recent: VecDeque<Recent>,
    pending: Vec<Pending>,
    facts: UserHistories,
}

/// The findings of one entry, each with its place in [`super::Diagnosis::findings`].
#[derive(Clone, Copy, Debug)]
pub struct EntryFindings<'a> {
    /// All of them, those too that an earlier entry of the same line had already.
    pub all: &'a [Finding],
    /// For each, its place where it is kept.
    pub kept: &'a [Option<usize>],
    /// How many of them were not found before.
    pub count: u64,
}

impl ProblemBuilder {
    /// Takes a happening of `user` on `line`.
    pub fn take(&mut self, what: ClientEvent<&str>, user: Option<&str>, line: u64) {
        self.facts.take(what, user, line);
    }

    /// Takes what an entry with findings says; `user` is the one whose client says it.
    pub fn see(&mut self, mut print: Cow<'_, Fingerprint>, user: Option<&str>, findings: EntryFindings<'_>) {
        let user = match user {
            Some(user) if !self.is_remote(user) => User::new(user),
            _ => User::new(self.facts.current()),
        };
        if let Some(operation) = self.operation_before(&print, &user) {
            print.to_mut().operation = operation;
        }
        let part = part_of(&print, self.facts.next_moment(), findings);
        let key = GroupKey { operation: print.operation, root: print.root, variant: print.variant };
        let is_stated = print.codes.len() > 1 && print.is_rooted;
        let says_why = print.is_rooted || print.variant.is_some();
        let linked = if says_why && print.variant != Some(Variant::Rejoin) { None } else { self.linked(&print, &user) };
        // Raw messages of the signal channel give the server's code and not the operation that failed by it.
        let is_raw = print.operation == Operation::Other && print.root.family() == Family::Server;
        let of_root = |group: &Group| group.key.root == print.root;
        let linked = if is_raw { self.groups.iter().rposition(of_root) } else { linked };
        // One loss of the signal channel is told by how it closed, by what reconnecting met and by giving up.
        let of_signal = |group: &Group| group.key.operation == Operation::Signal && group.users.contains(&*user.name);
        let is_signal = print.operation == Operation::Signal;
        let linked = if is_signal { self.groups.iter().rposition(of_signal) } else { linked };
        let group = match linked {
            Some(group) => group,
            None if is_raw => {
                self.pend(Pending { operation: print.operation, user, part });
                return;
            }
            None if says_why || print.core.is_some() => self.group(key, &part),
            None => {
                self.pend(Pending { operation: print.operation, user, part });
                return;
            }
        };
        if says_why {
            self.settle(print.operation, &user, group, &part);
        }
        self.remember(group, &print, &user);
        let group = &mut self.groups[group];
        group.is_stated |= is_stated;
        group.add(part, &user.name);
    }

    /// Whether `user` is a remote one: lines of its stream stand under its name, and the client is another's.
    fn is_remote(&self, user: &str) -> bool {
        let has_client = |name: &str| self.facts.of(name).is_some_and(|facts| facts.clients.is_seen());
        !has_client(user) && has_client(self.facts.current())
    }

    /// What was being done, where an exception's name alone does not tell: what failed with the same exception just before.
    fn operation_before(&self, print: &Fingerprint, user: &User) -> Option<Operation> {
        let core = print.core.as_ref().filter(|_| print.is_guessed)?.text();
        let exception = &core[core.find(print.root.to_string().as_str())?..];
        let fits = |recent: &&Recent| recent.user == *user && recent.core.text().ends_with(exception);
        self.recent.iter().rev().find(fits).map(|recent| recent.operation)
    }

    /// The group of an earlier printing that says why, for one that does not.
    fn linked(&self, print: &Fingerprint, user: &User) -> Option<usize> {
        let fits = |recent: &&Recent| recent.operation == print.operation;
        if let Some(core) = &print.core {
            let same = self.recent.iter().rev().filter(fits).find(|recent| recent.core.is_same(core));
            if let Some(recent) = same {
                return Some(recent.group);
            }
        }
        // Told by its words and not by a message of the server's: a rejoin that failed for what was printed just before.
        let follows = print.variant == Some(Variant::Rejoin);
        let of_user = |recent: &&Recent| recent.user == *user || user.name.is_empty();
        let before = self.recent.iter().rev().filter(fits).find(of_user);
        before
            .filter(|recent| {
                follows
                    && depth(self.groups[recent.group].key.root) < crate::diagnosis::problem::fingerprint::SYMPTOM_DEPTH
            })
            .map(|recent| recent.group)
    }

    fn group(&mut self, key: GroupKey, part: &Occurrence) -> usize {
        if let Some(idx) = self.idx_by_key.get(&key) {
            return *idx;
        }
        if self.groups.len() >= MAX_GROUPS {
            let same = |group: &Group| group.key.operation == key.operation;
            return self.groups.iter().rposition(same).unwrap_or(MAX_GROUPS - 1);
        }
        self.groups.push(Group::new(key, part));
        self.idx_by_key.insert(key, self.groups.len() - 1);
        self.groups.len() - 1
    }

    fn remember(&mut self, group: usize, print: &Fingerprint, user: &User) {
        let Some(core) = &print.core else { return };
        if self.recent.len() == MAX_RECENT {
            self.recent.pop_front();
        }
        let operation = print.operation;
        self.recent.push_back(Recent { group, operation, user: user.clone(), core: core.clone() });
    }

    fn pend(&mut self, pending: Pending) {
        if self.pending.len() == MAX_PENDING {
            let oldest = self.pending.remove(0);
            self.place(oldest);
        }
        self.pending.push(pending);
    }

    /// Gives `group` the bare events that waited for a printing like `part`, which says why.
    fn settle(&mut self, operation: Operation, user: &User, group: usize, part: &Occurrence) {
        let is_known = |step: &CodeStep| part.steps.iter().any(|known| known.code == step.code);
        let mut fits = |pending: &mut Pending| {
            let (is_raw, is_same) = (pending.operation == Operation::Other, pending.operation == operation);
            (is_raw || is_same) && pending.user == *user && {
                let shared = pending.part.steps.iter().any(is_known);
                is_raw && shared || is_same && (shared || part.steps.len() == 1)
            }
        };
        for pending in self.pending.extract_if(.., &mut fits) {
            self.groups[group].add(pending.part, &user.name);
        }
    }

    /// Finds a group for a bare event that nothing explained.
    fn place(&mut self, pending: Pending) {
        let Pending { operation, user, part } = pending;
        let of_operation = |group: &&mut Group| group.key.operation == operation;
        let of_user = |group: &Group| group.users.contains(&*user.name);
        let mut groups = self.groups.iter_mut().filter(of_operation);
        let idx_of = |part: &Occurrence| part.steps.iter().map(|step| step.code).min_by_key(|code| depth(*code));
        let first = groups.find(|group| of_user(group) || user.name.is_empty());
        if let Some(group) = first {
            group.add(part, &user.name);
        } else if let Some(root) = idx_of(&part) {
            let group = self.group(GroupKey { operation, root, variant: None }, &part);
            self.groups[group].add(part, &user.name);
        }
    }

    /// Puts the loss of a signal channel to the refusal that kept the user from coming back; the refusal is the reason why
    /// an interruption became the end.
    fn join_losses(&mut self) {
        let came_back = |facts: &UserHistory, from: u64, to: u64| {
            [facts.signal_back, facts.joined].iter().any(|seen| seen.last > from && seen.last < to)
        };
        for at in (0..self.groups.len()).rev() {
            let loss = &self.groups[at];
            if loss.key.operation != Operation::Signal {
                continue;
            }
            let Some(user) = loss.users.first().and_then(|user| self.facts.of(user)) else { continue };
            let ends_it = |group: &Group| {
                group.key.operation == Operation::Join
                    && depth(group.key.root) < crate::diagnosis::problem::fingerprint::SYMPTOM_DEPTH
                    && group.users == loss.users
                    && group.last >= loss.first
                    && user.joined.is_seen()
                    && user.joined.first < loss.first
                    && !came_back(user, loss.first, group.last)
            };
            if let Some(refusal) = self.groups.iter().position(ends_it) {
                let loss = self.groups.remove(at);
                let refusal = refusal - usize::from(refusal > at);
                self.groups[refusal].take_in(loss);
            }
        }
    }

    /// The problems, the gravest first.
    pub fn finish(mut self) -> Vec<Problem> {
        for pending in std::mem::take(&mut self.pending) {
            self.place(pending);
        }
        self.join_losses();
        let is_told = |operation: Operation, user: &str| {
            let about = |group: &Group| group.users.is_empty() || user.is_empty() || group.users.contains(user);
            self.groups.iter().any(|group| group.key.operation == operation && about(group))
        };
        let silent = implied(&self.facts, &is_told);
        let mut problems: Vec<Problem> = silent.into_iter().map(|found| implied_problem(found, &self.facts)).collect();
        for group in self.groups {
            problems.push(group.into_problem(&self.facts));
        }
        problems.sort_by_key(|problem| {
            // How often counts by its magnitude only: exports of one run differ in how much they print.
            let magnitude = problem.occurrences.max(1).ilog(4);
            (problem.effect, problem.harmless, std::cmp::Reverse(magnitude), problem.first_line)
        });
        problems
    }
}

fn part_of(print: &Fingerprint, moment: u64, findings: EntryFindings<'_>) -> Occurrence {
    let line_of = |finding: &Finding| finding.line;
    let time = findings.all.first().and_then(|finding| finding.time.clone());
    let steps = print.codes.iter().map(|code| {
        let finding = findings.all.iter().find(|finding| finding.code == *code).or_else(|| findings.all.first());
        CodeStep {
            code: *code,
            line: finding.map_or(0, line_of),
            time: time.clone(),
            words: print.core.as_ref().map(|core| Arc::clone(core.text())),
        }
    });
    Occurrence {
        steps: steps.collect(),
        core: print.core.clone(),
        detail: findings.all.iter().find(|finding| finding.body.detail.is_some()).cloned(),
        shape: print.shape,
        findings: findings.kept.iter().filter_map(|idx| *idx).collect(),
        count: findings.count,
        line: findings.all.iter().map(line_of).min().unwrap_or(0),
        last_line: findings.all.iter().map(line_of).max().unwrap_or(0),
        moment,
        time: time.clone(),
    }
}
