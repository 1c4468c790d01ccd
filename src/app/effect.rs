//! Work that the state asks of the outside world.

use std::path::PathBuf;
use std::sync::Arc;

use super::entry_filter::EntryTest;
use super::{EntrySource, SessionId, Settings};
use crate::diagnosis::Diagnosis;
use crate::report::inspection::{ReportFormat, ReportOptions};
use crate::source::LogSource;

/// How an explanation is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyStyle {
    /// Plain text, for chats.
    Text,
    /// Markdown, for tickets.
    Markdown,
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
    /// Put the cursor where a question is answered.
    FocusAnswer,
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
    /// Read a log's file on, as it is written.
    Follow {
        /// Whose.
        session: SessionId,
        /// The file.
        path: PathBuf,
    },
    /// No longer read a log's file on.
    StopFollowing(SessionId),
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
        /// What may stand in it.
        options: ReportOptions,
    },
    /// Copy a report as Markdown, or a summary of it that fits a chat message.
    CopyReport {
        /// Whether only the summary.
        short: bool,
        /// The report's content.
        diagnosis: Arc<Diagnosis>,
        /// What may stand in it.
        options: ReportOptions,
    },
    /// Keep the notes, soon: they are being written.
    KeepNotes,
    /// Ask the user for a file of notes.
    ChooseNotes,
    /// Ask the user where to save the notes.
    ChooseNotesFile {
        /// The name to offer.
        name: &'static str,
    },
    /// Read a file of notes; it comes back as [`super::NotesAction::Imported`].
    ReadNotes(PathBuf),
    /// Write notes into a file.
    WriteNotes {
        /// Where.
        path: PathBuf,
        /// The file's text.
        text: String,
        /// How many codes have a note in it.
        count: usize,
    },
    /// Keep the settings.
    SaveSettings(Settings),
}
