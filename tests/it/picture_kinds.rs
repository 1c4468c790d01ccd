//! Pictures of each kind are decoded, and damaged or gigantic ones are refused with advice.

use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::{DynamicImage, Frame, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use trtc_lens::source::{CancelToken, PictureProgress, picture_pixels, read_picture};

/// A picture with a bright left half and a dark right half.
fn sample() -> RgbImage {
    RgbImage::from_fn(40, 20, |x, _| if x < 20 { Rgb([250, 240, 10]) } else { Rgb([10, 20, 30]) })
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), format).expect("encoded");
    bytes
}

/// The colours in the middle of the left and right half, after decoding.
fn halves(bytes: &[u8]) -> [[u8; 3]; 2] {
    let pixels = picture_pixels(bytes, 4096).expect("decoded");
    let [width, height] = pixels.size.map(|side| side as usize);
    assert_eq!(pixels.rgb.len(), width * height * 3);
    [width / 4, width * 3 / 4].map(|x| {
        let at = (height / 2 * width + x) * 3;
        [pixels.rgb[at], pixels.rgb[at + 1], pixels.rgb[at + 2]]
    })
}

fn assert_near(found: [[u8; 3]; 2], expected: [[u8; 3]; 2], what: &str) {
    let pairs = found.as_flattened().iter().zip(expected.as_flattened());
    assert!(pairs.into_iter().all(|(one, other)| one.abs_diff(*other) <= 12), "{what}: {found:?}");
}

fn message(bytes: &[u8]) -> String {
    let read = read_picture(bytes, &mut |_| {}, &CancelToken::default());
    read.expect_err("the picture is refused").to_string()
}

#[test]
fn every_kind_of_picture_is_decoded() {
    let picture = DynamicImage::from(sample());
    let expected = [[250, 240, 10], [10, 20, 30]];
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp] {
        assert_near(halves(&encoded(&picture, format)), expected, &format!("{format:?}"));
    }
    let deep = DynamicImage::from(picture.to_rgb16());
    assert_near(halves(&encoded(&deep, ImageFormat::Png)), expected, "16 bits a channel");
    let grey = [[224; 3], [19; 3]];
    assert_near(halves(&encoded(&DynamicImage::from(picture.to_luma16()), ImageFormat::Png)), grey, "16 bits of grey");
    for (name, bytes) in [
        ("CMYK", include_bytes!("../data/pictures/cmyk.jpg").as_slice()),
        ("a palette", include_bytes!("../data/pictures/palette.png")),
        ("interlaced rows", include_bytes!("../data/pictures/interlaced.png")),
        ("progressive", include_bytes!("../data/pictures/progressive.jpg")),
    ] {
        assert_near(halves(bytes), expected, name);
    }
}

#[test]
fn the_first_picture_of_an_animation_is_read() {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    let first = DynamicImage::from(sample()).to_rgba8();
    let second = RgbaImage::from_pixel(40, 20, Rgba([0, 0, 255, 255]));
    encoder.encode_frames([first, second].map(Frame::new)).expect("encoded");
    drop(encoder);
    assert_near(halves(&bytes), [[250, 240, 10], [10, 20, 30]], "an animated GIF");
    let webp = include_bytes!("../data/pictures/animated.webp");
    assert_near(halves(webp), [[250, 240, 10], [10, 20, 30]], "an animated WebP");
}

#[test]
fn what_is_transparent_gets_a_background_on_which_the_rest_is_visible() {
    for (visible, background) in [([240; 3], [0; 3]), ([20; 3], [255; 3])] {
        let [value, ..] = visible;
        let pixel = |x: u32| Rgba([value, value, value, if x < 20 { 255 } else { 0 }]);
        let picture = DynamicImage::from(RgbaImage::from_fn(40, 20, |x, _| pixel(x)));
        assert_near(halves(&encoded(&picture, ImageFormat::Png)), [visible, background], "transparency");
    }
}

#[test]
fn a_turned_photo_is_turned_back() {
    // An EXIF block with the orientation 3, turned by half, after the two bytes that begin each JPEG.
    let exif = b"\xFF\xE1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x03\0\0\0\0\0\0";
    let plain = encoded(&DynamicImage::from(sample()), ImageFormat::Jpeg);
    let turned = [&plain[..2], exif, &plain[2..]].concat();
    assert_near(halves(&turned), [[10, 20, 30], [250, 240, 10]], "turned by half");
}

#[test]
fn a_large_picture_is_reduced_for_display() {
    let bytes = encoded(&DynamicImage::from(sample()), ImageFormat::Png);
    let pixels = picture_pixels(&bytes, 10).expect("decoded");
    assert_eq!((pixels.picture_size, pixels.size, pixels.rgb.len()), ([40, 20], [10, 5], 150));
}

#[test]
fn gigantic_pictures_are_refused_before_they_are_decoded() {
    let bitmap = |width: u32, height: u32| {
        let mut bytes = encoded(&DynamicImage::from(sample()), ImageFormat::Bmp);
        bytes[18..22].copy_from_slice(&width.to_le_bytes());
        bytes[22..26].copy_from_slice(&height.to_le_bytes());
        bytes
    };
    let png = |width: u32, height: u32| {
        let mut bytes = encoded(&DynamicImage::from(sample()), ImageFormat::Png);
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let checksum = crc32fast::hash(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&checksum.to_be_bytes());
        bytes
    };
    for bytes in [bitmap(16_000, 4_001), png(16_000, 4_001), png(100_000, 100_000), png(200_000, 16)] {
        let message = message(&bytes);
        assert!(message.contains("too large") && message.contains("cut out"), "{message}");
    }
    let refused = message(&bitmap(100_000, 100_000));
    assert!(refused.contains("damaged"), "larger than a bitmap can be: {refused}");
}

#[test]
fn incomplete_pictures_are_refused_with_advice() {
    let picture = DynamicImage::from(sample());
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Bmp] {
        let bytes = encoded(&picture, format);
        let message = message(&bytes[..bytes.len() * 2 / 3]);
        assert!(message.contains("damaged or incomplete"), "{format:?}: {message}");
    }
}

#[test]
fn pictures_without_text_have_no_rows() {
    for (width, height) in [(1, 1), (7, 300), (300, 7), (64, 64)] {
        let picture = DynamicImage::from(RgbImage::from_pixel(width, height, Rgb([90, 120, 200])));
        let bytes = encoded(&picture, ImageFormat::Png);
        let mut left = None;
        let mut report = |progress: PictureProgress<'_>| left = Some(progress.rows_total - progress.rows_read);
        let text = read_picture(&bytes, &mut report, &CancelToken::default()).expect("a picture");
        assert_eq!((text.size, text.rows.len(), left), ([width, height], 0, Some(0)));
    }
}
