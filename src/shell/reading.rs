//! The two long pieces of background work: reading a log, and testing its entries.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use super::jobs::JobLink;
use crate::app::{Action, EntrySource, EntryTest, ReadProgress, SessionAction, SessionId};
use crate::diagnosis::timeline::TimelineBuilder;
use crate::finding::Finding;
use crate::inspect;
use crate::inspect::{InspectOptions, Observer, Progress};
use crate::log::LogStore;
use crate::source::LogSource;
use crate::source::{CancelToken, Waiting};

/// Progress is told this often at most: the window redraws for it.
const BETWEEN_PROGRESS: Duration = Duration::from_millis(80);
/// The timeline is told this often at most: each time, all of it is.
const BETWEEN_TIMELINES: Duration = Duration::from_millis(240);
/// Results of a test are told after this many entries at the soonest.
const TEST_BUNDLE: u64 = 1024;
/// Findings that the diagnosis keeps whole; of further ones the window knows where they are.
const MOST_FINDINGS: u64 = crate::app::MOST_FINDINGS as u64;

/// Reads a log to its end, telling the session as it goes.
pub(super) fn inspect(link: &JobLink, id: SessionId, source: &LogSource) {
    let options = InspectOptions { keep_entries: true, cancel: pulse_of(link, |_, _| ()), ..InspectOptions::default() };
    let started = Instant::now();
    let mut observer = Reporter { link, id, started, told: None, drawn: None, bundle: Vec::new(), found: 0 };
    let outcome = inspect::inspect(source, &options, &mut observer);
    observer.flush();
    let outcome = outcome.map(Arc::new).map_err(|error| error.to_string());
    link.send(Action::Session(id, SessionAction::Finished(outcome)));
}

/// A log of which nothing comes, as of a pipe that stalls, can be stopped, too; `listen` is told what is waited for.
pub(super) fn pulse_of(
    link: &JobLink,
    listen: impl Fn(&JobLink, Waiting<'_>) + Send + Sync + 'static,
) -> Arc<CancelToken> {
    let link = link.clone();
    Arc::new_cyclic(|cancel: &Weak<CancelToken>| {
        let cancel = Weak::clone(cancel);
        CancelToken::with_listener(move |waiting| {
            if link.is_cancelled() {
                cancel.upgrade().iter().for_each(|cancel| cancel.stop());
            }
            listen(&link, waiting);
        })
    })
}

struct Reporter<'l> {
    link: &'l JobLink,
    id: SessionId,
    started: Instant,
    /// When progress was last told.
    told: Option<Instant>,
    /// When the timeline was last told.
    drawn: Option<Instant>,
    bundle: Vec<Finding>,
    found: u64,
}

impl Reporter<'_> {
    fn send(&self, action: SessionAction) {
        self.link.send(Action::Session(self.id, action));
    }

    fn flush(&mut self) {
        if !self.bundle.is_empty() {
            let bundle = std::mem::take(&mut self.bundle);
            self.send(SessionAction::Found(bundle));
        }
    }
}

impl Observer for Reporter<'_> {
    fn opened(&mut self, store: &Arc<LogStore>) {
        let entries: Arc<dyn EntrySource> = Arc::<LogStore>::clone(store);
        self.send(SessionAction::Opened(entries));
    }

    fn progress(&mut self, progress: Progress) {
        let too_soon = self.told.is_some_and(|told| told.elapsed() < BETWEEN_PROGRESS || !self.link.is_heard());
        if too_soon {
            return;
        }
        self.told = Some(Instant::now());
        self.flush();
        self.send(SessionAction::Progress(ReadProgress {
            bytes_read: progress.bytes_read,
            bytes_total: progress.bytes_total,
            entries: progress.entries,
            levels: progress.levels,
            seconds: self.started.elapsed().as_secs_f64(),
        }));
    }

    fn timeline_changed(&mut self, timeline: &TimelineBuilder, entries: u64) {
        let too_soon = self.drawn.is_some_and(|drawn| drawn.elapsed() < BETWEEN_TIMELINES || !self.link.is_heard());
        if !too_soon {
            self.drawn = Some(Instant::now());
            self.send(SessionAction::Timeline(Arc::new(timeline.snapshot(entries))));
        }
    }

    fn found(&mut self, finding: &Finding) -> bool {
        self.found += 1;
        self.bundle.push(finding.clone());
        self.found <= MOST_FINDINGS
    }

    fn is_cancelled(&self) -> bool {
        self.link.is_cancelled()
    }
}

/// Tests entries from `from_idx` on, telling the session as it goes.
pub(super) fn filter(
    link: &JobLink,
    id: SessionId,
    generation: u64,
    entries: &dyn EntrySource,
    test: &EntryTest,
    from_idx: u64,
) {
    let send = |passed: Vec<u64>, tested: u64, ended: bool| {
        link.send(Action::Session(id, SessionAction::Filtered { generation, entries: passed, tested, ended }));
    };
    let count = entries.entry_count().min(test.range().end);
    let from_idx = from_idx.max(test.range().start);
    if let Some(candidates) = test.candidates() {
        let mut passed = Vec::new();
        let mut told = Instant::now();
        for idx in candidates.members(from_idx..count) {
            let agrees = !test.reads_entries() || entries.read_entries(idx, 1).iter().any(|entry| test.passes(entry));
            passed.extend(agrees.then_some(idx));
            if link.is_cancelled() {
                return;
            }
            if told.elapsed() >= BETWEEN_PROGRESS && link.is_heard() {
                told = Instant::now();
                send(std::mem::take(&mut passed), idx + 1, false);
            }
        }
        send(passed, count, true);
        return;
    }
    let mut passed = Vec::new();
    let mut told = Instant::now();
    entries.visit_entries(from_idx, &mut |entry| {
        if test.passes(entry) {
            passed.push(entry.number.saturating_sub(1));
        }
        // Asking the clock for each entry would cost more than the test.
        if entry.number.is_multiple_of(TEST_BUNDLE) && told.elapsed() >= BETWEEN_PROGRESS && link.is_heard() {
            told = Instant::now();
            send(std::mem::take(&mut passed), entry.number, false);
        }
        entry.number < count && !link.is_cancelled()
    });
    if !link.is_cancelled() {
        send(passed, count, true);
    }
}
