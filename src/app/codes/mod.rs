//! The tab of codes: it searches the catalog and explains one code.
//!
//! In: the query, the chosen filters and the sort order of [`CodesAction`](super::CodesAction), the catalog, and the
//! engineer's own notes. Out: the rows of the table, the filters with their counts, the details of the selected code.
//!
//! 1. `tab`: [`CodesTab`] runs the query. A query that looks like part of a log shows the codes in it.
//! 2. `filter`: keeps the codes that have the chosen values, and counts what each value would show.
//! 3. `row`: makes a row of the table for each code.
//! 4. `lines`: puts a heading before each group of rows.
//! 5. `sort`: orders the rows by a column.
//! 6. `details`: everything that is shown about one code, in this tab and beside an entry of a log.
//!
//! A code that the catalog lacks has a row and details, too: its severity is `None`.

pub(super) mod details;
pub(super) mod filter;
mod lines;
mod row;
pub(super) mod sort;
mod tab;

pub use details::{CodeDetails, CodeForm, CopyStyle, LogWithCode, RelatedCode};
pub use filter::{FilterToggle, FilterValue};
pub use lines::{TableLine, TableLines};
pub use row::CodeRow;
pub use sort::{Column, Sort};
pub use tab::{CodesTab, ResultKind};
