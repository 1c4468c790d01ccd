//! What the user does with the selected lines of a log.

use std::path::PathBuf;

use super::bookmarks::SavedMark;
use crate::report::log_lines::LineStyle;

/// What the user does with the selected lines of a log.
#[derive(Clone, Debug)]
pub enum LineAction {
    /// Copies them. Many lines are offered as a file instead.
    Copy(LineStyle),
    /// Copies them, however many.
    CopyAll(LineStyle),
    /// Asks for a file to save them to.
    ChooseFile,
    /// Saves them to a file.
    Save(PathBuf),
    /// Marks them, or removes their marks.
    ToggleMarks,
    /// Asks for a note on an entry; on the selected one if none is given.
    AskNote(Option<u64>),
    /// Marks an entry with a note.
    WriteNote {
        /// The index of the entry.
        entry_idx: u64,
        /// The note; may be empty.
        note: String,
    },
    /// Removes the mark of an entry.
    RemoveMark(u64),
    /// Marks entries that were marked at an earlier start.
    RestoreMarks(Vec<SavedMark>),
    /// Scrolls the messages to the left or right, by a number of characters.
    ScrollSideways(f64),
    /// The view shows this many characters of a message.
    Width(usize),
    /// Wraps lines, or shows each entry on one line.
    Wrap(bool),
    /// Selects the entry with a number as the list shows it.
    GoTo(u64),
    /// Shows or hides the list of marked lines.
    ShowMarks(bool),
    /// Selects the next marked line, or the previous one.
    StepMark {
        /// To the next one.
        forward: bool,
    },
}
