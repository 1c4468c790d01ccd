//! Groups findings into problems. While the log is read, the occurrences of one failure are added to a group; at the end,
//! each group becomes a problem. Memory is bounded by the number of different failures, not by the length of the log.

use std::collections::{HashMap, VecDeque};
use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::fast::{FixedState, RandomState};

use super::fingerprint::{Fingerprint, GroupKey, NormalizedMessage, RootEvidence, SYMPTOM_DEPTH, Variant, depth};
use super::group::{Group, Occurrence, implied_problem};
use super::merging::{merge_losses_into_refusals, merge_mentions, merge_symptoms, merge_written_symptoms};
use super::model::Problem;
use super::steps::CodeStep;
use super::worded;
use super::worded::{WordedEvidence, WordedFailure, worded_problem};
use crate::code::{ErrorCode, Family};
use crate::diagnosis::cause::implied;
use crate::diagnosis::operation::Operation;
use crate::diagnosis::room_stay::Moment;
use crate::diagnosis::timeline::Timeline;
use crate::diagnosis::user_history::UserHistories;
use crate::event::{ClientEvent, Speaker};
use crate::finding::Finding;
use crate::knowledge::ApiNames;

/// Further failures are counted with the last group of their operation.
const MAX_GROUPS: usize = 1000;
/// How many occurrences that state a cause are kept; later occurrences without a cause are compared with them.
const MAX_RECENT: usize = 32;
/// How many occurrences without a cause wait for one that states it.
const MAX_PENDING: usize = 64;
/// A line without words of its own belongs to a failure of the same operation if at most this many events and failures are
/// between them.
const NEAR: u64 = 50;
/// What the page reports of a failure follows it with at most this many events and failures of other clients between them.
const JUST_BEFORE: u64 = 8;

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
    /// How its entry shows the root. It never states one.
    root_evidence: RootEvidence,
}

/// Builds the problems of a log.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProblemBuilder {
    groups: Vec<Group>,
    idx_by_key: HashMap<GroupKey, usize, RandomState>,
    recent: VecDeque<Recent>,
    pending: Vec<Pending>,
    /// Attempts that the SDK repeats by itself. They are evidence of the failure that follows, if one does.
    retries: Vec<(GroupKey, Pending)>,
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
    /// Whether a person may have written the entry: no logger printed it and it has no time.
    pub is_written: bool,
}

impl ProblemBuilder {
    /// Records an event that `speaker` reports, in the stay with this number.
    pub(crate) fn record_event(
        &mut self,
        event: ClientEvent<&str>,
        speaker: Speaker<'_>,
        stay: Option<u64>,
        at: Moment,
    ) {
        self.histories.record(event, speaker, stay, at);
    }

    /// Whether no entry with findings was added.
    pub(crate) fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.pending.is_empty()
    }

    /// Adds an entry without findings that has a sentence.
    pub(crate) fn add_sentence(&mut self, sentence: usize, user: Option<&str>, evidence: WordedEvidence<'_>) {
        worded::add(&mut self.worded, sentence, user, evidence);
    }

    /// Adds an entry with findings, which `speaker` printed.
    pub(crate) fn add(&mut self, mut fingerprint: Fingerprint, speaker: Speaker<'_>, findings: EntryFindings<'_>) {
        let user = match speaker.own_user() {
            Some(user) if !self.is_remote(user) => User::new(user),
            Some(_) => User::new(self.histories.current()),
            None => User::new(self.refused_user(&fingerprint).unwrap_or_else(|| self.histories.current())),
        };
        self.place(&mut fingerprint, &user);
        let mut occurrence = occurrence_of(&fingerprint, self.histories.next_moment(), findings);
        occurrence.remote = speaker.remote_user().map(Arc::from);
        let key = fingerprint.key;
        let root_evidence = fingerprint.root_evidence.min(RootEvidence::Inferred);
        if key.variant == Some(Variant::Retrying) {
            self.retries.truncate(MAX_PENDING - 1);
            self.retries.push((key, Pending { operation: key.operation, user, occurrence, root_evidence }));
            return;
        }
        let says_why = fingerprint.is_rooted || key.variant.is_some();
        let has_words = fingerprint.message.is_some() && !fingerprint.is_bare();
        let is_raw = key.operation == Operation::Other && key.root.family() == Family::Server;
        let group = match self.known_group(&fingerprint, &user, is_raw) {
            Some(group) => group,
            None if !is_raw && (says_why || has_words) => self.group(key, &occurrence),
            None => {
                self.defer(Pending { operation: key.operation, user, occurrence, root_evidence });
                return;
            }
        };
        if says_why {
            self.assign_pending(key.operation, &user, group, &occurrence);
            self.assign_retries(key.operation, &user, group);
        }
        // The page's words are the same after another refusal, so they do not identify this one.
        if !says_why && key.operation == Operation::Join && self.groups[group].key != key {
            occurrence.message = None;
        } else {
            self.remember(group, &fingerprint, &user);
        }
        let group = &mut self.groups[group];
        group.root_evidence = group.root_evidence.max(fingerprint.root_evidence);
        group.add(occurrence, &user.name);
    }

    /// Sets what was being done where the entry itself does not say it: by what was logged before it, and by the state of the
    /// user's client.
    fn place(&self, fingerprint: &mut Fingerprint, user: &User) {
        if let Some(operation) = self.operation_before(fingerprint, user) {
            fingerprint.key.operation = operation;
            fingerprint.key.variant = fingerprint.key.variant.filter(|variant| *variant != Variant::Unplaced);
        }
        let Some(history) = self.histories.get(&user.name) else { return };
        let is_in_room = history.joined.is_recorded() && !history.left.is_after(history.joined.last);
        if fingerprint.key.variant == Some(Variant::Handshake) && is_in_room {
            fingerprint.key.operation = Operation::Signal;
        }
        // While a media connection is restored, the requests for it have no words of their own.
        let is_request = matches!(fingerprint.key.operation, Operation::Publish | Operation::Subscribe)
            && fingerprint.key.root == ErrorCode::new(Family::WebV4, 0x404b)
            && fingerprint.message.as_ref().is_some_and(|message| message.text().starts_with("exchange sdp"));
        let is_open = |way: &usize| {
            let retries = history.media_retries[*way];
            retries.is_recorded()
                && !history.media_back[*way].is_after(retries.last)
                && !history.publishing.is_after(retries.last)
        };
        let last = (0..2).filter(is_open).max_by_key(|way| history.media_retries[*way].last);
        if let Some(way) = last.filter(|_| is_request) {
            fingerprint.key.operation = if way == 0 { Operation::Uplink } else { Operation::Downlink };
        }
    }

    /// The group of an earlier occurrence of the same failure, if its key does not decide.
    fn known_group(&self, fingerprint: &Fingerprint, user: &User, is_raw: bool) -> Option<usize> {
        let key = fingerprint.key;
        // One loss of a connection is logged when it breaks, when restoring it fails and when the SDK gives up.
        if matches!(key.operation, Operation::Signal | Operation::Uplink | Operation::Downlink) {
            let is_same = |group: &Group| group.key.operation == key.operation && group.users.contains(&*user.name);
            return self.groups.iter().rposition(is_same);
        }
        // A raw message of the signal channel has the server's code but not the operation that failed.
        if is_raw {
            return self.groups.iter().rposition(|group| group.key.root == key.root);
        }
        let says_why = fingerprint.is_rooted || key.variant.is_some();
        let linked =
            if says_why && key.variant != Some(Variant::Rejoin) { None } else { self.linked(fingerprint, user) };
        linked.or_else(|| self.consequence_of(fingerprint, user))
    }

    /// The group of the refusal that an entry without a cause follows from: a timeout of joining after the server refused the
    /// client, a failure to join with the page's own words in the same attempt, or a line of the page that names the method
    /// and the code only.
    fn consequence_of(&self, fingerprint: &Fingerprint, user: &User) -> Option<usize> {
        let key = fingerprint.key;
        let is_timeout = key.variant == Some(Variant::JoinTimeout);
        let is_join = key.operation == Operation::Join;
        let is_bare = fingerprint.is_bare();
        if fingerprint.is_rooted || !(is_timeout || key.variant.is_none() && (is_bare || is_join)) {
            return None;
        }
        let history = self.histories.get(&user.name);
        // The first lines of an attempt are not in every log.
        let began = history.map_or(0, |history| match history.attempts.last {
            0 => history.joining.last,
            last => last,
        });
        // Without the beginning of an attempt, a refusal may be that of an earlier one.
        if !is_bare && began == 0 {
            return None;
        }
        let moment = self.histories.moment();
        let fits = |(_, group): &(usize, &Group)| {
            group.key.operation == key.operation
                && depth(group.key.root) < SYMPTOM_DEPTH
                && (group.users.is_empty() || user.name.is_empty() || group.users.contains(&*user.name))
                && if is_join { group.last >= began } else { moment - group.last <= NEAR }
        };
        let last = self.groups.iter().enumerate().filter(fits).max_by_key(|(_, group)| group.last);
        last.map(|(idx, _)| idx)
    }

    /// The user whom the server has just refused, if the page, which names no user, reports a failure to join. Another client of
    /// the page may have begun to join since.
    fn refused_user(&self, fingerprint: &Fingerprint) -> Option<&str> {
        if fingerprint.key.operation != Operation::Join || fingerprint.is_rooted {
            return None;
        }
        let is_refusal =
            |group: &&Group| group.key.operation == Operation::Join && depth(group.key.root) < SYMPTOM_DEPTH;
        let refusal = self.groups.iter().filter(is_refusal).max_by_key(|group| group.last)?;
        let is_near = self.histories.moment() - refusal.last <= JUST_BEFORE;
        refusal.users.last().filter(|_| is_near).map(String::as_str)
    }

    /// Adds the attempts that led to the failure of `group` to its evidence.
    fn assign_retries(&mut self, operation: Operation, user: &User, group: usize) {
        let fits = |(key, pending): &mut (GroupKey, Pending)| key.operation == operation && pending.user == *user;
        for (_, pending) in self.retries.extract_if(.., fits) {
            self.groups[group].add_evidence(pending.occurrence);
        }
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
        if !fingerprint.is_guessed {
            return None;
        }
        let root = fingerprint.key.root;
        let name = root.to_string();
        let is_same = |recent: &&Recent| {
            recent.user == *user && {
                let said = recent.message.text();
                match fingerprint.message.as_ref().map(|message| &**message.text()) {
                    Some(words) => said.ends_with(words.find(&name).map_or(words, |at| &words[at..])),
                    None => self.groups[recent.group].key.root == root,
                }
            }
        };
        self.recent.iter().rev().find(is_same).map(|recent| recent.operation)
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
        let Pending { operation, user, occurrence, root_evidence } = pending;
        let has_operation = |group: &&mut Group| group.key.operation == operation;
        let has_user = |group: &Group| group.users.contains(&*user.name);
        let mut groups = self.groups.iter_mut().filter(has_operation);
        let first = groups.find(|group| has_user(group) || user.name.is_empty());
        if let Some(group) = first {
            group.add(occurrence, &user.name);
        } else if let Some(root) = occurrence.steps.iter().map(|step| step.code).min_by_key(|code| depth(*code)) {
            let group = self.group(GroupKey { operation, root, variant: None }, &occurrence);
            let group = &mut self.groups[group];
            group.root_evidence = group.root_evidence.max(root_evidence);
            group.add(occurrence, &user.name);
        }
    }

    /// Drops the findings that are not among the first `places` places of a problem, and renumbers the others.
    pub(crate) fn limit_evidence(&mut self, places: usize, findings: &mut Vec<Finding>) {
        for group in &mut self.groups {
            group.limit_evidence(places, findings);
        }
        let retries = self.retries.iter_mut().map(|(_, pending)| pending);
        let pending = self.pending.iter_mut().chain(retries).map(|pending| &mut pending.occurrence.findings);
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

    /// The problems of the log with this timeline, the most severe first. `sdk_major` is the SDK's major version, if the log
    /// has reported it.
    pub(crate) fn finish(mut self, timeline: &Timeline, sdk_major: Option<u8>) -> Vec<Problem> {
        self.histories.end_ms = Some(timeline.track.length_ms());
        for pending in std::mem::take(&mut self.pending) {
            self.assign(pending);
        }
        for (key, pending) in std::mem::take(&mut self.retries) {
            let group = self.group(key, &pending.occurrence);
            let group = &mut self.groups[group];
            group.root_evidence = group.root_evidence.max(pending.root_evidence);
            group.add(pending.occurrence, &pending.user.name);
        }
        merge_mentions(&mut self.groups);
        merge_written_symptoms(&mut self.groups);
        merge_symptoms(&mut self.groups);
        merge_losses_into_refusals(&mut self.groups, &self.histories);
        let is_reported = |operation: Operation, user: &str| {
            let concerns_user = |group: &Group| group.users.is_empty() || user.is_empty() || group.users.contains(user);
            let is_failure = |group: &Group| group.key.variant != Some(Variant::Aborted);
            self.groups
                .iter()
                .any(|group| group.key.operation == operation && is_failure(group) && concerns_user(group))
        };
        let implied = implied(&self.histories, &is_reported);
        let mut problems: Vec<Problem> =
            implied.into_iter().map(|failure| implied_problem(failure, &self.histories, &timeline.stays)).collect();
        for group in self.groups {
            problems.push(group.into_problem(&self.histories, &timeline.stays));
        }
        if problems.is_empty() {
            problems.extend(self.worded.into_iter().filter_map(worded_problem));
        }
        let names = ApiNames::of(sdk_major);
        for problem in &mut problems {
            problem.fill_names(names);
        }
        problems.sort_by_key(|problem| {
            // Only the magnitude of the number of occurrences counts: exports of one call differ in how often they repeat a
            // failure.
            let magnitude = problem.occurrences.max(1).ilog(4);
            let is_over = problem.succeeded_line.is_some();
            (problem.impact, problem.harmless, is_over, std::cmp::Reverse(magnitude), problem.first_line)
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
        call: fingerprint.call,
        remote: None,
        detail: findings.all.iter().find(|finding| finding.body.detail.is_some()).cloned(),
        shape: fingerprint.shape,
        is_written: findings.is_written,
        findings: findings.kept.iter().filter_map(|idx| *idx).collect(),
        count: findings.count,
        line: findings.all.iter().map(line_of).min().unwrap_or(0),
        last_line: findings.all.iter().map(line_of).max().unwrap_or(0),
        moment,
        time: time.clone(),
    }
}
