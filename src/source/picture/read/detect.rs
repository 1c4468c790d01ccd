//! Finds the boxes of text in a picture.
//!
//! The network gives each pixel of a scaled picture the probability of text. Connected pixels above a threshold are a
//! region; the smallest rectangle around it, grown a little, is a box. Large pictures are read in bands that overlap, to
//! bound the memory.

use std::borrow::Cow;

use image::RgbImage;
use image::imageops::{FilterType, crop_imm, resize};
use rten::RunOptions;
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, NdTensorView};

use super::error::PictureError;
use super::geometry::{TextBox, smallest_box};
use super::models::Models;
use super::parallel::{run_options, thread_count};
use crate::source::cancel::CancelToken;

/// The sides of the network's input are multiples of this.
const STEP: u32 = 32;
/// A smaller short side is enlarged to this: the network misses small letters.
const MIN_SHORT_SIDE: f32 = 736.0;
/// But to at most this many pixels: that takes time, and narrow pictures would become gigantic.
const MAX_ENLARGED_PIXELS: f32 = 1_000_000.0;
/// Pictures with a smaller side have no text.
const MIN_PICTURE_SIDE: u32 = 8;
/// The long side is reduced to three quarters, but within these bounds.
const LONG_SIDE: [f32; 2] = [1536.0, 2560.0];
/// A picture this many times as high as wide is a scrolled chat or page: its width decides the scale.
const SCROLLED_RATIO: f32 = 2.5;
/// The pixels of a band.
const BAND_PIXELS: u32 = 1_300_000;
/// The rows that two bands share, so that each line of text is whole in one of them.
const BAND_OVERLAP: u32 = 96;

/// Pixels above this probability are text.
const TEXT: f32 = 0.3;
/// Regions below this mean probability are no text.
const MIN_MEAN: f32 = 0.5;
/// Boxes grow by this times their area divided by their perimeter: the network marks only the core of a line.
const GROWTH: f32 = 1.6;
/// Regions with a smaller side are dropped.
const MIN_SIDE: f32 = 3.0;

/// The boxes of text in a picture, in its pixels, in no order. If `cancel` is stopped, returns those found so far.
pub(super) fn detect(models: &Models, picture: &RgbImage, cancel: &CancelToken) -> Result<Vec<TextBox>, PictureError> {
    if picture.width().min(picture.height()) < MIN_PICTURE_SIDE {
        return Ok(Vec::new());
    }
    let options = run_options(thread_count());
    let scale = scale(picture.width(), picture.height());
    let scaled = |side: u32| ((side as f32 * scale).round() as u32).max(1);
    let (width, height) = (scaled(picture.width()), scaled(picture.height()));
    let band_height = (BAND_PIXELS / width / STEP * STEP).max(2 * BAND_OVERLAP);
    let mut boxes = Vec::new();
    let mut top = 0;
    loop {
        let bottom = (top + band_height).min(height);
        let is_last = bottom == height;
        // A box counts in the band in which it is farther from the edge.
        let counted_from = if top == 0 { 0 } else { BAND_OVERLAP / 2 } as f32;
        let counted_to = if is_last { band_height } else { band_height - BAND_OVERLAP / 2 } as f32;
        let found = detect_in_band(models, &band(picture, scale, [top, bottom], width), &options)?;
        let counted = found.into_iter().filter(|text| (counted_from..counted_to).contains(&text.center[1]));
        boxes.extend(counted.map(|text| text.scaled(scale.recip(), top as f32)));
        if is_last || cancel.is_stopped() {
            return Ok(boxes);
        }
        top = bottom - BAND_OVERLAP;
    }
}

/// By how much a picture is scaled for the network.
fn scale(width: u32, height: u32) -> f32 {
    let (wide, high) = (width as f32, height as f32);
    let (short, long) = (wide.min(high), wide.max(high));
    let enlarged = (MIN_SHORT_SIDE / short).min((MAX_ENLARGED_PIXELS / (wide * high)).sqrt()).max(1.0);
    let limited = if high > wide * SCROLLED_RATIO { wide } else { long };
    let limit = (limited * 0.75).clamp(LONG_SIDE[0], LONG_SIDE[1]);
    enlarged.min(limit / limited)
}

/// The scaled rows from `top` to `bottom` of a picture.
fn band(picture: &RgbImage, scale: f32, [top, bottom]: [u32; 2], width: u32) -> Cow<'_, RgbImage> {
    let from = ((top as f32 / scale).round() as u32).min(picture.height() - 1);
    let to = ((bottom as f32 / scale).round() as u32).clamp(from + 1, picture.height());
    if (from, to, width) == (0, picture.height(), picture.width()) {
        return Cow::Borrowed(picture);
    }
    let rows = crop_imm(picture, 0, from, picture.width(), to - from);
    let is_scaled = (to - from, picture.width()) != (bottom - top, width);
    Cow::Owned(if is_scaled { resize(&*rows, width, bottom - top, FilterType::Triangle) } else { rows.to_image() })
}

fn detect_in_band(models: &Models, band: &RgbImage, options: &RunOptions) -> Result<Vec<TextBox>, PictureError> {
    // The columns and rows after the end of the picture stay grey.
    let [width, height] = [band.width(), band.height()].map(|side| side.next_multiple_of(STEP) as usize);
    let mut tensor = NdTensor::<f32, 4>::zeros([1, 3, height, width]);
    let values = tensor.data_mut().ok_or_else(|| PictureError::Engine("the input is not contiguous".to_owned()))?;
    for (y, row) in band.rows().enumerate() {
        for (x, pixel) in row.enumerate() {
            // The network wants blue first.
            for (channel, value) in [pixel.0[2], pixel.0[1], pixel.0[0]].into_iter().enumerate() {
                values[(channel * height + y) * width + x] = f32::from(value) / 127.5 - 1.0;
            }
        }
    }
    let output = models.detector.run_one(tensor.into(), Some(options.clone()));
    let output: NdTensor<f32, 4> = output
        .map_err(PictureError::engine)?
        .try_into()
        .map_err(|_| PictureError::Engine("no map of text".to_owned()))?;
    let map: NdTensorView<'_, f32, 2> = output.slice((0, 0));
    Ok(boxes_in(map.to_contiguous().data(), width))
}

/// The boxes around the regions of a map of probabilities with rows of `width`.
fn boxes_in(map: &[f32], width: usize) -> Vec<TextBox> {
    let mut regions = Regions::new(map, width);
    let mut boxes = Vec::new();
    while let Some(region) = regions.next_region() {
        if region.mean < MIN_MEAN {
            continue;
        }
        let Some(found) = smallest_box(region.outline) else { continue };
        let [long, short] = found.size;
        if long.min(short) >= MIN_SIDE {
            boxes.push(found.grown(long * short * GROWTH / (2.0 * (long + short))));
        }
    }
    boxes
}

/// A connected region of text.
struct Region {
    /// The outer corners of its pixels, at both ends of each row.
    outline: Vec<[f32; 2]>,
    /// The mean probability of its pixels.
    mean: f32,
}

/// Finds connected regions one after the other.
struct Regions<'m> {
    map: &'m [f32],
    width: usize,
    /// Whether a pixel is text and not part of a region yet.
    is_text: Vec<bool>,
    next: usize,
}

impl<'m> Regions<'m> {
    fn new(map: &'m [f32], width: usize) -> Self {
        let mut is_text = vec![false; map.len()];
        for (idx, probability) in map.iter().enumerate() {
            if *probability > TEXT {
                // Each pixel covers its neighbours to the right and below, which closes small gaps.
                let right = usize::from((idx + 1) % width != 0);
                for neighbour in [idx, idx + right, idx + width, idx + width + right] {
                    if let Some(text) = is_text.get_mut(neighbour) {
                        *text = true;
                    }
                }
            }
        }
        Self { map, width, is_text, next: 0 }
    }

    fn next_region(&mut self) -> Option<Region> {
        let first = self.next + self.is_text[self.next..].iter().position(|text| *text)?;
        self.next = first;
        self.is_text[first] = false;
        let mut open = vec![first];
        let (mut sum, mut count) = (0.0, 0_usize);
        let mut ends: std::collections::BTreeMap<usize, [usize; 2]> = std::collections::BTreeMap::new();
        while let Some(idx) = open.pop() {
            let (x, y) = (idx % self.width, idx / self.width);
            sum += self.map[idx];
            count += 1;
            let row = ends.entry(y).or_insert([x, x]);
            *row = [row[0].min(x), row[1].max(x)];
            let columns = x.saturating_sub(1)..=(x + 1).min(self.width - 1);
            for column in columns {
                for neighbour in [y.checked_sub(1), Some(y), Some(y + 1)].into_iter().flatten() {
                    let idx = neighbour * self.width + column;
                    if self.is_text.get(idx).copied().unwrap_or_default() {
                        self.is_text[idx] = false;
                        open.push(idx);
                    }
                }
            }
        }
        let corners = |(y, [left, right]): (&usize, &[usize; 2])| {
            let (left, right, y) = (*left as f32, (*right + 1) as f32, *y as f32);
            [[left, y], [right, y], [left, y + 1.0], [right, y + 1.0]]
        };
        let outline = ends.iter().flat_map(corners).collect();
        Some(Region { outline, mean: sum / count as f32 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_pictures_grow_and_large_ones_shrink() {
        let scaled =
            |width: u32, height: u32| [width, height].map(|side| (side as f32 * scale(width, height)).round() as u32);
        assert_eq!(scaled(300, 200), [1104, 736]);
        assert_eq!(scaled(400, 200), [1414, 707]);
        assert_eq!(scaled(1280, 800), [1280, 800]);
        assert_eq!(scaled(3840, 2160), [2560, 1440]);
        assert_eq!(scaled(1080, 8600), [1080, 8600]);
        assert_eq!(scaled(10, 90_000), [11, 94_868], "the pixels are bounded");
    }

    #[test]
    fn two_lines_of_text_are_two_boxes() {
        let width = 64;
        let mut map = vec![0.0; width * 40];
        for (y, columns) in [(8..14, 4..50), (24..30, 10..60)]
            .into_iter()
            .flat_map(|(rows, columns)| rows.map(move |y| (y, columns.clone())))
        {
            map[y * width + columns.start..y * width + columns.end].fill(0.9);
        }
        let boxes = boxes_in(&map, width);
        let centers: Vec<[i32; 2]> = boxes.iter().map(|text| text.center.map(|value| value.round() as i32)).collect();
        assert_eq!(centers, [[28, 12], [36, 28]]);
        assert!(boxes.iter().all(|text| text.size[1] > 6.0), "boxes grow: {boxes:?}");
    }
}
