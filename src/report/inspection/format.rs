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

    /// The identifier used on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// The name shown to people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Json => "JSON",
            Self::Ndjson => "JSON lines",
            Self::Csv => "Table (CSV)",
            Self::Markdown => "Markdown",
            Self::Html => "Web page (HTML)",
        }
    }

    /// The extension of files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Markdown => "md",
            Self::Html => "html",
        }
    }

    /// The format with this identifier.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.id() == id)
    }
}
