//! The options of a scan.

use std::sync::Arc;

use crate::log::LogFormat;
use crate::log::chunk::ChunkSizes;
use crate::log::store::StoreLimits;
use crate::source::CancelToken;

/// How a log is read.
#[derive(Clone, Debug, Default)]
pub struct InspectOptions {
    /// The format; `None` detects it.
    pub format: Option<LogFormat>,
    /// The label of the encoding (`gb18030`, `utf-16le`); `None` detects it.
    pub encoding: Option<String>,
    /// Whether entries are read again later. If so, [`Observer::opened`](super::Observer::opened) is called.
    pub keep_entries: bool,
    /// How many places of each problem [`Diagnosis::findings`](crate::diagnosis::Diagnosis::findings) contains, so that its
    /// size does not depend on the log. `None` for all findings.
    pub evidence_places: Option<usize>,
    /// Limits for the text that is kept because it cannot be read again by position.
    pub store_limits: StoreLimits,
    /// Whether reading waits for more text at the end of the file. Reading then ends when the file is cut short or
    /// replaced (see [`Diagnosis::change`](crate::diagnosis::Diagnosis::change); what comes after that is another log)
    /// or when `cancel` is stopped.
    pub follow: bool,
    /// Stops the scan from another thread, also while it waits for text; reports what it waits for.
    pub cancel: Arc<CancelToken>,
    /// How the text is cut into chunks. The findings do not depend on it.
    pub chunk_sizes: ChunkSizes,
}
