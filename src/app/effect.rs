//! Work that the state requests from the outside world.

use std::path::PathBuf;
use std::sync::Arc;

use super::entries::filter::EntryTest;
use super::entries::source::EntrySource;
use super::session::id::SessionId;
use super::session::selected_lines::SelectedLines;
use super::settings::Settings;
use crate::diagnosis::Diagnosis;
use crate::report::inspection::{ReportFormat, ReportOptions};
use crate::report::log_lines::LineStyle;
use crate::source::LogSource;

/// Work that only the outside world can do. Results come back as actions.
#[derive(Clone)]
pub enum Effect {
    /// Put text on the clipboard.
    Copy(String),
    /// Put many lines of a log on the clipboard.
    CopyLines {
        /// The lines.
        lines: SelectedLines,
        /// How to write them.
        style: LineStyle,
        /// Whether to redact secrets.
        redact: bool,
    },
    /// Ask the user where to save lines of a log; the path comes back as [`super::LineAction::Save`].
    ChooseLinesFile {
        /// The log.
        session: SessionId,
        /// The suggested name.
        name: String,
    },
    /// Write lines of a log to a file.
    SaveLines {
        /// The file.
        path: PathBuf,
        /// The lines.
        lines: SelectedLines,
        /// Whether to redact secrets.
        redact: bool,
    },
    /// Read the text on the clipboard; it comes back as [`super::LogsAction::Paste`].
    ReadClipboard,
    /// Put the cursor into the field that searches codes.
    FocusSearch,
    /// Put the cursor into the field that filters entries.
    FocusEntryFilter,
    /// Put the cursor into the field for the answer of a question.
    FocusAnswer,
    /// Move the keyboard focus to the list of entries.
    FocusEntries,
    /// Ask the user for log files.
    ChooseLogs,
    /// Ask the user where to save a report.
    ChooseReportFile {
        /// The suggested name.
        name: String,
    },
    /// Find the logs at these paths: files, folders, archives.
    Expand(Vec<PathBuf>),
    /// Read a log in the background.
    Inspect(SessionId, LogSource),
    /// Stop reading a log.
    CancelInspect(SessionId),
    /// Follow a file: read what is written to it.
    Follow {
        /// The session that gets the results.
        session: SessionId,
        /// The file.
        path: PathBuf,
    },
    /// Stop following a file.
    StopFollowing(SessionId),
    /// Test entries in the background. Cancels the earlier test of the session.
    Filter {
        /// The session that gets the results.
        session: SessionId,
        /// Sent back with the results, so that results of a cancelled test are recognised.
        generation: u64,
        /// The entries to test.
        entries: Arc<dyn EntrySource>,
        /// The test.
        test: EntryTest,
        /// The first entry to test.
        from_idx: u64,
    },
    /// Stop testing entries.
    CancelFilter(SessionId),
    /// Write a report to a file.
    SaveReport {
        /// The file.
        path: PathBuf,
        /// The format.
        format: ReportFormat,
        /// The content of the report.
        diagnosis: Arc<Diagnosis>,
        /// What the report may contain.
        options: ReportOptions,
    },
    /// Copy a report as Markdown, or a summary of it that fits a chat message.
    CopyReport {
        /// Whether to copy only the summary.
        short: bool,
        /// The content of the report.
        diagnosis: Arc<Diagnosis>,
        /// What the report may contain.
        options: ReportOptions,
    },
    /// Save the notes after a delay, because the user may still be typing.
    SaveNotes,
    /// Ask the user for a file of notes.
    ChooseNotes,
    /// Ask the user where to save the notes.
    ChooseNotesFile {
        /// The suggested name.
        name: &'static str,
    },
    /// Read a file of notes; it comes back as [`super::NotesAction::Imported`].
    ReadNotes(PathBuf),
    /// Write notes to a file.
    WriteNotes {
        /// The file.
        path: PathBuf,
        /// The content of the file.
        text: String,
        /// How many codes have a note.
        count: usize,
    },
    /// Save the settings.
    SaveSettings(Settings),
}
