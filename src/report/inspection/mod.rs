//! Diagnoses as documents: one renderer a file, all the same shape.
//!
//! Renderers see a [`Report`], never a diagnosis: all of its texts are redacted and cut.

mod csv;
mod html;
mod json;
mod live;
mod markdown;
mod ndjson;
mod picture;
mod redacted;
mod repeats;
mod shapes;
mod shapes_stays;
pub mod short;
pub mod stays;
mod text;
pub mod words;
mod writer;

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

pub use writer::{ReportWriter, render};

use super::entry::TextStyle;
use super::redact::Redactor;
use crate::catalog;
use crate::catalog::{Catalog, CatalogEntry};
use crate::code::ErrorCode;
use crate::diagnosis::Diagnosis;
use crate::finding::Finding;

/// What may stand in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportOptions {
    /// Whether secrets are replaced by placeholders.
    pub redact: bool,
    /// Whether userIds are, too; has no effect where nothing is redacted.
    pub hide_users: bool,
}

impl Default for ReportOptions {
    /// Without secrets, with users.
    fn default() -> Self {
        Self { redact: true, hide_users: false }
    }
}

impl ReportOptions {
    /// A redactor that does what the options say; one a report.
    pub fn redactor(self) -> Redactor {
        match (self.redact, self.hide_users) {
            (false, _) => Redactor::none(),
            (true, false) => Redactor::new(),
            (true, true) => Redactor::hiding_users(),
        }
    }
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReportFormat {
    /// For a terminal.
    Text,
    /// One array, an object a log.
    Json,
    /// One object a line, as they are found.
    Ndjson,
    /// A table, a row a finding.
    Csv,
    /// For a ticket.
    Markdown,
    /// One page that needs no other file.
    Html,
}

impl ReportFormat {
    /// All formats, in the order in which they are shown.
    pub const ALL: &'static [Self] = &[Self::Text, Self::Json, Self::Ndjson, Self::Csv, Self::Markdown, Self::Html];

    /// The identifier used on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// What a person calls it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Json => "JSON",
            Self::Ndjson => "JSON lines",
            Self::Csv => "Table (CSV)",
            Self::Markdown => "Markdown",
            Self::Html => "Web page (HTML)",
        }
    }

    /// How files of the format end, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Markdown => "md",
            Self::Html => "html",
        }
    }

    /// The format with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.id() == id)
    }

    /// A renderer of the format. `style` matters to text alone.
    pub fn renderer(self, style: TextStyle) -> Box<dyn Renderer> {
        match self {
            Self::Text => Box::new(text::TextRenderer::new(style)),
            Self::Json => Box::new(json::JsonRenderer::default()),
            Self::Ndjson => Box::new(ndjson::NdjsonRenderer::default()),
            Self::Csv => Box::new(csv::CsvRenderer),
            Self::Markdown => Box::new(markdown::MarkdownRenderer::default()),
            Self::Html => Box::new(html::HtmlRenderer::default()),
        }
    }
}

/// Writes one document about any number of logs: [`begin`](Self::begin), [`log`](Self::log) for each of them,
/// [`end`](Self::end).
///
/// Every method fails with the error of `out` and with no other.
pub trait Renderer {
    /// Writes what stands before the first log.
    ///
    /// # Errors
    /// `out` cannot be written.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let _ = out;
        Ok(())
    }

    /// Whether the format has findings written as they are found, so that nobody has to keep them.
    fn streams(&self) -> bool {
        false
    }

    /// What a finding says wherever it is printed, in the format's own writing; only where the format streams. `entry`
    /// is the catalog's, or says that the catalog lacks the code.
    fn body(&mut self, finding: &Finding, entry: &CatalogEntry) -> Vec<u8> {
        let _ = (finding, entry);
        Vec::new()
    }

    /// Writes one finding of a log whose report is still to come; only where the format streams.
    ///
    /// # Errors
    /// `out` cannot be written.
    fn finding(&mut self, file: &str, streamed: &Streamed<'_>, out: &mut dyn Write) -> io::Result<()> {
        let _ = (file, streamed, out);
        Ok(())
    }

    /// Writes a log's report, without findings that were streamed.
    ///
    /// # Errors
    /// `out` cannot be written.
    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// Writes what stands behind the last log; `redactor` tells what was redacted.
    ///
    /// # Errors
    /// `out` cannot be written.
    fn end(&mut self, redactor: &Redactor, out: &mut dyn Write) -> io::Result<()> {
        let _ = (redactor, out);
        Ok(())
    }
}

/// A finding that is written as it is found.
#[derive(Clone, Copy, Debug)]
pub struct Streamed<'f> {
    /// Where and when it was found; only its pointer and its texts may hold secrets.
    pub finding: &'f Finding,
    /// Its pointer, redacted.
    pub pointer: Option<&'f str>,
    /// Its [body](Renderer::body), redacted.
    pub body: &'f [u8],
    /// The catalog's entry of its code.
    pub entry: &'f CatalogEntry,
}

/// A diagnosis that may leave the house, and what the catalog says about its codes.
#[derive(Clone, Debug)]
pub struct Report<'c> {
    /// The log's name without its folder, for documents that others read; redacted.
    pub name: String,
    /// The diagnosis. All of it is redacted but `file`, which names the input as the user did.
    pub diagnosis: Diagnosis,
    /// What there is to say of each code found, in the order of their first findings.
    pub entries: Vec<Cow<'c, CatalogEntry>>,
    entry_idxs: HashMap<ErrorCode, usize>,
}

impl<'c> Report<'c> {
    /// Redacts a diagnosis and looks up its codes.
    pub fn new(diagnosis: Diagnosis, catalog: &'c Catalog, redactor: &mut Redactor) -> Self {
        let diagnosis = redacted::diagnosis(diagnosis, redactor);
        let file_name = diagnosis.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = redactor.redact(file_name).into_owned();
        let mut entries = Vec::new();
        let mut entry_idxs = HashMap::new();
        let found = diagnosis.findings.iter().map(|finding| finding.code);
        let linked = diagnosis.problems.iter().flat_map(|problem| [&[problem.root][..], &problem.chain].concat());
        for code in found.chain(linked) {
            entry_idxs.entry(code).or_insert_with(|| {
                entries.push(entry_or_unknown(code, catalog));
                entries.len() - 1
            });
        }
        Self { name, diagnosis, entries, entry_idxs }
    }

    /// What there is to say of a code of this report.
    pub fn entry(&self, code: ErrorCode) -> Option<&CatalogEntry> {
        self.entry_idxs.get(&code).map(|&idx| &*self.entries[idx])
    }
}

/// What the catalog says of a code, or that it says nothing.
fn entry_or_unknown(code: ErrorCode, catalog: &Catalog) -> Cow<'_, CatalogEntry> {
    match catalog.entry(code) {
        Some(entry) => Cow::Borrowed(entry),
        None => Cow::Owned(catalog::unknown(code)),
    }
}
