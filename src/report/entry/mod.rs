//! Entries of the catalog as documents: one format a file, each with a function `render`.
//!
//! - `text` for a terminal, with the colours and width of `style`
//! - `markdown` for a ticket; `csv` and `json` for programs
//!
//! Entries are the project's own texts: they contain no control characters and are not redacted.

pub(crate) mod csv;
pub(crate) mod json;
pub(crate) mod markdown;
mod style;
pub(crate) mod text;

pub use style::{Paint, TextStyle};

use crate::catalog::CatalogEntry;
use crate::code::{ErrorCode, Family};

/// Every form in which people write the code, the form of its family first: `0x4004`, `16388`; `-10013`, `4294957283`.
pub fn forms(code: ErrorCode) -> Vec<String> {
    let decimal = code.hex().and(code.value()).map(|value| value.to_string());
    let unsigned = code.unsigned().map(|value| value.to_string());
    [Some(code.to_string()), decimal, unsigned].into_iter().flatten().collect()
}

/// The name, if the code itself does not show it: the code of a browser exception is its name.
pub fn name_beside_code(entry: &CatalogEntry) -> Option<&str> {
    entry.name.as_deref().filter(|_| entry.code.family() != Family::Browser)
}

/// Whether the code is still thrown, in words.
pub fn status_in_words(entry: &CatalogEntry) -> String {
    match (entry.status.id(), entry.status.since()) {
        ("retired", Some(since)) => format!("no longer thrown since SDK {since}"),
        ("deprecated", Some(since)) => format!("deprecated since SDK {since}"),
        _ => "thrown today".to_owned(),
    }
}
