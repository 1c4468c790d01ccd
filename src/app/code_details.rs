//! Everything that is shown about one code, in both tabs alike.

use super::{CopyStyle, SessionId};
use crate::catalog;
use crate::catalog::{Catalog, CatalogEntry, Reference, Severity, Status};
use crate::code::ErrorCode;
use crate::report;
use crate::report::entry::TextStyle;

/// A way to write a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeForm {
    /// What it is: "hex", "decimal", "unsigned".
    pub label: &'static str,
    /// The code.
    pub text: String,
}

/// A code to go on to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelatedCode {
    /// The code.
    pub code: ErrorCode,
    /// Its name or summary; empty where the catalog lacks it.
    pub title: String,
    /// What it does to a call; `None` where the catalog lacks it.
    pub severity: Option<Severity>,
}

/// An opened log that has the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The log.
    pub session: SessionId,
    /// The log's name.
    pub log: String,
    /// How many findings it has.
    pub count: u64,
    /// Clock or line of the first.
    pub first: String,
}

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeDetails {
    /// The code.
    pub code: ErrorCode,
    /// The ways to write it, the family's own first.
    pub forms: Vec<CodeForm>,
    /// The name; empty where there is none.
    pub name: String,
    /// Other names seen for it.
    pub aliases: Vec<String>,
    /// What it does to a call; `None` where the catalog lacks the code.
    pub severity: Option<Severity>,
    /// Short facts: area, who can act, whether trying again helps, state.
    pub facts: Vec<(&'static str, String)>,
    /// One line: what happened.
    pub summary: String,
    /// What happened, then why.
    pub paragraphs: Vec<String>,
    /// What to do, in order.
    pub fix: Vec<String>,
    /// Codes to go on to.
    pub related: Vec<RelatedCode>,
    /// Pages to read on.
    pub references: Vec<Reference>,
    /// A code sample.
    pub example: Option<String>,
    /// Opened logs that have it.
    pub seen: Vec<Seen>,
}

impl CodeDetails {
    /// What the catalog says about the code; what to do about an undocumented one where it says nothing.
    pub fn new(code: ErrorCode, catalog: &Catalog) -> Self {
        match catalog.entry(code) {
            Some(entry) => Self::of(entry, catalog),
            None => Self { severity: None, ..Self::of(&catalog::unknown(code), catalog) },
        }
    }

    fn of(entry: &CatalogEntry, catalog: &Catalog) -> Self {
        let mut facts = vec![
            ("Area", entry.area.title().to_owned()),
            ("Who can act", entry.owner.title().to_owned()),
            ("Trying again", if entry.retryable { "may help" } else { "does not help" }.to_owned()),
        ];
        match &entry.status {
            Status::Active => {}
            Status::Deprecated { since } => facts.push(("Deprecated", format!("since {since}"))),
            Status::Retired { since } => facts.push(("Retired", format!("no longer thrown since {since}"))),
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
            facts,
            summary: entry.summary.clone(),
            paragraphs: entry.explanation.split("\n\n").map(str::to_owned).collect(),
            fix: entry.fix.clone(),
            related: related.collect(),
            references: entry.references.clone(),
            example: entry.example.clone(),
            seen: Vec::new(),
        }
    }

    /// The code in one line: `0x4004 JOIN_ROOM_FAILED`.
    pub fn title(&self) -> String {
        format!("{} {}", self.code, self.name).trim_end().to_owned()
    }
}

/// The explanation of a code, to be pasted elsewhere.
pub(super) fn render(code: ErrorCode, catalog: &Catalog, style: CopyStyle) -> String {
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
