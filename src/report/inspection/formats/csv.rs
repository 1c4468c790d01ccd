//! CSV: a header, then one row for each finding.

use std::io::{self, Write};

use crate::report::entry::csv::text_cell;
use crate::report::inspection::json_model::name_of;
use crate::report::inspection::renderer::Renderer;
use crate::report::inspection::report::Report;
use crate::sanitize::visible;

/// The renderer of [`ReportFormat::Csv`](crate::report::inspection::ReportFormat::Csv).
pub(super) struct CsvRenderer;

const HEADER: [&str; 17] = [
    "file", "line", "pointer", "entry_line", "time", "level", "family", "value", "hex", "name", "known", "severity",
    "owner", "summary", "text", "message", "detail",
];

impl Renderer for CsvRenderer {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = csv::Writer::from_writer(out);
        table.write_record(HEADER)?;
        table.flush()
    }

    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut table = csv::Writer::from_writer(out);
        for finding in &report.diagnosis.findings {
            let entry = report.entry(finding.code);
            table.write_record([
                &*text_cell(&report.diagnosis.file),
                &finding.line.to_string(),
                &text_cell(finding.pointer.as_deref().unwrap_or_default()),
                &finding.entry_line.to_string(),
                &text_cell(finding.time.as_deref().unwrap_or_default()),
                finding.body.level.id().unwrap_or_default(),
                finding.code.family().id(),
                &finding.code.value().map(|value| value.to_string()).unwrap_or_default(),
                &finding.code.hex().unwrap_or_default(),
                &text_cell(name_of(finding.code, entry).unwrap_or_default()),
                if finding.body.known { "true" } else { "false" },
                entry.map(|entry| entry.severity.id()).unwrap_or_default(),
                entry.map(|entry| entry.owner.id()).unwrap_or_default(),
                &text_cell(entry.map(|entry| entry.summary.as_str()).unwrap_or_default()),
                &text_cell(&visible(&finding.evidence())),
                &text_cell(&visible(&finding.message())),
                &text_cell(&visible(&finding.detail().unwrap_or_default())),
            ])?;
        }
        table.flush()
    }
}
