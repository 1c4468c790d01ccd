//! One pass over a log, from its bytes to a [`Diagnosis`](crate::diagnosis::Diagnosis).
//!
//! In: a [`LogSource`](crate::source::LogSource) and [`InspectOptions`]. Out: the diagnosis; on the way, an
//! [`Observer`] receives progress and findings. This is the only folder that knows threads, chunks and caches. The
//! stages:
//!
//! 1. `scan` opens the source, detects encoding and format, and cuts the text into chunks of whole entries. It reads small
//!    logs on the calling thread and the rest of large ones with `workers`.
//! 2. `chunk_reader` turns a chunk into a `chunk_report`. `prefilter` searches the chunk for the literals of all codes,
//!    facts and events. Entries without a match are only counted, and entries that are an event and nothing else are
//!    recorded without a full parse. The rest is parsed in full, and its
//!    findings are computed or found in `cache`.
//! 3. `merge` adds the reports to the findings, problems and timeline of the log, in the order of the chunks.
//! 4. `interruption` describes why reading ended before the end of the log, if it did.
//!
//! `inspect_text` finds the codes of a pasted passage without this pass.
//!
//! What always holds: findings, events and facts do not depend on chunk sizes, on the number of threads or on what the
//! cache contains. Only opening a log can fail; a later error ends reading, and the diagnosis covers everything before it.
//! Memory is bounded by the chunks that are in progress, the cache and the findings that are kept, not by the size of the
//! log. An [`Inspector`] reuses its cache for the next log.

mod cache;
mod chunk_reader;
mod chunk_report;
mod inspect_text;
mod interruption;
mod merge;
mod observer;
mod options;
mod prefilter;
mod scan;
mod workers;

pub use self::inspect_text::codes_in_text;
pub use self::observer::{NoObserver, Observer, Progress};
pub use self::options::InspectOptions;
pub use self::scan::{Inspector, inspect};
