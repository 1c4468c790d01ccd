//! Following a log: it is read once more, and then on, as it is written.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Instant;

use super::jobs::JobLink;
use super::reading::pulse_of;
use crate::app::{Action, EntrySource, FindingIndex, LogSnapshot, MOST_FINDINGS, NoticeKind, SessionAction, SessionId};
use crate::diagnosis::{self, Diagnosis, Finding, InspectOptions, Observer, Progress};
use crate::log::source::{FileChange, Pulse, TICK};
use crate::log::{LogSource, LogStore, SourceError};

/// Telling of many findings takes its time: afterwards the reader only reads for so many times as long, so that telling keeps
/// one core busy for a fifth of the time at most.
const RESTS: u32 = 4;

/// Follows a file until the job is stopped, or the file turns out not to be one that can be followed.
pub(super) fn follow(link: &JobLink, id: SessionId, path: PathBuf) {
    let source = LogSource::File(path);
    let send = |action| link.send(Action::Session(id, action));
    let mut is_other = false;
    let is_gone = Arc::new(AtomicBool::new(false));
    while !link.is_cancelled() {
        let options =
            InspectOptions { keep_entries: true, follow: true, pulse: pulse(link, id, &is_gone), ..Default::default() };
        let mut reader = Reader::new(link, id, is_other, &is_gone);
        match diagnosis::inspect(&source, &options, &mut reader) {
            _ if link.is_cancelled() => return,
            // The log at its place is another one: it is read from its beginning.
            Ok(diagnosis) if diagnosis.change.is_some_and(|change| change != FileChange::Deleted) => is_other = true,
            Ok(diagnosis) => reader.tell(diagnosis),
            // Between the old file and the new one there may be none.
            Err(SourceError::Io(error)) if error.kind() == ErrorKind::NotFound => {
                is_other = true;
                if !is_gone.swap(true, Ordering::Relaxed) {
                    send(SessionAction::FileGone);
                }
                thread::sleep(TICK);
            }
            Err(error) => {
                send(SessionAction::Follow(false));
                let said = format!("{} is no longer followed: {error}", source.name());
                return link.send(Action::Notify(NoticeKind::Failed, said));
            }
        }
    }
}

/// Stops reading when the job is stopped, and tells once that the file is gone.
fn pulse(link: &JobLink, id: SessionId, is_gone: &Arc<AtomicBool>) -> Arc<Pulse> {
    let is_gone = Arc::clone(is_gone);
    pulse_of(link, move |link, waiting| {
        if waiting.is_gone && !is_gone.swap(true, Ordering::Relaxed) {
            link.send(Action::Session(id, SessionAction::FileGone));
        }
    })
}

struct Reader<'l> {
    link: &'l JobLink,
    id: SessionId,
    is_other: bool,
    is_gone: &'l AtomicBool,
    store: Option<Arc<LogStore>>,
    found: FindingIndex,
    /// How far the log was read when it was last told of.
    told_bytes: Option<u64>,
    /// It is told of again from then on.
    rests_until: Instant,
}

impl<'l> Reader<'l> {
    fn new(link: &'l JobLink, id: SessionId, is_other: bool, is_gone: &'l AtomicBool) -> Self {
        let found = FindingIndex::default();
        Self { link, id, is_other, is_gone, store: None, found, told_bytes: None, rests_until: Instant::now() }
    }

    /// Tells what the log holds by now.
    fn tell(&mut self, diagnosis: Diagnosis) {
        let Some(store) = &self.store else { return };
        let entries: Arc<dyn EntrySource> = Arc::<LogStore>::clone(store);
        let (found, diagnosis) = (Arc::new(self.found.clone()), Arc::new(diagnosis));
        let is_other = std::mem::take(&mut self.is_other);
        self.is_gone.store(false, Ordering::Relaxed);
        let snapshot = LogSnapshot { entries, finding_index: found, diagnosis, is_replaced: is_other };
        self.link.send(Action::Session(self.id, SessionAction::Refreshed(snapshot)));
    }
}

impl Observer for Reader<'_> {
    fn opened(&mut self, store: &Arc<LogStore>) {
        self.store = Some(Arc::clone(store));
    }

    fn found(&mut self, finding: &Finding) -> bool {
        self.found.add(std::slice::from_ref(finding));
        self.found.count() <= MOST_FINDINGS as u64
    }

    fn caught_up(&mut self, progress: Progress, so_far: &dyn Fn() -> Diagnosis) {
        let began = Instant::now();
        if self.told_bytes == Some(progress.bytes_read) || began < self.rests_until || !self.link.is_heard() {
            return;
        }
        self.told_bytes = Some(progress.bytes_read);
        self.tell(so_far());
        self.rests_until = began + began.elapsed() * RESTS;
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
    enum Told {
        Log { entries: u64, findings: u64, problems: usize, is_other: bool },
        Gone,
        Else,
    }

    fn told(action: Action) -> Told {
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
                assert_eq!(entries.entry_count(), diagnosis.entries, "all that is counted can be shown");
                assert_eq!(found.count(), diagnosis.findings.len() as u64);
                let (entries, findings) = (diagnosis.entries, found.count());
                Told::Log { entries, findings, problems: diagnosis.problems.len(), is_other }
            }
            Action::Session(_, SessionAction::FileGone) => Told::Gone,
            _ => Told::Else,
        }
    }

    #[test]
    fn a_file_is_read_on_and_cut_short_vanishes_and_comes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("call.log");
        let append = |text: &str| {
            let mut file = fs::OpenOptions::new().append(true).create(true).open(&path).expect("opened");
            file.write_all(text.as_bytes()).expect("written");
        };
        let (link, results) = JobLink::probe();
        append(&LINE.repeat(3));
        let followed = path.clone();
        let work = link.clone();
        let thread = thread::spawn(move || follow(&work, SessionId(1), followed));
        // The last entry is waited with for a while, so the same may be told in two steps.
        let until = |wanted: Told| while told(link.hear(&results)) != wanted {};
        until(Told::Log { entries: 3, findings: 0, problems: 0, is_other: false });
        append(&(ERROR.to_owned() + LINE));
        until(Told::Log { entries: 5, findings: 1, problems: 1, is_other: false });
        fs::write(&path, ERROR).expect("cut short");
        assert!(matches!(told(link.hear(&results)), Told::Log { is_other: true, .. }));
        append(LINE);
        until(Told::Log { entries: 2, findings: 1, problems: 1, is_other: false });
        fs::remove_file(&path).expect("removed");
        assert_eq!(told(link.hear(&results)), Told::Gone);
        append(&LINE.repeat(9));
        assert!(matches!(told(link.hear(&results)), Told::Log { is_other: true, .. }));
        link.cancel();
        thread.join().expect("it stops");
    }

    #[test]
    fn what_cannot_be_followed_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("call.log.gz");
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(LINE.as_bytes()).expect("packed");
        fs::write(&path, packed.finish().expect("packed")).expect("written");
        let (link, results) = JobLink::probe();
        follow(&link, SessionId(1), path);
        assert!(matches!(link.hear(&results), Action::Session(_, SessionAction::Follow(false))));
        let Action::Notify(NoticeKind::Failed, said) = link.hear(&results) else { panic!("it is said") };
        assert!(said.contains("cannot be followed"), "{said}");
    }
}
