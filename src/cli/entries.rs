//! Writes entries of the catalog in the format that the user chose.

use std::io::{self, Write};

use super::args::CatalogFormat;
use super::output::Output;
use crate::catalog::{Catalog, CatalogEntry};
use crate::report::entry;

/// Writes entries in a format; `text` renders them for [`CatalogFormat::Text`].
pub(super) fn write_entries(
    entries: &[&CatalogEntry],
    format: CatalogFormat,
    output: &mut Output,
    text: impl FnOnce(&Output) -> String,
) -> io::Result<()> {
    match format {
        CatalogFormat::Text => output.write_all(text(output).as_bytes())?,
        CatalogFormat::Json => output.write_all(entry::json::render(entries)?.as_bytes())?,
        CatalogFormat::Csv => output.write_all(&entry::csv::render(entries)?)?,
        CatalogFormat::Markdown => {
            output.write_all(entry::markdown::render(entries, Catalog::current()).as_bytes())?;
        }
    }
    output.flush()
}
