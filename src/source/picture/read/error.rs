//! Why the text in a picture cannot be read.

use image::ImageError;
use thiserror::Error;

/// Why the text in a picture cannot be read.
#[derive(Debug, Error)]
pub(in crate::source::picture) enum PictureError {
    /// The picture ends early or is damaged.
    #[error("the picture is damaged or incomplete; ask for it again, or for the console as text")]
    Damaged,
    /// The picture is larger than any screenshot.
    #[error("the picture is too large ({0}): at most 64 million pixels are read; cut out the part with the text")]
    TooLarge(String),
    /// The picture is of a kind that is not decoded.
    #[error("pictures of this kind cannot be read ({0}); save it as PNG or JPEG, or ask for the console as text")]
    Unsupported(String),
    /// The neural network failed.
    #[error("the text in the picture cannot be read ({0}); ask for the console as text")]
    Engine(String),
}

impl PictureError {
    /// Why a picture cannot be decoded.
    pub(super) fn decoder(error: &ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooLarge("it takes too much memory".to_owned()),
            ImageError::Unsupported(error) => Self::Unsupported(error.to_string()),
            _ => Self::Damaged,
        }
    }

    pub(super) fn engine(error: impl std::fmt::Display) -> Self {
        Self::Engine(error.to_string())
    }
}
