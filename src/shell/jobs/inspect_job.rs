//! Reads a log to its end, and sends findings while it reads.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use super::threads::JobLink;
use crate::app::{Action, EntrySource, PictureAction, ReadProgress, SessionAction, SessionId};
use crate::diagnosis::timeline::TimelineBuilder;
use crate::finding::Finding;
use crate::inspect;
use crate::inspect::{InspectOptions, Observer, Progress};
use crate::log::LogStore;
use crate::source::{CancelToken, LogSource, PictureProgress, Waiting};

/// Least time between two reports of progress: the window redraws for each.
pub(super) const PROGRESS_INTERVAL: Duration = Duration::from_millis(80);
/// Least time between two timelines: each is sent whole.
const TIMELINE_INTERVAL: Duration = Duration::from_millis(240);
/// The diagnosis keeps this many findings; for later ones the window keeps the position only.
const MAX_FINDINGS: u64 = crate::app::MAX_FINDINGS as u64;

/// Reads a log to its end. Sends progress and findings to the session, and the diagnosis at the end.
pub(crate) fn inspect(link: &JobLink, id: SessionId, source: &LogSource) {
    let options = InspectOptions { keep_entries: true, cancel: picture_token(link, id), ..InspectOptions::default() };
    let started = Instant::now();
    let mut observer =
        InspectObserver { link, id, started, progress_sent: None, timeline_sent: None, unsent: Vec::new(), found: 0 };
    let outcome = inspect::inspect(source, &options, &mut observer);
    observer.flush();
    let outcome = outcome.map(Arc::new).map_err(|error| error.to_string());
    link.send(Action::Session(id, SessionAction::Finished(outcome)));
}

/// A token that is cancelled with the job, and sends the rows of a picture while they are read.
fn picture_token(link: &JobLink, id: SessionId) -> Arc<CancelToken> {
    let link = link.clone();
    Arc::new_cyclic(|cancel: &Weak<CancelToken>| {
        let (waiting_link, stopped) = (link.clone(), Weak::clone(cancel));
        let on_waiting = move |_: Waiting<'_>| stop_if_cancelled(&waiting_link, &stopped);
        let stopped = Weak::clone(cancel);
        CancelToken::with_listener(on_waiting).on_picture(move |progress| {
            stop_if_cancelled(&link, &stopped);
            let PictureProgress { size, rows_read, rows_total, row } = progress;
            let action = PictureAction::Read { size, rows_read, rows_total, row: row.cloned() };
            link.send(Action::Session(id, SessionAction::Picture(action)));
        })
    })
}

fn stop_if_cancelled(link: &JobLink, token: &Weak<CancelToken>) {
    if link.is_cancelled() {
        token.upgrade().iter().for_each(|token| token.stop());
    }
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
            stop_if_cancelled(&link, &cancel);
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
