//! Everything that can happen to the state.

use std::path::PathBuf;
use std::sync::Arc;

use super::codes::Column;
use super::{
    Appearance, Command, CopyStyle, EntrySource, FilterValue, ListAction, Notes, NoticeId, NoticeKind, Reading,
    SessionId, TimelineAction, WindowSize,
};
use crate::code::ErrorCode;
use crate::diagnosis::timeline::Timeline;
use crate::diagnosis::{Diagnosis, Finding};
use crate::log::{Level, LevelCounts, LogSource};

/// One of the two halves of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The catalog of codes.
    #[default]
    Codes,
    /// The opened logs.
    Logs,
}

/// Something the window asks for, in its place and without stopping anything else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// The path of a log, where there is no file dialog.
    OpenPath(String),
    /// The path of the report to write, where there is no file dialog.
    SavePath(String),
    /// The path of the file to write notes into, where there is no file dialog.
    ExportPath(String),
    /// The path of notes to take in, where there is no file dialog.
    ImportPath(String),
    /// A log's text, where the clipboard has none.
    PasteText(String),
    /// A line's number.
    GoToLine(String),
    /// Whether secrets may leave in reports and copies.
    KeepSecrets,
    /// Nothing; it shows the list of keys.
    Keys,
}

/// See the module.
#[derive(Clone)]
pub enum Action {
    /// Carries out a command.
    Run(Command),
    /// Shows a tab.
    ShowTab(Tab),
    /// About the tab of codes.
    Codes(CodesAction),
    /// About the engineer's own notes.
    Notes(NotesAction),
    /// About the tab of logs as a whole.
    Logs(LogsAction),
    /// About one log.
    Session(SessionId, SessionAction),
    /// Shows a code in the tab of codes.
    ShowCode(ErrorCode),
    /// Copies a code's explanation.
    CopyCode(ErrorCode, CopyStyle),
    /// Copies a text as it is.
    Copy(String),
    /// Takes secrets out of what leaves the program, or asks whether not to.
    Redact(bool),
    /// Asks something, or changes the answer so far.
    Ask(Prompt),
    /// Takes the answer as it stands.
    Answer,
    /// Takes the question back.
    CloseQuestion,
    /// Light or dark.
    Appearance(Appearance),
    /// The window was resized.
    Resized(WindowSize),
    /// A column of the codes table was resized to this width in points.
    ResizedColumn(Column, f32),
    /// Tells the user something.
    Notify(NoticeKind, String),
    /// The user has read it.
    Dismiss(NoticeId),
}

/// See [`Action::Codes`].
#[derive(Clone, Debug)]
pub enum CodesAction {
    /// Searches.
    Query(String),
    /// Chooses a filter's value, or no longer.
    Toggle(FilterValue),
    /// Takes all filters away.
    ShowAll,
    /// Sorts by a column; again: the other way round; again: as before.
    SortBy(Column),
    /// Scrolls or selects.
    List(ListAction),
    /// Selects a code, whether the table has it or not.
    Open(ErrorCode),
}

/// See [`Action::Notes`].
#[derive(Clone, Debug)]
pub enum NotesAction {
    /// Replaces the note about a code.
    Write(ErrorCode, String),
    /// Takes in notes that another window has kept meanwhile.
    Refresh(Notes),
    /// Asks for a file to write all notes into.
    ChooseExport,
    /// Asks for a file of notes to take in.
    ChooseImport,
    /// Writes all notes into a file.
    Export(PathBuf),
    /// Reads a file of notes.
    Import(PathBuf),
    /// Takes in the notes of a file.
    Imported {
        /// The file's name.
        name: String,
        /// What stands in it.
        text: String,
    },
    /// The system has no file dialog to save with; the name that was offered.
    NoExportDialog(String),
    /// The system has no file dialog to choose a file with.
    NoImportDialog,
}

/// See [`Action::Logs`].
#[derive(Clone, Debug)]
pub enum LogsAction {
    /// Opens what is at these places: files, folders, archives.
    Open(Vec<PathBuf>),
    /// Opens these logs.
    OpenSources(Vec<LogSource>),
    /// Opens a text.
    Paste(String),
    /// The clipboard has no text.
    ClipboardEmpty,
    /// The system has no file dialog to choose logs with.
    NoOpenDialog,
    /// The system has no file dialog to save with; the name that was offered.
    NoSaveDialog(String),
    /// Opens the sample.
    OpenSample,
    /// Shows a log.
    Show(SessionId),
    /// Closes a log.
    Close(SessionId),
    /// Writes the shown log's report here; the ending says as what.
    SaveReport(PathBuf),
}

/// See [`Action::Session`].
#[derive(Clone)]
pub enum SessionAction {
    /// Its entries can be read from now on.
    Opened(Arc<dyn EntrySource>),
    /// Reading goes on.
    Progress(ReadProgress),
    /// What the timeline shows by now.
    Timeline(Arc<Timeline>),
    /// Looks at the timeline otherwise, or at entries by it.
    OnTimeline(TimelineAction),
    /// Findings, in the log's order.
    Found(Vec<Finding>),
    /// Reading has ended: well, or with what is wrong.
    Finished(Result<Arc<Diagnosis>, String>),
    /// Entries that passed the filter.
    Filtered {
        /// Of which run.
        generation: u64,
        /// By index, in order.
        entries: Vec<u64>,
        /// Entries below this index have been tested.
        tested: u64,
        /// Whether the run has ended.
        ended: bool,
    },
    /// Scrolls or selects.
    List(ListAction),
    /// Scrolls the list of problems, or moves its selection.
    ProblemList(ListAction),
    /// Selects a problem and its first entry.
    SelectProblem(usize),
    /// Selects the first entry with this code.
    FirstWith(ErrorCode),
    /// Selects an entry.
    SelectEntry(u64),
    /// Selects the entry that has this physical line.
    GoToLine(u64),
    /// Shows the entries of a level, or no longer.
    ToggleLevel(Level),
    /// Shows entries with findings only, or all.
    FindingsOnly(bool),
    /// Shows entries with this code only.
    Code(Option<ErrorCode>),
    /// Shows entries with this text only.
    Text(String),
    /// Takes all filters away.
    ShowAll,
    /// Follows the log: what is written to it is shown; or no longer.
    Follow(bool),
    /// The followed log as it stands now.
    Refreshed(Reading),
    /// The followed log's file is gone.
    FileGone,
    /// Selects the first finding that came while the log was followed.
    LookAtNews,
    /// Copies the selected entry.
    CopyEntry,
    /// Stops reading.
    Cancel,
}

/// How far reading a log has come.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ReadProgress {
    /// Bytes read, of the file as it lies on the disk.
    pub bytes_read: u64,
    /// Bytes in all, where that is known.
    pub bytes_total: Option<u64>,
    /// Entries read.
    pub entries: u64,
    /// Entries of each level.
    pub levels: LevelCounts,
    /// Since the start.
    pub seconds: f64,
}
