//! The entries of a log: reading and filtering them, and the positions of findings.
//!
//! In: the entries that a reader stores, and the findings in them. Out: rows for the window.
//!
//! - `source`: [`EntrySource`], reads entries by index from any thread, also while the log is being read
//! - `finding_index`: [`FindingIndex`], the entries with findings, as a whole and of each code
//! - `filter`: [`EntryFilter`], what the user asks for, and [`EntryTest`], the compiled filter for a background thread
//! - `row`: [`EntryRow`], one entry in the list; `wrap` breaks it into lines; `speaker` is who speaks in it
//!
//! Entries are numbered from 1 in a log and in reports (`number`), and from 0 everywhere in this folder (`entry_idx`).
//! Memory use is bounded: an entry costs one bit in a set, never its text.

pub(super) mod filter;
pub(super) mod finding_index;
pub(super) mod row;
pub(super) mod source;
mod speaker;
pub(super) mod wrap;

pub use filter::{EntryFilter, EntryTest, FilterError, TextQuery, TextSwitch};
pub use finding_index::{CodeOccurrences, FindingIndex};
pub use row::{EntryRow, FindingMark};
pub use source::EntrySource;
pub use speaker::{RowSpeaker, short_id};
pub use wrap::row_height;
