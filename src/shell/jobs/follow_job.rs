//! Follows a log: reads it again from the start, then what is appended to it.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use super::inspect_job::cancel_token;
use super::threads::JobLink;
use crate::app::{Action, EntrySource, FindingIndex, LogSnapshot, MAX_FINDINGS, NoticeKind, SessionAction, SessionId};
use crate::diagnosis::Diagnosis;
use crate::finding::Finding;
use crate::inspect;
use crate::inspect::{InspectOptions, Observer, Progress};
use crate::log::LogStore;
use crate::source::{CancelToken, FileChange, TICK};
use crate::source::{LogSource, SourceError};

/// Making a diagnosis of many findings is slow. The reader waits this many times as long before it makes the next one, so
/// that diagnoses keep a core busy for a fifth of the time at most.
const PAUSE_FACTOR: u32 = 4;

/// Follows a file until the job is cancelled or the file cannot be followed.
pub(crate) fn follow(link: &JobLink, id: SessionId, path: PathBuf) {
    let source = LogSource::File(path);
    let send = |action| link.send(Action::Session(id, action));
    let mut is_other = false;
    let is_gone = Arc::new(AtomicBool::new(false));
    while !link.is_cancelled() {
        let options = InspectOptions {
            keep_entries: true,
            follow: true,
            cancel: cancel(link, id, &is_gone),
            ..Default::default()
        };
        let mut observer = FollowObserver::new(link, id, is_other, &is_gone);
        match inspect::inspect(&source, &options, &mut observer) {
            _ if link.is_cancelled() => return,
            // Another file is at the path: it is read from its start.
            Ok(diagnosis) if diagnosis.change.is_some_and(|change| change != FileChange::Deleted) => is_other = true,
            Ok(diagnosis) => observer.send(diagnosis),
            // The path may have no file for a while before it is replaced.
            Err(SourceError::Io(error)) if error.kind() == ErrorKind::NotFound => {
                is_other = true;
                if !is_gone.swap(true, Ordering::Relaxed) {
                    send(SessionAction::FileGone);
                }
                thread::sleep(TICK);
            }
            Err(error) => {
                send(SessionAction::Follow(false));
                let text = format!("{} is no longer followed: {error}", source.name());
                return link.send(Action::Notify(NoticeKind::Failed, text));
            }
        }
    }
}

/// Stops reading when the job is cancelled, and reports once that the file is gone.
fn cancel(link: &JobLink, id: SessionId, is_gone: &Arc<AtomicBool>) -> Arc<CancelToken> {
    let is_gone = Arc::clone(is_gone);
    cancel_token(link, move |link, waiting| {
        if waiting.is_gone && !is_gone.swap(true, Ordering::Relaxed) {
            link.send(Action::Session(id, SessionAction::FileGone));
        }
    })
}

struct FollowObserver<'l> {
    link: &'l JobLink,
    id: SessionId,
    /// Whether the file is not the one of the last snapshot.
    is_other: bool,
    is_gone: &'l AtomicBool,
    store: Option<Arc<LogStore>>,
    found: FindingIndex,
    /// How many bytes had been read when a diagnosis was last sent.
    sent_bytes: Option<u64>,
    /// No diagnosis is sent before this time.
    pause_until: Instant,
}

impl<'l> FollowObserver<'l> {
    fn new(link: &'l JobLink, id: SessionId, is_other: bool, is_gone: &'l AtomicBool) -> Self {
        let found = FindingIndex::default();
        Self { link, id, is_other, is_gone, store: None, found, sent_bytes: None, pause_until: Instant::now() }
    }

    /// Sends what has been read so far.
    fn send(&mut self, diagnosis: Diagnosis) {
        let Some(store) = &self.store else { return };
        let entries: Arc<dyn EntrySource> = Arc::<LogStore>::clone(store);
        let (found, diagnosis) = (Arc::new(self.found.clone()), Arc::new(diagnosis));
        let is_other = std::mem::take(&mut self.is_other);
        self.is_gone.store(false, Ordering::Relaxed);
        let snapshot = LogSnapshot { entries, finding_index: found, diagnosis, is_replaced: is_other };
        self.link.send(Action::Session(self.id, SessionAction::Refreshed(snapshot)));
    }
}

impl Observer for FollowObserver<'_> {
    fn opened(&mut self, store: &Arc<LogStore>) {
        self.store = Some(Arc::clone(store));
    }

    fn found(&mut self, finding: &Finding) -> bool {
        self.found.add(std::slice::from_ref(finding));
        self.found.count <= MAX_FINDINGS as u64
    }

    fn caught_up(&mut self, progress: Progress, so_far: &dyn Fn() -> Diagnosis) {
        let began = Instant::now();
        if self.sent_bytes == Some(progress.bytes_read) || began < self.pause_until || !self.link.is_read() {
            return;
        }
        self.sent_bytes = Some(progress.bytes_read);
        self.send(so_far());
        self.pause_until = began + began.elapsed() * PAUSE_FACTOR;
    }

    fn is_cancelled(&self) -> bool {
        self.link.is_cancelled()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::*;

    const LINE: &str = "TRTC[00:00:01:000] <INFO> [↑c1|u] nothing to say\n";
    const ERROR: &str = "TRTC[00:00:02:000] <ERROR> [↑c1|u] RtcError: failed <JOIN_ROOM_FAILED 0x4004>\n";

    #[derive(Debug, PartialEq)]
    enum Sent {
        Log { entries: u64, findings: u64, problems: usize, is_other: bool },
        Gone,
        Other,
    }

    fn sent(action: Action) -> Sent {
        match action {
            Action::Session(
                _,
                SessionAction::Refreshed(LogSnapshot {
                    entries,
                    finding_index: found,
                    diagnosis,
                    is_replaced: is_other,
                }),
            ) => {
                assert_eq!(entries.entry_count(), diagnosis.entries, "every counted entry can be shown");
                assert_eq!(found.count, diagnosis.findings.len() as u64);
                let (entries, findings) = (diagnosis.entries, found.count);
                Sent::Log { entries, findings, problems: diagnosis.problems.len(), is_other }
            }
            Action::Session(_, SessionAction::FileGone) => Sent::Gone,
            _ => Sent::Other,
        }
    }

    #[test]
    fn appended_truncated_deleted_and_recreated_files_are_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("call.log");
        let append = |text: &str| {
            let mut file = fs::OpenOptions::new().append(true).create(true).open(&path).expect("opened");
            file.write_all(text.as_bytes()).expect("written");
        };
        let (link, results) = JobLink::for_test();
        append(&LINE.repeat(3));
        let followed = path.clone();
        let job_link = link.clone();
        let thread = thread::spawn(move || follow(&job_link, SessionId(1), followed));
        // The last entry is held back for a while, so one change may be sent in two steps.
        let until = |wanted: Sent| while sent(link.receive(&results)) != wanted {};
        until(Sent::Log { entries: 3, findings: 0, problems: 0, is_other: false });
        append(&(ERROR.to_owned() + LINE));
        until(Sent::Log { entries: 5, findings: 1, problems: 1, is_other: false });
        fs::write(&path, ERROR).expect("cut short");
        assert!(matches!(sent(link.receive(&results)), Sent::Log { is_other: true, .. }));
        append(LINE);
        until(Sent::Log { entries: 2, findings: 1, problems: 1, is_other: false });
        fs::remove_file(&path).expect("removed");
        assert_eq!(sent(link.receive(&results)), Sent::Gone);
        append(&LINE.repeat(9));
        assert!(matches!(sent(link.receive(&results)), Sent::Log { is_other: true, .. }));
        link.cancel();
        thread.join().expect("the job stops");
    }

    #[test]
    fn a_file_that_cannot_be_followed_is_reported() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("call.log.gz");
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(LINE.as_bytes()).expect("packed");
        fs::write(&path, packed.finish().expect("packed")).expect("written");
        let (link, results) = JobLink::for_test();
        follow(&link, SessionId(1), path);
        assert!(matches!(link.receive(&results), Action::Session(_, SessionAction::Follow(false))));
        let Action::Notify(NoticeKind::Failed, text) = link.receive(&results) else { panic!("a notice") };
        assert!(text.contains("cannot be followed"), "{text}");
    }
}
