//! What happens to the picture of a log.

use std::path::PathBuf;
use std::sync::Arc;

use super::view::ViewAction;
use crate::app::session::snapshot::LogSnapshot;
use crate::source::{PicturePixels, PictureRow};

/// What happens to the picture of a log.
#[derive(Clone)]
pub enum PictureAction {
    /// Text is being read from the picture.
    Read {
        /// Width and height of the picture.
        size: [u32; 2],
        /// How many rows are read.
        rows_read: usize,
        /// How many rows there are.
        rows_total: usize,
        /// The row that was read last.
        row: Option<PictureRow>,
    },
    /// The pixels of a part of the picture, or why they cannot be shown.
    Pixels {
        /// The index of the part.
        part: usize,
        /// The pixels.
        pixels: Result<Arc<PicturePixels>, String>,
    },
    /// The text was inspected again after it was corrected.
    Inspected(LogSnapshot),
    /// Moves or scales the picture.
    View(ViewAction),
    /// Begins to correct the selected entry.
    Edit,
    /// Changes the text that replaces the rows.
    Type(String),
    /// Replaces the rows by the text.
    Keep,
    /// Leaves the rows as they are.
    Leave,
    /// Replaces an unsure passage of a row, counted from 0, by another reading.
    Choose {
        /// The row.
        row: usize,
        /// Its whole text with the other reading.
        text: String,
    },
    /// Brings back what was read of the selected entry.
    Undo,
    /// Copies the picture with its secrets covered.
    Copy,
    /// The copy is ready; a message says what is covered in it.
    Covered {
        /// The copy.
        pixels: Arc<PicturePixels>,
        /// The message.
        words: String,
    },
    /// Asks for a file to save the picture to, with its secrets covered.
    ChooseFile,
    /// Saves the picture with its secrets covered.
    Save(PathBuf),
    /// Joins this picture with those of the other logs that overlap with it.
    Join,
}

impl PictureAction {
    /// Whether the user does it in the log, not a job in the background or the layout of the window.
    pub(in crate::app) fn is_by_user(&self) -> bool {
        let is_layout = matches!(self, Self::View(ViewAction::Viewport(_)));
        !is_layout
            && !matches!(self, Self::Read { .. } | Self::Pixels { .. } | Self::Inspected(_) | Self::Covered { .. })
    }
}
