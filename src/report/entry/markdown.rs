//! Catalog entries as Markdown (CommonMark) for a ticket or a wiki: one section for each entry.

use std::fmt::Write;

use super::{forms, name_beside_code, status_in_words};
use crate::catalog::{Catalog, CatalogEntry};
use crate::report::escape::markdown_prose as escape;

/// The entries, one section each, in the order given.
pub(crate) fn render(entries: &[&CatalogEntry], catalog: &Catalog) -> String {
    entries.iter().map(|entry| render_entry(entry, catalog)).collect::<Vec<_>>().join("\n")
}

fn render_entry(entry: &CatalogEntry, catalog: &Catalog) -> String {
    let mut lines = vec![heading(entry), String::new(), format!("**{}**", escape(&entry.summary)), String::new()];
    lines.push(format!(
        "{} · {} ({}) · area: {} · who can act: {} · {} · {}",
        forms(entry.code).iter().map(|form| format!("`{form}`")).collect::<Vec<_>>().join(" = "),
        entry.code.family().title(),
        entry.severity.id(),
        entry.area.id(),
        entry.owner.id(),
        if entry.retryable { "a retry may succeed" } else { "a retry alone will not help" },
        status_in_words(entry),
    ));
    lines.extend([String::new(), "### What happened".to_owned(), String::new(), escape(&entry.explanation)]);
    lines.extend([String::new(), "### What to do".to_owned(), String::new()]);
    lines.extend(entry.fix.iter().zip(1..).map(|(step, number)| format!("{number}. {}", escape(step))));
    if let Some(example) = &entry.example {
        lines.extend([String::new(), "### Example".to_owned(), String::new()]);
        lines.push(format!("```js\n{}\n```", example.trim_end()));
    }
    if !entry.related.is_empty() {
        lines.extend([String::new(), "### Related codes".to_owned(), String::new()]);
        for &code in &entry.related {
            let summary = catalog.entry(code).map(|related| escape(&related.summary)).unwrap_or_default();
            lines.push(format!("- `{code}` ({}): {summary}", code.family().title()));
        }
    }
    if !entry.references.is_empty() {
        lines.extend([String::new(), "### Read on".to_owned(), String::new()]);
        lines.extend(entry.references.iter().map(|r| format!("- [{}](<{}>)", escape(&r.title), r.url)));
    }
    let mut document = lines.join("\n");
    document.push('\n');
    document
}

fn heading(entry: &CatalogEntry) -> String {
    let mut heading = format!("## {}", escape(&entry.code.to_string()));
    if let Some(name) = name_beside_code(entry) {
        let _ = write!(heading, " {}", escape(name));
    }
    heading
}
