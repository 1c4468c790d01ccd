//! CSV: a header, then one row for each finding, written as findings arrive.

use std::io::{self, Write};

use crate::catalog::CatalogEntry;
use crate::finding::Finding;
use crate::report::entry::csv::text_cell;
use crate::report::inspection::json_model::name_of;
use crate::report::inspection::renderer::{FindingUse, Renderer, StreamedFinding};
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
        out.write_all(&row(HEADER))
    }

    fn finding_use(&self) -> FindingUse {
        FindingUse::StreamedUntilSecret
    }

    fn body(&mut self, finding: &Finding, entry: &CatalogEntry) -> Vec<u8> {
        row([
            finding.body.level.id().unwrap_or_default(),
            finding.code.family().id(),
            &finding.code.value().map(|value| value.to_string()).unwrap_or_default(),
            &finding.code.hex().unwrap_or_default(),
            &text_cell(name_of(finding.code, Some(entry)).unwrap_or_default()),
            if finding.body.known { "true" } else { "false" },
            entry.severity.id(),
            entry.owner.id(),
            &text_cell(&entry.summary),
            &text_cell(&visible(finding.evidence())),
            &text_cell(&visible(finding.message())),
            &text_cell(&visible(finding.detail().unwrap_or_default())),
        ])
    }

    fn finding(&mut self, file: &str, streamed: &StreamedFinding<'_>, out: &mut dyn Write) -> io::Result<()> {
        let StreamedFinding { finding, pointer, body, entry: _ } = streamed;
        let mut place = row([
            &*text_cell(file),
            &finding.line.to_string(),
            &text_cell(pointer.unwrap_or_default()),
            &finding.entry_line.to_string(),
            &text_cell(finding.time.as_deref().unwrap_or_default()),
        ]);
        place.pop();
        place.push(b',');
        out.write_all(&place)?;
        out.write_all(body)
    }

    fn log(&mut self, _: &Report<'_>, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// A row of a table, with its line end.
fn row<const N: usize>(cells: [&str; N]) -> Vec<u8> {
    let mut table = csv::WriterBuilder::new().buffer_capacity(512).from_writer(Vec::new());
    // Writing into memory does not fail.
    let _ = table.write_record(cells);
    table.into_inner().unwrap_or_default()
}
