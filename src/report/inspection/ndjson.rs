//! Inspections as JSON lines, written as they come: memory does not grow with the log.

use std::collections::HashSet;
use std::io::{self, Write};

use serde::Serialize;

use super::shapes::{FindingShape, LogShape, ProblemShape};
use super::{Renderer, Report};
use crate::catalog::CatalogEntry;
use crate::code::ErrorCode;
use crate::diagnosis::Finding;
use crate::report::entry::json::EntryShape;

/// See the module.
#[derive(Default)]
pub(super) struct NdjsonRenderer {
    /// The codes of the current log whose entry was written.
    written: HashSet<ErrorCode>,
}

#[derive(Serialize)]
struct Line<'l, T> {
    r#type: &'static str,
    file: &'l str,
    #[serde(flatten)]
    rest: T,
}

/// A log's line has its file already.
#[derive(Serialize)]
struct LogLine<T> {
    r#type: &'static str,
    #[serde(flatten)]
    rest: T,
}

impl Renderer for NdjsonRenderer {
    fn streams(&self) -> bool {
        true
    }

    fn finding(&mut self, file: &str, finding: &Finding, entry: &CatalogEntry, out: &mut dyn Write) -> io::Result<()> {
        if self.written.insert(finding.code) {
            write_line(&Line { r#type: "code", file, rest: EntryShape::from(entry) }, out)?;
        }
        write_line(&Line { r#type: "finding", file, rest: FindingShape::new(finding, Some(entry)) }, out)
    }

    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        let file = &report.diagnosis.file;
        for finding in &report.diagnosis.findings {
            if let Some(entry) = report.entry(finding.code) {
                self.finding(file, finding, entry, out)?;
            }
        }
        self.written.clear();
        for problem in &report.diagnosis.problems {
            write_line(&Line { r#type: "problem", file, rest: ProblemShape::new(problem, report) }, out)?;
        }
        write_line(&LogLine { r#type: "log", rest: LogShape::summary(report) }, out)
    }
}

fn write_line(line: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.write_all(b"\n")
}
