//! A picture of a page as the bytes of a JPEG or PNG file.

use hayro_syntax::Filter;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};

use super::page::DrawnPicture;
use super::stream::{jpeg, unpacked};
use crate::source::picture::{PicturePixels, picture_png};

/// Pictures with more pixels are not read.
const MAX_PIXELS: u64 = 40_000_000;
/// Smaller pictures are icons and lines.
const MIN_PIXELS: u64 = 6000;
/// Color spaces inside each other are read to this depth.
const MAX_DEPTH: usize = 4;

/// What the numbers of a pixel mean.
#[derive(Debug)]
enum Colors {
    Grey,
    Rgb,
    Cmyk,
    /// Indices in a list of colours, three bytes each.
    Palette(Vec<u8>),
}

/// Whether a picture may show text.
pub(super) fn is_large(picture: &DrawnPicture<'_>) -> bool {
    let [width, height] = size(picture.stream.dict());
    width.saturating_mul(height) >= MIN_PIXELS && width >= 40 && height >= 10
}

/// Why a picture is not read; `None` if it is.
pub(super) fn unread_reason(picture: &DrawnPicture<'_>) -> Option<&'static str> {
    let [width, height] = size(picture.stream.dict());
    match picture.stream.filters().last() {
        _ if width.saturating_mul(height) > MAX_PIXELS => {
            Some("the picture has more pixels than a screenshot or photo")
        }
        Some(Filter::JpxDecode) => Some("the picture is a JPEG 2000, which is not read"),
        Some(Filter::CcittFaxDecode | Filter::Jbig2Decode) => {
            Some("the picture is packed like a fax, which is not read")
        }
        Some(Filter::DctDecode) => None,
        _ => colors(picture).is_none().then_some("the colours of the picture are not known"),
    }
}

/// The file of a picture.
///
/// # Errors
/// It is damaged or of a kind that is not read; the reason.
pub(super) fn jpeg_or_png(picture: &DrawnPicture<'_>) -> Result<Vec<u8>, &'static str> {
    if let Some(reason) = unread_reason(picture) {
        return Err(reason);
    }
    if let Some(file) = jpeg(&picture.stream) {
        return Ok(file);
    }
    let damaged = "the picture is damaged or incomplete";
    let pixels = pixels(picture).ok_or(damaged)?;
    picture_png(&pixels).map_err(|_| damaged)
}

/// Width and height in pixels; 0 if they are not given.
fn size(picture: &Dict<'_>) -> [u64; 2] {
    ["Width", "Height"].map(|side| u64::from(picture.get::<u32>(side).unwrap_or(0)))
}

fn colors(picture: &DrawnPicture<'_>) -> Option<Colors> {
    let dict = picture.stream.dict();
    let bits = dict.get::<u8>("BitsPerComponent").unwrap_or(1);
    let is_known = matches!(bits, 1 | 2 | 4 | 8);
    let space = dict.get::<Object<'_>>("ColorSpace");
    space.filter(|_| is_known).and_then(|space| colors_of(space, &picture.color_spaces, 0))
}

fn colors_of(space: Object<'_>, named: &Dict<'_>, depth: usize) -> Option<Colors> {
    if depth > MAX_DEPTH {
        return None;
    }
    let space = match space {
        Object::Name(name) => {
            return match name.as_ref() {
                b"DeviceGray" | b"CalGray" | b"G" => Some(Colors::Grey),
                b"DeviceRGB" | b"CalRGB" | b"RGB" => Some(Colors::Rgb),
                b"DeviceCMYK" | b"CMYK" => Some(Colors::Cmyk),
                _ => colors_of(named.get::<Object<'_>>(&name)?, named, depth + 1),
            };
        }
        Object::Array(space) => space,
        _ => return None,
    };
    let mut items = space.flex_iter();
    let kind = items.next::<Name<'_>>()?;
    match kind.as_ref() {
        b"ICCBased" => match items.next::<Stream<'_>>()?.dict().get::<u8>("N")? {
            1 => Some(Colors::Grey),
            3 => Some(Colors::Rgb),
            4 => Some(Colors::Cmyk),
            _ => None,
        },
        b"Indexed" | b"I" => {
            let base = colors_of(items.next::<Object<'_>>()?, named, depth + 1)?;
            let _last = items.next::<Object<'_>>()?;
            let list = match items.next::<Object<'_>>()? {
                Object::String(list) => PdfString::as_bytes(&list).to_vec(),
                Object::Stream(list) => unpacked(&list, 1 << 16)?,
                _ => return None,
            };
            let mut colors = Vec::new();
            list.chunks_exact(base.parts()).take(256).for_each(|color| base.push_rgb(color, &mut colors));
            Some(Colors::Palette(colors))
        }
        _ => colors_of(Object::Name(kind), &Dict::empty(), MAX_DEPTH),
    }
}

impl Colors {
    /// The numbers of a pixel.
    fn parts(&self) -> usize {
        match self {
            Self::Grey | Self::Palette(_) => 1,
            Self::Rgb => 3,
            Self::Cmyk => 4,
        }
    }

    fn push_rgb(&self, pixel: &[u8], rgb: &mut Vec<u8>) {
        match (self, pixel) {
            (Self::Grey, [grey]) => rgb.extend([*grey; 3]),
            (Self::Palette(colors), [index]) => {
                let at = usize::from(*index) * 3;
                rgb.extend(colors.get(at..at + 3).unwrap_or(&[0; 3]));
            }
            (Self::Cmyk, [cyan, magenta, yellow, black]) => {
                let light = |ink: u8| (u16::from(255 - ink) * u16::from(255 - black) / 255) as u8;
                rgb.extend([light(*cyan), light(*magenta), light(*yellow)]);
            }
            _ => rgb.extend(pixel.get(..3).unwrap_or(&[0; 3])),
        }
    }
}

fn pixels(picture: &DrawnPicture<'_>) -> Option<PicturePixels> {
    let dict = picture.stream.dict();
    let [width, height] = size(dict);
    let bits = dict.get::<u8>("BitsPerComponent").map_or(1, usize::from);
    let colors = colors(picture)?;
    let row_parts = usize::try_from(width).ok()?.checked_mul(colors.parts())?;
    let row_bytes = row_parts.checked_mul(bits)?.div_ceil(8);
    let wanted = row_bytes.checked_mul(usize::try_from(height).ok()?)?;
    // Filters may add bytes to each row.
    let bytes = unpacked(&picture.stream, (wanted as u64).saturating_mul(2) + 4096)?;
    let rows = (bytes.len() / row_bytes.max(1)).min(height as usize);
    if rows * 2 < height as usize {
        return None;
    }
    let is_palette = matches!(colors, Colors::Palette(_));
    let decode = dict.get::<Array<'_>>("Decode").and_then(|decode| decode.iter::<f64>().next());
    let is_inverted = !is_palette && decode.is_some_and(|first| first > 0.5);
    let scale = if is_palette { 1 } else { 255 / ((1_usize << bits) - 1) };
    let mut rgb = Vec::with_capacity(rows * width as usize * 3);
    let mut row = Vec::with_capacity(row_parts);
    for packed in bytes.chunks_exact(row_bytes).take(rows) {
        row.clear();
        row.extend((0..row_parts).map(|idx| {
            let bit = idx * bits;
            let value = usize::from(packed[bit / 8] >> (8 - bits - bit % 8)) & ((1 << bits) - 1);
            let value = (value * scale) as u8;
            if is_inverted { 255 - value } else { value }
        }));
        row.chunks_exact(colors.parts()).for_each(|pixel| colors.push_rgb(pixel, &mut rgb));
    }
    let size = [u32::try_from(width).ok()?, rows as u32];
    Some(PicturePixels { picture_size: size, size, rgb })
}
