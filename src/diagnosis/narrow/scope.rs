//! Which entries belong to a narrowing.

use std::collections::{BTreeSet, HashSet};
use std::mem::{Discriminant, discriminant};
use std::ops::Range;

use super::narrowing::{NarrowBy, NarrowPart, Narrowing};
use crate::code::ErrorCode;
use crate::diagnosis::problem::Problem;
use crate::diagnosis::room_stay::RoomStay;
use crate::diagnosis::timeline::client_name;
use crate::event::is_downlink;
use crate::finding::Finding;
use crate::log::{EntrySet, LogEntry};

/// What is known about a log when it is narrowed; while it is read, less than in the end.
#[derive(Clone, Copy)]
pub struct ScopeFacts<'a> {
    /// The stays.
    pub stays: &'a [RoomStay],
    /// The problems.
    pub problems: &'a [Problem],
    /// The findings, in the order of the log.
    pub findings: &'a [Finding],
    /// The entries with a code, by index from 0.
    pub entries_with: &'a dyn Fn(ErrorCode) -> EntrySet,
}

/// A narrowing as a test of entries, for use on any thread.
#[derive(Clone, Debug)]
pub struct NarrowScope {
    rules: Vec<ScopeRule>,
    /// All stays of the log.
    stays: Vec<StaySpan>,
    /// The users who have stays.
    known_users: HashSet<String>,
    /// The only entries that can belong to it, by index.
    bounds: Range<u64>,
    /// The numbers of all entries with findings, rising.
    pub(super) with_findings: Vec<u64>,
    /// Physical lines of which the diagnosis has to know whether they belong to the narrowing.
    pub(super) lines: BTreeSet<u64>,
}

#[derive(Clone, Debug)]
struct ScopeRule {
    kind: Discriminant<NarrowBy>,
    is_excluded: bool,
    test: EntryRule,
}

#[derive(Clone, Debug)]
enum EntryRule {
    User(String),
    Stays(Vec<StaySpan>),
    Evidence { entries: HashSet<u64>, lines: BTreeSet<u64> },
    Codes(EntrySet),
    Range(Range<u64>),
}

/// Whose entries a stay has, and where. Entries are counted from 1.
#[derive(Clone, Debug)]
struct StaySpan {
    user: String,
    client: String,
    from: u64,
    to: u64,
}

impl StaySpan {
    fn new(stay: &RoomStay) -> Self {
        Self {
            user: stay.user.clone(),
            client: stay.client.clone(),
            from: stay.began.entry,
            to: stay.ended.entry.max(stay.began.entry),
        }
    }

    fn covers(&self, number: u64) -> bool {
        (self.from..=self.to).contains(&number)
    }
}

/// Whose entry it is.
enum EntryOwner<'e> {
    /// The user in its prefix or record.
    Named(&'e str),
    /// It names no user.
    Unnamed,
    /// A line about the stream of this user, which another user receives.
    About(&'e str),
}

impl NarrowScope {
    /// Resolves a narrowing.
    pub fn new(narrowing: &Narrowing, facts: ScopeFacts<'_>) -> Self {
        let rules: Vec<ScopeRule> = narrowing.parts().iter().map(|part| ScopeRule::new(part, facts)).collect();
        let mut with_findings: Vec<u64> = facts.findings.iter().map(|finding| finding.entry_number).collect();
        with_findings.dedup();
        let lines_of = |problem: &Problem| {
            let steps = problem.steps.iter().map(|step| step.line);
            steps.chain([problem.first_line, problem.last_line]).collect::<Vec<_>>()
        };
        Self {
            bounds: bounds(&rules),
            rules,
            stays: facts.stays.iter().map(StaySpan::new).collect(),
            known_users: facts.stays.iter().map(|stay| stay.user.clone()).filter(|user| !user.is_empty()).collect(),
            with_findings,
            lines: facts.problems.iter().flat_map(lines_of).collect(),
        }
    }

    /// Outside of this range of indices no entry belongs to it.
    pub fn bounds(&self) -> Range<u64> {
        self.bounds.clone()
    }

    /// Whether an entry belongs to it.
    pub fn includes(&self, entry: &LogEntry) -> bool {
        if self.rules.iter().any(|rule| rule.is_excluded && self.fits(rule, entry)) {
            return false;
        }
        let wanted = |rule: &&ScopeRule| !rule.is_excluded;
        self.rules.iter().filter(wanted).all(|rule| {
            // One part of each kind is enough.
            let same_kind = self.rules.iter().filter(wanted).filter(|other| other.kind == rule.kind);
            same_kind.into_iter().any(|other| self.fits(other, entry))
        })
    }

    fn fits(&self, rule: &ScopeRule, entry: &LogEntry) -> bool {
        match &rule.test {
            EntryRule::User(user) => self.is_of_user(user, entry, rule.is_excluded),
            EntryRule::Stays(spans) => spans.iter().any(|span| self.is_in_stay(span, entry)),
            EntryRule::Evidence { entries, lines } => {
                entries.contains(&entry.number) || lines.range(entry.first_line..=entry.last_line).next().is_some()
            }
            EntryRule::Codes(entries) => entries.contains(entry.number.saturating_sub(1)),
            EntryRule::Range(range) => range.contains(&entry.number.saturating_sub(1)),
        }
    }

    /// Whether an entry is of a user. One that names no user belongs to everyone who has a stay there; `strictly`: to them
    /// only if nobody else has.
    fn is_of_user(&self, user: &str, entry: &LogEntry, strictly: bool) -> bool {
        match self.owner(entry) {
            EntryOwner::Named(named) => named == user,
            EntryOwner::About(named) if named == user && !strictly => true,
            EntryOwner::Unnamed | EntryOwner::About(_) => {
                let is_only_user = self.known_users.len() == 1 && self.known_users.contains(user);
                let mut there = self.stays.iter().filter(|span| span.covers(entry.number));
                is_only_user
                    || if strictly {
                        let users: Vec<&str> = there.map(|span| span.user.as_str()).collect();
                        !users.is_empty() && users.iter().all(|there| *there == user)
                    } else {
                        there.any(|span| span.user == user)
                    }
            }
        }
    }

    fn is_in_stay(&self, span: &StaySpan, entry: &LogEntry) -> bool {
        if !span.covers(entry.number) {
            return false;
        }
        let EntryOwner::Named(named) = self.owner(entry) else { return true };
        let client = entry.client.as_deref().and_then(client_name);
        named == span.user && client.is_none_or(|client| span.client.is_empty() || client == *span.client)
    }

    fn owner<'e>(&self, entry: &'e LogEntry) -> EntryOwner<'e> {
        let Some(user) = entry.user.as_deref() else { return EntryOwner::Unnamed };
        if is_downlink(&entry.message) {
            return EntryOwner::About(user);
        }
        // Old SDKs also put names of remote users into the brackets: `[n|teacher_1]`.
        let is_client = entry.client.as_deref().is_none_or(|client| client_name(client).is_some());
        if is_client || self.known_users.contains(user) { EntryOwner::Named(user) } else { EntryOwner::About(user) }
    }

    /// The user whose entry it is, as far as the log shows it.
    pub(super) fn user_of<'s>(&'s self, entry: &'s LogEntry) -> Option<&'s str> {
        if let EntryOwner::Named(user) = self.owner(entry) {
            return Some(user);
        }
        let mut there = self.stays.iter().filter(|span| span.covers(entry.number)).map(|span| span.user.as_str());
        let first = there.next()?;
        there.all(|user| user == first).then_some(first).filter(|user| !user.is_empty())
    }
}

impl ScopeRule {
    fn new(part: &NarrowPart, facts: ScopeFacts<'_>) -> Self {
        let spans = |fits: &dyn Fn(&RoomStay) -> bool| {
            EntryRule::Stays(facts.stays.iter().filter(|stay| fits(stay)).map(StaySpan::new).collect())
        };
        let test = match &part.by {
            NarrowBy::User(user) => EntryRule::User(user.clone()),
            NarrowBy::Room(room) => spans(&|stay| stay.room.as_ref() == Some(room)),
            by @ NarrowBy::Attempt { .. } => spans(&|stay| is_attempt(by, stay)),
            by @ NarrowBy::Problem { .. } => evidence(by, facts),
            NarrowBy::Code(code) => EntryRule::Codes((facts.entries_with)(*code)),
            NarrowBy::Entries(range) => EntryRule::Range(range.clone()),
        };
        Self { kind: discriminant(&part.by), is_excluded: part.is_excluded, test }
    }
}

/// Whether a stay is the attempt that is meant.
pub(super) fn is_attempt(by: &NarrowBy, stay: &RoomStay) -> bool {
    let NarrowBy::Attempt { user, client, first_line } = by else { return false };
    stay.user == *user && stay.client == *client && stay.began.line == *first_line
}

/// Whether a problem is the one that is meant. Of what was narrowed before, the first line may be another one.
pub(super) fn is_problem(by: &NarrowBy, problem: &Problem) -> bool {
    let NarrowBy::Problem { title, first_line } = by else { return false };
    problem.title == *title && (problem.first_line..=problem.last_line).contains(first_line)
}

/// The entries and lines that show a problem.
fn evidence(by: &NarrowBy, facts: ScopeFacts<'_>) -> EntryRule {
    let Some(problem) = facts.problems.iter().find(|problem| is_problem(by, problem)) else {
        return EntryRule::Evidence { entries: HashSet::new(), lines: BTreeSet::new() };
    };
    let numbers =
        problem.findings.iter().filter_map(|idx| facts.findings.get(*idx)).map(|finding| finding.entry_number);
    // All records of a JSON document may be on one line.
    let has_lines = problem.findings.is_empty() || facts.findings.iter().all(|finding| finding.pointer.is_none());
    let lines = problem.steps.iter().map(|step| step.line).chain([problem.first_line, problem.last_line]);
    EntryRule::Evidence { entries: numbers.collect(), lines: lines.filter(|line| has_lines && *line > 0).collect() }
}

/// The range that no wanted entry is outside of.
fn bounds(rules: &[ScopeRule]) -> Range<u64> {
    let wanted = |rule: &&ScopeRule| !rule.is_excluded;
    let ranges = rules.iter().filter(wanted).filter_map(|rule| match &rule.test {
        EntryRule::Range(range) => Some(range.clone()),
        _ => None,
    });
    ranges.fold(0..u64::MAX, |all, range| all.start.max(range.start)..all.end.min(range.end))
}
