//! Reads the text in a picture: a screenshot of a console, an alert of a phone, a photo of a screen.
//!
//! In: the bytes of a PNG, JPEG, WebP, GIF or BMP file. `read` finds and reads the text, with two neural networks that are
//! part of the program; it is compiled with the feature `pictures`. Out: a [`PictureText`] (`text`), whose rows are the
//! lines of a log. It knows the place and the certainty of each passage.
//!
//! What always holds: nothing is written or sent, memory is bounded, and what is corrected is also kept as it was read.

pub(super) mod progress;
#[cfg(feature = "pictures")]
mod read;
// Without the feature, no text is made; its readers stay.
#[cfg_attr(not(feature = "pictures"), allow(dead_code))]
pub(super) mod text;

use std::io::Read;

pub use self::progress::{PicturePixels, PictureProgress};
pub use self::text::{Correction, PictureChar, PictureEvidence, PictureRow, PictureText};

use super::cancel::CancelToken;
use super::error::SourceError;

/// Larger files are not pictures of text.
const MAX_BYTES: u64 = 256 << 20;

/// Whether a file that begins with these bytes is a picture that can be read. Never in a build without the feature.
pub(super) fn is_picture(head: &[u8]) -> bool {
    let is_bitmap = head.starts_with(b"BM") && head.get(6..10) == Some(&[0; 4]);
    let is_webp = head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP");
    let starts: [&[u8]; 3] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8"];
    let is_known = is_bitmap || is_webp || starts.iter().any(|start| head.starts_with(start));
    cfg!(feature = "pictures") && is_known
}

/// The bytes of a picture file.
///
/// # Errors
/// The file cannot be read.
pub(super) fn file_bytes(file: &mut dyn Read) -> Result<Vec<u8>, SourceError> {
    let mut bytes = Vec::new();
    file.take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads the text in a PNG, JPEG, WebP, GIF or BMP picture. Calls `progress` once the boxes of text are found, and after each
/// row. If `cancel` is stopped, returns the rows read so far.
///
/// # Errors
/// The bytes are no picture that can be decoded, or this build cannot read pictures.
#[cfg(feature = "pictures")]
pub fn read_picture(
    bytes: &[u8],
    progress: &mut dyn FnMut(PictureProgress<'_>),
    cancel: &CancelToken,
) -> Result<PictureText, SourceError> {
    read::read(bytes, progress, cancel).map_err(|error| SourceError::Picture(error.to_string()))
}

/// The pixels of a picture for display: upright, without transparency, and reduced if a side is longer than `max_side`.
///
/// # Errors
/// The bytes are no picture that can be decoded, or this build cannot read pictures.
#[cfg(feature = "pictures")]
pub fn picture_pixels(bytes: &[u8], max_side: u32) -> Result<PicturePixels, SourceError> {
    read::pixels(bytes, max_side).map_err(|error| SourceError::Picture(error.to_string()))
}

/// A PNG file of a picture.
///
/// # Errors
/// The sizes do not fit the pixels, or this build cannot read pictures.
#[cfg(feature = "pictures")]
pub fn picture_png(pixels: &PicturePixels) -> Result<Vec<u8>, SourceError> {
    read::png(pixels).map_err(|error| SourceError::Picture(error.to_string()))
}

/// Reads no picture: this build cannot.
///
/// # Errors
/// Always.
#[cfg(not(feature = "pictures"))]
pub fn read_picture(
    _: &[u8],
    _: &mut dyn FnMut(PictureProgress<'_>),
    _: &CancelToken,
) -> Result<PictureText, SourceError> {
    Err(not_compiled())
}

/// The pixels of no picture: this build cannot read any.
///
/// # Errors
/// Always.
#[cfg(not(feature = "pictures"))]
pub fn picture_pixels(_: &[u8], _: u32) -> Result<PicturePixels, SourceError> {
    Err(not_compiled())
}

/// A PNG file of no picture: this build cannot write any.
///
/// # Errors
/// Always.
#[cfg(not(feature = "pictures"))]
pub fn picture_png(_: &PicturePixels) -> Result<Vec<u8>, SourceError> {
    Err(not_compiled())
}

#[cfg(not(feature = "pictures"))]
fn not_compiled() -> SourceError {
    SourceError::Picture("this build of the program cannot read pictures; ask for the console as text".to_owned())
}
