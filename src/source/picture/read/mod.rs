//! From the bytes of a picture to its text.
//!
//! 1. `decode` turns the bytes into pixels, upright and within limits.
//! 2. `detect` finds boxes of text, with `geometry` for tilted ones.
//! 3. `rows` merges boxes that touch, and lays boxes out as rows in reading order.
//! 4. `recognize` reads the characters in each box. `models` has the networks of both.
//! 5. `table` puts the source link of a console's row in front, as the console's own export does.
//! 6. `correct` corrects what was misread, with the names and numbers of the catalog.

mod correct;
mod decode;
mod detect;
mod error;
mod geometry;
mod models;
mod recognize;
mod rows;
mod table;

use image::RgbImage;

use self::correct::Vocabulary;
pub(super) use self::error::PictureError;
use self::geometry::TextBox;
use self::models::Models;
use self::rows::ReadBox;
use super::text::PictureText;
use crate::catalog::Catalog;
use crate::source::cancel::CancelToken;

/// Reads the text in a picture. If `cancel` is stopped, returns the rows read so far.
pub(super) fn read(bytes: &[u8], cancel: &CancelToken) -> Result<PictureText, PictureError> {
    let picture = decode::decode(bytes)?;
    let models = Models::load()?;
    let boxes = detect::detect(&models, &picture)?;
    let slope = rows::common_slope(&boxes);
    let boxes = rows::merge_touching(boxes, slope);
    let read = recognize_all(&models, &picture, boxes, cancel)?;
    let vocabulary = Vocabulary::new(Catalog::current());
    let rows = rows::rows(read, slope).into_iter().map(|row| {
        let mut row = table::row(row);
        correct::correct(&mut row, &vocabulary);
        row
    });
    let rows = rows.filter(|row| !row.text.trim().is_empty()).collect();
    Ok(PictureText { size: [picture.width(), picture.height()], rows })
}

/// Reads the text in all boxes, on all cores.
fn recognize_all(
    models: &Models,
    picture: &RgbImage,
    boxes: Vec<TextBox>,
    cancel: &CancelToken,
) -> Result<Vec<ReadBox>, PictureError> {
    let mut read = Vec::with_capacity(boxes.len());
    for text_box in boxes {
        if cancel.is_stopped() {
            break;
        }
        let chars = recognize::recognize(models, picture, &text_box)?;
        read.push(ReadBox { text_box, chars });
    }
    Ok(read)
}
