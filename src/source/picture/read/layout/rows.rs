//! Lays boxes of text out as rows, in reading order.

use super::super::geometry::TextBox;
use super::super::read_char::ReadChar;

/// A box and the text in it.
#[derive(Clone, Debug)]
pub(in crate::source::picture::read) struct ReadBox {
    pub text_box: TextBox,
    pub chars: Vec<ReadChar>,
}

/// A box whose width is less than this many times its height takes the slope of the others: its own is not certain.
const MIN_SLOPE_RATIO: f32 = 4.0;
/// Boxes of one row have centres within this share of their height.
const SAME_ROW: f32 = 0.5;

/// The slope of the longest boxes, as the change of height for each pixel to the right.
pub(in crate::source::picture::read) fn common_slope(boxes: &[TextBox]) -> f32 {
    let mut slopes: Vec<(f32, f32)> = boxes
        .iter()
        .filter(|text| text.size[0] > text.size[1] * MIN_SLOPE_RATIO)
        .map(|text| (text.direction[1] / text.direction[0], text.size[0]))
        .collect();
    slopes.sort_by(|one, other| one.0.total_cmp(&other.0));
    let total: f32 = slopes.iter().map(|(_, weight)| weight).sum();
    let mut sum = 0.0;
    for (slope, weight) in slopes {
        sum += weight;
        if sum * 2.0 >= total {
            return slope;
        }
    }
    0.0
}

/// Joins boxes into rows, from top to bottom; the boxes of a row from left to right.
pub(in crate::source::picture::read) fn rows(mut boxes: Vec<TextBox>, slope: f32) -> Vec<Vec<TextBox>> {
    // The height at which a box would be at the left edge of the picture.
    let level = |text: &TextBox| text.center[1] - text.center[0] * slope;
    boxes.sort_by(|one, other| level(one).total_cmp(&level(other)));
    let mut rows: Vec<Vec<TextBox>> = Vec::new();
    for text in boxes {
        let fits = |row: &Vec<TextBox>| {
            let is_beside = |other: &TextBox| {
                let [left, _, right, _] = text.bounds(0.0, 1.0);
                let [other_left, _, other_right, _] = other.bounds(0.0, 1.0);
                let overlap = right.min(other_right) - left.max(other_left);
                overlap < 0.3 * (right - left).min(other_right - other_left)
            };
            // Lines may be bent in a photo: the nearest box of the row decides.
            let distance = |other: &&TextBox| (other.center[0] - text.center[0]).abs();
            let Some(nearest) = row.iter().min_by(|one, other| distance(one).total_cmp(&distance(other))) else {
                return false;
            };
            let height = nearest.size[1].min(text.size[1]);
            (level(nearest) - level(&text)).abs() < SAME_ROW * height && row.iter().all(is_beside)
        };
        // Only the last rows can be at the same height.
        match rows.iter_mut().rev().take(8).find(|row| fits(row)) {
            Some(row) => row.push(text),
            None => rows.push(vec![text]),
        }
    }
    for row in &mut rows {
        row.sort_by(|one, other| one.center[0].total_cmp(&other.center[0]));
    }
    let mean = |row: &Vec<TextBox>| row.iter().map(level).sum::<f32>() / row.len() as f32;
    rows.sort_by(|one, other| mean(one).total_cmp(&mean(other)));
    rows
}

/// Merges boxes of one line whose ends touch: each alone would show half of the other's letter.
pub(in crate::source::picture::read) fn merge_touching(mut boxes: Vec<TextBox>, slope: f32) -> Vec<TextBox> {
    for text in &mut boxes {
        if text.size[0] <= text.size[1] * MIN_SLOPE_RATIO {
            let length = slope.hypot(1.0);
            text.direction = [1.0 / length, slope / length];
        }
    }
    boxes.sort_by(|one, other| one.ends()[0][0].total_cmp(&other.ends()[0][0]));
    let mut merged: Vec<TextBox> = Vec::new();
    for text in boxes {
        let touches = |left: &&mut TextBox| {
            let height = left.size[1].min(text.size[1]);
            let (end, start) = (left.ends()[1], text.ends()[0]);
            let gap = start[0] - end[0];
            let step = (start[1] - end[1]).abs();
            let alike = left.size[1].max(text.size[1]) < 1.5 * height;
            alike && step < 0.35 * height && (-1.5 * height..0.25 * height).contains(&gap)
        };
        match merged.iter_mut().find(touches) {
            Some(left) => *left = joined(left, &text),
            None => merged.push(text),
        }
    }
    merged
}

/// The box from the left end of one box to the right end of another.
fn joined(left: &TextBox, right: &TextBox) -> TextBox {
    let ([from, left_end], [_, right_end]) = (left.ends(), right.ends());
    let to = if right_end[0] > left_end[0] { right_end } else { left_end };
    let [x, y] = [to[0] - from[0], to[1] - from[1]];
    let length = x.hypot(y).max(1.0);
    TextBox {
        center: [f32::midpoint(from[0], to[0]), f32::midpoint(from[1], to[1])],
        size: [length, left.size[1].max(right.size[1])],
        direction: [x / length, y / length],
    }
}
