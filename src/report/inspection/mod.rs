//! Diagnoses as documents.
//!
//! A [`ReportWriter`] takes diagnoses one after the other and writes one document:
//!
//! 1. `redact_diagnosis` removes the secrets of a diagnosis and cuts its messages.
//! 2. `report` adds the catalog entries of its codes: a [`Report`].
//! 3. `formats` has one renderer a file; each implements `renderer::Renderer`.
//!
//! Beside these stages:
//!
//! - `writer`: the [`ReportWriter`]; `options`, `format`: what a caller chooses
//! - `case_report`: a redacted case, with which a document about several logs begins or ends
//! - `phrases`: every English sentence that reports share
//! - `json_model`: the JSON objects, shared by `json` and `ndjson`
//! - `render_cache`: findings that repeat are redacted and serialized once
//! - `finding_record`: the codes and secrets of findings that are not kept because the report does not show them
//! - `follow_line`: one finding while a log is followed
//! - `summary`: a report in a few lines for a chat message
//!
//! Renderers receive a [`Report`], never a [`Diagnosis`](crate::diagnosis::Diagnosis): all texts of a report are redacted
//! and cut. Writing fails only if the output fails.

mod case_report;
mod finding_record;
mod follow_line;
mod format;
mod formats;
mod json_model;
mod options;
pub(crate) mod phrases;
mod redact_diagnosis;
mod render_cache;
mod renderer;
mod report;
pub mod summary;
mod user_mask;
mod writer;

pub use case_report::CaseReport;
pub use finding_record::FindingRecord;
pub use format::ReportFormat;
pub use options::ReportOptions;
pub use renderer::FindingUse;
pub use report::Report;
pub use writer::{HeldText, ReportWriter, render, render_case};
