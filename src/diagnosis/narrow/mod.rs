//! From a diagnosis of a whole log to a diagnosis of a part of it: of a user, a room, an attempt, a problem, a code, a time.
//!
//! - `narrowing`: [`Narrowing`], what the log is narrowed to

mod narrowing;

pub use self::narrowing::{NarrowBy, NarrowPart, Narrowing};
