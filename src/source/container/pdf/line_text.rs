//! Lines of text from the places of characters on a page.

/// A distance across the line that begins a new one, in heights of a letter.
const LINE_GAP: f64 = 0.4;
/// A distance along the line that is a space, in heights of a letter.
const SPACE_GAP: f64 = 0.2;
/// A distance backwards that begins a new line, in heights of a letter.
const BACK_GAP: f64 = 0.6;

/// A transformation of the plane, as six numbers in the order of PDF.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matrix(pub [f64; 6]);

impl Matrix {
    /// Changes nothing.
    pub(super) const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// This one first, then the `other`.
    pub(super) fn then(self, other: Self) -> Self {
        let product = |row: usize, column: usize| self.0[row] * other.0[column] + self.0[row + 1] * other.0[column + 2];
        let [.., right, up] = other.0;
        Self([product(0, 0), product(0, 1), product(2, 0), product(2, 1), product(4, 0) + right, product(4, 1) + up])
    }

    /// Moves by this much first.
    pub(super) fn moved(self, right: f64, up: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, right, up]).then(self)
    }
}

/// The text of a page, or of a part of it.
#[derive(Debug, Default)]
pub(super) struct LineText {
    text: String,
    /// The end of the last character, and whether there was one.
    last: Option<(f64, f64)>,
    /// Characters that the font names, and those that it does not.
    named: usize,
    unnamed: usize,
}

impl LineText {
    /// Adds the characters of one code, which begin at `place`, are `advance` wide and as high as `size`, both in the units
    /// that `place` transforms. `None` if the font does not name them.
    pub(super) fn push(&mut self, chars: Option<&str>, place: Matrix, advance: f64, size: f64) {
        let [along_x, along_y, up_x, up_y, x, y] = place.0;
        let height = (up_x.hypot(up_y) * size).abs().max(1e-6);
        let width = along_x.hypot(along_y).max(1e-9);
        let (along_x, along_y) = (along_x / width, along_y / width);
        let is_space = chars.is_some_and(|chars| chars.trim().is_empty());
        if let Some((last_x, last_y)) = self.last {
            let (right, up) = (x - last_x, y - last_y);
            let along = (right * along_x + up * along_y) / height;
            let across = (up * along_x - right * along_y) / height;
            if across.abs() > LINE_GAP || along < -BACK_GAP {
                self.end_line();
            } else if along > SPACE_GAP && !is_space && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
        if let Some(chars) = chars {
            self.text.extend(chars.chars().map(|c| if c.is_control() { ' ' } else { c }));
            self.named += usize::from(!is_space);
        } else {
            self.text.push(char::REPLACEMENT_CHARACTER);
            self.unnamed += 1;
        }
        let [.., end_x, end_y] = place.moved(advance, 0.0).0;
        self.last = Some((end_x, end_y));
    }

    fn end_line(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Whether most of its characters are not named by their fonts.
    pub(super) fn is_unreadable(&self) -> bool {
        self.unnamed > self.named
    }

    /// The number of its bytes.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The lines; none if they are unreadable or blank.
    pub(super) fn into_text(self) -> String {
        if self.is_unreadable() || self.named == 0 { String::new() } else { self.text.trim_end().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &[(&str, f64, f64)]) -> String {
        let mut text = LineText::default();
        for (word, x, y) in words {
            let mut x = *x;
            for c in word.chars() {
                text.push(Some(c.encode_utf8(&mut [0; 4])), Matrix::IDENTITY.moved(x, *y), 5.0, 10.0);
                x += 5.0;
            }
        }
        text.into_text()
    }

    #[test]
    fn gaps_are_spaces_and_other_heights_are_lines() {
        assert_eq!(text(&[("ab", 0.0, 0.0), ("c", 10.5, 0.0), ("d", 20.0, 1.0)]), "abc d");
        assert_eq!(text(&[("ab ", 0.0, 0.0), ("c", 30.0, 0.0), ("d", 0.0, -12.0)]), "ab c\nd");
        assert_eq!(text(&[("ab", 50.0, 0.0), ("c", 0.0, 0.0)]), "ab\nc");
    }
}
