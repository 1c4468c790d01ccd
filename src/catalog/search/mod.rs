//! Searching the catalog, as the user types.
//!
//! - `query` splits a query into parts, looks up each of them and ranks the entries that have all parts
//! - `filter` restricts the entries
//! - `index` holds the words, codes and names of all entries for quick lookup
//! - `nearest` suggests entries for a query without a match
//! - `matches` is the result

mod filter;
pub(super) mod index;
mod matches;
mod nearest;
mod query;

pub use filter::Filter;
pub use matches::{EntryField, Highlight, Rank, SearchMatch};
