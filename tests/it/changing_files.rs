//! Files that change while they are read, or afterwards: the change is reported, and what was read is not lost.

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

/// Changes the log after its first chunk was read, and keeps the log's store.
struct FileChanger<F> {
    change: Option<F>,
    store: Option<Arc<LogStore>>,
    cancels: bool,
    found: u64,
}

impl<F: FnOnce()> FileChanger<F> {
    fn new(change: F) -> Self {
        Self { change: Some(change), store: None, cancels: false, found: 0 }
    }
}

impl<F: FnOnce()> Observer for FileChanger<F> {
    fn opened(&mut self, store: &Arc<LogStore>) {
        self.store = Some(Arc::clone(store));
    }

    fn progress(&mut self, _: Progress) {
        if let Some(change) = self.change.take() {
            change();
        }
    }

    fn found(&mut self, _: &Finding) -> bool {
        self.found += 1;
        true
    }

    fn is_cancelled(&self) -> bool {
        self.cancels && self.change.is_none()
    }
}

fn options() -> InspectOptions {
    let chunk_sizes = ChunkSizes { block: 1024, entry_max: 64 * 1024 };
    InspectOptions { chunk_sizes, keep_entries: true, ..InspectOptions::default() }
}

/// Larger than what is read before the first chunk is returned.
fn long_log() -> String {
    JOIN_FAILED.repeat(400)
}

/// Inspects a long log and calls `change` after its first chunk.
fn inspect_while_changing(path: &Path, change: impl FnOnce()) -> (Diagnosis, Arc<LogStore>) {
    fs::write(path, long_log()).expect("the log is written");
    let mut changer = FileChanger::new(change);
    let diagnosis = inspect(&LogSource::File(path.to_owned()), &options(), &mut changer).expect("it is a log");
    assert!(!diagnosis.findings.is_empty(), "the findings of the first chunk are kept");
    (diagnosis, changer.store.expect("the observer got the store"))
}

#[test]
fn a_truncated_file_is_read_up_to_its_new_end() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.log");
    let (diagnosis, store) = inspect_while_changing(&path, || {
        File::options().write(true).open(&path).and_then(|file| file.set_len(100)).expect("the log is truncated");
    });
    assert_eq!(diagnosis.change, Some(FileChange::CutShort { from: long_log().len() as u64, to: 100 }));
    let reason = diagnosis.interruption.expect("the log was not read completely");
    assert!(
        reason.contains("cut short") && reason.contains("to 100 bytes") && reason.contains("up to line"),
        "{reason}"
    );
    assert_eq!(diagnosis.skipped.last().map(|skipped| &skipped.reason), Some(&reason));
    assert!(diagnosis.entries < 1200, "{}", diagnosis.entries);

    let entries = store.read_entries(0, 10_000);
    assert_eq!(entries.len() as u64, store.entry_count(), "every row has text");
    assert!(entries.iter().all(|entry| entry.message.contains("truncated")), "{:?}", entries[0]);
    assert!(store.has_changed());
}

#[test]
fn rows_of_an_overwritten_file_show_no_text_of_the_new_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.log");
    let (_, store) = inspect_while_changing(&path, || {});
    assert!(store.read_entries(0, 3)[0].message.contains("joining room"));
    assert!(!store.has_changed());
    // The rows that were read last are cached; others are read from the file again.
    fs::write(&path, long_log().replace("alice", "mallo")).expect("the log is written");
    let last = store.entry_count() - 3;
    let entries = store.read_entries(last, 3);
    assert_eq!(entries.len(), 3);
    assert!(entries.iter().all(|entry| entry.message.contains("overwritten")), "{entries:?}");
    assert!(store.has_changed());
    let mut visited = 0;
    store.for_each(0, &mut |_| {
        visited += 1;
        true
    });
    assert_eq!(visited, store.entry_count(), "a filter visits all rows");
}

#[test]
fn overwriting_a_file_while_it_is_read_is_reported() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.log");
    let (diagnosis, _) = inspect_while_changing(&path, || {
        fs::write(&path, long_log().replace("alice", "mallo")).expect("the log is written");
    });
    assert_eq!(diagnosis.change, Some(FileChange::Overwritten));
    assert!(diagnosis.interruption.is_some_and(|reason| reason.contains("overwritten")));
}

// Windows refuses to delete or replace an open file.
#[cfg(unix)]
#[test]
fn a_replaced_or_deleted_file_is_read_to_its_end() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.log");
    let replace = || {
        fs::rename(&path, path.with_extension("1")).expect("the log is rotated");
        fs::write(&path, "new\n").expect("a new log is created");
    };
    let unchanged = inspect_while_changing(&path, || {}).0;
    assert_eq!((unchanged.change, unchanged.skipped.len()), (None, 0));
    for (change_file, change, words) in [
        (Box::new(replace) as Box<dyn FnOnce()>, FileChange::Replaced, "another file"),
        (Box::new(|| fs::remove_file(&path).expect("the log is deleted")), FileChange::Deleted, "deleted"),
    ] {
        let (diagnosis, store) = inspect_while_changing(&path, change_file);
        assert_eq!((diagnosis.change, diagnosis.interruption), (Some(change), None));
        assert!(diagnosis.skipped[0].reason.contains(words), "{:?}", diagnosis.skipped);
        assert_eq!(diagnosis.findings, unchanged.findings);
        assert!(store.read_entries(0, 1)[0].message.contains("joining room"), "rows can still be read");
    }
}

#[test]
fn a_growing_file_is_read_to_its_current_end() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.log");
    let (diagnosis, store) = inspect_while_changing(&path, || {
        let mut file = File::options().append(true).open(&path).expect("the log is there");
        file.write_all(JOIN_FAILED.as_bytes()).expect("the log grows");
    });
    let from = long_log().len() as u64;
    assert_eq!(diagnosis.change, Some(FileChange::Grown { from, to: from + JOIN_FAILED.len() as u64 }));
    assert_eq!((diagnosis.interruption, diagnosis.entries), (None, 401 * 3));
    assert_eq!(store.read_entries(1202, 2).len(), 1);
}

#[test]
fn a_cancelled_inspection_reports_where_it_stopped() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.log");
    let options = options();
    fs::write(&path, long_log()).expect("the log is written");
    let cancel = Arc::clone(&options.cancel);
    let mut stopper = FileChanger::new(|| cancel.stop());
    let diagnosis = inspect(&LogSource::File(path.clone()), &options, &mut stopper).expect("it is a log");
    assert!(stopper.found > 0 && diagnosis.entries < 1200, "{}", diagnosis.entries);
    assert!(diagnosis.interruption.is_some_and(|reason| reason.contains("stopped here")));
}

#[test]
fn findings_are_complete_when_the_text_cannot_be_stored() {
    let text = long_log();
    let whole =
        inspect(&LogSource::Pasted(text.clone()), &options(), &mut FileChanger::new(|| {})).expect("it is a log");
    let missing_folder = tempfile::tempdir().expect("a temporary folder").path().join("gone");
    let full = StoreLimits { memory_bytes: 8192, file_bytes: 16_384, folder: None };
    let missing = StoreLimits { memory_bytes: 8192, folder: Some(missing_folder), ..StoreLimits::default() };
    for store_limits in [full, missing] {
        let options = InspectOptions { store_limits, ..options() };
        let mut keeper = FileChanger::new(|| {});
        let diagnosis = inspect(&LogSource::Pasted(text.clone()), &options, &mut keeper).expect("it is a log");
        assert_eq!(diagnosis.findings, whole.findings);
        assert_eq!(diagnosis.skipped.len(), 1, "reported once: {:?}", diagnosis.skipped);
        assert!(diagnosis.skipped[0].reason.contains("cannot be kept"), "{:?}", diagnosis.skipped);
        let store = keeper.store.expect("the observer got the store");
        let entries = store.read_entries(0, 10_000);
        assert_eq!(entries.len() as u64, diagnosis.entries);
        assert!(entries[0].message.contains("joining room") && !store.has_changed());
        assert!(entries.last().is_some_and(|entry| entry.message.contains("could not be kept")));
    }
}
