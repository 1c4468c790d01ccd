//! The state of the window, without the window: what is open, searched, filtered and selected.
//!
//! [`State::apply`] is the only writer. An [`Action`] comes in: a key, a click, or a result of background work.
//! [`Effect`]s go out: work for the outside world, whose results come back as actions.
//!
//! - `action`, `effect`: the two enums; `command`: the keys and menu items, which are actions without content
//! - `state/`: [`State`] passes each action to the part of the program that it concerns
//! - `codes/`: the tab of codes: search, filter, rows, details of a code
//! - `logs_tab`: the tab of logs: which are open, which one is shown
//! - `session/`: one opened log: reading, findings, filter, selection, following
//! - `entries/`: the entries of a log: access, filter, rows, positions of findings
//! - `timeline/`: the part of the timeline that is shown, and the timeline in words
//! - `list`: scroll position and selection of a long list
//! - `panes/`: the sizes of the parts of a log's view
//! - `notes`, `settings`: what is kept in files; `notice`: messages to the user; `export_guide`: how to get a log
//!
//! There is no egui, file, thread or clock in this folder, so that a test can play any session as a list of actions.

mod action;
mod codes;
mod command;
mod effect;
mod entries;
mod export_guide;
mod list;
mod logs_tab;
mod notes;
mod notice;
mod panes;
mod session;
mod settings;
mod state;
pub mod timeline;

pub use crate::report::inspection::phrases::ladder::{LadderText, StepText};
pub use action::{Action, CodesAction, LogsAction, NotesAction, Prompt, SessionAction, Tab};
pub use codes::{
    CodeDetails, CodeForm, CodeRow, CodesTab, Column, CopyStyle, FilterToggle, FilterValue, LogWithCode, RelatedCode,
    ResultKind, Sort,
};
pub use command::{Command, Shortcut};
pub use effect::Effect;
pub use entries::{
    CodeOccurrences, EntryFilter, EntryRow, EntrySet, EntrySource, EntryTest, FilterError, FindingIndex, FindingMark,
    RowSpeaker, row_height,
};
pub use export_guide::{EXPORT_GUIDES, ExportGuide};
pub use list::{List, ListAction, Move, RowHeights};
pub use logs_tab::LogsTab;
pub use notes::{MergeCounts, Notes, NotesError};
pub use notice::{Notice, NoticeId, NoticeKind};
pub use panes::{Pane, PaneAction, PaneContent, Panes, heights};
pub use session::{
    AttemptView, Bookmarks, EntryDetails, FileState, FilterRun, FilterState, FollowState, LineAction, LineWrap,
    LogEntries, LogFindings, LogSnapshot, MAX_FINDINGS, NarrowState, NewFindings, NotableKind, NotableRow, Phase,
    ProblemRow, ReadProgress, SavedMark, SelectedLines, Selection, Session, SessionId, TimelineState, VisibleEntries,
};
pub use settings::{Appearance, ColumnWidths, Settings, WindowSize};
pub use state::State;
pub use timeline::{TimelineAction, TimelineView, density};
