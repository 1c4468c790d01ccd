//! Everything that is shown about one code, in both tabs.

use crate::app::session::id::SessionId;
use crate::catalog;
use crate::catalog::{Catalog, CatalogEntry, Reference, Severity, Status};
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
    /// The code.
    pub code: ErrorCode,
    /// The ways to write the code, that of its family first.
    pub forms: Vec<CodeForm>,
    /// The name; empty if the code has no name.
    pub name: String,
    /// Other names that logs use for the code.
    pub aliases: Vec<String>,
    /// What the code does to a call; `None` if the catalog lacks the code.
    pub severity: Option<Severity>,
    /// Labels and values: area, who can act, whether trying again helps, status.
    pub properties: Vec<(&'static str, String)>,
    /// One line: what happened.
    pub summary: String,
    /// What happened, then why.
    pub paragraphs: Vec<String>,
    /// What to do, in order.
    pub fix: Vec<String>,
    /// Related codes.
    pub related: Vec<RelatedCode>,
    /// Web pages with more information.
    pub references: Vec<Reference>,
    /// A code sample.
    pub example: Option<String>,
    /// Opened logs that contain the code.
    pub found_in: Vec<LogWithCode>,
}

impl CodeDetails {
    /// What the catalog says about the code, or general advice about undocumented codes.
    pub fn new(code: ErrorCode, catalog: &Catalog) -> Self {
        match catalog.entry(code) {
            Some(entry) => Self::from_entry(entry, catalog),
            None => Self { severity: None, ..Self::from_entry(&catalog::unknown(code), catalog) },
        }
    }

    fn from_entry(entry: &CatalogEntry, catalog: &Catalog) -> Self {
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
            let title = related.map(|related| related.name.clone().unwrap_or_else(|| related.summary.clone()));
            RelatedCode {
                code: *code,
                title: title.unwrap_or_default(),
                severity: related.map(|related| related.severity),
            }
        });
        Self {
            code: entry.code,
            forms: forms(entry.code),
            name: entry.name.clone().unwrap_or_default(),
            aliases: entry.aliases.clone(),
            severity: Some(entry.severity),
            properties,
            summary: entry.summary.clone(),
            paragraphs: entry.explanation.split("\n\n").map(str::to_owned).collect(),
            fix: entry.fix.clone(),
            related: related.collect(),
            references: entry.references.clone(),
            example: entry.example.clone(),
            found_in: Vec::new(),
        }
    }

    /// The code in one line: `0x4004 JOIN_ROOM_FAILED`.
    pub fn title(&self) -> String {
        format!("{} {}", self.code, self.name).trim_end().to_owned()
    }
}

/// Renders the explanation of a code, to be pasted into another program.
pub(crate) fn render(code: ErrorCode, catalog: &Catalog, style: CopyStyle) -> String {
    let entry = catalog.entry(code).cloned().unwrap_or_else(|| catalog::unknown(code));
    match style {
        CopyStyle::Text => report::entry::text::render(&[&entry], catalog, TextStyle::default()),
        CopyStyle::Markdown => report::entry::markdown::render(&[&entry], catalog),
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
