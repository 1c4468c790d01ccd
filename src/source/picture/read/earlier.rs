//! Boxes that look like one that was read before: the links and icons that a console repeats on each row.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

use foldhash::quality::FixedState;
use image::RgbImage;

use super::geometry::TextBox;
use super::read_char::ReadChar;

/// Wider boxes, by their height, are messages, which hardly repeat.
const MAX_RATIO: f32 = 16.0;
/// Boxes are upright if their ends differ by less than this many pixels in height.
const UPRIGHT: f32 = 0.5;
/// Pixels whose colour differs from that of the corner by more than this are ink.
const INK: u8 = 24;

/// The ink in a box: what is left of it without its margins.
pub(super) struct Ink {
    /// Identifies the pixels.
    hash: [u64; 2],
    /// Left end and width as shares of the box.
    left: f32,
    width: f32,
}

impl Ink {
    /// The ink in a short upright box.
    pub(super) fn in_box(picture: &RgbImage, text: &TextBox) -> Option<Self> {
        let [box_width, box_height] = text.size;
        if box_width > MAX_RATIO * box_height || text.direction[1].abs() * box_width > UPRIGHT {
            return None;
        }
        let [left, top, right, bottom] = text.bounds(0.0, 1.0);
        let columns = (left.max(0.0) as u32)..(right.ceil() as u32).min(picture.width());
        let rows = (top.max(0.0) as u32)..(bottom.ceil() as u32).min(picture.height());
        let corner = picture.get_pixel_checked(columns.start, rows.start)?.0;
        let is_ink = |x: u32, y: u32| {
            picture.get_pixel(x, y).0.iter().zip(corner).any(|(value, corner)| value.abs_diff(corner) > INK)
        };
        let inked_columns = || columns.clone().filter(|x| rows.clone().any(|y| is_ink(*x, y)));
        let inked_rows = || rows.clone().filter(|y| columns.clone().any(|x| is_ink(x, *y)));
        let (first, last) = (inked_columns().next()?, inked_columns().next_back()?);
        let (upper, lower) = (inked_rows().next()?, inked_rows().next_back()?);
        // Two hashes with different seeds: equal ones of different pixels would show a wrong text.
        let hash = [1, 2].map(|seed| {
            let mut hasher = FixedState::with_seed(seed).build_hasher();
            (last - first, lower - upper).hash(&mut hasher);
            for y in upper..=lower {
                for x in first..=last {
                    hasher.write(&picture.get_pixel(x, y).0);
                }
            }
            hasher.finish()
        });
        let (ink_left, ink_width) = (first as f32 - left, (last + 1 - first) as f32);
        Some(Self { hash, left: ink_left / box_width, width: ink_width / box_width })
    }

    /// Moves characters between places in the box and places in the ink.
    fn moved(read: &[ReadChar], place: impl Fn(f32) -> f32) -> Vec<ReadChar> {
        read.iter().map(|char| ReadChar { span: char.span.map(&place), ..char.clone() }).collect()
    }
}

/// The characters of the boxes that were read, with places as shares of their ink.
#[derive(Default)]
pub(super) struct EarlierBoxes(Mutex<HashMap<[u64; 2], Vec<ReadChar>>>);

impl EarlierBoxes {
    /// The characters of a box with the same ink.
    pub(super) fn find(&self, ink: &Ink) -> Option<Vec<ReadChar>> {
        let boxes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Some(Ink::moved(boxes.get(&ink.hash)?, |share| (ink.left + share * ink.width).clamp(0.0, 1.0)))
    }

    /// Keeps the characters of a box.
    pub(super) fn add(&self, ink: &Ink, read: &[ReadChar]) {
        let of_ink = Ink::moved(read, |share| (share - ink.left) / ink.width);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(ink.hash, of_ink);
    }
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    /// A picture with the same dark figure in two places.
    fn picture() -> RgbImage {
        RgbImage::from_fn(200, 40, |x, y| {
            let in_figure =
                |left, top| (left..left + 30).contains(&x) && (top..top + 8).contains(&y) && (x - left) % 3 == 0;
            if in_figure(10, 5) || in_figure(120, 21) { Rgb([20; 3]) } else { Rgb([250; 3]) }
        })
    }

    fn text_box(center: [f32; 2], size: [f32; 2]) -> TextBox {
        TextBox { center, size, direction: [1.0, 0.0] }
    }

    #[test]
    fn a_box_with_the_same_ink_is_found_with_its_own_places() {
        let ink = |center, size| Ink::in_box(&picture(), &text_box(center, size)).expect("ink");
        let earlier = EarlierBoxes::default();
        // From 5 to 45; the ink is from 10 to 38.
        let read =
            vec![ReadChar { char: 'a', certainty: 0.9, alternatives: Vec::new(), span: [5.0 / 40.0, 33.0 / 40.0] }];
        earlier.add(&ink([25.0, 9.0], [40.0, 14.0]), &read);
        // From 116 to 156; the ink is from 120 to 148.
        let found = earlier.find(&ink([136.0, 25.0], [40.0, 13.0])).expect("the same ink");
        let place = found[0].span.map(|share| (share * 40.0).round());
        assert_eq!((found[0].char, place), ('a', [4.0, 32.0]));
        assert!(earlier.find(&ink([25.0, 9.0], [20.0, 14.0])).is_none(), "a part of the figure");
        assert!(Ink::in_box(&picture(), &text_box([100.0, 9.0], [200.0, 12.0])).is_none(), "a long line");
        assert!(Ink::in_box(&picture(), &text_box([80.0, 9.0], [20.0, 12.0])).is_none(), "nothing");
    }
}
