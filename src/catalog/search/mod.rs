//! Searching the catalog, as the user types.
//!
//! - `query` splits a query into parts, looks up each of them and ranks the entries that have all parts
//! - `named` finds the codes that a sentence names
//! - `said` finds the codes that people mean by their own words: "black screen", "进不去房间"
//! - `filter` restricts the entries
//! - `index` holds the words, codes and names of all entries for quick lookup
//! - `nearest` suggests entries for a query without a match
//! - `matches` is the result

mod filter;
pub(super) mod index;
mod matches;
mod named;
mod nearest;
mod query;
mod said;

pub use filter::Filter;
pub use matches::{EntryField, Highlight, MatchKind, Rank, SearchMatch};
pub use named::NamedCode;
pub(crate) use named::cause_order;
