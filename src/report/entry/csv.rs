//! Catalog entries as CSV: a header, then one row for each entry.

use std::borrow::Cow;

use crate::catalog::CatalogEntry;

/// The columns. A list has one line for each item within its cell.
const HEADER: [&str; 16] = [
    "family", "value", "hex", "name", "status", "since", "area", "severity", "owner", "retryable", "summary",
    "explanation", "fix", "references", "related", "example",
];

/// A table of the entries.
///
/// # Errors
/// In practice this does not fail: the table is written into memory, and every row has a cell for every column.
pub(crate) fn render(entries: &[&CatalogEntry]) -> csv::Result<Vec<u8>> {
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

/// A text as a cell that spreadsheets do not evaluate: an apostrophe is put before a text that begins like a formula.
///
/// Only for columns of text; a negative number in a column of numbers must stay a number.
pub(crate) fn text_cell(text: &str) -> Cow<'_, str> {
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
    fn text_like_a_formula_is_not_evaluated() {
        assert_eq!(text_cell("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(text_cell("-10013 came back"), "'-10013 came back");
        assert_eq!(text_cell("a = b"), "a = b");
    }
}
