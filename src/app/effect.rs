//! Work that the state requests from the outside world.

use std::path::PathBuf;
use std::sync::Arc;

use super::entries::filter::EntryTest;
use super::entries::source::EntrySource;
use super::picture::effect::PictureEffect;
use super::saved::saved_window::SavedLogs;
use super::session::id::SessionId;
use super::session::selected_lines::SelectedLines;
use super::settings::Settings;
use crate::case::Case;
use crate::diagnosis::Diagnosis;
use crate::diagnosis::narrow::{NarrowScope, ScopeTally};
use crate::report::inspection::{ReportFormat, ReportOptions};
use crate::report::log_lines::LineStyle;
use crate::source::LogSource;

/// A log of a case: its diagnosis, or its name and why it cannot be read.
pub type CaseInput = (SessionId, Result<Arc<Diagnosis>, (String, String)>);

/// A log whose entries are ordered: its index in the case, its entries, its diagnosis.
pub type MergeInput = (usize, Arc<dyn EntrySource>, Arc<Diagnosis>);

/// What a report is about.
#[derive(Clone)]
pub enum ReportSubject {
    /// One log, or what it is narrowed to.
    Log(Arc<Diagnosis>),
    /// Several logs, and their case.
    Case(Vec<CaseInput>),
}

/// How much of a report is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportExtent {
    /// A summary that fits a chat message.
    Summary,
    /// The whole report, if it is not too large for a ticket; else the user is asked.
    Whole(ReportFormat),
    /// The whole report, however large it is.
    AnySize(ReportFormat),
}

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
    /// Work on a picture.
    OfPicture(PictureEffect),
    /// Put the cursor into the field that corrects a row of a picture.
    FocusRowText,
    /// Read the text on the clipboard; it comes back as [`super::LogsAction::Paste`].
    ReadClipboard,
    /// Put the cursor into the field that searches codes.
    FocusSearch,
    /// Put the cursor into the field that filters entries.
    FocusEntryFilter,
    /// Put the cursor into the field that finds a text in the entries.
    FocusFind,
    /// Put the cursor into the field for the answer of a question.
    FocusAnswer,
    /// Move the keyboard focus to the list of entries.
    FocusEntries,
    /// Move the keyboard focus to the table of codes.
    FocusCodes,
    /// Move the keyboard focus to the next part of the window, or to the previous one.
    FocusPart {
        /// Whether to move to the next part.
        forward: bool,
    },
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
    /// Find the entries with a text in the background. Cancels the earlier search of the session.
    Find {
        /// The session that gets the results.
        session: SessionId,
        /// Sent back with the results, so that results of a cancelled search are recognised.
        generation: u64,
        /// The entries to search.
        entries: Arc<dyn EntrySource>,
        /// The test for the text.
        test: EntryTest,
        /// The first entry to search.
        from_idx: u64,
    },
    /// Stop searching entries.
    CancelFind(SessionId),
    /// Count the entries that a log is narrowed to in the background. Cancels the earlier count of the session.
    Tally {
        /// The session that gets the counts.
        session: SessionId,
        /// Sent back with the counts, so that counts of an earlier narrowing are recognised.
        generation: u64,
        /// The entries to count.
        entries: Arc<dyn EntrySource>,
        /// Which of them belong to the narrowing.
        scope: Arc<NarrowScope>,
        /// The counts of the entries before `from_idx`.
        tally: Arc<ScopeTally>,
        /// The first entry to count.
        from_idx: u64,
    },
    /// Stop counting entries.
    CancelTally(SessionId),
    /// Write a report to a file.
    SaveReport {
        /// The file.
        path: PathBuf,
        /// The format.
        format: ReportFormat,
        /// What it is about.
        subject: ReportSubject,
        /// What the report may contain.
        options: ReportOptions,
    },
    /// Copy a report.
    CopyReport {
        /// What of it.
        extent: ReportExtent,
        /// What it is about.
        subject: ReportSubject,
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
    /// Build the case of several logs; it comes back as [`super::CaseAction::Built`].
    BuildCase {
        /// Sent back with the case, so that a case of other logs is recognised.
        generation: u64,
        /// The logs with their diagnoses, or the name of a log that cannot be read and why.
        logs: Vec<CaseInput>,
    },
    /// Order the entries of several logs by time; it comes back as [`super::MergeAction::Ordered`].
    OrderEntries {
        /// Sent back with the order, so that an order of other logs is recognised.
        generation: u64,
        /// The case of the logs.
        case: Arc<Case>,
        /// The logs.
        logs: Vec<MergeInput>,
    },
    /// Move the keyboard focus to the entries of all logs.
    FocusMerged,
    /// Put the cursor into the field that searches all logs.
    FocusLogSearch,
    /// Search the entries of all logs in the background. Cancels the earlier search.
    SearchLogs {
        /// Sent back with the results, so that results of a cancelled search are recognised.
        generation: u64,
        /// The logs in the order in which they are searched.
        logs: Vec<(SessionId, Arc<dyn EntrySource>)>,
        /// The test of each entry.
        test: EntryTest,
    },
    /// Stop searching all logs.
    CancelSearch,
    /// Ask the user where to save a case.
    ChooseCaseFile,
    /// Write a case to a file.
    SaveCase {
        /// The file.
        path: PathBuf,
        /// The logs of the case.
        logs: SavedLogs,
        /// How many opened logs are no files, so that the case does not have them.
        left_out: usize,
    },
    /// Show a file in the file manager of the system.
    ShowInFolder(PathBuf),
    /// Save the settings.
    SaveSettings(Settings),
}
