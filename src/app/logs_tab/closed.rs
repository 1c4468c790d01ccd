//! Logs that were closed and can be opened again.

use crate::case::saved::SavedView;
use crate::source::LogSource;

/// How many times closing can be undone.
const MAX_STEPS: usize = 32;

/// Larger pasted texts are not kept after their log is closed.
const MAX_PASTED_BYTES: usize = 4 << 20;

/// A log that was closed.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::app) struct ClosedLog {
    /// Where it comes from.
    pub(in crate::app) source: LogSource,
    /// Its name.
    pub(in crate::app) name: String,
    /// What was shown of it.
    pub(in crate::app) view: SavedView,
}

/// The logs that were closed, together or one after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct ClosedLogs(Vec<Vec<ClosedLog>>);

impl ClosedLogs {
    /// Adds logs that were closed together.
    pub(super) fn add(&mut self, mut logs: Vec<ClosedLog>) {
        logs.retain(|log| match &log.source {
            LogSource::Pasted(text) => text.len() <= MAX_PASTED_BYTES,
            LogSource::PastedPicture(bytes) => bytes.len() <= MAX_PASTED_BYTES,
            _ => true,
        });
        if logs.is_empty() {
            return;
        }
        if self.0.len() == MAX_STEPS {
            self.0.remove(0);
        }
        self.0.push(logs);
    }

    /// Whether no log can be opened again.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes the logs that were closed last.
    pub(super) fn take(&mut self) -> Vec<ClosedLog> {
        self.0.pop().unwrap_or_default()
    }
}
