//! Catalog entries as CSV: a header, then a row an entry.

use std::borrow::Cow;

use crate::catalog::CatalogEntry;

/// The columns. Lists have an item a line within their cell.
const HEADER: [&str; 16] = [
    "family", "value", "hex", "name", "status", "since", "area", "severity", "owner", "retryable", "summary",
    "explanation", "fix", "references", "related", "example",
];

/// A table of the entries.
///
/// # Errors
/// None in practice: the table is written into memory, and every row has a cell for every column.
pub fn render(entries: &[&CatalogEntry]) -> csv::Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(HEADER)?;
    for entry in entries {
        let related: Vec<String> = entry.related.iter().map(|code| format!("{} {code}", code.family())).collect();
        let references: Vec<String> =
            entry.references.iter().map(|reference| format!("{} {}", reference.title, reference.url)).collect();
        table.write_record([
            entry.code.family().id(),
            &entry.code.value().map(|value| value.to_string()).unwrap_or_default(),
            &entry.code.hex().unwrap_or_default(),
            &text_cell(entry.name.as_deref().unwrap_or_default()),
            entry.status.id(),
            entry.status.since().unwrap_or_default(),
            entry.area.id(),
            entry.severity.id(),
            entry.owner.id(),
            if entry.retryable { "true" } else { "false" },
            &text_cell(&entry.summary),
            &text_cell(&entry.explanation),
            &text_cell(&entry.fix.join("\n")),
            &text_cell(&references.join("\n")),
            &related.join("\n"),
            &text_cell(entry.example.as_deref().unwrap_or_default()),
        ])?;
    }
    table.into_inner().map_err(|error| error.into_error().into())
}

/// A text as a cell that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe before it.
///
/// For columns of text only; a negative number in a column of numbers stays a number.
pub fn text_cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_begins_like_a_formula_is_made_text() {
        assert_eq!(text_cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(text_cell("-10013 came back"), "'-10013 came back");
        assert_eq!(text_cell("a = b"), "a = b");
    }
}
