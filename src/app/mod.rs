//! The window's state, without a window: what is open, searched, filtered and selected.
//!
//! [`State::apply`] is the only writer: it takes an [`Action`] and returns the [`Effect`]s that the outside world has to
//! carry out. No egui, files, threads or clocks here, so that a test can play any story as a list of actions.

mod action;
mod code_details;
mod code_filter;
mod code_row;
mod codes;
mod command;
mod digits;
mod effect;
mod entry_filter;
mod entry_set;
mod entry_source;
mod facts;
mod found;
mod guide;
mod list;
mod logs;
mod notes;
mod notice;
mod problems;
mod rows;
mod session;
mod settings;
mod state;
mod timeline_view;
pub mod timeline_words;

pub use action::{Action, CodesAction, LogsAction, NotesAction, Prompt, ReadProgress, SessionAction, Tab};
pub use code_details::{CodeDetails, CodeForm, RelatedCode, Seen};
pub use code_filter::{FilterToggle, FilterValue};
pub use code_row::Row as CodeRow;
pub use codes::{Codes, Column, Results, Sort};
pub use command::{Command, Shortcut};
pub use digits::group_digits;
pub use effect::{CopyStyle, Effect};
pub use entry_filter::{EntryFilter, EntryTest, FilterError};
pub use entry_set::EntrySet;
pub use entry_source::EntrySource;
pub use found::{CodePlaces, Found};
pub use guide::{EXPORT_GUIDES, ExportGuide};
pub use list::{List, ListAction, Move};
pub use logs::Logs;
pub use notes::{Merged, Notes, NotesError};
pub use notice::{Notice, NoticeId, NoticeKind};
pub use problems::ProblemRow;
pub use rows::{EntryRow, Mark};
pub use session::{
    EntryDetails, FileState, FilterRun, Following, MOST_FINDINGS, News, Phase, Reading, Session, SessionId,
};
pub use settings::{Appearance, ColumnWidths, Settings, WindowSize};
pub use state::State;
pub use timeline_view::{TimelineAction, TimelineView, density};
