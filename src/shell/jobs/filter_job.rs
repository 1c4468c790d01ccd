//! Tests the entries of a log against a filter or a text, and counts those that a log is narrowed to.

use std::sync::Arc;
use std::time::Instant;

use super::inspect_job::PROGRESS_INTERVAL;
use super::threads::JobLink;
use crate::app::{Action, EntrySource, EntryTest, FindAction, SessionAction, SessionId};
use crate::diagnosis::narrow::{NarrowScope, ScopeTally};

/// The clock is read once for this many entries: reading it for each would cost more than the test.
const ENTRIES_PER_CLOCK_READ: u64 = 1024;

/// Which entries to test, and for which session.
pub(crate) struct FilterJob<'a> {
    pub(crate) session: SessionId,
    /// The generation of the filter run. The session ignores results of earlier runs.
    pub(crate) generation: u64,
    pub(crate) entries: &'a dyn EntrySource,
    pub(crate) test: &'a EntryTest,
    /// Entries before this one have been tested.
    pub(crate) from_idx: u64,
    /// What the entries that pass are for.
    pub(crate) purpose: TestPurpose,
}

/// What entries that pass a test are for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TestPurpose {
    /// They are listed.
    List,
    /// They are marked in the list.
    Find,
}

impl FilterJob<'_> {
    /// Tests the entries in order, and sends those that pass as they are found.
    pub(crate) fn run(&self, link: &JobLink) {
        let Self { entries, test, .. } = self;
        let count = entries.entry_count().min(test.range.end);
        let from_idx = self.from_idx.max(test.range.start);
        let mut sender = ResultSender { job: self, link, passed: Vec::new(), sent_at: Instant::now() };
        if let Some(candidates) = test.candidates.as_deref() {
            for idx in candidates.members(from_idx..count) {
                let passes =
                    !test.reads_entries() || entries.read_entries(idx, 1).iter().any(|entry| test.passes(entry));
                sender.passed.extend(passes.then_some(idx));
                if link.is_cancelled() {
                    return;
                }
                sender.send_if_due(idx + 1);
            }
        } else {
            entries.visit_entries(from_idx, &mut |entry| {
                if test.passes(entry) {
                    sender.passed.push(entry.number.saturating_sub(1));
                }
                if entry.number.is_multiple_of(ENTRIES_PER_CLOCK_READ) {
                    sender.send_if_due(entry.number);
                }
                entry.number < count && !link.is_cancelled()
            });
        }
        if !link.is_cancelled() {
            sender.send(count, true);
        }
    }
}

/// Collects entries that pass, and sends them at intervals.
struct ResultSender<'a> {
    job: &'a FilterJob<'a>,
    link: &'a JobLink,
    passed: Vec<u64>,
    sent_at: Instant,
}

impl ResultSender<'_> {
    fn send_if_due(&mut self, tested: u64) {
        if self.sent_at.elapsed() >= PROGRESS_INTERVAL && self.link.is_read() {
            self.sent_at = Instant::now();
            self.send(tested, false);
        }
    }

    fn send(&mut self, tested: u64, ended: bool) {
        let (generation, entries) = (self.job.generation, std::mem::take(&mut self.passed));
        let result = match self.job.purpose {
            TestPurpose::List => SessionAction::Filtered { generation, entries, tested, ended },
            TestPurpose::Find => SessionAction::Find(FindAction::Found { generation, entries, tested, ended }),
        };
        self.link.send(Action::Session(self.job.session, result));
    }
}

/// Which entries to count, and for which session.
pub(crate) struct TallyJob<'a> {
    pub(crate) session: SessionId,
    pub(crate) generation: u64,
    pub(crate) entries: &'a dyn EntrySource,
    pub(crate) scope: &'a NarrowScope,
    /// The counts of the entries before `from_idx`.
    pub(crate) tally: Arc<ScopeTally>,
    pub(crate) from_idx: u64,
}

impl TallyJob<'_> {
    /// Counts the entries that belong to the scope.
    pub(crate) fn run(self, link: &JobLink) {
        let Self { session, generation, entries, scope, mut tally, from_idx } = self;
        let bounds = scope.bounds();
        let counted = entries.entry_count();
        let end = counted.min(bounds.end);
        let counts = Arc::make_mut(&mut tally);
        if from_idx.max(bounds.start) < end {
            entries.visit_entries(from_idx.max(bounds.start), &mut |entry| {
                if scope.includes(entry) {
                    counts.record(scope, entry);
                }
                entry.number < end && !link.is_cancelled()
            });
        }
        if !link.is_cancelled() {
            link.send(Action::Session(session, SessionAction::Tallied { generation, tally, counted }));
        }
    }
}
