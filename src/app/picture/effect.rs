//! Work on pictures that only the outside world can do.

use std::path::PathBuf;
use std::sync::Arc;

use super::covers::PictureCopy;
use crate::app::session::id::SessionId;
use crate::source::{LogSource, PicturePixels, PictureText};

/// Work on a picture that only the outside world can do.
#[derive(Clone)]
pub enum PictureEffect {
    /// Load the pixels of a part of a picture; they come back as [`super::PictureAction::Pixels`].
    Load {
        /// The log.
        session: SessionId,
        /// The index of the part.
        part: usize,
        /// The picture file.
        source: LogSource,
    },
    /// Find pictures that overlap; the result comes back as [`LogsAction::ShowJoined`](crate::app::LogsAction::ShowJoined).
    FindOverlaps(Vec<(SessionId, Arc<PictureText>)>),
    /// Inspect the corrected text of a picture; it comes back as [`super::PictureAction::Inspected`].
    Inspect(SessionId, LogSource),
    /// Cover what must not be seen of a picture; it comes back as [`super::PictureAction::Covered`].
    Cover(SessionId, PictureCopy),
    /// Put a picture on the clipboard.
    Copy(Arc<PicturePixels>),
    /// Ask the user where to save a picture; the path comes back as [`super::PictureAction::Save`].
    ChooseFile {
        /// The log.
        session: SessionId,
        /// The suggested name.
        name: String,
    },
    /// Write a picture to a file.
    Save {
        /// The file.
        path: PathBuf,
        /// The picture.
        picture: PictureCopy,
    },
}
