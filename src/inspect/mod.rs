//! One pass over a log.

pub mod cache;
mod chunk_reader;
mod chunk_report;
mod inspect_text;
mod interruption;
mod observer;
mod prefilter;
mod scan;
mod workers;

pub use self::inspect_text::codes_in_text;
pub use self::observer::{NoObserver, Observer, Progress};
pub use self::scan::{InspectOptions, inspect};
