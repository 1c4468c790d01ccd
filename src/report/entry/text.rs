//! Catalog entries as text for a terminal: the summary first, then properties, explanation and steps.

use super::{Paint, TextStyle, forms, name_beside_code, status_in_words};
use crate::catalog::{Catalog, CatalogEntry, Severity};

/// The entries with all their texts, in the order given.
pub(crate) fn render(entries: &[&CatalogEntry], catalog: &Catalog, style: TextStyle) -> String {
    let rule = style.paint(Paint::Faint, &"─".repeat(style.width.unwrap_or(80).min(80)));
    let documents: Vec<String> = entries.iter().map(|entry| render_entry(entry, catalog, style)).collect();
    documents.join(&format!("\n{rule}\n\n"))
}

/// The entries as a list with one paragraph for each: code, family, name and summary.
pub(crate) fn render_list(entries: &[&CatalogEntry], style: TextStyle) -> String {
    let columns = |entry: &CatalogEntry| {
        // The unsigned form of a negative code is left out: only tools print it.
        let decimal = entry.code.hex().and(entry.code.value()).map(|value| value.to_string());
        [entry.code.to_string(), decimal.unwrap_or_default(), entry.code.family().id().to_owned()]
    };
    let mut widths = [0; 3];
    for cells in entries.iter().map(|entry| columns(entry)) {
        for (width, cell) in widths.iter_mut().zip(cells) {
            *width = cell.chars().count().max(*width);
        }
    }
    let indent = " ".repeat(widths.iter().filter(|width| **width > 0).map(|width| width + 2).sum());
    let mut list = String::new();
    for entry in entries {
        let cells = columns(entry).into_iter().zip(widths).filter(|(_, width)| *width > 0);
        let cells: Vec<String> = cells.map(|(cell, width)| format!("{cell:width$}  ")).collect();
        let text = match name_beside_code(entry) {
            Some(name) => format!("{name}: {}", entry.summary),
            None => entry.summary.clone(),
        };
        let prefix = cells.concat();
        let wrapped = style.wrap(&text, &prefix, &indent);
        let severity = severity_paint(entry.severity);
        list.push_str(&wrapped.replacen(&cells[0], &style.paint(severity, &cells[0]), 1));
    }
    list
}

fn render_entry(entry: &CatalogEntry, catalog: &Catalog, style: TextStyle) -> String {
    let mut text = String::new();
    let mut title = style.wrap(&entry.summary, "", "");
    title.truncate(title.trim_end().len());
    text.push_str(&style.paint(Paint::Title, &title));
    text.push_str("\n\n");

    let codes: Vec<String> = forms(entry.code).iter().map(|form| style.paint(Paint::Code, form)).collect();
    let mut properties = vec![("Code", codes.join(" = "))];
    if let Some(name) = name_beside_code(entry) {
        properties.push(("Name", name.to_owned()));
    }
    if !entry.aliases.is_empty() {
        properties.push(("Also called", entry.aliases.join(", ")));
    }
    properties.push(("Family", format!("{} ({})", entry.code.family().title(), entry.code.family())));
    properties.push(("Severity", style.paint(severity_paint(entry.severity), entry.severity.id())));
    properties.push(("Area", entry.area.id().to_owned()));
    properties.push(("Who can act", entry.owner.id().to_owned()));
    properties.push(("Retry", if entry.retryable { "may succeed" } else { "will not help by itself" }.to_owned()));
    properties.push(("Status", status_in_words(entry)));
    for (label, value) in properties {
        text.push_str(&style.paint(Paint::Faint, &format!("{label:<13}")));
        text.push_str(&value);
        text.push('\n');
    }

    heading(&mut text, "What happened", style);
    text.push_str(&style.wrap(&entry.explanation, "  ", "  "));
    heading(&mut text, "What to do", style);
    for (step, number) in entry.fix.iter().zip(1..) {
        text.push_str(&style.wrap(step, &format!("{number:>3}. "), "     "));
    }
    if let Some(example) = &entry.example {
        heading(&mut text, "Example", style);
        text.push_str(&indented(example));
    }
    if !entry.related.is_empty() {
        heading(&mut text, "Related codes", style);
        let related: Vec<&CatalogEntry> = entry.related.iter().filter_map(|&code| catalog.entry(code)).collect();
        text.push_str(&indented(&render_list(&related, narrower(style))));
    }
    if !entry.references.is_empty() {
        heading(&mut text, "Read on", style);
        for reference in &entry.references {
            text.push_str(&style.wrap(&reference.title, "  ", "  "));
            text.push_str(&style.wrap(&reference.url, "    ", "    "));
        }
    }
    text
}

fn heading(text: &mut String, title: &str, style: TextStyle) {
    text.push('\n');
    text.push_str(&style.paint(Paint::Heading, title));
    text.push('\n');
}

/// Indents each line of `text` by two columns.
fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}

fn narrower(style: TextStyle) -> TextStyle {
    TextStyle { width: style.width.map(|width| width.saturating_sub(2)), ..style }
}

fn severity_paint(severity: Severity) -> Paint {
    match severity {
        Severity::Error => Paint::Error,
        Severity::Warning => Paint::Warning,
        Severity::Info => Paint::Info,
    }
}
