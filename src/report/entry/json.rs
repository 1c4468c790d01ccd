//! Catalog entries as JSON.

use serde::Serialize;

use crate::catalog::{CatalogEntry, Status};
use crate::code::{CodeKey, ErrorCode};

/// The JSON object of an entry.
#[derive(Debug, Serialize)]
pub(crate) struct EntryModel<'e> {
    family: &'static str,
    value: Option<i64>,
    hex: Option<String>,
    name: Option<&'e str>,
    status: StatusModel<'e>,
    area: &'static str,
    severity: &'static str,
    owner: &'static str,
    retryable: bool,
    summary: &'e str,
    explanation: &'e str,
    fix: &'e [String],
    references: Vec<ReferenceModel<'e>>,
    related: Vec<CodeModel>,
    example: Option<&'e str>,
}

/// The JSON object of a code that refers to an entry. Only browser exceptions, which have no value, have a `name`.
#[derive(Debug, Serialize)]
pub(crate) struct CodeModel {
    family: &'static str,
    value: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct StatusModel<'e> {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'e str>,
}

#[derive(Debug, Serialize)]
struct ReferenceModel<'e> {
    title: &'e str,
    url: &'e str,
}

impl<'e> From<&'e CatalogEntry> for EntryModel<'e> {
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
            references: entry.references.iter().map(|r| ReferenceModel { title: &r.title, url: &r.url }).collect(),
            related: entry.related.iter().map(|&code| code.into()).collect(),
            example: entry.example.as_deref(),
        }
    }
}

impl From<ErrorCode> for CodeModel {
    fn from(code: ErrorCode) -> Self {
        let name = match code.key() {
            CodeKey::Number(_) => None,
            CodeKey::Name(name) => Some(name),
        };
        Self { family: code.family().id(), value: code.value(), name }
    }
}

impl<'e> From<&'e Status> for StatusModel<'e> {
    fn from(status: &'e Status) -> Self {
        Self { state: status.id(), since: status.since() }
    }
}

/// An array of the entries.
///
/// # Errors
/// In practice this does not fail: all keys are texts.
pub(crate) fn render(entries: &[&CatalogEntry]) -> serde_json::Result<String> {
    let models: Vec<EntryModel> = entries.iter().map(|&entry| entry.into()).collect();
    serde_json::to_string_pretty(&models).map(|json| json + "\n")
}
