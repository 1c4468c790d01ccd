//! From bytes to entries.
//!
//! In: the text of a log as a stream of bytes, from `source`. The stages in order:
//!
//! 1. [`chunk`] cuts the stream into chunks of whole entries, or of one record of a JSON document.
//! 2. `detect` chooses the [`LogFormat`] from the first bytes; `layout` describes how lines are read.
//! 3. `segment` finds where the entries of a chunk begin and end.
//! 4. [`parse`] reads one entry in full: prefix, level, time, message, and the texts and objects that may carry codes.
//! 5. [`store`] reads the entries of an opened log again by number, for the window.
//!
//! `formats` has one file for each format, used by detection, segmentation and parsing; `json` reads JSON that may be
//! broken; `entry_set` is a compact set of entries; `hosts` knows the hosts of the SDK. Out: `ParsedEntry` for the finders, [`LogEntry`] for the window.
//!
//! What always holds: reading cannot fail, it returns what was read and what was [`Skipped`]; memory does not grow with the
//! log, except for the index of the store; an entry has the same number and lines in a chunk, a report and the window.

pub mod chunk;
pub(crate) mod detect;
mod entry;
mod entry_set;
mod format;
pub(crate) mod formats;
pub(crate) mod hosts;
pub(crate) mod json;
pub(crate) mod layout;
mod level_counts;
pub mod parse;
pub(crate) mod segment;
mod skipped;
pub mod store;

pub use self::entry::{Level, LogEntry};
pub use self::entry_set::EntrySet;
pub use self::format::LogFormat;
pub use self::layout::Layout;
pub use self::level_counts::LevelCounts;
pub use self::skipped::Skipped;
pub use self::store::LogStore;
