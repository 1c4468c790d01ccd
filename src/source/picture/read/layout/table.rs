//! The columns of a browser's console: the link to the source, and the number of repetitions.

use std::sync::LazyLock;

use regex::Regex;

use super::super::super::text::{PictureChar, PictureRow};
use super::rows::ReadBox;

/// A link to a source: `trtc.js:1`, also if it is misread as `trtc.is:1`. At the end of a row, with the script's ending.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[\w.@~?=&%/()-]{1,80}[.,](?:[jJ1il\]]s|ts|vue|html?|mjs|cjs|jsx|tsx)(?:\?[\w=&.]*)?:\d+(?::\d+)?$")
        .expect("the pattern is valid")
});

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
