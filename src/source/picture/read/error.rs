//! Why the text in a picture cannot be read.

use thiserror::Error;

/// Why the text in a picture cannot be read.
#[derive(Debug, Error)]
pub(in crate::source::picture) enum PictureError {
    /// The picture ends early or is damaged.
    #[error("the picture is damaged or incomplete; ask for it again, or for the console as text")]
    Damaged,
    /// The picture is larger than any screenshot.
    #[error(
        "the picture has {width} × {height} pixels, and at most 64 million are read; cut out the part with the text"
    )]
    TooLarge {
        /// Pixels of a row.
        width: u32,
        /// Pixels of a column.
        height: u32,
    },
    /// The neural network failed.
    #[error("the text in the picture cannot be read ({0}); ask for the console as text")]
    Engine(String),
}

impl PictureError {
    pub(super) fn engine(error: impl std::fmt::Display) -> Self {
        Self::Engine(error.to_string())
    }
}
