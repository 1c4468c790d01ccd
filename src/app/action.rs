//! Everything that can change the state: requests of the user, and results of background work.

use std::path::PathBuf;
use std::sync::Arc;

use super::codes::details::CopyStyle;
use super::codes::filter::FilterValue;
use super::codes::sort::Column;
use super::command::Command;
use super::entries::source::EntrySource;
use super::list::ListAction;
use super::notes::Notes;
use super::notice::{NoticeId, NoticeKind};
use super::panes::PaneAction;
use super::session::id::SessionId;
use super::session::line_action::LineAction;
use super::session::phase::ReadProgress;
use super::session::snapshot::LogSnapshot;
use super::settings::{Appearance, WindowSize};
use super::timeline::view::TimelineAction;
use crate::code::ErrorCode;
use crate::diagnosis::Diagnosis;
use crate::diagnosis::narrow::{NarrowBy, NarrowPart};
use crate::diagnosis::timeline::Timeline;
use crate::finding::Finding;
use crate::log::Level;
use crate::report::log_lines::LineStyle;
use crate::source::LogSource;

/// One of the two tabs of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The catalog of codes.
    #[default]
    Codes,
    /// The opened logs.
    Logs,
}

/// A question or a sheet inside the window. It blocks nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// The path of a log, if the system has no file dialog.
    OpenPath(String),
    /// The path of the report to write, if the system has no file dialog.
    SavePath(String),
    /// The path of the file to write notes to, if the system has no file dialog.
    ExportPath(String),
    /// The path of the notes to import, if the system has no file dialog.
    ImportPath(String),
    /// The text of a log, if the clipboard has no text.
    PasteText(String),
    /// The number of a line.
    GoToLine(String),
    /// Whether reports and copies may contain secrets.
    KeepSecrets,
    /// Asks nothing: the list of keys.
    Keys,
    /// Whether to copy more lines than most fields take, or to save them to a file.
    ManyLines {
        /// The log.
        session: SessionId,
        /// How many lines are selected.
        lines: u64,
        /// How they would be copied.
        style: LineStyle,
    },
    /// The path of the file to save lines to, if the system has no file dialog.
    LinesPath {
        /// The log.
        session: SessionId,
        /// The path.
        path: String,
    },
    /// The note on a line.
    LineNote {
        /// The log.
        session: SessionId,
        /// The index of the entry.
        entry_idx: u64,
        /// The line, for the question.
        line: u64,
        /// The note so far.
        note: String,
    },
}

impl Prompt {
    /// The answer so far; `None` if the question is answered by a button.
    pub fn answer(&mut self) -> Option<&mut String> {
        match self {
            Self::OpenPath(answer)
            | Self::SavePath(answer)
            | Self::ExportPath(answer)
            | Self::ImportPath(answer)
            | Self::PasteText(answer)
            | Self::GoToLine(answer)
            | Self::LinesPath { path: answer, .. }
            | Self::LineNote { note: answer, .. } => Some(answer),
            Self::KeepSecrets | Self::Keys | Self::ManyLines { .. } => None,
        }
    }
}

/// A change of the state.
#[derive(Clone)]
pub enum Action {
    /// Carries out a command.
    Run(Command),
    /// Shows a tab.
    ShowTab(Tab),
    /// Changes the tab of codes.
    Codes(CodesAction),
    /// Changes the engineer's own notes.
    Notes(NotesAction),
    /// Changes the tab of logs as a whole.
    Logs(LogsAction),
    /// Changes one log.
    Session(SessionId, SessionAction),
    /// Shows a code in the tab of codes.
    ShowCode(ErrorCode),
    /// Copies the explanation of a code.
    CopyCode(ErrorCode, CopyStyle),
    /// Copies a text unchanged.
    Copy(String),
    /// Turns redaction on, or asks the user whether to turn it off.
    Redact(bool),
    /// Asks a question.
    Ask(Prompt),
    /// Changes the answer so far.
    ChangeAnswer(String),
    /// Accepts the current answer.
    Answer,
    /// Closes the question without an answer.
    CloseQuestion,
    /// Chooses light or dark.
    Appearance(Appearance),
    /// Records the size of the window.
    Resized(WindowSize),
    /// A column of the codes table was resized to this width in points.
    ResizedColumn(Column, f32),
    /// Resizes or folds a part of a log's view.
    Pane(PaneAction),
    /// Wraps long lines of logs, or shows each entry on one line.
    WrapLines(bool),
    /// Shows a message to the user.
    Notify(NoticeKind, String),
    /// Removes a message that the user has read.
    Dismiss(NoticeId),
}

/// An action of [`Action::Codes`].
#[derive(Clone, Debug)]
pub enum CodesAction {
    /// Searches.
    Query(String),
    /// Selects or deselects a value of a filter.
    Toggle(FilterValue),
    /// Resets all filters.
    ShowAll,
    /// Sorts by a column; the second time in reverse order; the third time by relevance.
    SortBy(Column),
    /// Scrolls or selects.
    List(ListAction),
    /// Selects a code, even if the table does not show it.
    Open(ErrorCode),
}

/// An action of [`Action::Notes`].
#[derive(Clone, Debug)]
pub enum NotesAction {
    /// Replaces the note about a code.
    Write(ErrorCode, String),
    /// Merges notes that another window saved meanwhile.
    Refresh(Notes),
    /// Asks for a file to write all notes to.
    ChooseExport,
    /// Asks for a file of notes to import.
    ChooseImport,
    /// Writes all notes to a file.
    Export(PathBuf),
    /// Reads a file of notes.
    Import(PathBuf),
    /// Merges the notes of a file.
    Imported {
        /// The name of the file.
        name: String,
        /// The content of the file.
        text: String,
    },
}

/// An action of [`Action::Logs`].
#[derive(Clone, Debug)]
pub enum LogsAction {
    /// Opens the logs at these paths: files, folders, archives.
    Open(Vec<PathBuf>),
    /// Opens these logs.
    OpenSources(Vec<LogSource>),
    /// Opens a text as a log. Asks for the text if it is empty.
    Paste(String),
    /// Opens the sample log.
    OpenSample,
    /// Shows a log.
    Show(SessionId),
    /// Closes a log.
    Close(SessionId),
    /// Writes the report of the shown log to a file, in the format of the file's extension.
    SaveReport(PathBuf),
}

/// An action of [`Action::Session`].
#[derive(Clone)]
pub enum SessionAction {
    /// Entries can be read from this source now.
    Opened(Arc<dyn EntrySource>),
    /// Reports how far reading has come.
    Progress(ReadProgress),
    /// Replaces the timeline by one of all that has been read.
    Timeline(Arc<Timeline>),
    /// Changes what the timeline shows, or which entries are shown or selected.
    OnTimeline(TimelineAction),
    /// Adds findings, in the log's order.
    Found(Vec<Finding>),
    /// Reading has ended, with a diagnosis or with the reason why the log cannot be read.
    Finished(Result<Arc<Diagnosis>, String>),
    /// Adds entries that passed the filter.
    Filtered {
        /// The generation of the filter run, from [`Effect::Filter`](super::Effect::Filter).
        generation: u64,
        /// Indices of entries, in order.
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
    /// Selects the first entry with a code.
    FirstWith(ErrorCode),
    /// Selects an entry.
    SelectEntry(u64),
    /// Selects the entry that contains a physical line.
    GoToLine(u64),
    /// Shows or hides the entries of a level.
    ToggleLevel(Level),
    /// Shows only entries with findings, or all.
    FindingsOnly(bool),
    /// Shows only entries with a code, or all.
    Code(Option<ErrorCode>),
    /// Shows only entries with a text; see [`EntryFilter`](super::EntryFilter).
    Text(String),
    /// Resets all filters.
    ShowAll,
    /// Starts or stops following the log: reading what is written to it.
    Follow(bool),
    /// Replaces the content of the followed log.
    Refreshed(LogSnapshot),
    /// The file of the followed log was deleted.
    FileGone,
    /// Selects the first entry with a new finding of the followed log.
    ShowNewFindings,
    /// Copies the selected entry.
    CopyEntry,
    /// Stops reading.
    Cancel,
    /// Narrows list, counts, problems, timeline and reports to this, too; see [`Narrowing`](crate::diagnosis::narrow::Narrowing).
    Narrow(NarrowBy),
    /// Leaves the entries of this out.
    Exclude(NarrowBy),
    /// Removes a part of the narrowing.
    Widen(NarrowPart),
    /// Removes the whole narrowing.
    WidenAll,
    /// Copies, saves or marks the selected lines.
    Lines(LineAction),
}
