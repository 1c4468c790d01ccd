//! How reading a log ended, in words: at its end or before it, and what others did to the file meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::timeline::Timeline;
use super::{Context, Diagnosis, InspectOptions};
use crate::log::source::{FileChange, Witness};
use crate::log::{LevelCounts, LogFormat, Skipped};

/// What tells how reading ended.
pub struct Ending<'o> {
    /// How the log was read.
    pub options: &'o InspectOptions,
    /// Whether whoever watched the scan had enough.
    pub is_cancelled: bool,
    /// Tells what happened to the file.
    pub witness: Option<Witness>,
    /// Bytes of the file or pipe that were read.
    pub bytes_read: Arc<AtomicU64>,
}

impl Ending<'_> {
    /// Notes in `diagnosis` what was not read, where and why, and what happened to the file. `failure` is what ended reading,
    /// if anything did.
    pub fn note(self, failure: Option<String>, diagnosis: &mut Diagnosis) {
        let bytes_read = self.bytes_read.load(Ordering::Relaxed);
        let witness = self.witness.as_ref();
        let is_followed = self.options.follow;
        diagnosis.change = witness.and_then(|witness| witness.change(bytes_read));
        // What is followed is expected to grow.
        diagnosis.change.take_if(|change| is_followed && matches!(change, FileChange::Grown { .. }));
        let change = diagnosis.change.map(|change| change.words());
        let is_lost = diagnosis.change.is_some_and(|change| witness.is_some_and(|it| it.lost(change, bytes_read)));
        // A log that is followed has no end of its own.
        let is_stopped = (self.is_cancelled || self.options.pulse.is_stopped()) && !is_followed;
        let line = diagnosis.lines.max(1);
        let so_far = format!("all that comes before was read, {bytes_read} bytes up to line {line}");
        let interruption = match (&change, failure) {
            _ if is_stopped => Some(format!("reading was stopped here; {so_far}")),
            (Some(change), Some(error)) => Some(format!("reading stopped here: {error}; {so_far}; {change}")),
            (None, Some(error)) => Some(format!(
                "reading stopped here: {error}; {so_far}. If the file was cut or is damaged, ask for it again"
            )),
            (Some(change), None) if is_lost && !is_followed => Some(format!("{change}; {so_far}")),
            _ => None,
        };
        let notice = change.filter(|_| !is_followed && !is_lost);
        let reasons = interruption.clone().or(notice);
        diagnosis.skipped.extend(reasons.map(|reason| Skipped { line, reason }));
        diagnosis.interruption = interruption;
    }
}

impl Diagnosis {
    /// Of `file`, a folder or an archive, in which there may be logs that could not be read, for this reason.
    pub fn unread(file: String, reason: String) -> Self {
        Self {
            file,
            format: LogFormat::PlainText,
            format_reason: "nothing of it was read as a log".to_owned(),
            encoding: "utf-8".to_owned(),
            entries: 0,
            lines: 0,
            levels: LevelCounts::default(),
            skipped: vec![Skipped { line: 1, reason: reason.clone() }],
            interruption: Some(reason),
            change: None,
            context: Context::default(),
            timeline: Timeline::default(),
            problems: Vec::new(),
            findings: Vec::new(),
        }
    }
}
