//! How reading a log ended, in words: at its end or before it, and what others did to the file meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::InspectOptions;
use crate::diagnosis::Diagnosis;
use crate::knowledge::Sentence;
use crate::log::Skipped;
use crate::source::{FileChange, FileSnapshot};

/// What tells how reading ended.
pub struct ReadEnd<'o> {
    /// How the log was read.
    pub options: &'o InspectOptions,
    /// Whether whoever watched the scan had enough.
    pub is_cancelled: bool,
    /// Tells what happened to the file.
    pub witness: Option<FileSnapshot>,
    /// Bytes of the file or pipe that were read.
    pub bytes_read: Arc<AtomicU64>,
}

impl ReadEnd<'_> {
    /// Notes in `diagnosis` what was not read, where and why, and what happened to the file. `failure` is what ended reading,
    /// if anything did.
    pub fn note(self, failure: Option<String>, diagnosis: &mut Diagnosis) {
        let bytes_read = self.bytes_read.load(Ordering::Relaxed);
        let witness = self.witness.as_ref();
        let is_followed = self.options.follow;
        diagnosis.change = witness.and_then(|witness| witness.change(bytes_read));
        // What is followed is expected to grow.
        diagnosis.change.take_if(|change| is_followed && matches!(change, FileChange::Grown { .. }));
        let change = diagnosis.change.map(|change| change.message());
        let is_lost =
            diagnosis.change.is_some_and(|change| witness.is_some_and(|it| it.has_lost_bytes(change, bytes_read)));
        // A log that is followed has no end of its own.
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
