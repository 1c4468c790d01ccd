//! The content of a followed log at one moment.

use std::sync::Arc;

use crate::app::entries::finding_index::FindingIndex;
use crate::app::entries::source::EntrySource;
use crate::diagnosis::Diagnosis;

/// The content of a followed log up to its current end.
#[derive(Clone)]
pub struct LogSnapshot {
    /// The entries.
    pub entries: Arc<dyn EntrySource>,
    /// The positions of the findings.
    pub finding_index: Arc<FindingIndex>,
    /// The diagnosis of the log up to its current end.
    pub diagnosis: Arc<Diagnosis>,
    /// Whether the file was truncated or replaced, so that this snapshot does not continue the earlier one.
    pub is_replaced: bool,
}
