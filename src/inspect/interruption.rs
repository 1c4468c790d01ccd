//! Describes how reading ended: at the end of the log, or earlier because of an error, a stop or a change of the file.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::options::InspectOptions;
use crate::diagnosis::Diagnosis;
use crate::knowledge::Sentence;
use crate::log::Skipped;
use crate::source::{FileChange, FileSnapshot};

/// The state of a scan when reading ended.
pub(super) struct ReadEnd<'o> {
    /// How the log was read.
    pub options: &'o InspectOptions,
    /// Whether the observer stopped the scan.
    pub is_cancelled: bool,
    /// The file as it was when it was opened, for comparison with what it is now.
    pub file_snapshot: Option<FileSnapshot>,
    /// Bytes of the file or pipe that were read.
    pub bytes_read: Arc<AtomicU64>,
}

impl ReadEnd<'_> {
    /// Sets [`Diagnosis::change`] and [`Diagnosis::interruption`], and adds what was not read to
    /// [`Diagnosis::skipped`]. `failure` is the error that ended reading, if any.
    pub(super) fn record(self, failure: Option<String>, diagnosis: &mut Diagnosis) {
        let bytes_read = self.bytes_read.load(Ordering::Relaxed);
        let snapshot = self.file_snapshot.as_ref();
        let is_followed = self.options.follow;
        diagnosis.change = snapshot.and_then(|snapshot| snapshot.change(bytes_read));
        // A followed log is expected to grow.
        diagnosis.change.take_if(|change| is_followed && matches!(change, FileChange::Grown { .. }));
        let change = diagnosis.change.map(|change| change.message());
        let is_lost = diagnosis
            .change
            .is_some_and(|change| snapshot.is_some_and(|snapshot| snapshot.has_lost_bytes(change, bytes_read)));
        // A followed log has no end of its own, so stopping it is not an interruption.
        let is_stopped = (self.is_cancelled || self.options.cancel.is_stopped()) && !is_followed;
        let line = diagnosis.lines.max(1);
        let progress = &Sentence::ReadingProgress { bytes: &bytes_read, line: &line }.text();
        let interruption = match (&change, failure) {
            _ if is_stopped => Some(Sentence::ReadingStopped { progress }.text()),
            (Some(change), Some(error)) => {
                Some(Sentence::ReadingFailedAndChanged { error: &error, progress, change }.text())
            }
            (None, Some(error)) => Some(Sentence::ReadingFailed { error: &error, progress }.text()),
            (Some(change), None) if is_lost && !is_followed => {
                Some(Sentence::ReadingChanged { change, progress }.text())
            }
            _ => None,
        };
        let notice = change.filter(|_| !is_followed && !is_lost);
        let reasons = interruption.clone().or(notice);
        diagnosis.skipped.extend(reasons.map(|reason| Skipped { line, reason }));
        diagnosis.interruption = interruption;
    }
}
