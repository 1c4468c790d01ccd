//! The state of the window, without the window: what is open, searched, filtered and selected.
//!
//! [`State::apply`] is the only writer. An [`Action`] comes in: a key, a click, or a result of background work.
//! [`Effect`]s go out: work for the outside world, whose results come back as actions.
//!
//! - `action`, `effect`: the two enums; `command`: the keys and menu items, which are actions without content
//! - `state/`: [`State`] passes each action to the part of the program that it concerns
//! - `codes/`: the tab of codes: search, filter, rows, details of a code
//! - `logs_tab/`: the tab of logs: which are open, their list, which one is shown
//! - `case/`: what concerns several logs: all logs as one case, one search over all of them
//! - `session/`: one opened log: reading, findings, filter, selection, following
//! - `entries/`: the entries of a log: access, filter, rows, positions of findings
//! - `timeline/`: the part of the timeline that is shown, and the timeline in words
//! - `list`: scroll position and selection of a long list
//! - `history`: where the user was before; `palette`: commands found by their names
//! - `picture/`: the picture that a log was read from, and its text as a person corrects it
//! - `panes/`: the sizes of the parts of a log's view
//! - `saved/`: the opened logs as they are kept for the next start, and as a case for a colleague
//! - `notes`, `settings`: what is kept in files; `notice`: messages to the user; `export_guide`: how to get a log
//!
//! There is no egui, file, thread or clock in this folder, so that a test can play any session as a list of actions.

mod action;
mod case;
mod codes;
mod command;
mod effect;
mod entries;
mod export_guide;
mod history;
mod list;
mod logs_tab;
mod notes;
mod notice;
mod palette;
mod panes;
mod picture;
mod saved;
mod session;
mod settings;
mod state;
pub mod timeline;

pub use crate::log::EntrySet;
pub use crate::report::inspection::phrases::ladder::{LadderText, StepText};
pub use action::{
    Action, Beside, CodesAction, FindAction, KeptAction, LogsAction, NotesAction, Prompt, SessionAction, Tab,
};
pub use case::{
    CaseAction, CaseBar, CaseFailureMark, CaseLane, CaseRow, CaseTarget, CaseTick, CaseView, FoundEntry, HitRow,
    LogHits, LogSearch, MAX_HITS, MergeAction, MergedLog, MergedRow, MergedView, SearchAction,
};
pub use codes::{
    CodeDetails, CodeForm, CodeRow, CodesTab, Column, CopyStyle, FilterToggle, FilterValue, LogWithCode, RelatedCode,
    ResultKind, Sort, TableLine, TableLines,
};
pub use command::{Command, MainModifier, Shortcut};
pub use effect::{CaseInput, Effect, MergeInput, ReportExtent, ReportSubject};
pub use entries::{
    CodeOccurrences, EntryFilter, EntryRow, EntrySource, EntryTest, FilterError, FindingIndex, FindingMark, RowSpeaker,
    TextQuery, TextSwitch, row_height, short_id,
};
pub use export_guide::{EXPORT_GUIDES, ExportGuide};
pub use history::History;
pub use list::{List, ListAction, Move, RowHeights};
pub use logs_tab::{
    Gravity, LogGroup, LogList, LogListAction, LogListRow, LogMark, LogRow, LogSort, LogsPane, LogsTab,
};
pub use notes::{MergeCounts, Notes, NotesError};
pub use notice::{Notice, NoticeId, NoticeKind};
pub use palette::{CommandPalette, PaletteAction};
pub use panes::{Pane, PaneAction, PaneContent, Panes, heights};
pub use picture::{
    FindingBox, JoinedPictures, OtherReading, PictureAction, PictureCopy, PictureEffect, PictureLog, PicturePart,
    PictureReading, PictureView, RowEdit, Shown, ViewAction, join,
};
pub use saved::{RecentFile, SavedLog, SavedLogs, SavedWindow};
pub use session::{
    AttemptView, Bookmarks, CodeChoice, EntryDetails, FileState, FilterRun, FilterState, FindState, FollowState,
    LineAction, LineWrap, LogEntries, LogFindings, LogSnapshot, MAX_FINDINGS, NarrowKind, NarrowState, NewFindings,
    NotableKind, NotableRow, Phase, ProblemRow, ReadProgress, SavedMark, ScrollMark, SelectedLines, Selection, Session,
    SessionId, TimelineState, VisibleEntries,
};
pub use settings::{Appearance, ColumnWidths, Settings, WindowSize, Zoom};
pub use state::State;
pub use timeline::{Tick, TimelineAction, TimelineView, density, ticks};
