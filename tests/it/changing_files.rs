//! Files that others change while they are read, and afterwards: told, without losing what was read.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use trtc_lens::diagnosis::Diagnosis;
use trtc_lens::finding::Finding;
use trtc_lens::inspect::{InspectOptions, Observer, Progress, inspect};
use trtc_lens::log::LogStore;
use trtc_lens::log::chunk::ChunkSizes;
use trtc_lens::log::store::StoreLimits;
use trtc_lens::source::FileChange;
use trtc_lens::source::LogSource;

use super::cli::JOIN_FAILED;

/// Does something to the log once it has been read in part, and keeps its store.
struct Meddler<F> {
    meddle: Option<F>,
    store: Option<Arc<LogStore>>,
    cancels: bool,
    found: u64,
}

impl<F: FnOnce()> Meddler<F> {
    fn new(meddle: F) -> Self {
        Self { meddle: Some(meddle), store: None, cancels: false, found: 0 }
    }
}

impl<F: FnOnce()> Observer for Meddler<F> {
    fn opened(&mut self, store: &Arc<LogStore>) {
        self.store = Some(Arc::clone(store));
    }

    fn progress(&mut self, _: Progress) {
        if let Some(meddle) = self.meddle.take() {
            meddle();
        }
    }

    fn found(&mut self, _: &Finding) -> bool {
        self.found += 1;
        true
    }

    fn is_cancelled(&self) -> bool {
        self.cancels && self.meddle.is_none()
    }
}

fn options() -> InspectOptions {
    let chunk_sizes = ChunkSizes { block: 1024, entry_max: 64 * 1024 };
    InspectOptions { chunk_sizes, keep_entries: true, ..InspectOptions::default() }
}

/// Larger than what is read before the first chunk is handed out.
fn long_log() -> String {
    JOIN_FAILED.repeat(400)
}

/// Inspects a long log to which `meddle` is done after its first chunk.
fn inspect_meddled(path: &Path, meddle: impl FnOnce()) -> (Diagnosis, Arc<LogStore>) {
    fs::write(path, long_log()).expect("the log is written");
    let mut meddler = Meddler::new(meddle);
    let diagnosis = inspect(&LogSource::File(path.to_owned()), &options(), &mut meddler).expect("it is a log");
    assert!(!diagnosis.findings.is_empty(), "what was read is there");
    (diagnosis, meddler.store.expect("the store was handed over"))
}

#[test]
fn a_file_that_is_cut_short_is_read_up_to_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.log");
    let (diagnosis, store) = inspect_meddled(&path, || {
        File::options().write(true).open(&path).and_then(|file| file.set_len(100)).expect("the log is cut");
    });
    assert_eq!(diagnosis.change, Some(FileChange::CutShort { from: long_log().len() as u64, to: 100 }));
    let reason = diagnosis.interruption.expect("not all was read");
    assert!(
        reason.contains("cut short") && reason.contains("to 100 bytes") && reason.contains("up to line"),
        "{reason}"
    );
    assert_eq!(diagnosis.skipped.last().map(|skipped| &skipped.reason), Some(&reason));
    assert!(diagnosis.entries < 1200, "{}", diagnosis.entries);

    let entries = store.read_entries(0, 10_000);
    assert_eq!(entries.len() as u64, store.entry_count(), "every row has a text");
    assert!(entries.iter().all(|entry| entry.message.contains("cut short")), "{:?}", entries[0]);
    assert!(store.has_changed());
}

#[test]
fn a_file_that_is_written_anew_shows_no_wrong_text() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.log");
    let (_, store) = inspect_meddled(&path, || {});
    assert!(store.read_entries(0, 3)[0].message.contains("joining room"));
    assert!(!store.has_changed());
    // The rows read last are kept as they were; others are read again.
    fs::write(&path, long_log().replace("alice", "mallo")).expect("the log is written");
    let last = store.entry_count() - 3;
    let entries = store.read_entries(last, 3);
    assert_eq!(entries.len(), 3);
    assert!(entries.iter().all(|entry| entry.message.contains("overwritten")), "{entries:?}");
    assert!(store.has_changed());
    let mut passed = 0;
    store.for_each(0, &mut |_| {
        passed += 1;
        true
    });
    assert_eq!(passed, store.entry_count(), "a filter passes them all");
}

#[test]
fn a_file_that_is_written_anew_while_it_is_read_is_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.log");
    let (diagnosis, _) = inspect_meddled(&path, || {
        fs::write(&path, long_log().replace("alice", "mallo")).expect("the log is written");
    });
    assert_eq!(diagnosis.change, Some(FileChange::TransformReader));
    assert!(diagnosis.interruption.is_some_and(|reason| reason.contains("written anew")));
}

// Windows refuses to delete or replace what is open.
#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_or_deleted_is_read_to_its_end() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.log");
    let replace = || {
        fs::rename(&path, path.with_extension("1")).expect("the log is rotated");
        fs::write(&path, "new\n").expect("the log is begun anew");
    };
    let whole = inspect_meddled(&path, || {}).0;
    assert_eq!((whole.change, whole.skipped.len()), (None, 0));
    for (meddle, change, words) in [
        (Box::new(replace) as Box<dyn FnOnce()>, FileChange::Replaced, "another file"),
        (Box::new(|| fs::remove_file(&path).expect("the log is deleted")), FileChange::Deleted, "deleted"),
    ] {
        let (diagnosis, store) = inspect_meddled(&path, meddle);
        assert_eq!((diagnosis.change, diagnosis.interruption), (Some(change), None));
        assert!(diagnosis.skipped[0].reason.contains(words), "{:?}", diagnosis.skipped);
        assert_eq!(diagnosis.findings, whole.findings);
        assert!(store.read_entries(0, 1)[0].message.contains("joining room"), "the rows are still there");
    }
}

#[test]
fn a_file_that_grows_is_read_as_far_as_it_goes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.log");
    let (diagnosis, store) = inspect_meddled(&path, || {
        let mut file = File::options().append(true).open(&path).expect("the log is there");
        file.write_all(JOIN_FAILED.as_bytes()).expect("the log grows");
    });
    let from = long_log().len() as u64;
    assert_eq!(diagnosis.change, Some(FileChange::Grown { from, to: from + JOIN_FAILED.len() as u64 }));
    assert_eq!((diagnosis.interruption, diagnosis.entries), (None, 401 * 3));
    assert_eq!(store.read_entries(1202, 2).len(), 1);
}

#[test]
fn a_stopped_scan_says_how_far_it_came() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.log");
    let options = options();
    fs::write(&path, long_log()).expect("the log is written");
    let cancel = Arc::clone(&options.cancel);
    let mut stopper = Meddler::new(|| cancel.stop());
    let diagnosis = inspect(&LogSource::File(path.clone()), &options, &mut stopper).expect("it is a log");
    assert!(stopper.found > 0 && diagnosis.entries < 1200, "{}", diagnosis.entries);
    assert!(diagnosis.interruption.is_some_and(|reason| reason.contains("stopped here")));
}

#[test]
fn what_cannot_be_kept_is_told_and_costs_no_finding() {
    let text = long_log();
    let whole = inspect(&LogSource::Pasted(text.clone()), &options(), &mut Meddler::new(|| {})).expect("it is a log");
    let nowhere = tempfile::tempdir().expect("a temporary folder").path().join("gone");
    let full = StoreLimits { memory_bytes: 8192, file_bytes: 16_384, folder: None };
    let missing = StoreLimits { memory_bytes: 8192, folder: Some(nowhere), ..StoreLimits::default() };
    for keeping in [full, missing] {
        let options = InspectOptions { keeping, ..options() };
        let mut keeper = Meddler::new(|| {});
        let diagnosis = inspect(&LogSource::Pasted(text.clone()), &options, &mut keeper).expect("it is a log");
        assert_eq!(diagnosis.findings, whole.findings);
        assert_eq!(diagnosis.skipped.len(), 1, "told once: {:?}", diagnosis.skipped);
        assert!(diagnosis.skipped[0].reason.contains("cannot be kept"), "{:?}", diagnosis.skipped);
        let store = keeper.store.expect("the store was handed over");
        let entries = store.read_entries(0, 10_000);
        assert_eq!(entries.len() as u64, diagnosis.entries);
        assert!(entries[0].message.contains("joining room") && !store.has_changed());
        assert!(entries.last().is_some_and(|entry| entry.message.contains("could not be kept")));
    }
}
