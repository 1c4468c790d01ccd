//! JSON lines, written as findings arrive: memory does not grow with the log.

use std::collections::HashSet;
use std::io::{self, Write};

use foldhash::fast::RandomState;
use serde::Serialize;

use crate::catalog::CatalogEntry;
use crate::code::ErrorCode;
use crate::finding::Finding;
use crate::report::entry::json::EntryModel;
use crate::report::inspection::json_model::{FindingBodyModel, LogModel, ProblemModel};
use crate::report::inspection::renderer::{FindingUse, Renderer, StreamedFinding};
use crate::report::inspection::report::Report;

/// The renderer of [`ReportFormat::Ndjson`](crate::report::inspection::ReportFormat::Ndjson).
#[derive(Default)]
pub(super) struct NdjsonRenderer {
    /// The codes of the current log whose catalog entry was written.
    written: HashSet<ErrorCode, RandomState>,
    /// The line that is being written; kept to reuse its memory.
    line: Vec<u8>,
}

#[derive(Serialize)]
struct TypedLine<'l, T> {
    r#type: &'static str,
    file: &'l str,
    #[serde(flatten)]
    rest: T,
}

/// The members of a finding's line before its body.
#[derive(Serialize)]
struct FindingLine<'l> {
    r#type: &'static str,
    file: &'l str,
    line: u64,
    pointer: Option<&'l str>,
    entry_line: u64,
    time: Option<&'l str>,
}

/// The line of a log, whose `rest` contains the file.
#[derive(Serialize)]
struct LogLine<T> {
    r#type: &'static str,
    #[serde(flatten)]
    rest: T,
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
            write_line(&TypedLine { r#type: "code", file, rest: EntryModel::from(*entry) }, out)?;
        }
        // The body is an object; its members are appended to those of the line.
        let line = FindingLine {
            r#type: "finding",
            file,
            line: finding.line,
            pointer: *pointer,
            entry_line: finding.entry_line,
            time: finding.time.as_deref(),
        };
        self.line.clear();
        serde_json::to_writer(&mut self.line, &line)?;
        self.line.pop();
        self.line.push(b',');
        self.line.extend_from_slice(body.get(1..).unwrap_or_default());
        self.line.push(b'\n');
        out.write_all(&self.line)
    }

    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        let file = &report.diagnosis.file;
        self.written.clear();
        for problem in &report.diagnosis.problems {
            write_line(&TypedLine { r#type: "problem", file, rest: ProblemModel::new(problem, report) }, out)?;
        }
        write_line(&LogLine { r#type: "log", rest: LogModel::without_findings(report) }, out)
    }
}

fn write_line(line: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
