//! How the lines of one log are read: decided once, from its beginning or by the user, the same for all of it.

use std::sync::Arc;

use super::LogFormat;
use super::formats::csv::CsvTable;
use super::formats::devtools;
use super::segment::line::{LineKind, classify};

/// How the lines of a log are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Whether a leading space begins an entry: rows without a source in DevTools exports.
    pub spaced_rows: bool,
    /// Whether every line is an entry by itself, whatever it looks like.
    pub is_plain: bool,
    /// The columns, where the log is a table.
    pub table: Option<Arc<CsvTable>>,
}

impl Layout {
    /// Lines that came out of a string: any export's.
    pub const INNER: Self = Self { spaced_rows: true, is_plain: false, table: None };

    /// The layout of a log in this format that begins with `sample`. Chosen by hand, plain text is just that; what was
    /// detected as such may still quote entries of any export.
    pub fn of(format: LogFormat, sample: &str, by_hand: bool) -> Self {
        Self {
            spaced_rows: format == LogFormat::DevtoolsConsole || devtools::has_spaced_rows(sample),
            is_plain: by_hand && format == LogFormat::PlainText,
            table: (format == LogFormat::Csv).then(|| CsvTable::with_header(sample)).flatten().map(Arc::new),
        }
    }

    /// What `line` (without its line end) is. Not for tables, whose rows are no lines.
    pub fn classify(&self, line: &str) -> LineKind {
        match classify(line, self.spaced_rows) {
            LineKind::Blank => LineKind::Blank,
            _ if self.is_plain => LineKind::Loose,
            kind => kind,
        }
    }
}
