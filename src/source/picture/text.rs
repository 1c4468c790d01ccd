//! The text of a picture: rows of characters, each with its place and its certainty.

use std::ops::Range;

/// The text that was read from a picture, in reading order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureText {
    /// Width and height of the picture in pixels, upright.
    pub size: [u32; 2],
    /// The rows from top to bottom. The text of each is a line of the log.
    pub rows: Vec<PictureRow>,
}

/// A row of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PictureRow {
    /// The text with corrections.
    pub text: String,
    /// The characters of `text`, in order.
    pub chars: Vec<PictureChar>,
    /// What was corrected, in order.
    pub corrections: Vec<Correction>,
}

/// A character of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureChar {
    /// The character itself.
    pub char: char,
    /// The probability that it was read correctly, in thousandths.
    pub certainty: u16,
    /// Other characters that it may be, the likeliest first.
    pub alternatives: Vec<char>,
    /// Left, top, right and bottom, in pixels of the picture.
    pub bounds: [u32; 4],
}

/// A passage that was misread and is corrected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The passage in the corrected text, in bytes.
    pub range: Range<usize>,
    /// The text as read.
    pub read: String,
    /// Whether a person corrected it.
    pub by_hand: bool,
}

/// Where and how surely a passage of a log was read from a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureEvidence {
    /// Left, top, width and height in pixels of the picture.
    pub bounds: [u32; 4],
    /// How sure it is that the passage was read correctly, in thousandths; from 900 on, it is practically certain.
    pub certainty: u16,
    /// The text as read, if it was corrected.
    pub read: Option<String>,
    /// The passage with other digits that were almost as likely.
    pub readings: Vec<String>,
    /// Whether a person corrected it.
    pub by_hand: bool,
}

const SURE: u16 = PictureEvidence::SURE;
const PROBABLE: u16 = PictureEvidence::PROBABLE;
/// The recogniser is sure of a character from this probability on: nearly all misread digits have a lower one.
const SURE_CHAR: u16 = 950;
/// A passage with a correction is at best this certain, unless the correction is confirmed.
const CORRECTED: u16 = 850;

impl PictureEvidence {
    /// Passages with this certainty, in thousandths, were read surely.
    pub const SURE: u16 = 900;
    /// Passages with a lower certainty have to be checked.
    pub const PROBABLE: u16 = 600;

    /// The certainty in words.
    pub fn title(&self) -> &'static str {
        match self.certainty {
            _ if self.by_hand => "corrected by hand",
            certainty if certainty >= SURE => "read surely",
            certainty if certainty >= PROBABLE => "probably read correctly",
            _ => "check the picture",
        }
    }
}

impl PictureText {
    /// The text, a line for each row.
    pub fn lines(&self) -> String {
        self.rows.iter().flat_map(|row| [row.text.as_str(), "\n"]).collect()
    }

    /// The row that is a line of the log, from 1 on.
    pub fn row(&self, line: u64) -> Option<&PictureRow> {
        self.rows.get(usize::try_from(line.checked_sub(1)?).ok()?)
    }

    /// Where `passage` is, on a line from 1 on. `None` if the line does not contain it. `code` is the part of the passage that
    /// decides its meaning: a number or a name.
    pub fn evidence(&self, line: u64, passage: &str, code: &str) -> Option<PictureEvidence> {
        let row = self.row(line)?;
        // A passage may continue on the next row.
        let passage = passage.lines().next().unwrap_or_default();
        let start = row.text.find(passage)?;
        let range = start..start + passage.len();
        let decisive = passage.find(code).map_or(range.clone(), |at| start + at..start + at + code.len());
        Some(PictureEvidence {
            bounds: row.bounds(&range)?,
            certainty: row.certainty(&decisive)?,
            read: row.text_as_read(&range),
            readings: row.readings(&decisive),
            by_hand: row
                .corrections
                .iter()
                .any(|correction| correction.by_hand && overlap(&correction.range, &decisive)),
        })
    }
}

impl PictureRow {
    /// A row of these characters.
    pub(in crate::source::picture) fn new(chars: Vec<PictureChar>) -> Self {
        Self { text: chars.iter().map(|char| char.char).collect(), chars, corrections: Vec::new() }
    }

    /// The characters of a passage, given in bytes.
    fn chars_in(&self, range: &Range<usize>) -> impl Iterator<Item = &PictureChar> {
        let range = range.clone();
        let starts = self.text.char_indices().map(|(start, _)| start);
        starts.zip(&self.chars).filter(move |(start, _)| range.contains(start)).map(|(_, char)| char)
    }

    /// Left, top, width and height of a passage, given in bytes, in pixels of the picture.
    pub fn bounds(&self, range: &Range<usize>) -> Option<[u32; 4]> {
        let [left, top, right, bottom] = self.chars_in(range).map(|char| char.bounds).reduce(around)?;
        Some([left, top, right.saturating_sub(left), bottom.saturating_sub(top)])
    }

    /// The characters of each line: a page may have wrapped the row.
    pub fn lines(&self) -> Vec<&[PictureChar]> {
        self.chars.chunk_by(|one, other| !is_next_line(one.bounds, other.bounds)).collect()
    }

    /// Left, top, width and height of the part of a passage, given in bytes, on each line of the row.
    pub fn line_bounds(&self, range: &Range<usize>) -> Vec<[u32; 4]> {
        let bounds: Vec<[u32; 4]> = self.chars_in(range).map(|char| char.bounds).collect();
        let lines = bounds.chunk_by(|one, other| !is_next_line(*one, *other));
        let lines = lines.filter_map(|line| line.iter().copied().reduce(around));
        lines
            .map(|[left, top, right, bottom]| [left, top, right.saturating_sub(left), bottom.saturating_sub(top)])
            .collect()
    }

    /// How sure the characters of a passage are, in thousandths: the least sure one decides.
    pub fn certainty(&self, range: &Range<usize>) -> Option<u16> {
        let least = u32::from(self.chars_in(range).map(|char| char.certainty).min()?);
        let (sure, sure_char) = (u32::from(SURE), u32::from(SURE_CHAR));
        let scaled = if least < sure_char {
            least * sure / sure_char
        } else {
            sure + (least - sure_char) * (1000 - sure) / (1000 - sure_char)
        };
        Some(scaled.min(1000) as u16)
    }

    /// A passage as it was read, if it was corrected.
    pub fn text_as_read(&self, range: &Range<usize>) -> Option<String> {
        let mut text = String::new();
        let mut at = range.start;
        for correction in self.corrections.iter().filter(|correction| overlap(&correction.range, range)) {
            text += self.text.get(at.min(correction.range.start)..correction.range.start).unwrap_or_default();
            text += &correction.read;
            at = correction.range.end;
        }
        if at == range.start {
            return None;
        }
        text += self.text.get(at..range.end).unwrap_or_default();
        Some(text)
    }

    /// The passage with each digit that is not sure replaced by the digits that it may be.
    fn readings(&self, range: &Range<usize>) -> Vec<String> {
        const MAX_READINGS: usize = 8;
        let chars: Vec<&PictureChar> = self.chars_in(range).collect();
        let mut readings = Vec::new();
        for (nth, char) in chars.iter().enumerate().filter(|(_, char)| char.char.is_ascii_digit()) {
            for digit in char.alternatives.iter().filter(|other| other.is_ascii_digit()) {
                let with_digit = |(idx, char): (usize, &&PictureChar)| if idx == nth { *digit } else { char.char };
                readings.push(chars.iter().enumerate().map(with_digit).collect());
            }
        }
        readings.truncate(MAX_READINGS);
        readings
    }

    /// Replaces the text by what a person sees in the picture. The characters that differ are certain from then on, and what was
    /// read stays in `corrections`.
    pub fn set_text(&mut self, text: &str) {
        let new: Vec<char> = text.chars().filter(|char| !char.is_control()).collect();
        let same =
            |pairs: &mut dyn Iterator<Item = (char, char)>| pairs.take_while(|(one, other)| one == other).count();
        let old: Vec<char> = self.chars.iter().map(|char| char.char).collect();
        let start = same(&mut old.iter().copied().zip(new.iter().copied()));
        let end = same(&mut old[start..].iter().rev().copied().zip(new[start..].iter().rev().copied()));
        let (mut from, mut old_end, mut new_end) = (start, old.len() - end, new.len() - end);
        if from == old_end && from == new_end {
            return;
        }
        if self.chars.is_empty() || new.is_empty() {
            // There is no character whose place a new one could take, or none is left.
            let bounds = self.bounds(&(0..self.text.len())).map_or([0; 4], |[x, y, w, h]| [x, y, x + w, y + h]);
            let char = |char| PictureChar { char, certainty: 1000, alternatives: Vec::new(), bounds };
            let read = self.text_as_read(&(0..self.text.len())).unwrap_or_else(|| self.text.clone());
            *self = Self::new(new.into_iter().map(char).collect());
            self.corrections.push(Correction { range: 0..self.text.len(), read, by_hand: true });
            return;
        }
        // Something has to be replaced: a neighbour, if characters are only added or only removed.
        if from == old_end || from == new_end {
            from = from.saturating_sub(1);
            (old_end, new_end) = ((old_end + 1).min(old.len()), (new_end + 1).min(new.len()));
        }
        let text: String = new[from..new_end].iter().collect();
        self.replace(from..old_end, &text, Some(1000), true);
    }

    /// Inserts a character that the row lacks.
    pub(in crate::source::picture) fn insert(&mut self, idx: usize, char: PictureChar) {
        let (start, len) = (self.chars[..idx].iter().map(|char| char.char.len_utf8()).sum(), char.char.len_utf8());
        self.chars.insert(idx, char);
        self.text = self.chars.iter().map(|char| char.char).collect();
        for correction in self.corrections.iter_mut().filter(|correction| correction.range.start >= start) {
            correction.range = correction.range.start + len..correction.range.end + len;
        }
    }

    /// Replaces the characters `range` by a text that is this certain, in thousandths. Without `certainty`, the text is at most as
    /// certain as the characters.
    pub(in crate::source::picture) fn correct(&mut self, range: Range<usize>, text: &str, certainty: Option<u16>) {
        self.replace(range, text, certainty, false);
    }

    /// Replaces characters by a text. Without `certainty`, the text is at most as certain as the characters.
    fn replace(&mut self, range: Range<usize>, text: &str, certainty: Option<u16>, by_hand: bool) {
        let old: Vec<PictureChar> = self.chars[range.clone()].to_vec();
        let Some(first) = old.first() else { return };
        let start: usize = self.chars[..range.start].iter().map(|char| char.char.len_utf8()).sum();
        let replaced: String = old.iter().map(|char| char.char).collect();
        // A passage that is corrected twice was read as before the first time.
        let (mut corrected, mut by_hand) = (start..start + replaced.len(), by_hand);
        for earlier in
            self.corrections.iter().filter(|earlier| overlap(&earlier.range, &(start..start + replaced.len())))
        {
            corrected = corrected.start.min(earlier.range.start)..corrected.end.max(earlier.range.end);
            by_hand |= earlier.by_hand;
        }
        let read = self.text_as_read(&corrected).unwrap_or_else(|| replaced.clone());
        self.corrections.retain(|earlier| !overlap(&earlier.range, &corrected));
        let lowest = old.iter().map(|char| char.certainty).fold(CORRECTED, u16::min);
        let count = text.chars().count();
        // The link of a console's row comes first in the text, but is at the right end of the row.
        let left = old.iter().map(|char| char.bounds[0]).min().unwrap_or_default();
        let right = old.iter().map(|char| char.bounds[2]).max().unwrap_or_default();
        let new = text.chars().enumerate().map(|(nth, char)| {
            // Characters of a text with another length share its width.
            let own = old.get(nth).filter(|_| count == old.len());
            let edge = |nth: usize| left + right.saturating_sub(left) * nth as u32 / count.max(1) as u32;
            PictureChar {
                char,
                certainty: certainty.unwrap_or(lowest),
                alternatives: own
                    .filter(|own| own.char == char)
                    .map(|own| own.alternatives.clone())
                    .unwrap_or_default(),
                bounds: own.map_or([edge(nth), first.bounds[1], edge(nth + 1), first.bounds[3]], |own| own.bounds),
            }
        });
        self.chars.splice(range, new.collect::<Vec<_>>());
        self.text = self.chars.iter().map(|char| char.char).collect();
        let growth = text.len() as isize - replaced.len() as isize;
        let moved = |at: usize| at.saturating_add_signed(growth);
        for later in self.corrections.iter_mut().filter(|later| later.range.start > start) {
            later.range = moved(later.range.start)..moved(later.range.end);
        }
        self.corrections.push(Correction { range: corrected.start..moved(corrected.end), read, by_hand });
        self.corrections.sort_by_key(|correction| correction.range.start);
    }
}

/// The smallest box around two boxes.
fn around(one: [u32; 4], other: [u32; 4]) -> [u32; 4] {
    [one[0].min(other[0]), one[1].min(other[1]), one[2].max(other[2]), one[3].max(other[3])]
}

/// Whether the second of two neighbouring characters is on the next line.
fn is_next_line(one: [u32; 4], other: [u32; 4]) -> bool {
    let is_below = u32::midpoint(other[1], other[3]) > one[3].max(1);
    // The text of a console's row begins with its link, which is at the end of the line.
    is_below && other[0] < one[2]
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> PictureRow {
        let char = |(nth, char): (usize, char)| PictureChar {
            char,
            certainty: 700,
            alternatives: Vec::new(),
            bounds: [nth as u32 * 8, 0, nth as u32 * 8 + 8, 16],
        };
        PictureRow::new(text.chars().enumerate().map(char).collect())
    }

    #[test]
    fn a_row_can_be_corrected_by_hand() {
        for (read, seen) in [
            ("code: 70010", "code: -70018"),
            ("code: 7005", "code: 70005"),
            ("code: 700005", "code: 70005"),
            ("", "code: 1"),
            ("错误码 1", "错误码：1"),
        ] {
            let mut row = row(read);
            row.set_text(seen);
            assert_eq!((row.text.as_str(), row.chars.len()), (seen, seen.chars().count()), "{read}");
            assert!(read.is_empty() || row.text_as_read(&(0..seen.len())).as_deref() == Some(read), "{row:?}");
        }
        let mut with_link = row("app.js:8 code: 7");
        with_link.chars[..8].iter_mut().for_each(|char| char.bounds = [400, 0, 460, 16]);
        with_link.set_text("failed, 5");
        assert_eq!(with_link.bounds(&(0..9)), Some([64, 0, 396, 16]), "the whole row");
        let mut row = row("code: 70010 x");
        row.set_text("code: 70018 x");
        assert_eq!((row.certainty(&(10..11)), row.certainty(&(0..6))), (Some(1000), Some(663)));
        row.set_text("code: 70010 x");
        assert_eq!(row.text_as_read(&(0..13)).as_deref(), Some("code: 70010 x"), "the first reading is kept");
    }
}
