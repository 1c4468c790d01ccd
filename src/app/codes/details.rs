//! Everything that is shown about one code, in both tabs.

use crate::app::session::id::SessionId;
use crate::catalog;
use crate::catalog::{Catalog, CatalogEntry, Severity, Status};
use crate::code::ErrorCode;
use crate::report;
use crate::report::entry::TextStyle;

/// How an explanation is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyStyle {
    /// Plain text, for chats.
    Text,
    /// Markdown, for tickets.
    Markdown,
}

/// A way to write a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeForm {
    /// The name of the form: "hex", "decimal", "unsigned".
    pub label: &'static str,
    /// The code.
    pub text: String,
}

/// A related code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedCode {
    /// The code.
    pub code: ErrorCode,
    /// The name or summary; empty if the catalog lacks the code.
    pub title: String,
    /// What the code does to a call; `None` if the catalog lacks the code.
    pub severity: Option<Severity>,
}

/// An opened log that contains the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogWithCode {
    /// The log.
    pub session: SessionId,
    /// The name of the log.
    pub name: String,
    /// How many findings of the code the log has.
    pub count: u64,
    /// The clock of the first finding, or its line.
    pub first: String,
}

/// What is shown about a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeDetails {
    /// What the catalog says about the code, or general advice about undocumented codes.
    pub entry: CatalogEntry,
    /// The ways to write the code, that of its family first.
    pub forms: Vec<CodeForm>,
    /// What the code does to a call; `None` if the catalog lacks the code.
    pub severity: Option<Severity>,
    /// Labels and values: area, who can act, whether trying again helps, status.
    pub properties: Vec<(&'static str, String)>,
    /// Related codes.
    pub related: Vec<RelatedCode>,
    /// Opened logs that contain the code.
    pub found_in: Vec<LogWithCode>,
}

impl CodeDetails {
    /// The details of a code, without the logs that contain it.
    pub fn new(code: ErrorCode, catalog: &Catalog) -> Self {
        let known = catalog.entry(code);
        let entry = known.cloned().unwrap_or_else(|| catalog::unknown(code));
        let mut properties = vec![
            ("Area", entry.area.title().to_owned()),
            ("Who can act", entry.owner.title().to_owned()),
            ("Trying again", if entry.retryable { "may help" } else { "does not help" }.to_owned()),
        ];
        match &entry.status {
            Status::Active => {}
            Status::Deprecated { since } => properties.push(("Deprecated", format!("since {since}"))),
            Status::Retired { since } => properties.push(("Retired", format!("no longer thrown since {since}"))),
        }
        let related = entry.related.iter().map(|code| {
            let related = catalog.entry(*code);
            let title = related.map(|related| related.name.as_ref().unwrap_or(&related.summary).clone());
            let severity = related.map(|related| related.severity);
            RelatedCode { code: *code, title: title.unwrap_or_default(), severity }
        });
        let (forms, severity, related) = (forms(code), known.map(|entry| entry.severity), related.collect());
        Self { forms, severity, properties, related, found_in: Vec::new(), entry }
    }
}

/// Renders the explanations of codes, to be pasted into another program.
pub(crate) fn render(codes: &[ErrorCode], catalog: &Catalog, style: CopyStyle) -> String {
    let entry = |code: &ErrorCode| catalog.entry(*code).cloned().unwrap_or_else(|| catalog::unknown(*code));
    let entries: Vec<CatalogEntry> = codes.iter().map(entry).collect();
    let entries: Vec<&CatalogEntry> = entries.iter().collect();
    match style {
        CopyStyle::Text => report::entry::text::render(&entries, catalog, TextStyle::default()),
        CopyStyle::Markdown => report::entry::markdown::render(&entries, catalog),
    }
}

fn forms(code: ErrorCode) -> Vec<CodeForm> {
    let form = |label, text| CodeForm { label, text };
    let hex = code.hex().map(|text| form("hex", text));
    let decimal = code.value().map(|value| form("decimal", value.to_string()));
    let unsigned = code.unsigned().map(|value| form("unsigned", value.to_string()));
    let name = code.value().is_none().then(|| form("name", code.to_string()));
    hex.into_iter().chain(decimal).chain(unsigned).chain(name).collect()
}
