//! JSON: one array with an object for each log.

use std::io::{self, Write};

use crate::report::inspection::json_model::LogModel;
use crate::report::inspection::renderer::{FindingUse, Renderer};
use crate::report::inspection::report::Report;
use crate::report::redact::Redactor;

/// The renderer of [`ReportFormat::Json`](crate::report::inspection::ReportFormat::Json).
#[derive(Default)]
pub(super) struct JsonRenderer {
    logs: u64,
}

impl Renderer for JsonRenderer {
    fn finding_use(&self) -> FindingUse {
        FindingUse::All
    }

    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[")
    }

    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.logs == 0 { b"\n" } else { b",\n" })?;
        self.logs += 1;
        serde_json::to_writer_pretty(out, &LogModel::with_findings(report)).map_err(io::Error::from)
    }

    fn end(&mut self, _: &Redactor, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.logs == 0 { b"]\n" } else { b"\n]\n" })
    }
}
