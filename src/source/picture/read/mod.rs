//! From the bytes of a picture to its text.
//!
//! 1. `decode` turns the bytes into pixels, upright and within limits.
//! 2. `detect` finds boxes of text, with `geometry` for tilted ones.
//! 3. `layout` merges boxes that touch, splits those of two columns, and lays boxes out as rows in reading order.
//! 4. `recognize` reads the characters in each box, row by row; `parallel` on all cores. `models` has the
//!    networks of both. `earlier` spares boxes that look like one that was read.
//! 5. `again` reads numbers that are not certain again.
//! 6. `layout` puts the source link of a console's row in front, as the console's own export does, and joins wrapped lines.
//! 7. `correct` corrects what was misread, with the names and numbers of the catalog.

mod again;
mod correct;
mod decode;
mod detect;
mod earlier;
mod error;
mod geometry;
mod layout;
mod models;
mod parallel;
mod read_char;
mod recognize;
mod turn;

use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::imageops::{FilterType, resize};
use image::{ExtendedColorType, ImageEncoder as _};

use self::correct::Vocabulary;
pub(super) use self::error::PictureError;
use self::layout::wrapped::{self, LineEnd, TextKind};
use self::layout::{rows, spacing, table};
use self::models::Models;
use super::progress::{PicturePixels, PictureProgress};
use super::text::{PictureRow, PictureText};
use crate::catalog::Catalog;
use crate::source::cancel::CancelToken;

/// Reads the text in a picture. If `cancel` is stopped, returns the rows read so far.
pub(super) fn read(
    bytes: &[u8],
    progress: &mut dyn FnMut(PictureProgress<'_>),
    cancel: &CancelToken,
) -> Result<PictureText, PictureError> {
    let Some(_turn) = turn::wait(cancel) else { return Ok(PictureText::default()) };
    let picture = decode::decode(bytes)?;
    let models = Models::load()?;
    let boxes = detect::detect(&models, &picture, cancel)?;
    let slope = rows::common_slope(&boxes);
    let mut rows = rows::rows(rows::merge_touching(boxes, slope), slope);
    table::split_links(&mut rows);
    let largest_within_entry = spacing::largest_within_entry(&rows, slope);
    let vocabulary = Vocabulary::new(Catalog::current());
    let mut text = PictureText { size: [picture.width(), picture.height()], rows: Vec::new() };
    let (size, rows_total) = (text.size, rows.len());
    progress(PictureProgress { size, rows_read: 0, rows_total, row: None });
    let mut rows_read = 0;
    // The next line may continue a row: it is complete when that line is read.
    let mut open: Option<(PictureRow, LineEnd)> = None;
    let mut is_log = false;
    let mut finish_row = |open: Option<(PictureRow, LineEnd)>, rows_read: usize| {
        let row = open.map(|(mut row, _)| {
            correct::correct(&mut row, &vocabulary);
            row
        });
        text.rows.extend(row.filter(|row| !row.text.trim().is_empty()));
        progress(PictureProgress { size, rows_read, rows_total, row: text.rows.last() });
    };
    parallel::read_rows(&models, &picture, &rows, cancel, &mut |boxes| {
        rows_read += 1;
        let row = table::row(boxes);
        // A message of a chat that quotes a log does not make the others one.
        let is_above_gap = |(_, above): &(_, LineEnd)| LineEnd::of(&row).is_some_and(|line| above.is_above_gap(&line));
        is_log = wrapped::is_of_log(&row) || is_log && !open.as_ref().is_some_and(is_above_gap);
        let next = match &mut open {
            Some((above, end)) => {
                let kind = if is_log { TextKind::Log { largest_within_entry } } else { TextKind::Message };
                wrapped::join(above, end, row, kind, |word| vocabulary.has_word(word))
            }
            None => Some(row),
        };
        if let Some(next) = next {
            finish_row(open.take(), rows_read);
            open = LineEnd::of(&next).map(|end| (next, end));
        }
    })?;
    finish_row(open.take(), rows_read);
    Ok(text)
}

/// The pixels of a picture, reduced if a side is longer than `max_side`.
pub(super) fn pixels(bytes: &[u8], max_side: u32) -> Result<PicturePixels, PictureError> {
    let picture = decode::decode(bytes)?;
    let picture_size = [picture.width(), picture.height()];
    let long = picture_size[0].max(picture_size[1]);
    if long <= max_side {
        return Ok(PicturePixels { picture_size, size: picture_size, rgb: picture.into_raw() });
    }
    let size = picture_size.map(|side| (u64::from(side) * u64::from(max_side) / u64::from(long)).max(1) as u32);
    Ok(PicturePixels { picture_size, size, rgb: resize(&picture, size[0], size[1], FilterType::Triangle).into_raw() })
}

/// A PNG file of these pixels.
pub(super) fn png(pixels: &PicturePixels) -> Result<Vec<u8>, PictureError> {
    let [width, height] = pixels.size;
    let mut file = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut file, CompressionType::Fast, PngFilter::Adaptive);
    let written = encoder.write_image(&pixels.rgb, width, height, ExtendedColorType::Rgb8);
    written.map(|()| file).map_err(PictureError::engine)
}
