//! Writes one document about any number of logs, from diagnoses to bytes.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use foldhash::fast::RandomState;

use super::repeats::Repeats;
use super::{Renderer, Report, ReportFormat, ReportOptions, Streamed, entry_or_unknown, live, redacted};
use crate::catalog::{Catalog, CatalogEntry};
use crate::code::ErrorCode;
use crate::diagnosis::Diagnosis;
use crate::finding::Finding;
use crate::report::entry::TextStyle;
use crate::report::redact::Redactor;

/// A document that is being written.
pub struct ReportWriter<'c, W> {
    renderer: Box<dyn Renderer>,
    redactor: Redactor,
    repeats: Repeats,
    catalog: &'c Catalog,
    /// What there is to say of the codes that were written.
    entries: HashMap<ErrorCode, Cow<'c, CatalogEntry>, RandomState>,
    out: W,
}

impl<'c, W: Write> ReportWriter<'c, W> {
    /// Begins a document. `style` matters to text alone.
    ///
    /// # Errors
    /// `out` cannot be written.
    pub fn new(
        format: ReportFormat,
        style: TextStyle,
        options: ReportOptions,
        catalog: &'c Catalog,
        mut out: W,
    ) -> io::Result<Self> {
        let mut renderer = format.renderer(style);
        renderer.begin(&mut out)?;
        Ok(Self {
            renderer,
            redactor: options.redactor(),
            repeats: Repeats::default(),
            catalog,
            entries: HashMap::default(),
            out,
        })
    }

    /// Whether findings are to be handed over with [`finding`](Self::finding) as they are found, and need not be kept
    /// in the diagnosis.
    pub fn streams(&self) -> bool {
        self.renderer.streams()
    }

    /// Writes one finding of the log called `file`, whose diagnosis is still to come; only where the format streams.
    ///
    /// # Errors
    /// The document cannot be written.
    pub fn finding(&mut self, file: &str, finding: &Finding) -> io::Result<()> {
        let Self { renderer, redactor, repeats, entries, .. } = self;
        let entry = entries.entry(finding.code).or_insert_with(|| entry_or_unknown(finding.code, self.catalog));
        let pointer = finding.pointer.as_deref().map(|pointer| redactor.redact(pointer));
        let body = repeats
            .body(finding, redactor, |finding, redactor| renderer.body(&redacted::finding(finding, redactor), entry));
        let streamed = Streamed { finding, pointer: pointer.as_deref(), body, entry };
        renderer.finding(file, &streamed, &mut self.out)
    }

    /// Writes one finding as text, for somebody who watches the log grow; where the format is text, which does not stream.
    ///
    /// # Errors
    /// The document cannot be written.
    pub fn announce(&mut self, finding: &Finding, style: TextStyle) -> io::Result<()> {
        let entry = entry_or_unknown(finding.code, self.catalog);
        let finding = redacted::finding(finding, &mut self.redactor);
        self.out.write_all(live::render(&finding, &entry, style).as_bytes())
    }

    /// Hands on all that was written so far.
    ///
    /// # Errors
    /// The document cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Writes what there is to say of one log.
    ///
    /// # Errors
    /// The document cannot be written.
    pub fn log(&mut self, diagnosis: Diagnosis) -> io::Result<()> {
        let report = Report::new(diagnosis, self.catalog, &mut self.redactor);
        self.renderer.log(&report, &mut self.out)
    }

    /// Ends the document, and gives back what it was written to.
    ///
    /// # Errors
    /// The document cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.renderer.end(&self.redactor, &mut self.out)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// The document about some logs as text, for a clipboard or a file. Text is wrapped at 100 columns.
pub fn render(
    format: ReportFormat,
    options: ReportOptions,
    catalog: &Catalog,
    diagnoses: impl IntoIterator<Item = Diagnosis>,
) -> String {
    let style = TextStyle { coloured: false, width: Some(100) };
    let written = ReportWriter::new(format, style, options, catalog, Vec::new()).and_then(|mut writer| {
        diagnoses.into_iter().try_for_each(|diagnosis| writer.log(diagnosis))?;
        writer.finish()
    });
    // Writing into memory does not fail.
    String::from_utf8_lossy(&written.unwrap_or_default()).into_owned()
}
