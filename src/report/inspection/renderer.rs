//! The interface that every format implements.

use std::io::{self, Write};

use super::case_report::CaseReport;
use super::render_cache::RenderCache;
use super::report::Report;
use crate::catalog::CatalogEntry;
use crate::finding::Finding;
use crate::report::redact::Redactor;

/// Writes one document about any number of logs: [`begin`](Self::begin), [`log`](Self::log) for each of them,
/// [`end`](Self::end).
///
/// Methods fail only with an error of `out`.
pub(super) trait Renderer {
    /// Writes the document up to the first log.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let _ = out;
        Ok(())
    }

    /// Which findings it writes. Only formats that write all of them implement [`body`](Self::body) and
    /// [`finding`](Self::finding).
    fn finding_use(&self) -> FindingUse;

    /// Serializes the part of a finding that does not depend on place and time. `entry` describes its code.
    fn body(&mut self, finding: &Finding, entry: &CatalogEntry) -> Vec<u8> {
        let _ = (finding, entry);
        Vec::new()
    }

    /// Writes one finding of a log. If the format streams, the report of the log follows later.
    fn finding(&mut self, file: &str, streamed: &StreamedFinding<'_>, out: &mut dyn Write) -> io::Result<()> {
        let _ = (file, streamed, out);
        Ok(())
    }

    /// Writes a log's report; a format that streams has written the findings already.
    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// Where a case is in the document, if there are several logs.
    fn case_place(&self) -> CasePlace {
        CasePlace::Nowhere
    }

    /// Writes the case, after [`begin`](Self::begin) or before [`end`](Self::end).
    fn case(&mut self, report: &CaseReport, out: &mut dyn Write) -> io::Result<()> {
        let _ = (report, out);
        Ok(())
    }

    /// Writes the rest of the document. `redactor` knows what was redacted.
    fn end(&mut self, redactor: &Redactor, out: &mut dyn Write) -> io::Result<()> {
        let _ = (redactor, out);
        Ok(())
    }
}

/// Where a case is in a document about several logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CasePlace {
    /// The format has no place for it.
    Nowhere,
    /// Before the first log.
    Begin,
    /// After the last log.
    End,
}

/// Which findings of a log a report needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingUse {
    /// Each is written as it arrives, so that nobody has to keep it.
    Streamed,
    /// Like `Streamed`, up to the first one with a secret that has no placeholder yet: the placeholders of findings are numbered
    /// after those of the rest of the report.
    StreamedUntilSecret,
    /// The first of each problem, in this many places.
    Evidence(usize),
    /// All of them, in the diagnosis.
    All,
}

impl FindingUse {
    /// Whether findings are passed on as they are found.
    pub fn streams(self) -> bool {
        matches!(self, Self::Streamed | Self::StreamedUntilSecret)
    }

    /// In how many places of each problem findings are kept; `None` if that does not suffice or none are needed.
    pub fn evidence_places(self) -> Option<usize> {
        if let Self::Evidence(places) = self { Some(places) } else { None }
    }
}

/// A finding that is written as it arrives.
#[derive(Clone, Copy, Debug)]
pub(super) struct StreamedFinding<'f> {
    /// Provides code, line and time. Its pointer and texts are not redacted: a renderer must not write them.
    pub(super) finding: &'f Finding,
    /// Its pointer, redacted.
    pub(super) pointer: Option<&'f str>,
    /// Its [body](Renderer::body), redacted.
    pub(super) body: &'f [u8],
    /// The entry that describes its code.
    pub(super) entry: &'f CatalogEntry,
}

/// Writes all findings of a report.
pub(super) fn write_findings(renderer: &mut dyn Renderer, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (mut cache, mut redactor) = (RenderCache::default(), Redactor::none());
    for finding in &report.diagnosis.findings {
        let Some(entry) = report.entry(finding.code) else { continue };
        let body = cache.body(finding, &mut redactor, |finding, _| renderer.body(finding, entry));
        let streamed = StreamedFinding { finding, pointer: finding.pointer.as_deref(), body, entry };
        renderer.finding(&report.diagnosis.file, &streamed, out)?;
    }
    Ok(())
}
