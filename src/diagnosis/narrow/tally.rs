//! What one pass over the entries of a narrowing counts.

use std::ops::Range;

use super::scope::NarrowScope;
use crate::diagnosis::logged_errors::LoggedErrors;
use crate::diagnosis::time_window::TimeWindow;
use crate::diagnosis::timeline::Density;
use crate::log::{LevelCounts, LogEntry};

/// How many users are distinguished.
const MAX_USERS: usize = 1000;

/// The counts of the entries that belong to a narrowing.
#[derive(Clone, Debug, Default)]
pub struct ScopeTally {
    /// How many entries.
    pub entries: u64,
    /// How many physical lines.
    pub lines: u64,
    /// How many entries of each level.
    pub levels: LevelCounts,
    /// The numbers of the first and the last entry.
    pub span: Option<(u64, u64)>,
    pub(super) density: Density,
    pub(super) times: TimeWindow,
    pub(super) errors: LoggedErrors,
    /// The users of the entries.
    pub(super) users: Vec<String>,
    /// The numbers of the entries with findings, rising, with their user as an index into `users`.
    findings: Vec<(u64, Option<usize>)>,
    /// The lines of [`NarrowScope::lines`] that belong to it, rising.
    shown_lines: Vec<u64>,
}

impl ScopeTally {
    /// Counts an entry that belongs to the scope. Entries come in their order.
    pub fn record(&mut self, scope: &NarrowScope, entry: &LogEntry) {
        self.entries += 1;
        self.lines += (entry.last_line + 1).saturating_sub(entry.first_line);
        self.levels.count(entry.level);
        self.span = Some((self.span.map_or(entry.number, |(first, _)| first), entry.number));
        let mut one = LevelCounts::default();
        one.count(entry.level);
        self.density.add(entry.number.saturating_sub(1), &one);
        if let Some(time) = &entry.time {
            self.times.record(time);
        }
        self.errors.add(entry.level, entry.client.is_some(), &entry.message, entry.first_line);
        let user = scope.user_of(entry).and_then(|user| self.idx_of(user));
        if scope.with_findings.binary_search(&entry.number).is_ok() {
            self.findings.push((entry.number, user));
        }
        self.shown_lines.extend(scope.lines.range(entry.first_line..=entry.last_line));
    }

    fn idx_of(&mut self, user: &str) -> Option<usize> {
        let known = self.users.iter().position(|known| known == user);
        if known.is_none() && self.users.len() < MAX_USERS {
            self.users.push(user.to_owned());
            return Some(self.users.len() - 1);
        }
        known
    }

    /// The user of the entry with this number, if it has findings, belongs to the narrowing, and its user is known.
    pub(super) fn user_of_finding(&self, number: u64) -> Option<&str> {
        let at = self.findings.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        self.findings[at].1.map(|idx| self.users[idx].as_str())
    }

    /// Whether an entry in this range of numbers has findings and belongs to the narrowing.
    pub(super) fn has_finding_in(&self, numbers: Range<u64>) -> bool {
        let first = self.findings.partition_point(|(number, _)| *number < numbers.start);
        self.findings.get(first).is_some_and(|(number, _)| *number < numbers.end)
    }

    /// Whether the line belongs to the narrowing; it has to be a line of a problem.
    pub(super) fn has_line(&self, line: u64) -> bool {
        self.shown_lines.binary_search(&line).is_ok()
    }
}
