//! How the lines of one log are read. The layout is chosen once, from the first bytes or by the user, and holds for the whole
//! log.

use std::sync::Arc;

use super::format::LogFormat;
use super::formats::csv_table::CsvTable;
use super::parse::prefix::parse_prefix;
use super::segment::line::classify;
use super::segment::line_kind::{LineFormat, LineKind};

/// How the lines of a log are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Whether a leading space begins an entry: rows without a source in DevTools exports.
    pub spaced_rows: bool,
    /// Whether every line is an entry of its own, even if it looks like a prefix or JSON.
    pub is_plain: bool,
    /// The columns, if the log is a table.
    pub table: Option<Arc<CsvTable>>,
}

impl Layout {
    /// The layout of lines inside a string, which may come from any export.
    pub const IN_STRING: Self = Self { spaced_rows: true, is_plain: false, table: None };

    /// The layout of a log in this format that begins with `sample`. If the user chose plain text (`is_chosen`), every line is
    /// free text; a log that was detected as plain text may still quote entries of any export.
    pub fn new(format: LogFormat, sample: &str, is_chosen: bool) -> Self {
        Self {
            spaced_rows: format == LogFormat::DevtoolsConsole || has_spaced_rows(sample),
            is_plain: is_chosen && format == LogFormat::PlainText,
            table: (format == LogFormat::Csv).then(|| CsvTable::with_header(sample)).flatten().map(Arc::new),
        }
    }

    /// Classifies `line` (without its line end). Not for tables, whose rows may span lines.
    pub fn classify(&self, line: &str) -> LineKind {
        match classify(line, self.spaced_rows) {
            LineKind::Blank => LineKind::Blank,
            _ if self.is_plain => LineKind::FreeText,
            kind => kind,
        }
    }
}

/// Whether rows without a source begin with one space in this log. This is so if the log has rows with a source, or if lines of
/// the SDK begin with one space.
pub(crate) fn has_spaced_rows(sample: &str) -> bool {
    sample.lines().take(2000).any(|line| {
        let spaced = line.strip_prefix(' ').is_some_and(|rest| !rest.starts_with(' ') && parse_prefix(rest).is_some());
        spaced || matches!(classify(line, false), LineKind::Start(LineFormat::Devtools, _))
    })
}
