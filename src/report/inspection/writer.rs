//! Writes one document about any number of logs.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::case_report::CaseReport;
use super::finding_record::FindingRecord;
use super::format::ReportFormat;
use super::options::ReportOptions;
use super::redact_diagnosis::{redact_finding, redact_picture};
use super::render_cache::RenderCache;
use super::renderer::{CasePlace, FindingUse, Renderer, StreamedFinding, write_findings};
use super::report::{Report, entry_or_unknown};
use super::{follow_line, formats};
use crate::case::CaseBuilder;
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
    /// Findings that can be written only when the log has ended; see [`FindingUse::StreamedUntilSecret`].
    held: Option<Vec<Finding>>,
    /// What is known of the case; `None` if the document has none.
    case: Option<CaseBuilder>,
    /// Receives the reports of the logs, if the case comes before them.
    body: Option<Box<dyn HeldText>>,
    out: W,
}

/// Text that is held until what comes before it is written.
pub trait HeldText: Write {
    /// Writes all of it.
    ///
    /// # Errors
    /// It cannot be read, or `out` cannot be written.
    fn copy_to(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

impl HeldText for Vec<u8> {
    fn copy_to(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self)
    }
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
        let (redactor, cache, entries) = (options.redactor(), RenderCache::default(), HashMap::default());
        Ok(Self { renderer, redactor, cache, catalog, entries, held: None, case: None, body: None, out })
    }

    /// Adds the case of all logs to the document, if the format has a place for it. If it comes before the logs, their reports
    /// are held in `body`.
    #[must_use]
    pub fn with_case(mut self, body: Box<dyn HeldText>) -> Self {
        let place = self.renderer.case_place();
        self.case = (place != CasePlace::Nowhere).then(CaseBuilder::default);
        self.body = (place == CasePlace::Begin).then_some(body);
        self
    }

    /// Adds a log that could not be opened to the case.
    pub fn unread(&mut self, file: String, reason: String) {
        if let Some(case) = &mut self.case {
            case.add_unread(file, reason);
        }
    }

    /// Which findings the caller passes on, and how: to [`finding`](Self::finding) if they are streamed, else in the diagnosis.
    pub fn finding_use(&self) -> FindingUse {
        match self.renderer.finding_use() {
            // Which userIds are known, and so hidden, depends on every text before.
            FindingUse::Evidence(_) | FindingUse::StreamedUntilSecret if self.redactor.hides_users() => FindingUse::All,
            finding_use => finding_use,
        }
    }

    /// An empty record of the findings of a log, for formats that use only [evidence](FindingUse::Evidence).
    pub fn record(&self) -> Option<FindingRecord> {
        matches!(self.finding_use(), FindingUse::Evidence(_)).then(|| FindingRecord::new(&self.redactor))
    }

    /// Writes one finding of the log called `file`, whose diagnosis follows later. Only for formats that
    /// [stream](FindingUse::streams).
    ///
    /// # Errors
    /// The document cannot be written.
    pub fn finding(&mut self, file: &str, finding: &Finding) -> io::Result<()> {
        if let Some(held) = &mut self.held {
            held.push(finding.clone());
            return Ok(());
        }
        let in_picture = finding.picture.as_deref().map(|picture| Finding {
            picture: Some(Arc::new(redact_picture(picture, &mut self.redactor))),
            ..finding.clone()
        });
        let finding = in_picture.as_ref().unwrap_or(finding);
        let until_secret = self.finding_use() == FindingUse::StreamedUntilSecret;
        let Self { renderer, redactor, cache, entries, .. } = self;
        let known_secrets = redactor.secret_count();
        let entry = entries.entry(finding.code).or_insert_with(|| entry_or_unknown(finding.code, self.catalog));
        let pointer = finding.pointer.as_deref().map(|pointer| redactor.redact(pointer));
        let body =
            cache.body(finding, redactor, |finding, redactor| renderer.body(&redact_finding(finding, redactor), entry));
        if until_secret && redactor.secret_count() > known_secrets {
            redactor.forget_after(known_secrets);
            self.cache = RenderCache::default();
            self.held = Some(vec![finding.clone()]);
            return Ok(());
        }
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

    /// Writes the report of one log. `record` has the findings that the diagnosis does not contain.
    ///
    /// # Errors
    /// The document cannot be written.
    pub fn log(&mut self, mut diagnosis: Diagnosis, record: Option<&FindingRecord>) -> io::Result<()> {
        if let Some(case) = &mut self.case {
            case.add(&diagnosis);
        }
        diagnosis.findings.extend(self.held.take().into_iter().flatten());
        let report = Report::with_record(diagnosis, record, self.catalog, &mut self.redactor);
        if self.renderer.finding_use().streams() {
            write_findings(&mut *self.renderer, &report, &mut self.out)?;
        }
        match &mut self.body {
            Some(body) => self.renderer.log(&report, body),
            None => self.renderer.log(&report, &mut self.out),
        }
    }

    /// Ends the document and returns the output.
    ///
    /// # Errors
    /// The document cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        if let Some(case) = self.case.take().filter(|case| !case.is_unread()) {
            let report = CaseReport::new(case.finish(), &mut self.redactor);
            self.renderer.case(&report, &mut self.out)?;
        }
        if let Some(mut body) = self.body.take() {
            body.copy_to(&mut self.out)?;
        }
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
        diagnoses.into_iter().try_for_each(|diagnosis| writer.log(diagnosis, None))?;
        writer.finish()
    });
    // Writing into memory does not fail.
    String::from_utf8_lossy(&written.unwrap_or_default()).into_owned()
}

/// The document about a case and its logs as a string. A log that could not be opened is its name and the reason.
pub fn render_case(
    format: ReportFormat,
    options: ReportOptions,
    catalog: &Catalog,
    logs: impl IntoIterator<Item = Result<Diagnosis, (String, String)>>,
) -> String {
    let style = TextStyle { coloured: false, width: Some(100) };
    let written = ReportWriter::new(format, style, options, catalog, Vec::new()).and_then(|writer| {
        let mut writer = writer.with_case(Box::<Vec<u8>>::default());
        logs.into_iter().try_for_each(|log| match log {
            Ok(diagnosis) => writer.log(diagnosis, None),
            Err((file, reason)) => {
                writer.unread(file, reason);
                Ok(())
            }
        })?;
        writer.finish()
    });
    // Writing into memory does not fail.
    String::from_utf8_lossy(&written.unwrap_or_default()).into_owned()
}
