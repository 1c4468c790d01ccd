//! What is known about each error code.
//!
//! 1. `file` reads the JSON files of `assets/catalog`, which are compiled into the program.
//! 2. `entry` is what a file says about one code: a [`CatalogEntry`] with severity, owner, explanation and fix.
//! 3. `lookup` finds entries by code, number or name: the [`Catalog`].
//! 4. `search` finds entries by a query, as the user types it, and the nearest entries for a query without a match.
//!    `said_file` reads what people say when they mean a code.
//! 5. `own` reads catalog files of the user, which add codes of their own families or of built-in ones.
//! 6. `unknown` makes an entry for a code that the catalog does not have.
//!
//! Entries are ordered by code: by family, then by value. An entry has at least one step in `fix`. The lists of areas,
//! severities and owners are closed; their identifiers are part of the program's public interface.

mod entry;
mod file;
mod lookup;
mod own;
mod said_file;
mod search;
mod unknown;

pub use entry::{Area, CatalogEntry, Owner, Reference, Severity, Status};
pub use lookup::{BUILTIN_FILES, Catalog};
pub(crate) use own::FamilySigns;
pub use said_file::{Meaning, meanings};
pub(crate) use search::cause_order;
pub use search::{EntryField, Filter, Highlight, MatchKind, NamedCode, Rank, SearchMatch};
pub use unknown::unknown;
