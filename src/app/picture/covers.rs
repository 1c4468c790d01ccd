//! What is covered in a copy of a picture: secrets, ids and user names.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::report::redact::Redactor;
use crate::source::{LogSource, PictureText};

/// A secret at least this long may continue on the next row.
const MIN_WRAPPED: usize = 16;
/// The continuation of a secret has at least this many characters.
const MIN_CONTINUED: usize = 6;
/// A run of letters and digits at least this long may be a signature, after any other text.
const MIN_SIGNATURE: usize = 24;
/// Each side of a covered passage grows by this share of its height: the places of characters are not exact.
const GROWTH: f32 = 0.35;

/// The name or id of a user after a label of a form or a page: `用户 ID:student_07`, `User name: Ann`.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:用\s?户\s?(?:id|名|号|昵称)?|昵称|姓名|账\s?号|帐\s?号|\buser\s?-?(?:id|name)|\buid|\bname|\baccount)\s?[:：=]\s*([^\s,，;；|<>()（）]+)",
    )
    .expect("the pattern is valid")
});

/// A picture to copy or save, with boxes over what must not be seen.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureCopy {
    /// The picture files, each with its first row of pixels.
    pub parts: Vec<(LogSource, u32)>,
    /// Width and height of the whole picture.
    pub size: [u32; 2],
    /// The boxes: left, top, width and height.
    pub covers: Vec<[u32; 4]>,
}

/// The boxes over all secrets, ids and user names in a picture. `users` are known from elsewhere in it.
pub(in crate::app) fn covers<'u>(text: &PictureText, users: impl IntoIterator<Item = &'u str>) -> Vec<[u32; 4]> {
    let mut redactor = Redactor::hiding_users();
    for user in users {
        redactor.redact_user(user);
    }
    // The names that one row reveals are covered in all others.
    for row in &text.rows {
        redactor.redact(&row.text);
    }
    let mut covers = Vec::new();
    let mut continues = false;
    for row in &text.rows {
        let mut ranges = redactor.secret_ranges(&row.text);
        ranges.extend(signatures(&row.text));
        ranges.extend(NAMED.captures_iter(&row.text).filter_map(|found| Some(found.get(1)?.range())));
        let run = token_end(&row.text);
        if continues && run >= MIN_CONTINUED {
            ranges.push(0..run);
        }
        continues = ranges.iter().any(|range| {
            range.end >= row.text.trim_end().len() && (range.len() >= MIN_WRAPPED || range.start == 0 && continues)
        });
        let lines = ranges.iter().flat_map(|range| row.line_bounds(range));
        covers.extend(lines.map(|bounds| cover(bounds, text.size)));
    }
    covers
}

/// Runs of letters and digits of both cases that may be signatures or keys.
fn signatures(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = at + text[at..].find(is_token)?;
            let end = start + token_end(&text[start..]);
            at = end.max(start + 1);
            let run = &text[start..end];
            let has = |test: fn(&char) -> bool| run.chars().any(|char| test(&char));
            let is_mixed = has(char::is_ascii_digit) && has(char::is_ascii_lowercase) && has(char::is_ascii_uppercase);
            if run.len() >= MIN_SIGNATURE && is_mixed {
                return Some(start..end);
            }
        }
        None
    })
}

fn is_token(char: char) -> bool {
    char.is_ascii_alphanumeric() || "*-_=+/".contains(char)
}

/// The end of the run of letters, digits and signs of signatures at the beginning of a text.
fn token_end(text: &str) -> usize {
    text.find(|char| !is_token(char)).unwrap_or(text.len())
}

/// The box over a passage, a little larger than the passage.
fn cover([left, top, width, height]: [u32; 4], size: [u32; 2]) -> [u32; 4] {
    let grown = (height as f32 * GROWTH).ceil() as u32;
    let (left, top) = (left.saturating_sub(grown), top.saturating_sub(grown / 2));
    let right = (left + width + 2 * grown).min(size[0].max(left));
    let bottom = (top + height + grown).min(size[1].max(top));
    [left, top, right - left, bottom - top]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{PictureChar, PictureRow};

    fn text(rows: &[&str]) -> PictureText {
        let row = |(nth, text): (usize, &&str)| {
            let char = |(at, char): (usize, char)| PictureChar {
                char,
                certainty: 990,
                alternatives: Vec::new(),
                bounds: [at as u32 * 8, nth as u32 * 20, at as u32 * 8 + 8, nth as u32 * 20 + 16],
            };
            let chars: Vec<PictureChar> = text.chars().enumerate().map(char).collect();
            PictureRow { text: (*text).to_owned(), chars, corrections: Vec::new() }
        };
        PictureText { size: [1000, 400], rows: rows.iter().enumerate().map(row).collect() }
    }

    /// Whether a passage of a row is covered from its first to its last character.
    fn hides(text: &PictureText, covers: &[[u32; 4]], row: usize, passage: &str) -> bool {
        let start = text.rows[row].text.find(passage).expect("the passage is in the row");
        text.rows[row].chars[start..start + passage.len()].iter().all(|char| {
            let [left, top, right, bottom] = char.bounds;
            covers.iter().any(|[x, y, w, h]| *x <= left && *y <= top && x + w >= right && y + h >= bottom)
        })
    }

    #[test]
    fn secrets_and_user_names_are_covered_wherever_they_are() {
        let text = text(&[
            "join room 308877 with userId: student_07 userSig=eJwtzN0KgjAYxvF72XH",
            "IvufuTugkiqGZ3QYRBEHQHYS",
            "student_07 is refused: code 70001 from 203.0.113.7",
            "u5erSlg eJxlj8FOg0AQhu88xd6lLrB0oYmHtkYb",
        ]);
        let covers = covers(&text, []);
        assert!(hides(&text, &covers, 0, "student_07") && hides(&text, &covers, 0, "eJwtzN0KgjAYxvF72XH"));
        assert!(hides(&text, &covers, 1, "IvufuTugkiqGZ3QYRBEHQHYS"), "the rest of a wrapped signature");
        assert!(hides(&text, &covers, 2, "student_07") && hides(&text, &covers, 2, "203.0.113.7"));
        assert!(hides(&text, &covers, 3, "eJxlj8FOg0AQhu88xd6lLrB0oYmHtkYb"), "a signature after a misread name");
        assert!(!hides(&text, &covers, 2, "70001") && !hides(&text, &covers, 0, "308877"), "codes and rooms stay");
    }

    #[test]
    fn users_who_are_known_from_elsewhere_are_covered() {
        let form = text(&["User ID:student_07 code: -100013", "user name: Ann"]);
        let covered = covers(&form, []);
        assert!(hides(&form, &covered, 0, "student_07") && hides(&form, &covered, 1, "Ann"));
        assert!(!hides(&form, &covered, 0, "-100013"));
        let text = text(&["alice_w cannot hear bob"]);
        let covers = covers(&text, ["alice_w"]);
        assert!(hides(&text, &covers, 0, "alice_w") && !hides(&text, &covers, 0, "bob"), "{covers:?}");
    }
}
