//! A failure with all its printings, and the problem that it is told as.

use std::borrow::Cow;
use std::sync::Arc;

use foldhash::fast::RandomState;
use indexmap::IndexSet;

use super::fingerprint::{NormalizedMessage, Variant, depth};
use super::steps::{CodeStep, steps_before};
use crate::catalog::{Catalog, unknown};
use crate::code::ErrorCode;
use crate::diagnosis::cause::{Explanation, Failure, FixStep, ImpliedFailure, explain, words_of};
use crate::diagnosis::operation::Operation;
use crate::diagnosis::user_history::{UserHistories, UserHistory};
use crate::diagnosis::{Problem, ProblemStep};
use crate::finding::Finding;

/// Users, messages, codes and shapes kept of one failure.
const MAX_USERS: usize = 50;
const MAX_WORDS: usize = 12;
const MAX_CODES: usize = 16;
const MAX_SHAPES: usize = 24;

/// What makes printings one failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GroupKey {
    /// What was being done.
    pub operation: Operation,
    /// The code that says why, or the first.
    pub root: ErrorCode,
    /// A failure told by its words.
    pub variant: Option<Variant>,
}

/// One failure, with all its printings.
#[derive(Clone, Debug)]
pub struct Group {
    /// What makes them one.
    pub key: GroupKey,
    /// Its codes, each as it first stood.
    pub codes: Vec<CodeStep>,
    /// Whether root and symptom stand in one entry.
    pub is_stated: bool,
    /// The different messages; the first few.
    pub words: Vec<String>,
    /// The first finding whose message says more than its code.
    pub detail: Option<Finding>,
    /// The users it happened to.
    pub users: IndexSet<String, RandomState>,
    /// The shapes it was printed in, and how often each.
    pub shapes: Vec<(u64, u64)>,
    /// How many findings belong to it.
    pub count: u64,
    /// Its findings, where they are kept.
    pub findings: Vec<usize>,
    /// First line of it.
    pub first_line: u64,
    /// Last line of it.
    pub last_line: u64,
    /// When it was first told, in the order of reading.
    pub first: u64,
    /// When it was last told.
    pub last: u64,
    /// Clock of the first.
    pub first_time: Option<Arc<str>>,
    /// Clock of the last.
    pub last_time: Option<Arc<str>>,
}

/// What a printing adds to its group.
#[derive(Clone, Debug)]
pub struct Occurrence {
    /// Its codes.
    pub steps: Vec<CodeStep>,
    /// The message without what its shape adds.
    pub core: Option<NormalizedMessage>,
    /// A finding whose message says more than its code.
    pub detail: Option<Finding>,
    /// See [`super::fingerprint::Fingerprint::shape`].
    pub shape: u64,
    /// Indices of its findings where they are kept, and how many there are.
    pub findings: Vec<usize>,
    /// How many findings belong to it.
    pub count: u64,
    /// First line of it.
    pub line: u64,
    /// Last line of it.
    pub last_line: u64,
    /// When it was read.
    pub moment: u64,
    /// Its clock.
    pub time: Option<Arc<str>>,
}

impl Group {
    /// A failure of which nothing but its first printing is known.
    pub fn new(key: GroupKey, part: &Occurrence) -> Self {
        Self {
            key,
            codes: Vec::new(),
            is_stated: false,
            words: Vec::new(),
            detail: None,
            users: IndexSet::default(),
            shapes: Vec::new(),
            count: 0,
            findings: Vec::new(),
            first_line: part.line,
            last_line: part.line,
            first: part.moment,
            last: part.moment,
            first_time: part.time.clone(),
            last_time: None,
        }
    }

    /// Adds a printing.
    pub fn add(&mut self, part: Occurrence, user: &str) {
        for step in part.steps {
            let is_known = self.codes.iter().any(|known| known.code == step.code);
            if !is_known && self.codes.len() < MAX_CODES {
                self.codes.push(step);
            }
        }
        let is_new = |core: &NormalizedMessage| {
            self.words.len() < MAX_WORDS && !self.words.iter().any(|known| **known == **core.text())
        };
        if let Some(core) = part.core.filter(is_new) {
            self.words.push(core.text().to_string());
        }
        self.detail = self.detail.take().or(part.detail);
        if !user.is_empty() && self.users.len() < MAX_USERS && !self.users.contains(user) {
            self.users.insert(user.to_owned());
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
        self.first = self.first.min(part.moment);
        self.last = self.last.max(part.moment);
        self.last_time = part.time.or_else(|| self.last_time.take());
    }

    /// Takes in the evidence of what led here; codes and words stay what they are.
    pub fn take_in(&mut self, other: Self) {
        self.count += other.count;
        self.findings.extend(other.findings);
        if other.first_line < self.first_line {
            self.first_line = other.first_line;
            self.first_time = other.first_time;
        }
        self.last_line = self.last_line.max(other.last_line);
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }

    /// The problem that it is told as.
    pub fn into_problem(mut self, facts: &UserHistories) -> Problem {
        self.codes.sort_by_key(|step| depth(step.code));
        let codes: Vec<ErrorCode> = self.codes.iter().map(|step| step.code).collect();
        let root = if codes.contains(&self.key.root) {
            self.key.root
        } else {
            codes.first().copied().unwrap_or(self.key.root)
        };
        let users: Vec<&UserHistory> = if self.users.is_empty() {
            facts.users().map(|(_, user)| user).collect()
        } else {
            self.users.iter().filter_map(|user| facts.of(user)).collect()
        };
        let mut explained = explain(&Failure {
            operation: self.key.operation,
            root,
            variant: self.key.variant,
            codes: chain_from(root, &codes),
            is_stated: self.is_stated,
            words: &self.words,
            users,
            facts,
            first: self.first,
            last: self.last,
        });
        // Of a call that was refused, the message says more than the code.
        let is_call = self.key.operation == Operation::Call;
        if let Some(finding) = self.detail.filter(|_| is_call && explained.explanation.is_empty()) {
            explained.explanation = finding.detail().unwrap_or_default().into_owned();
            if explained.fix.is_empty() {
                let step = |text: Cow<'_, str>| FixStep { by: None, text: text.into_owned() };
                explained.fix = finding.fix().into_iter().map(step).collect();
            }
        }
        self.findings.sort_unstable();
        let story = steps_before(&self.codes, self.users.first().and_then(|user| facts.of(user)), self.last_line);
        let occurrences = self.shapes.iter().map(|(_, count)| *count).max().unwrap_or(1);
        let told = problem(root, explained, story);
        Problem {
            users: self.users.into_iter().collect(),
            occurrences,
            symptoms: if is_call && self.words.len() > 1 { self.words } else { told.symptoms },
            count: self.count,
            first_line: self.first_line,
            last_line: self.last_line,
            first_time: self.first_time.as_deref().map(str::to_owned),
            last_time: self.last_time.as_deref().map(str::to_owned),
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

/// The problem that a failure without a code is told as.
pub fn implied_problem(found: ImpliedFailure, facts: &UserHistories) -> Problem {
    let story = steps_before(&[], facts.of(&found.user), found.last_line);
    Problem {
        users: if found.user.is_empty() { Vec::new() } else { vec![found.user] },
        count: found.count,
        first_line: found.first_line,
        last_line: found.last_line,
        ..problem(found.root, found.explained, story)
    }
}

/// A problem as far as its explanation goes. The rule that explained it may have put another code at the root.
fn problem(root: ErrorCode, explained: Explanation, story: Vec<ProblemStep>) -> Problem {
    let root = explained.chain.first().copied().unwrap_or(root);
    let entry = Catalog::builtin().entry(root).cloned().unwrap_or_else(|| unknown(root));
    let owner = explained.owner.unwrap_or(entry.owner);
    let of_catalog = || entry.fix.iter().map(|text| FixStep { by: None, text: text.clone() }).collect();
    let fix = if explained.fix.is_empty() { of_catalog() } else { explained.fix };
    Problem {
        title: format!("{}: {}", explained.cause, explained.outcome),
        root,
        effect: explained.effect,
        confidence: explained.confidence,
        harmless: explained.harmless,
        owner,
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
        fix_by: fix.iter().map(|step| step.by.unwrap_or(owner)).collect(),
        fix: fix.into_iter().map(|step| step.text).collect(),
        findings: Vec::new(),
    }
}

/// A code that follows from the root, in words.
fn symptom(code: ErrorCode) -> String {
    let name = Catalog::builtin().entry(code).and_then(|entry| entry.name.as_deref()).unwrap_or_default();
    format!("{name} {code}: {}", words_of(code)).trim_start().to_owned()
}
