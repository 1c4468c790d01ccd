//! From the bytes of a picture to its pixels: upright, without transparency, within limits.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageReader, Limits, Rgb, RgbImage, Rgba};

use super::error::PictureError;

/// Pictures with more pixels are not read: they would take gigabytes. The largest screenshots and photos have 50 million.
const MAX_PIXELS: u64 = 64_000_000;
/// Longer sides are no screenshots, but would need much memory when they are enlarged.
const MAX_SIDE: u32 = 100_000;
/// The limit of the decoder's memory, in bytes.
const MAX_DECODER_BYTES: u64 = 256 << 20;

/// Decodes a PNG, JPEG, WebP, GIF or BMP picture. Of an animation, the first frame is decoded.
pub(super) fn decode(bytes: &[u8]) -> Result<RgbImage, PictureError> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| PictureError::Damaged)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_DECODER_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| PictureError::decoder(&error))?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS || width.max(height) > MAX_SIDE || decoder.total_bytes() > MAX_DECODER_BYTES {
        return Err(PictureError::TooLarge(format!("{width} × {height} pixels")));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| PictureError::decoder(&error))?;
    picture.apply_orientation(orientation);
    if !picture.color().has_alpha() {
        return Ok(picture.into_rgb8());
    }
    let picture = picture.into_rgba8();
    let background = background(picture.pixels());
    Ok(RgbImage::from_fn(picture.width(), picture.height(), |x, y| over(*picture.get_pixel(x, y), background)))
}

/// White, or black if what is visible of the picture is mostly light: light text that was drawn for a dark page.
fn background<'p>(pixels: impl Iterator<Item = &'p Rgba<u8>>) -> u8 {
    let (mut light, mut visible, mut clear) = (0_u64, 0_u64, 0_u64);
    for Rgba([red, green, blue, alpha]) in pixels {
        let alpha = u64::from(*alpha);
        light += (u64::from(*red) + u64::from(*green) + u64::from(*blue)) * alpha;
        visible += 3 * 255 * alpha;
        clear += 255 - alpha;
    }
    // An opaque picture covers its background; what it is makes no difference there.
    if clear > 0 && light * 2 > visible { 0 } else { 255 }
}

/// A pixel over a grey background.
fn over(Rgba([red, green, blue, alpha]): Rgba<u8>, background: u8) -> Rgb<u8> {
    let mix = |value: u8| {
        let alpha = u32::from(alpha);
        ((u32::from(value) * alpha + u32::from(background) * (255 - alpha) + 127) / 255) as u8
    };
    Rgb([mix(red), mix(green), mix(blue)])
}
