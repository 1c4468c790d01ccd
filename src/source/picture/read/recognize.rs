//! Reads the text in a box.
//!
//! The box is cut out along its tilt and scaled to the height that the network expects. The network gives, for each eighth
//! pixel, the probability of each character; neighbouring steps with the same character are one character.

use image::RgbImage;
use image::imageops::{FilterType, resize};
use rten::RunOptions;
use rten_tensor::NdTensor;
use rten_tensor::prelude::*;

use super::earlier::{EarlierBoxes, Ink};
use super::error::PictureError;
use super::geometry::TextBox;
use super::models::Models;
use super::read_char::ReadChar;

/// The height of the network's input.
const HEIGHT: u32 = 48;
/// Pixels of the input for one step of the output.
const STEP: usize = 8;
/// Wider lines are cut: a line that is squeezed loses characters.
const MAX_WIDTH: f32 = 2400.0;
/// A wide line is cut in the last part of this share of the greatest width.
const CUT_SHARE: f32 = 0.4;
/// Other characters that a place may be are kept down to this probability.
const MIN_ALTERNATIVE: f32 = 0.01;

/// Reads the text in boxes of a picture.
pub(super) struct LineReader<'r> {
    pub models: &'r Models,
    pub picture: &'r RgbImage,
    /// How the network is run.
    pub options: RunOptions,
}

impl LineReader<'_> {
    /// The text in a box. Empty if the box has no text. A box that looks like an earlier one is not read again: consoles repeat
    /// links and icons.
    pub(super) fn read(&self, text: &TextBox, earlier: &EarlierBoxes) -> Result<Vec<ReadChar>, PictureError> {
        let Some(ink) = Ink::in_box(self.picture, text) else { return self.read_pieces(text) };
        if let Some(read) = earlier.find(&ink) {
            return Ok(read);
        }
        let read = self.read_pieces(text)?;
        earlier.add(&ink, &read);
        Ok(read)
    }

    fn read_pieces(&self, text: &TextBox) -> Result<Vec<ReadChar>, PictureError> {
        let mut read = Vec::new();
        for piece in pieces(self.picture, text) {
            read.extend(self.read_part(text, piece, [1.0, 1.0])?);
        }
        Ok(read)
    }

    /// The text in a box between two shares of its width. The pixels are made wider by the first factor; by the second one,
    /// more of the picture above and below the box is included.
    pub(super) fn read_part(
        &self,
        text: &TextBox,
        [from, to]: [f32; 2],
        factors: [f32; 2],
    ) -> Result<Vec<ReadChar>, PictureError> {
        let line = cut_out(self.picture, text, [from, to], factors);
        let mut read = recognize_line(self.models, &line, &self.options)?;
        for char in &mut read {
            char.span = char.span.map(|share| from + share * (to - from));
        }
        Ok(read)
    }
}

/// The parts in which a box is read, as shares of its width.
fn pieces(picture: &RgbImage, text: &TextBox) -> Vec<[f32; 2]> {
    let [width, height] = text.size;
    let max_width = MAX_WIDTH * height / HEIGHT as f32;
    let mut pieces = Vec::new();
    let mut from = 0.0;
    while (1.0 - from) * width > max_width {
        let until = from + max_width / width;
        let cut = widest_gap(picture, text, [until - CUT_SHARE * (until - from), until]);
        pieces.push([from, cut]);
        from = cut;
    }
    pieces.push([from, 1.0]);
    pieces
}

/// The middle of the widest gap without ink between two shares of the width.
fn widest_gap(picture: &RgbImage, text: &TextBox, [from, to]: [f32; 2]) -> f32 {
    let line = cut_out(picture, text, [from, to], [1.0, 1.0]);
    let contrast = |x: u32| {
        let values =
            (0..line.height()).map(|y| line.get_pixel(x, y).0.iter().map(|value| u32::from(*value)).sum::<u32>());
        values.clone().max().unwrap_or_default() - values.min().unwrap_or_default()
    };
    let contrasts: Vec<u32> = (0..line.width()).map(contrast).collect();
    let ink = contrasts.iter().max().copied().unwrap_or_default() / 4;
    let (mut best, mut length) = (contrasts.len() / 2, 0);
    let mut start = 0;
    for (x, contrast) in contrasts.iter().enumerate() {
        if *contrast > ink {
            start = x + 1;
        } else if x + 1 - start > length {
            (length, best) = (x + 1 - start, usize::midpoint(start, x + 1));
        }
    }
    from + (to - from) * best as f32 / contrasts.len().max(1) as f32
}

/// The pixels of a box between two shares of its width, upright and scaled to the network's height; wider and taller by
/// these factors.
fn cut_out(picture: &RgbImage, text: &TextBox, [from, to]: [f32; 2], [wider, taller]: [f32; 2]) -> RgbImage {
    let [width, height] = [text.size[0], text.size[1] * taller];
    let part = (to - from) * width;
    let (columns, rows) = ((part.round() as u32).max(1), (height.round() as u32).max(1));
    let (max_x, max_y) = ((picture.width() - 1) as f32, (picture.height() - 1) as f32);
    let upright = RgbImage::from_fn(columns, rows, |x, y| {
        let along = (from - 0.5) * width + (x as f32 + 0.5) * part / columns as f32;
        let across = (y as f32 + 0.5) * height / rows as f32 - height / 2.0;
        let [x, y] = text.point(along, across);
        let (x, y) = ((x - 0.5).clamp(0.0, max_x), (y - 0.5).clamp(0.0, max_y));
        interpolate(picture, x, y)
    });
    let width = part * wider * HEIGHT as f32 / height.max(1.0);
    let width = (width.round() as u32).clamp(STEP as u32, 2 * MAX_WIDTH as u32);
    let filter = if rows >= HEIGHT { FilterType::Triangle } else { FilterType::CatmullRom };
    resize(&upright, width, HEIGHT, filter)
}

/// The colour between four pixels.
fn interpolate(picture: &RgbImage, x: f32, y: f32) -> image::Rgb<u8> {
    let (left, top) = (x as u32, y as u32);
    let (right, bottom) = ((left + 1).min(picture.width() - 1), (top + 1).min(picture.height() - 1));
    let (dx, dy) = (x.fract(), y.fract());
    let pixel = |x, y| picture.get_pixel(x, y).0;
    let corners = [pixel(left, top), pixel(right, top), pixel(left, bottom), pixel(right, bottom)];
    let weights = [(1.0 - dx) * (1.0 - dy), dx * (1.0 - dy), (1.0 - dx) * dy, dx * dy];
    let mix = |channel: usize| {
        let sum: f32 = corners.iter().zip(weights).map(|(corner, weight)| f32::from(corner[channel]) * weight).sum();
        (sum + 0.5) as u8
    };
    image::Rgb([mix(0), mix(1), mix(2)])
}

fn recognize_line(models: &Models, line: &RgbImage, options: &RunOptions) -> Result<Vec<ReadChar>, PictureError> {
    let width = line.width() as usize;
    let padded = width.next_multiple_of(STEP);
    let mut input = NdTensor::<f32, 4>::zeros([1, 3, HEIGHT as usize, padded]);
    let values = input.data_mut().ok_or_else(|| PictureError::Engine("the input is not contiguous".to_owned()))?;
    for (x, y, pixel) in line.enumerate_pixels() {
        // The network wants blue first.
        for (channel, value) in [pixel.0[2], pixel.0[1], pixel.0[0]].into_iter().enumerate() {
            let idx = (channel * HEIGHT as usize + y as usize) * padded + x as usize;
            values[idx] = f32::from(value) / 127.5 - 1.0;
        }
    }
    let output = models.recognizer.run_one(input.into(), Some(options.clone()));
    let output: NdTensor<f32, 3> =
        output.map_err(PictureError::engine)?.try_into().map_err(|_| PictureError::Engine("no text".to_owned()))?;
    let [_, steps, classes] = output.shape();
    let probabilities = output.to_contiguous();
    Ok(decode(probabilities.data(), [steps, classes], &models.characters, padded as f32 / width as f32))
}

/// The characters of the most probable class of each step. `padding` is the width of the input by that of the line.
fn decode(probabilities: &[f32], [steps, classes]: [usize; 2], characters: &[char], padding: f32) -> Vec<ReadChar> {
    let char_of = |class: usize| characters.get(class - 1).copied().unwrap_or(' ');
    let mut read: Vec<ReadChar> = Vec::new();
    let mut previous = 0;
    for (step, of_step) in probabilities.chunks_exact(classes).enumerate() {
        let Some((class, certainty)) =
            of_step.iter().copied().enumerate().max_by(|one, other| one.1.total_cmp(&other.1))
        else {
            continue;
        };
        let at = |step: usize| (step as f32 / steps as f32 * padding).min(1.0);
        match read.last_mut() {
            _ if class == 0 => {}
            Some(last) if class == previous => {
                last.span[1] = at(step + 1);
                // The surest step of a character decides.
                if certainty > last.certainty {
                    last.certainty = certainty;
                    last.alternatives = alternatives(of_step, class, &char_of);
                }
            }
            _ => read.push(ReadChar {
                char: char_of(class),
                certainty,
                alternatives: alternatives(of_step, class, &char_of),
                span: [at(step), at(step + 1)],
            }),
        }
        previous = class;
    }
    read
}

fn alternatives(of_step: &[f32], chosen: usize, char_of: &dyn Fn(usize) -> char) -> Vec<(char, f32)> {
    let likely = |(class, probability): (usize, &f32)| {
        (class != 0 && class != chosen && *probability >= MIN_ALTERNATIVE).then(|| (char_of(class), *probability))
    };
    let mut others: Vec<(char, f32)> = of_step.iter().enumerate().filter_map(likely).collect();
    others.sort_by(|one, other| other.1.total_cmp(&one.1));
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_neighbours_are_one_character_unless_a_blank_is_between_them() {
        let characters = ['a', 'b'];
        // The classes: blank, a, b, space.
        let steps = [
            [0.1, 0.8, 0.1, 0.0],
            [0.0, 0.95, 0.05, 0.0],
            [0.9, 0.1, 0.0, 0.0],
            [0.3, 0.7, 0.0, 0.0],
            [0.0, 0.0, 0.1, 0.9],
            [0.0, 0.0, 1.0, 0.0],
        ];
        let read = decode(steps.as_flattened(), [6, 4], &characters, 1.0);
        assert_eq!(read.iter().map(|char| char.char).collect::<String>(), "aa b");
        assert_eq!((read[0].certainty, read[0].alternatives.clone()), (0.95, vec![('b', 0.05)]));
        assert!((read[0].span[1] - 2.0 / 6.0).abs() < 1e-6);
    }
}
