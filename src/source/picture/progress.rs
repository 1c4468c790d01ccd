//! What a caller sees of a picture while its text is read, and its pixels.

use super::text::PictureRow;

/// How far the reading of a picture is.
#[derive(Clone, Copy, Debug)]
pub struct PictureProgress<'r> {
    /// Width and height of the picture in pixels, upright.
    pub size: [u32; 2],
    /// Rows that are read.
    pub rows_read: usize,
    /// Rows with text; some of them may turn out to be empty.
    pub rows_total: usize,
    /// The row that was read last, in reading order. `None` before the first row, and for an empty one.
    pub row: Option<&'r PictureRow>,
}

/// The pixels of a picture, upright and opaque.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PicturePixels {
    /// Width and height of the picture. Places of rows and characters refer to it.
    pub picture_size: [u32; 2],
    /// Width and height of `rgb`, which may be a reduced copy.
    pub size: [u32; 2],
    /// Red, green and blue of each pixel, row by row from the top.
    pub rgb: Vec<u8>,
}
