//! Reads a log to its end, and sends findings while it reads.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use super::threads::JobLink;
use crate::app::{Action, EntrySource, ReadProgress, SessionAction, SessionId};
use crate::diagnosis::timeline::TimelineBuilder;
use crate::finding::Finding;
use crate::inspect;
use crate::inspect::{InspectOptions, Observer, Progress};
use crate::log::LogStore;
use crate::source::LogSource;
use crate::source::{CancelToken, Waiting};

/// Least time between two reports of progress: the window redraws for each.
pub(super) const PROGRESS_INTERVAL: Duration = Duration::from_millis(80);
/// Least time between two timelines: each is sent whole.
const TIMELINE_INTERVAL: Duration = Duration::from_millis(240);
/// The diagnosis keeps this many findings; for later ones the window keeps the position only.
const MAX_FINDINGS: u64 = crate::app::MAX_FINDINGS as u64;

/// Reads a log to its end. Sends progress and findings to the session, and the diagnosis at the end.
pub(crate) fn inspect(link: &JobLink, id: SessionId, source: &LogSource) {
    let options =
        InspectOptions { keep_entries: true, cancel: cancel_token(link, |_, _| ()), ..InspectOptions::default() };
    let started = Instant::now();
    let mut observer =
        InspectObserver { link, id, started, progress_sent: None, timeline_sent: None, unsent: Vec::new(), found: 0 };
    let outcome = inspect::inspect(source, &options, &mut observer);
    observer.flush();
    let outcome = outcome.map(Arc::new).map_err(|error| error.to_string());
    link.send(Action::Session(id, SessionAction::Finished(outcome)));
}

/// A token that is cancelled with the job, even while the reader waits for a stalled pipe. `listen` is called while the
/// reader waits.
pub(super) fn cancel_token(
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

struct InspectObserver<'l> {
    link: &'l JobLink,
    id: SessionId,
    started: Instant,
    progress_sent: Option<Instant>,
    timeline_sent: Option<Instant>,
    /// Findings since progress was last sent.
    unsent: Vec<Finding>,
    found: u64,
}

impl InspectObserver<'_> {
    fn send(&self, action: SessionAction) {
        self.link.send(Action::Session(self.id, action));
    }

    /// Whether something that was last sent at a time may be sent again.
    fn is_due(&self, sent: Option<Instant>, interval: Duration) -> bool {
        sent.is_none_or(|sent| sent.elapsed() >= interval && self.link.is_read())
    }

    fn flush(&mut self) {
        if !self.unsent.is_empty() {
            let findings = std::mem::take(&mut self.unsent);
            self.send(SessionAction::Found(findings));
        }
    }
}

impl Observer for InspectObserver<'_> {
    fn opened(&mut self, store: &Arc<LogStore>) {
        let entries: Arc<dyn EntrySource> = Arc::<LogStore>::clone(store);
        self.send(SessionAction::Opened(entries));
    }

    fn progress(&mut self, progress: Progress) {
        if !self.is_due(self.progress_sent, PROGRESS_INTERVAL) {
            return;
        }
        self.progress_sent = Some(Instant::now());
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
        if self.is_due(self.timeline_sent, TIMELINE_INTERVAL) {
            self.timeline_sent = Some(Instant::now());
            self.send(SessionAction::Timeline(Arc::new(timeline.snapshot(entries))));
        }
    }

    fn found(&mut self, finding: &Finding) -> bool {
        self.found += 1;
        self.unsent.push(finding.clone());
        self.found <= MAX_FINDINGS
    }

    fn is_cancelled(&self) -> bool {
        self.link.is_cancelled()
    }
}
