//! Work that the state asks of the outside world.

use std::path::PathBuf;
use std::sync::Arc;

use super::entry_filter::EntryTest;
use super::{EntrySource, SessionId, Settings};
use crate::diagnosis::Diagnosis;
use crate::log::LogSource;

/// How an explanation is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyStyle {
    /// Plain text, for chats.
    Text,
    /// Markdown, for tickets.
    Markdown,
}

/// What a report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    /// A page for browsers.
    Html,
    /// For tickets.
    Markdown,
    /// For chats and mails.
    Text,
    /// For scripts.
    Json,
    /// For spreadsheets.
    Csv,
}

impl ReportFormat {
    /// All formats, in the order in which a file dialog offers them.
    pub const ALL: [Self; 5] = [Self::Html, Self::Markdown, Self::Text, Self::Json, Self::Csv];

    /// What a person calls it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Html => "Web page",
            Self::Markdown => "Markdown",
            Self::Text => "Plain text",
            Self::Json => "JSON",
            Self::Csv => "CSV table",
        }
    }

    /// The ending of its files' names.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Text => "txt",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// The format that a file's ending stands for.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(extension))
    }
}

/// Something that only the outside world can do. Results come back as actions.
#[derive(Clone)]
pub enum Effect {
    /// Put text on the clipboard.
    Copy(String),
    /// Put a log's text on the clipboard.
    CopyLogText {
        /// As it stands in the log.
        text: String,
        /// Whether secrets are taken out.
        redact: bool,
    },
    /// Ask for the clipboard's text; it comes back as [`super::LogsAction::Paste`].
    ReadClipboard,
    /// Put the cursor into the field that searches codes.
    FocusSearch,
    /// Put the cursor into the field that filters entries.
    FocusEntryFilter,
    /// Put the keyboard's focus on the list of entries.
    FocusEntries,
    /// Ask the user for log files.
    ChooseLogs,
    /// Ask the user where to save a report.
    ChooseReportFile {
        /// The name to offer.
        name: String,
    },
    /// Find the logs at these places: files, folders, archives.
    Expand(Vec<PathBuf>),
    /// Read a log in the background.
    Inspect(SessionId, LogSource),
    /// Stop reading a log.
    CancelInspect(SessionId),
    /// Test entries in the background, cancelling the session's earlier test.
    Filter {
        /// Whose entries.
        session: SessionId,
        /// Sent back with the results, so that those of a cancelled test are told apart.
        generation: u64,
        /// Where the entries are.
        entries: Arc<dyn EntrySource>,
        /// The test.
        test: EntryTest,
        /// The first entry to test.
        from_idx: u64,
    },
    /// Stop testing entries.
    CancelFilter(SessionId),
    /// Write a report into a file.
    SaveReport {
        /// Where.
        path: PathBuf,
        /// As what.
        format: ReportFormat,
        /// The report's content.
        diagnosis: Arc<Diagnosis>,
        /// Whether secrets are taken out.
        redact: bool,
    },
    /// Copy a report as Markdown.
    CopyReport {
        /// The report's content.
        diagnosis: Arc<Diagnosis>,
        /// Whether secrets are taken out.
        redact: bool,
    },
    /// Keep the settings.
    SaveSettings(Settings),
}
