//! Catalog entries as JSON.

use serde::Serialize;

use crate::catalog::{CatalogEntry, Status};
use crate::code::{CodeKey, ErrorCode};

/// An entry's JSON shape.
#[derive(Debug, Serialize)]
pub struct EntryShape<'e> {
    family: &'static str,
    value: Option<i64>,
    hex: Option<String>,
    name: Option<&'e str>,
    status: StatusShape<'e>,
    area: &'static str,
    severity: &'static str,
    owner: &'static str,
    retryable: bool,
    summary: &'e str,
    explanation: &'e str,
    fix: &'e [String],
    references: Vec<ReferenceShape<'e>>,
    related: Vec<CodeShape>,
    example: Option<&'e str>,
}

/// A code's JSON shape where it stands for an entry: `name` is there for browser exceptions alone, which have no value.
#[derive(Debug, Serialize)]
pub struct CodeShape {
    family: &'static str,
    value: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct StatusShape<'e> {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'e str>,
}

#[derive(Debug, Serialize)]
struct ReferenceShape<'e> {
    title: &'e str,
    url: &'e str,
}

impl<'e> From<&'e CatalogEntry> for EntryShape<'e> {
    fn from(entry: &'e CatalogEntry) -> Self {
        Self {
            family: entry.code.family().id(),
            value: entry.code.value(),
            hex: entry.code.hex(),
            name: entry.name.as_deref(),
            status: (&entry.status).into(),
            area: entry.area.id(),
            severity: entry.severity.id(),
            owner: entry.owner.id(),
            retryable: entry.retryable,
            summary: &entry.summary,
            explanation: &entry.explanation,
            fix: &entry.fix,
            references: entry.references.iter().map(|r| ReferenceShape { title: &r.title, url: &r.url }).collect(),
            related: entry.related.iter().map(|&code| code.into()).collect(),
            example: entry.example.as_deref(),
        }
    }
}

impl From<ErrorCode> for CodeShape {
    fn from(code: ErrorCode) -> Self {
        let name = match code.key() {
            CodeKey::Number(_) => None,
            CodeKey::Name(name) => Some(name),
        };
        Self { family: code.family().id(), value: code.value(), name }
    }
}

impl<'e> From<&'e Status> for StatusShape<'e> {
    fn from(status: &'e Status) -> Self {
        Self { state: status.id(), since: status.since() }
    }
}

/// An array of the entries.
///
/// # Errors
/// None in practice: the shapes have only keys and values that JSON has.
pub fn render(entries: &[&CatalogEntry]) -> serde_json::Result<String> {
    let shapes: Vec<EntryShape> = entries.iter().map(|&entry| entry.into()).collect();
    serde_json::to_string_pretty(&shapes).map(|json| json + "\n")
}
