//! Findings put together to what went wrong: printings of one failure to a group as they pass, groups to problems at the
//! end. Memory is bounded by the number of different failures, not by the log's length.

use std::collections::{HashMap, VecDeque};

use super::cause::{Case, Explained, Operation, Unspoken, explain, unspoken, words_of};
use super::facts::{Facts, UserFacts};
use super::finding::{Finding, Problem, ProblemStep};
use super::happening::Happening;
use super::print::{Print, Variant, depth, same_core};
use super::story::{Step, story_of};
use crate::catalog::{Catalog, unknown};
use crate::code::{ErrorCode, Family};
use crate::log::draft::Draft;

/// Different failures beyond this many are counted with the last one of their operation.
const MAX_GROUPS: usize = 1000;
/// Printings without a cause of their own are compared with this many that had one.
const MAX_RECENT: usize = 32;
/// Bare events that wait for the printing that says why.
const MAX_PENDING: usize = 64;
/// Users, messages, codes and shapes kept of one failure.
const MAX_USERS: usize = 50;
const MAX_WORDS: usize = 12;
const MAX_CODES: usize = 16;
const MAX_SHAPES: usize = 24;
/// Entries are read for words up to here; error messages are far shorter.
const MAX_TEXT: usize = 4000;

/// What makes printings one failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    operation: Operation,
    root: ErrorCode,
    variant: Option<Variant>,
}

/// One failure, with all its printings.
#[derive(Debug)]
struct Group {
    key: Key,
    codes: Vec<Step>,
    is_stated: bool,
    words: Vec<String>,
    /// What the first message beyond its code says, and what to do about that.
    detail: Option<(String, Vec<String>)>,
    users: Vec<String>,
    shapes: Vec<(u64, u64)>,
    count: u64,
    findings: Vec<usize>,
    first_line: u64,
    last_line: u64,
    first_time: Option<String>,
    last_time: Option<String>,
}

/// A printing that had a cause, for those to come that have none.
#[derive(Debug)]
struct Recent {
    group: usize,
    operation: Operation,
    user: String,
    core: String,
}

/// A bare event: its failure is not known yet.
#[derive(Debug)]
struct Pending {
    operation: Operation,
    user: String,
    part: Part,
}

/// What a printing adds to its group.
#[derive(Debug)]
struct Part {
    steps: Vec<Step>,
    core: Option<String>,
    detail: Option<(String, Vec<String>)>,
    shape: u64,
    /// Indices of its findings where they are kept, and how many there are.
    findings: Vec<usize>,
    count: u64,
    line: u64,
    last_line: u64,
    time: Option<String>,
}

/// Builds the problems of a log.
#[derive(Debug, Default)]
pub struct ProblemBuilder {
    groups: Vec<Group>,
    idx_by_key: HashMap<Key, usize>,
    recent: VecDeque<Recent>,
    pending: Vec<Pending>,
    facts: Facts,
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
    pub fn take(&mut self, what: Happening<'_>, user: Option<&str>, line: u64) {
        self.facts.take(what, user, line);
    }

    /// Takes an entry with findings.
    pub fn see(&mut self, draft: &Draft<'_>, findings: EntryFindings<'_>) {
        let text = text_of(draft);
        let Some(print) = Print::read(draft, &text, findings.all) else { return };
        let user = match draft.user.as_deref().filter(|_| !draft.message.starts_with("[↓")) {
            Some(user) => user.to_owned(),
            None => self.facts.current().to_owned(),
        };
        let part = part_of(draft, &print, findings);
        let key = Key { operation: print.operation, root: print.root, variant: print.variant };
        let is_stated = print.codes.len() > 1 && print.is_rooted;
        let says_why = print.is_rooted || print.variant.is_some();
        let linked = if says_why && print.variant != Some(Variant::Rejoin) { None } else { self.linked(&print, &user) };
        // Raw messages of the signal channel give the server's code and not the operation that failed by it.
        let is_raw = print.operation == Operation::Other && print.root.family() == Family::Server;
        let of_root = |group: &Group| group.key.root == print.root;
        let linked = if is_raw { self.groups.iter().rposition(of_root) } else { linked };
        // One loss of the signal channel is told by how it closed, by what reconnecting met and by giving up.
        let of_signal = |group: &Group| group.key.operation == Operation::Signal && group.users.contains(&user);
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
        group.add(part, &user);
    }

    /// The group of an earlier printing that says why, for one that does not.
    fn linked(&self, print: &Print<'_>, user: &str) -> Option<usize> {
        let fits = |recent: &&Recent| recent.operation == print.operation;
        if let Some(core) = print.core {
            let same = self.recent.iter().rev().filter(fits).find(|recent| same_core(&recent.core, core));
            if let Some(recent) = same {
                return Some(recent.group);
            }
        }
        // Told by its words and not by a message of the server's: a rejoin that failed for what was printed just before.
        let follows = print.variant == Some(Variant::Rejoin);
        let of_user = |recent: &&Recent| recent.user == user || user.is_empty();
        let before = self.recent.iter().rev().filter(fits).find(of_user);
        before
            .filter(|recent| follows && depth(self.groups[recent.group].key.root) < super::print::SYMPTOM_DEPTH)
            .map(|recent| recent.group)
    }

    fn group(&mut self, key: Key, part: &Part) -> usize {
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

    fn remember(&mut self, group: usize, print: &Print<'_>, user: &str) {
        let Some(core) = print.core else { return };
        if self.recent.len() == MAX_RECENT {
            self.recent.pop_front();
        }
        let operation = print.operation;
        self.recent.push_back(Recent { group, operation, user: user.to_owned(), core: core.to_owned() });
    }

    fn pend(&mut self, pending: Pending) {
        if self.pending.len() == MAX_PENDING {
            let oldest = self.pending.remove(0);
            self.place(oldest);
        }
        self.pending.push(pending);
    }

    /// Gives `group` the bare events that waited for a printing like `part`, which says why.
    fn settle(&mut self, operation: Operation, user: &str, group: usize, part: &Part) {
        let codes: Vec<ErrorCode> = part.steps.iter().map(|step| step.code).collect();
        let fits = |pending: &Pending| {
            let shared = pending.part.steps.iter().any(|step| codes.contains(&step.code));
            let is_raw = pending.operation == Operation::Other;
            pending.user == user && (is_raw && shared || pending.operation == operation && (shared || codes.len() == 1))
        };
        let (fitting, rest) = std::mem::take(&mut self.pending).into_iter().partition(fits);
        self.pending = rest;
        let fitting: Vec<Pending> = fitting;
        for pending in fitting {
            self.groups[group].add(pending.part, user);
        }
    }

    /// Finds a group for a bare event that nothing explained.
    fn place(&mut self, pending: Pending) {
        let Pending { operation, user, part } = pending;
        let of_operation = |group: &&mut Group| group.key.operation == operation;
        let of_user = |group: &Group| group.users.contains(&user);
        let mut groups = self.groups.iter_mut().filter(of_operation);
        let idx_of = |part: &Part| part.steps.iter().map(|step| step.code).min_by_key(|code| depth(*code));
        let first = groups.find(|group| of_user(group) || user.is_empty());
        if let Some(group) = first {
            group.add(part, &user);
        } else if let Some(root) = idx_of(&part) {
            let group = self.group(Key { operation, root, variant: None }, &part);
            self.groups[group].add(part, &user);
        }
    }

    /// The problems, the gravest first.
    #[must_use]
    pub fn finish(mut self) -> Vec<Problem> {
        for pending in std::mem::take(&mut self.pending) {
            self.place(pending);
        }
        let is_told = |operation: Operation, user: &str| {
            let about = |group: &Group| {
                group.users.is_empty() || user.is_empty() || group.users.iter().any(|known| known == user)
            };
            self.groups.iter().any(|group| group.key.operation == operation && about(group))
        };
        let silent = unspoken(&self.facts, &is_told);
        let mut problems: Vec<Problem> = silent.into_iter().map(|found| problem_unspoken(found, &self.facts)).collect();
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

impl Group {
    fn new(key: Key, part: &Part) -> Self {
        Self {
            key,
            codes: Vec::new(),
            is_stated: false,
            words: Vec::new(),
            detail: None,
            users: Vec::new(),
            shapes: Vec::new(),
            count: 0,
            findings: Vec::new(),
            first_line: part.line,
            last_line: part.line,
            first_time: part.time.clone(),
            last_time: None,
        }
    }

    fn add(&mut self, part: Part, user: &str) {
        for step in part.steps {
            let is_known = self.codes.iter().any(|known| known.code == step.code);
            if !is_known && self.codes.len() < MAX_CODES {
                self.codes.push(step);
            }
        }
        if let Some(core) = part.core.filter(|core| self.words.len() < MAX_WORDS && !self.words.contains(core)) {
            self.words.push(core);
        }
        self.detail = self.detail.take().or(part.detail);
        if !user.is_empty() && self.users.len() < MAX_USERS && !self.users.iter().any(|known| known == user) {
            self.users.push(user.to_owned());
        }
        if let Some((_, count)) = self.shapes.iter_mut().find(|(shape, _)| *shape == part.shape) {
            *count += 1;
        } else if self.shapes.len() < MAX_SHAPES {
            self.shapes.push((part.shape, 1));
        }
        self.count += part.count;
        self.findings.extend(part.findings);
        if part.line < self.first_line {
            self.first_line = part.line;
            self.first_time.clone_from(&part.time);
        }
        self.last_line = self.last_line.max(part.last_line);
        self.last_time = part.time.or_else(|| self.last_time.take());
    }

    fn into_problem(mut self, facts: &Facts) -> Problem {
        self.codes.sort_by_key(|step| depth(step.code));
        let codes: Vec<ErrorCode> = self.codes.iter().map(|step| step.code).collect();
        let root = if codes.contains(&self.key.root) {
            self.key.root
        } else {
            codes.first().copied().unwrap_or(self.key.root)
        };
        let users: Vec<&UserFacts> = if self.users.is_empty() {
            facts.users().map(|(_, user)| user).collect()
        } else {
            self.users.iter().filter_map(|user| facts.of(user)).collect()
        };
        let mut explained = explain(&Case {
            operation: self.key.operation,
            root,
            variant: self.key.variant,
            codes: chain_from(root, &codes),
            is_stated: self.is_stated,
            words: &self.words,
            users,
            facts,
            first_line: self.first_line,
            last_line: self.last_line,
        });
        // Of a call that was refused, the message says more than the code.
        let is_call = self.key.operation == Operation::Call;
        if let Some((detail, fix)) = self.detail.filter(|_| is_call && explained.explanation.is_empty()) {
            explained.explanation = detail;
            if explained.fix.is_empty() {
                explained.fix = fix;
            }
        }
        self.findings.sort_unstable();
        let story = story_of(&self.codes, self.users.first().and_then(|user| facts.of(user)), self.last_line);
        let occurrences = self.shapes.iter().map(|(_, count)| *count).max().unwrap_or(1);
        let told = problem(root, explained, story);
        Problem {
            users: self.users,
            occurrences,
            symptoms: if is_call && self.words.len() > 1 { self.words } else { told.symptoms },
            count: self.count,
            first_line: self.first_line,
            last_line: self.last_line,
            first_time: self.first_time,
            last_time: self.last_time,
            findings: self.findings,
            ..told
        }
    }
}

/// The chain of a failure: its root, then what is nearer to the symptom. Other roots that came along are left out.
fn chain_from(root: ErrorCode, sorted: &[ErrorCode]) -> Vec<ErrorCode> {
    let follows = |code: &&ErrorCode| **code != root && depth(**code) > depth(root);
    std::iter::once(root).chain(sorted.iter().filter(follows).copied()).collect()
}

fn problem_unspoken(found: Unspoken, facts: &Facts) -> Problem {
    let story = story_of(&[], facts.of(&found.user), found.last_line);
    Problem {
        users: if found.user.is_empty() { Vec::new() } else { vec![found.user] },
        count: found.count,
        first_line: found.first_line,
        last_line: found.last_line,
        ..problem(found.root, found.explained, story)
    }
}

/// A problem as far as its explanation goes.
fn problem(root: ErrorCode, explained: Explained, story: Vec<ProblemStep>) -> Problem {
    let entry = Catalog::builtin().entry(root).cloned().unwrap_or_else(|| unknown(root));
    Problem {
        title: format!("{}: {}", explained.cause, explained.outcome),
        root,
        effect: explained.effect,
        confidence: explained.confidence,
        harmless: explained.harmless,
        occurrences: 1,
        users: Vec::new(),
        symptoms: explained.chain.iter().skip(1).map(|code| symptom(*code)).collect(),
        story,
        chain: explained.chain,
        count: 0,
        first_line: 0,
        last_line: 0,
        first_time: None,
        last_time: None,
        explanation: if explained.explanation.is_empty() { entry.explanation } else { explained.explanation },
        fix: if explained.fix.is_empty() { entry.fix } else { explained.fix },
        findings: Vec::new(),
    }
}

/// A code that follows from the root, in words.
fn symptom(code: ErrorCode) -> String {
    let name = Catalog::builtin().entry(code).and_then(|entry| entry.name.as_deref()).unwrap_or_default();
    format!("{name} {code}: {}", words_of(code)).trim_start().to_owned()
}

fn part_of(draft: &Draft<'_>, print: &Print<'_>, findings: EntryFindings<'_>) -> Part {
    let line_of = |finding: &Finding| finding.line;
    let steps = print.codes.iter().map(|code| {
        let finding = findings.all.iter().find(|finding| finding.code == *code).or_else(|| findings.all.first());
        Step {
            code: *code,
            line: finding.map_or(0, line_of),
            time: draft.time.clone(),
            words: print.core.map(str::to_owned),
        }
    });
    Part {
        steps: steps.collect(),
        core: print.core.map(str::to_owned),
        detail: findings.all.iter().find_map(|finding| Some((finding.detail.clone()?, finding.fix.clone()))),
        shape: print.shape,
        findings: findings.kept.iter().filter_map(|idx| *idx).collect(),
        count: findings.count,
        line: findings.all.iter().map(line_of).min().unwrap_or(0),
        last_line: findings.all.iter().map(line_of).max().unwrap_or(0),
        time: draft.time.clone(),
    }
}

/// All that an entry says in words; stacks aside.
fn text_of(draft: &Draft<'_>) -> String {
    let mut text = super::print::head(&draft.message, MAX_TEXT).to_owned();
    let is_statistic = text.starts_with("stat-");
    if let Some(words) = draft.objects.iter().find_map(|object| object.member("errorInfo")).filter(|_| is_statistic) {
        text.push_str(" errorInfo: ");
        text.push_str(super::print::head(words, MAX_TEXT));
    }
    text
}
