//! Inspections as JSON: one array, an object a log.

use std::io::{self, Write};

use super::shapes::LogShape;
use super::{Renderer, Report};
use crate::report::redact::Redactor;

/// See the module.
#[derive(Default)]
pub(super) struct JsonRenderer {
    logs: u64,
}

impl Renderer for JsonRenderer {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[")
    }

    fn log(&mut self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.logs == 0 { b"\n" } else { b",\n" })?;
        self.logs += 1;
        serde_json::to_writer_pretty(out, &LogShape::whole(report)).map_err(io::Error::from)
    }

    fn end(&mut self, _: &Redactor, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.logs == 0 { b"]\n" } else { b"\n]\n" })
    }
}
