//! How far reading a log has come.

use crate::log::LevelCounts;

/// The phase that a log is in.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// The log is being read.
    Reading(ReadProgress),
    /// The log was read to its end, or up to the point where the user stopped it.
    Done {
        /// Whether the user stopped it.
        cancelled: bool,
    },
    /// The log cannot be read: the reason, and what to do.
    Failed(String),
}

/// How much of a log has been read.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ReadProgress {
    /// Bytes read of the file on the disk, compressed if the file is.
    pub bytes_read: u64,
    /// The size of the file in bytes, if it is known.
    pub bytes_total: Option<u64>,
    /// Entries read.
    pub entries: u64,
    /// Entries of each level.
    pub levels: LevelCounts,
    /// Seconds since reading started.
    pub seconds: f64,
}
