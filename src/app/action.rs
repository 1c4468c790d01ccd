//! Everything that can change the state: requests of the user, and results of background work.

use std::path::PathBuf;
use std::sync::Arc;

use super::case::case_action::CaseAction;
use super::case::merge_action::MergeAction;
use super::case::search_action::SearchAction;
use super::codes::details::CopyStyle;
use super::codes::filter::FilterValue;
use super::codes::sort::Column;
use super::command::Command;
use super::effect::ReportExtent;
use super::entries::filter::TextSwitch;
use super::entries::source::EntrySource;
use super::list::ListAction;
use super::logs_tab::list_action::LogListAction;
use super::notes::Notes;
use super::notice::{NoticeId, NoticeKind};
use super::palette::PaletteAction;
use super::panes::PaneAction;
use super::picture::action::PictureAction;
use super::picture::join::JoinedPictures;
use super::saved::saved_window::SavedWindow;
use super::session::id::SessionId;
use super::session::line_action::LineAction;
use super::session::phase::ReadProgress;
use super::session::snapshot::LogSnapshot;
use super::settings::{Appearance, WindowSize, Zoom};
use super::timeline::view::TimelineAction;
use crate::case::saved::CaseFile;
use crate::code::ErrorCode;
use crate::diagnosis::Diagnosis;
use crate::diagnosis::narrow::{NarrowBy, NarrowPart, ScopeTally};
use crate::diagnosis::timeline::Timeline;
use crate::finding::Finding;
use crate::log::Level;
use crate::report::inspection::ReportFormat;
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

/// What is shown beside a log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Beside {
    /// Only the log is shown.
    #[default]
    Nothing,
    /// The results of the search, and the details of the selected code.
    Search,
    /// The details of the selected code.
    Code,
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
    /// The path of the case to write, if the system has no file dialog.
    CasePath(String),
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
    /// The path of the file to save a picture to, if the system has no file dialog.
    PicturePath {
        /// The log.
        session: SessionId,
        /// The path.
        path: String,
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
    /// Whether to save a report as a file that is too large to be copied.
    LargeReport {
        /// Its size.
        kilobytes: usize,
        /// Its format.
        format: ReportFormat,
    },
    /// Asks nothing: the settings.
    Settings,
    /// Asks nothing: version, licences, and where to report a fault.
    About,
}

impl Prompt {
    /// The answer so far; `None` if the question is answered by a button.
    pub fn answer(&mut self) -> Option<&mut String> {
        match self {
            Self::OpenPath(answer)
            | Self::SavePath(answer)
            | Self::ExportPath(answer)
            | Self::ImportPath(answer)
            | Self::CasePath(answer)
            | Self::PasteText(answer)
            | Self::GoToLine(answer)
            | Self::LinesPath { path: answer, .. }
            | Self::PicturePath { path: answer, .. }
            | Self::LineNote { note: answer, .. } => Some(answer),
            Self::KeepSecrets
            | Self::Keys
            | Self::ManyLines { .. }
            | Self::LargeReport { .. }
            | Self::Settings
            | Self::About => None,
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
    /// Shows a code: beside the log if one is shown, else in the tab of codes.
    ShowCode(ErrorCode),
    /// Shows something beside the log.
    Beside(Beside),
    /// Copies the explanation of a code.
    CopyCode(ErrorCode, CopyStyle),
    /// Copies a text unchanged.
    Copy(String),
    /// Copies the report of what is shown: a log, or all logs as one case.
    CopyReport(ReportExtent),
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
    /// Searches and carries out a command by its name.
    Palette(PaletteAction),
    /// Enlarges or reduces everything in the window.
    Zoom(Zoom),
    /// Whether reports and copies keep secrets after the next start.
    KeepSecrets(bool),
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
    /// Changes the list of logs.
    OfList(LogListAction),
    /// Changes what is kept about logs in files.
    OfKept(KeptAction),
    /// Shows all logs as one case.
    OfCase(CaseAction),
    /// Shows the entries of all logs by time.
    OfMerged(MergeAction),
    /// Searches all logs.
    OfSearch(SearchAction),
    /// Shows overlapping pictures as one log; `None`: no two of them overlap.
    ShowJoined(Option<JoinedPictures>),
    /// Opens a picture from the clipboard: the bytes of a file.
    PastePicture(Arc<[u8]>),
    /// Shows the file of a log in the file manager of the system.
    ShowInFolder(SessionId),
    /// Writes the report of what is shown to a file, in the format of the file's extension.
    SaveReport(PathBuf),
}

/// An action of [`SessionAction::Find`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindAction {
    /// Finds this text, and selects its first entry from the selected one on.
    Text(String),
    /// Changes how the text is found.
    Switch(TextSwitch),
    /// Selects the next entry with the text, or the one before.
    Step {
        /// Whether to the next one.
        forward: bool,
    },
    /// Adds entries with the text.
    Found {
        /// The generation of the search, from [`Effect::Find`](super::Effect::Find).
        generation: u64,
        /// Indices of entries, in order.
        entries: Vec<u64>,
        /// Entries below this index have been searched.
        tested: u64,
        /// Whether the search has ended.
        ended: bool,
    },
}

/// An action on what is kept about logs in files.
#[derive(Clone, Debug)]
pub enum KeptAction {
    /// Brings back what the last window showed.
    Restore {
        /// What was kept.
        saved: Box<SavedWindow>,
        /// Whether to open the logs that were open; otherwise they are offered.
        open: bool,
    },
    /// Opens the logs that were open when this window was started with other files.
    OpenEarlier,
    /// Files were opened.
    AddRecent(Vec<PathBuf>),
    /// Forgets which files were opened recently.
    ClearRecent,
    /// Turns on or off that the next start opens the logs that are open now.
    RestoreLogs(bool),
    /// Asks where to save the opened logs as a case.
    ChooseCaseFile,
    /// Saves the opened logs as a case.
    SaveCase(PathBuf),
    /// Opens the logs of a case.
    OpenCase {
        /// The file of the case.
        path: PathBuf,
        /// Its content, with the paths of the logs on this computer.
        case: Box<CaseFile>,
        /// A sentence for each log that is missing or has changed.
        faults: Vec<String>,
    },
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
    /// Selects a problem, and of several users' evidence that on this line.
    SelectEvidence {
        /// The index of the problem.
        problem: usize,
        /// The physical line.
        line: u64,
    },
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
    /// Shows only entries with a text; see [`TextQuery`](super::TextQuery).
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
    /// Removes the text or the part of the narrowing whose chip is last.
    RemoveLastChip,
    /// Copies, saves or marks the selected lines.
    Lines(LineAction),
    /// The entries that the log is narrowed to are counted.
    Tallied {
        /// The generation of the count, from [`Effect::Tally`](super::Effect::Tally).
        generation: u64,
        /// The counts.
        tally: Arc<ScopeTally>,
        /// Entries below this index have been counted.
        counted: u64,
    },
    /// Shows a level alone; the second time, all levels.
    OnlyLevel(Level),
    /// Changes a switch of the text that is being typed as a filter.
    TextSwitch(TextSwitch),
    /// Keeps the text that is being typed as a filter of its own, and empties the field.
    KeepText,
    /// Removes a text that was kept, by its position.
    RemoveText(usize),
    /// Finds a text without hiding other entries.
    Find(FindAction),
    /// Changes the picture that the log was read from, or its text.
    Picture(PictureAction),
}

impl Action {
    /// Whether it may change what is kept for the next start of the window.
    pub fn changes_window(&self) -> bool {
        match self {
            Self::Session(_, action) => action.is_by_user(),
            Self::Logs(_) | Self::ShowTab(_) | Self::ShowCode(_) | Self::Run(_) => true,
            _ => false,
        }
    }
}

impl SessionAction {
    /// Whether the user does it in the log, not a job in the background or the layout of the window.
    pub(super) fn is_by_user(&self) -> bool {
        if let Self::Picture(action) = self {
            return action.is_by_user();
        }
        !matches!(
            self,
            Self::Opened(_)
                | Self::Progress(_)
                | Self::Timeline(_)
                | Self::Found(_)
                | Self::Finished(_)
                | Self::Filtered { .. }
                | Self::Refreshed(_)
                | Self::Tallied { .. }
                | Self::Find(FindAction::Found { .. })
                | Self::FileGone
                | Self::List(ListAction::Page(_))
                | Self::Lines(LineAction::Width(_) | LineAction::Wrap(_) | LineAction::RestoreMarks(_))
                | Self::ProblemList(ListAction::Page(_))
        )
    }
}
