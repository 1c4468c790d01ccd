//! JSON: one array with an object for each log.

use std::io::{self, Write};

use serde::Serialize;

use crate::catalog::CatalogEntry;
use crate::finding::Finding;
use crate::report::inspection::json_model::{FindingBodyModel, LocationModel, LogModel, codes};
use crate::report::inspection::renderer::{FindingUse, Renderer, StreamedFinding, write_findings};
use crate::report::inspection::report::Report;
use crate::report::redact::Redactor;

/// The renderer of [`ReportFormat::Json`](crate::report::inspection::ReportFormat::Json).
#[derive(Default)]
pub(super) struct JsonRenderer {
    logs: u64,
    /// Findings of the current log that were written.
    findings: u64,
}

impl Renderer for JsonRenderer {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[")
    }

    fn finding_use(&self) -> FindingUse {
        FindingUse::All
    }

    fn body(&mut self, finding: &Finding, entry: &CatalogEntry) -> Vec<u8> {
        pretty(&FindingBodyModel::new(finding, Some(entry)), 2)
    }

    fn finding(&mut self, _: &str, streamed: &StreamedFinding<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.findings == 0 { b"\n    " } else { b",\n    " })?;
        self.findings += 1;
        write_members(&pretty(&LocationModel::new(streamed.finding, streamed.pointer), 2), out)?;
        // The body is an object; its members are appended to those of the location.
        out.write_all(b",")?;
        out.write_all(streamed.body.get(1..).unwrap_or_default())
    }

    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.logs == 0 { b"\n" } else { b",\n" })?;
        self.logs += 1;
        write_members(&pretty(&LogModel::with_problems(report), 0), out)?;
        out.write_all(b",\n  \"findings\": [")?;
        self.findings = 0;
        write_findings(self, report, out)?;
        out.write_all(if self.findings == 0 { b"],\n  \"codes\": " } else { b"\n  ],\n  \"codes\": " })?;
        out.write_all(&pretty(&codes(report), 1))?;
        out.write_all(b"\n}")
    }

    fn end(&mut self, _: &Redactor, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.logs == 0 { b"]\n" } else { b"\n]\n" })
    }
}

/// A value within `depth` other values, two spaces each. Only line ends of the layout are line ends in JSON.
fn pretty(value: &impl Serialize, depth: usize) -> Vec<u8> {
    // Serializing cannot fail: all keys are texts.
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    if depth == 0 { text.into() } else { text.replace('\n', &format!("\n{}", "  ".repeat(depth))).into() }
}

/// Writes an object that is not complete, without its end.
fn write_members(object: &[u8], out: &mut dyn Write) -> io::Result<()> {
    let end = object.iter().rposition(|byte| *byte == b'\n').unwrap_or(object.len());
    out.write_all(&object[..end])
}
