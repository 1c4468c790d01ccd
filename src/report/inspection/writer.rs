//! Writes one document about any number of logs.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use foldhash::fast::RandomState;

use super::format::ReportFormat;
use super::options::ReportOptions;
use super::redact_diagnosis::redact_finding;
use super::render_cache::RenderCache;
use super::renderer::{Renderer, StreamedFinding};
use super::report::{Report, entry_or_unknown};
use super::{follow_line, formats};
use crate::catalog::{Catalog, CatalogEntry};
use crate::code::ErrorCode;
use crate::diagnosis::Diagnosis;
use crate::finding::Finding;
use crate::report::entry::TextStyle;
use crate::report::redact::Redactor;

/// A document that is being written to `W`.
pub struct ReportWriter<'c, W> {
    renderer: Box<dyn Renderer>,
    redactor: Redactor,
    cache: RenderCache,
    catalog: &'c Catalog,
    /// The entries of the codes of streamed findings.
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
        let mut renderer = formats::renderer(format, style);
        renderer.begin(&mut out)?;
        Ok(Self {
            renderer,
            redactor: options.redactor(),
            cache: RenderCache::default(),
            catalog,
            entries: HashMap::default(),
            out,
        })
    }

    /// Whether the caller passes findings to [`finding`](Self::finding) as they are found. It need not keep them in the
    /// diagnosis then.
    pub fn streams(&self) -> bool {
        self.renderer.streams()
    }

    /// Writes one finding of the log called `file`, whose diagnosis follows later. Only for formats that
    /// [stream](Self::streams).
    ///
    /// # Errors
    /// The document cannot be written.
    pub fn finding(&mut self, file: &str, finding: &Finding) -> io::Result<()> {
        let Self { renderer, redactor, cache, entries, .. } = self;
        let entry = entries.entry(finding.code).or_insert_with(|| entry_or_unknown(finding.code, self.catalog));
        let pointer = finding.pointer.as_deref().map(|pointer| redactor.redact(pointer));
        let body =
            cache.body(finding, redactor, |finding, redactor| renderer.body(&redact_finding(finding, redactor), entry));
        let streamed = StreamedFinding { finding, pointer: pointer.as_deref(), body, entry };
        renderer.finding(file, &streamed, &mut self.out)
    }

    /// Writes one finding as text for a user who follows the log. Only for [`ReportFormat::Text`].
    ///
    /// # Errors
    /// The document cannot be written.
    pub fn followed_finding(&mut self, finding: &Finding, style: TextStyle) -> io::Result<()> {
        let entry = entry_or_unknown(finding.code, self.catalog);
        let finding = redact_finding(finding, &mut self.redactor);
        self.out.write_all(follow_line::render(&finding, &entry, style).as_bytes())
    }

    /// Flushes the output.
    ///
    /// # Errors
    /// The document cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Writes the report of one log.
    ///
    /// # Errors
    /// The document cannot be written.
    pub fn log(&mut self, diagnosis: Diagnosis) -> io::Result<()> {
        let report = Report::new(diagnosis, self.catalog, &mut self.redactor);
        self.renderer.log(&report, &mut self.out)
    }

    /// Ends the document and returns the output.
    ///
    /// # Errors
    /// The document cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.renderer.end(&self.redactor, &mut self.out)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// The document about some logs as a string, for a clipboard or a file. Text is wrapped at 100 columns.
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
