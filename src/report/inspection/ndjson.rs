//! Inspections as JSON lines, written as they come: memory does not grow with the log.

use std::collections::HashSet;
use std::io::{self, Write};

use foldhash::fast::RandomState;
use serde::Serialize;

use super::shapes::{FindingBody, LogShape, ProblemShape};
use super::{Renderer, Report, Streamed};
use crate::catalog::CatalogEntry;
use crate::code::ErrorCode;
use crate::finding::Finding;
use crate::report::entry::json::EntryShape;

/// See the module.
#[derive(Default)]
pub(super) struct NdjsonRenderer {
    /// The codes of the current log whose entry was written.
    written: HashSet<ErrorCode, RandomState>,
    /// A line on its way out; kept to be used again.
    line: Vec<u8>,
}

#[derive(Serialize)]
struct Line<'l, T> {
    r#type: &'static str,
    file: &'l str,
    #[serde(flatten)]
    rest: T,
}

/// A finding's line up to where its body goes.
#[derive(Serialize)]
struct FindingLine<'l> {
    r#type: &'static str,
    file: &'l str,
    line: u64,
    pointer: Option<&'l str>,
    entry_line: u64,
    time: Option<&'l str>,
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

    fn body(&mut self, finding: &Finding, entry: &CatalogEntry) -> Vec<u8> {
        // Nothing in it can fail to be JSON.
        serde_json::to_vec(&FindingBody::new(finding, Some(entry))).unwrap_or_default()
    }

    fn finding(&mut self, file: &str, streamed: &Streamed<'_>, out: &mut dyn Write) -> io::Result<()> {
        let Streamed { finding, pointer, body, entry } = streamed;
        if self.written.insert(finding.code) {
            write_line(&Line { r#type: "code", file, rest: EntryShape::from(*entry) }, out)?;
        }
        // The body is an object; its members follow those of the place.
        let place = FindingLine {
            r#type: "finding",
            file,
            line: finding.line,
            pointer: *pointer,
            entry_line: finding.entry_line,
            time: finding.time.as_deref(),
        };
        self.line.clear();
        serde_json::to_writer(&mut self.line, &place)?;
        self.line.pop();
        self.line.push(b',');
        self.line.extend_from_slice(body.get(1..).unwrap_or_default());
        self.line.push(b'\n');
        out.write_all(&self.line)
    }

    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        let file = &report.diagnosis.file;
        for finding in &report.diagnosis.findings {
            if let Some(entry) = report.entry(finding.code) {
                let body = self.body(finding, entry);
                let pointer = finding.pointer.as_deref();
                self.finding(file, &Streamed { finding, pointer, body: &body, entry }, out)?;
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
