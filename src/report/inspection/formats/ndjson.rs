//! JSON lines, written as findings arrive: memory does not grow with the log.

use std::collections::HashSet;
use std::io::{self, Write};

use foldhash::fast::RandomState;
use serde::Serialize;

use crate::catalog::CatalogEntry;
use crate::code::ErrorCode;
use crate::finding::Finding;
use crate::report::entry::json::EntryModel;
use crate::report::inspection::case_report::CaseReport;
use crate::report::inspection::json_model::{CaseModel, FindingBodyModel, LocationModel, LogModel, ProblemModel};
use crate::report::inspection::renderer::{CasePlace, FindingUse, Renderer, StreamedFinding};
use crate::report::inspection::report::Report;

/// The renderer of [`ReportFormat::Ndjson`](crate::report::inspection::ReportFormat::Ndjson).
#[derive(Default)]
pub(super) struct NdjsonRenderer {
    /// The codes of the current log whose catalog entry was written.
    written: HashSet<ErrorCode, RandomState>,
    /// The line that is being written; kept to reuse its memory.
    line: Vec<u8>,
}

/// The first members of a line.
#[derive(Serialize)]
struct LineHead<'l> {
    r#type: &'static str,
    /// `None` if the rest of the line has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'l str>,
}

impl NdjsonRenderer {
    /// Begins a line.
    fn begin_line(&mut self, r#type: &'static str, file: Option<&str>) -> io::Result<()> {
        self.line.clear();
        Ok(serde_json::to_writer(&mut self.line, &LineHead { r#type, file })?)
    }

    /// Appends the members of an object to those of the line.
    fn append(&mut self, object: &impl Serialize) -> io::Result<()> {
        let end = self.line.len();
        serde_json::to_writer(&mut self.line, object)?;
        // `…}{…}` becomes `…,…}`.
        self.line.splice(end - 1..=end, [b',']);
        Ok(())
    }

    fn write_line(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.line.push(b'\n');
        out.write_all(&self.line)
    }
}

impl Renderer for NdjsonRenderer {
    fn finding_use(&self) -> FindingUse {
        FindingUse::Streamed
    }

    fn body(&mut self, finding: &Finding, entry: &CatalogEntry) -> Vec<u8> {
        // Serializing cannot fail: all keys are texts.
        serde_json::to_vec(&FindingBodyModel::new(finding, Some(entry))).unwrap_or_default()
    }

    fn finding(&mut self, file: &str, streamed: &StreamedFinding<'_>, out: &mut dyn Write) -> io::Result<()> {
        let StreamedFinding { finding, pointer, body, entry } = streamed;
        if self.written.insert(finding.code) {
            self.begin_line("code", Some(file))?;
            self.append(&EntryModel::from(*entry))?;
            self.write_line(out)?;
        }
        self.begin_line("finding", Some(file))?;
        self.append(&LocationModel::new(finding, *pointer))?;
        // The body is an object, too.
        self.line.pop();
        self.line.push(b',');
        self.line.extend_from_slice(body.get(1..).unwrap_or_default());
        self.write_line(out)
    }

    fn case_place(&self) -> CasePlace {
        CasePlace::End
    }

    fn case(&mut self, report: &CaseReport, out: &mut dyn Write) -> io::Result<()> {
        self.begin_line("case", None)?;
        self.append(&CaseModel::new(report))?;
        self.write_line(out)
    }

    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.written.clear();
        for problem in &report.diagnosis.problems {
            self.begin_line("problem", Some(&report.diagnosis.file))?;
            self.append(&ProblemModel::new(problem, report))?;
            self.write_line(out)?;
        }
        self.begin_line("log", None)?;
        self.append(&LogModel::without_findings(report))?;
        self.write_line(out)
    }
}
