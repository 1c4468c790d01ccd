//! From a diagnosis of a whole log to a diagnosis of a part of it: of a user, a room, an attempt, a problem, a code, a time.
//!
//! - `narrowing`: [`Narrowing`], what the log is narrowed to
//! - `scope`: [`NarrowScope`], the narrowing as a test of entries
//! - `tally`: [`ScopeTally`], what one pass over the entries counts
//! - `narrowed`: [`narrow()`] makes the diagnosis of the part
//!
//! What always holds: the codes and causes of the part are those of the whole log, which may show them elsewhere. Nothing here
//! reads a log: the caller tests its entries, in their order.

mod narrowed;
pub(super) mod narrowing;
mod scope;
mod tally;

pub use self::narrowed::narrow;
pub use self::narrowing::{NarrowBy, NarrowPart, Narrowed, Narrowing};
pub use self::scope::{NarrowScope, ScopeFacts};
pub use self::tally::ScopeTally;
