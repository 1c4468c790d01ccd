//! The formats of a report.

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReportFormat {
    /// For a terminal.
    Text,
    /// One array with an object for each log.
    Json,
    /// One object a line, written as findings arrive.
    Ndjson,
    /// A table with a row for each finding.
    Csv,
    /// For a ticket.
    Markdown,
    /// One page that needs no other file.
    Html,
}

impl ReportFormat {
    /// All formats, in the order in which they are shown.
    pub const ALL: &'static [Self] = &[Self::Text, Self::Json, Self::Ndjson, Self::Csv, Self::Markdown, Self::Html];

    /// Identifier, title and extension.
    fn names(self) -> [&'static str; 3] {
        match self {
            Self::Text => ["text", "Text", "txt"],
            Self::Json => ["json", "JSON", "json"],
            Self::Ndjson => ["ndjson", "JSON lines", "ndjson"],
            Self::Csv => ["csv", "Table (CSV)", "csv"],
            Self::Markdown => ["markdown", "Markdown", "md"],
            Self::Html => ["html", "Web page (HTML)", "html"],
        }
    }

    /// The identifier used on the command line.
    pub fn id(self) -> &'static str {
        self.names()[0]
    }

    /// The name shown to people.
    pub fn title(self) -> &'static str {
        self.names()[1]
    }

    /// The extension of files, without the dot.
    pub fn extension(self) -> &'static str {
        self.names()[2]
    }

    /// The format with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.id() == id)
    }
}
