//! The formats of a report: one renderer a file, each of which implements [`Renderer`].
//!
//! A renderer receives redacted [reports](super::report::Report), one for each log, and writes its format:
//!
//! - `text` for a terminal, `markdown` for a ticket, `html` (with `timeline_svg`) as a page of its own
//! - `csv`, `json` and `ndjson` for programs; `csv` and `ndjson` stream findings as they are found
//!
//! A renderer owns the markup of its format and its limits, such as the lines of evidence. Sentences come from `phrases`,
//! JSON objects from `json_model`. Formats for people pass every text of a log through `sanitize` or `escape`.

mod csv;
mod html;
mod json;
mod markdown;
mod ndjson;
mod text;
mod timeline_svg;

use super::format::ReportFormat;
use super::renderer::Renderer;
use crate::report::entry::TextStyle;

/// A renderer of a format. `style` matters to text alone.
pub(super) fn renderer(format: ReportFormat, style: TextStyle) -> Box<dyn Renderer> {
    match format {
        ReportFormat::Text => Box::new(text::TextRenderer::new(style)),
        ReportFormat::Json => Box::new(json::JsonRenderer::default()),
        ReportFormat::Ndjson => Box::new(ndjson::NdjsonRenderer::default()),
        ReportFormat::Csv => Box::new(csv::CsvRenderer),
        ReportFormat::Markdown => Box::new(markdown::MarkdownRenderer::default()),
        ReportFormat::Html => Box::new(html::HtmlRenderer::default()),
    }
}
