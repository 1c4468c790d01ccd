//! From a diagnosis, or from entries of the catalog, to a document.
//!
//! - `inspection`: a diagnosis as text, JSON, JSON lines, CSV, Markdown or HTML
//! - `log_lines`: lines of a log, to copy
//! - `entry`: entries of the catalog as text, JSON, CSV or Markdown
//! - `redact`: replaces secrets in texts by placeholders
//! - `escape`: makes a text part of Markdown or HTML without becoming markup
//! - `number_format`: numbers as people read them
//!
//! A text of a log passes three stages in this order: it is redacted, then cut, then sanitized (`crate::sanitize`) and
//! escaped for the format. Redaction comes first because a secret that was cut may no longer be recognised.
//! [`inspection::Report::new`] is the only way to a report of a log, and it redacts.

pub mod entry;
mod escape;
pub mod inspection;
pub mod log_lines;
pub mod number_format;
pub mod redact;
