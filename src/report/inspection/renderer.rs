//! The interface that every format implements.

use std::io::{self, Write};

use super::report::Report;
use crate::catalog::CatalogEntry;
use crate::finding::Finding;
use crate::report::redact::Redactor;

/// Writes one document about any number of logs: [`begin`](Self::begin), [`log`](Self::log) for each of them,
/// [`end`](Self::end).
///
/// Methods fail only with an error of `out`.
pub(super) trait Renderer {
    /// Writes the document up to the first log.
    ///
    /// # Errors
    /// `out` cannot be written.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let _ = out;
        Ok(())
    }

    /// Whether findings are written as they arrive, so that nobody has to keep them. Other formats neither implement
    /// [`body`](Self::body) nor [`finding`](Self::finding).
    fn streams(&self) -> bool {
        false
    }

    /// Serializes the part of a finding that does not depend on place and time. `entry` describes its code.
    fn body(&mut self, finding: &Finding, entry: &CatalogEntry) -> Vec<u8> {
        let _ = (finding, entry);
        Vec::new()
    }

    /// Writes one finding of a log whose report follows later.
    ///
    /// # Errors
    /// `out` cannot be written.
    fn finding(&mut self, file: &str, streamed: &StreamedFinding<'_>, out: &mut dyn Write) -> io::Result<()> {
        let _ = (file, streamed, out);
        Ok(())
    }

    /// Writes a log's report, without the findings that were streamed.
    ///
    /// # Errors
    /// `out` cannot be written.
    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// Writes the rest of the document. `redactor` knows what was redacted.
    ///
    /// # Errors
    /// `out` cannot be written.
    fn end(&mut self, redactor: &Redactor, out: &mut dyn Write) -> io::Result<()> {
        let _ = (redactor, out);
        Ok(())
    }
}

/// A finding that is written as it arrives.
#[derive(Clone, Copy, Debug)]
pub(super) struct StreamedFinding<'f> {
    /// Provides code, line and time. Its pointer and texts are not redacted: a renderer must not write them.
    pub(super) finding: &'f Finding,
    /// Its pointer, redacted.
    pub(super) pointer: Option<&'f str>,
    /// Its [body](Renderer::body), redacted.
    pub(super) body: &'f [u8],
    /// The entry that describes its code.
    pub(super) entry: &'f CatalogEntry,
}
