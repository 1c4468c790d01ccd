//! The columns of a browser's console: the link to the source, and the number of repetitions.

use std::sync::LazyLock;

use regex::Regex;

use super::super::super::text::{PictureChar, PictureRow};
use super::super::geometry::TextBox;
use super::rows::ReadBox;

/// A link to a source: `trtc.js:1`, also if it is misread as `trtc.is:1`. At the end of a row, with the script's ending.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\w.@~?=&%/()-]{1,80}[.,](?:[jJ1il\]]s|ts|vue|html?|mjs|cjs|jsx|tsx)(?:\?[\w=&.]*)?:\d+(?::\d+)?$")
        .expect("the pattern is valid")
});

/// Ends of boxes in one column differ by at most this share of their height.
const SAME_COLUMN: f32 = 0.3;

/// Splits boxes in which the end of a message and the link beside it were found as one, where the links of at least three other rows
/// begin.
pub(in crate::source::picture::read) fn split_links(rows: &mut [Vec<TextBox>]) {
    let links: Vec<TextBox> = rows.iter().filter(|row| row.len() > 1).filter_map(|row| row.last().copied()).collect();
    for row in rows {
        let Some(last) = row.last().copied() else { continue };
        let [[left, _], [right, _]] = last.ends();
        let near = SAME_COLUMN * last.size[1];
        let ends = links.iter().map(|link| link.ends().map(|end| end[0]));
        let of_column = ends.filter(|[start, end]| (end - right).abs() < near && *start > left + 2.0 * last.size[1]);
        // A long picture has thousands of links: sorted, those that begin together are neighbours.
        let mut starts: Vec<f32> = of_column.map(|[start, _]| start).collect();
        starts.sort_by(f32::total_cmp);
        let column = starts.array_windows().find(|[first, middle, last]| middle - first < near && last - middle < near);
        if let Some([_, start, _]) = column {
            let share = (start - near - left) / (right - left).max(1.0);
            row.pop();
            row.extend([last.part(0.0, share), last.part(share, 1.0)]);
        }
    }
}

/// A row of text from the boxes of a row, from left to right. A link at the right end goes in front, as in the console's own
/// export. Between boxes is a space.
pub(in crate::source::picture::read) fn row(mut boxes: Vec<ReadBox>) -> PictureRow {
    boxes.retain(|read| read.chars.iter().any(|char| !char.char.is_whitespace()));
    let text = |read: &ReadBox| read.chars.iter().map(|char| char.char).collect::<String>();
    let is_link = |read: &ReadBox| LINK.is_match(text(read).trim());
    if boxes.len() > 1 && boxes.last().is_some_and(is_link) {
        let link = boxes.pop();
        // A console shows how often a message was repeated in front of it.
        let is_count = |read: &ReadBox| text(read).trim().chars().all(|char| char.is_ascii_digit() || is_icon(char));
        if boxes.len() > 1 && boxes.first().is_some_and(is_count) {
            boxes.remove(0);
        }
        if let Some(first) = boxes.first_mut() {
            let icons = first.chars.iter().take_while(|char| is_icon(char.char)).count();
            first.chars.drain(..icons);
        }
        boxes.splice(0..0, link);
    }
    let mut chars: Vec<PictureChar> = Vec::new();
    for read in &boxes {
        let mut placed: Vec<PictureChar> = placed(read).collect();
        let is_space = |char: &PictureChar| char.char.is_whitespace();
        placed.drain(..placed.iter().take_while(|char| is_space(char)).count());
        while placed.last().is_some_and(is_space) {
            placed.pop();
        }
        if let (Some(last), Some(next)) = (chars.last(), placed.first()) {
            let [_, top, left, bottom] = last.bounds;
            let right = next.bounds[0].max(left);
            chars.push(PictureChar {
                char: ' ',
                certainty: 1000,
                alternatives: Vec::new(),
                bounds: [left, top, right, bottom],
            });
        }
        chars.extend(placed);
    }
    PictureRow::new(chars)
}

/// The characters with their places in the picture.
fn placed(read_box: &ReadBox) -> impl Iterator<Item = PictureChar> {
    read_box.chars.iter().map(|read| PictureChar {
        char: read.char,
        certainty: (read.certainty * 1000.0) as u16,
        alternatives: read.alternatives.iter().map(|(char, _)| *char).collect(),
        // Casts of numbers below zero give zero.
        bounds: read_box.text_box.bounds(read.span[0], read.span[1]).map(|side| side as u32),
    })
}

/// Whether a character in front of a console's message is an icon: the triangle that unfolds it, the mark of an error.
fn is_icon(char: char) -> bool {
    "▶►▸▾▼>›×✕✖✗⊗ⓧ⚠△▲●○◎ⓘ ".contains(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A box of text from one side to the other.
    fn text(left: f32, right: f32) -> TextBox {
        TextBox { center: [f32::midpoint(left, right), 60.0], size: [right - left, 14.0], direction: [1.0, 0.0] }
    }

    #[test]
    fn a_message_is_split_from_the_link_beside_it() {
        let link = text(840.0, 893.0);
        let mut rows = vec![vec![text(20.0, 340.0), link]; 3];
        rows.extend([vec![text(20.0, 893.0)], vec![text(20.0, 700.0)], vec![text(20.0, 990.0)]]);
        split_links(&mut rows);
        assert_eq!(rows.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2, 2, 1, 1]);
        let ends = |text: &TextBox| text.ends().map(|end| end[0].round());
        assert_eq!(rows[3].iter().map(ends).collect::<Vec<_>>(), [[20.0, 836.0], [836.0, 893.0]]);
        let mut few = vec![vec![text(20.0, 340.0), link], vec![text(20.0, 893.0)]];
        split_links(&mut few);
        assert_eq!(few[1].len(), 1, "one link shows no column");
    }
}
