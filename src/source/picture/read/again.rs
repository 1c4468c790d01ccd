//! Reads numbers that are not certain again, cut out of the picture in other ways, and takes what the readings agree on.
//!
//! A small zero with a stroke looks like an eight, and scaled a little differently, like a zero again. Each reading is of the
//! picture: which numbers are known plays no part here.

use super::error::PictureError;
use super::geometry::TextBox;
use super::read_char::ReadChar;
use super::recognize::LineReader;

/// Words whose digits are less certain are read again.
const SURE: f32 = 0.97;
/// Shorter numbers are no codes.
const MIN_DIGITS: usize = 3;
/// Longer words are addresses or data.
const MAX_WORD: usize = 40;
/// How a word is cut out when it is read again: by how much it is wider, and how much taller.
const OTHER_CUTS: [[f32; 2]; 2] = [[1.0, 1.25], [1.25, 1.0]];
/// A word is cut out with this share of its height at both sides.
const MARGIN: f32 = 0.2;
/// A small zero with a stroke or dot is often read as an eight, but an eight hardly ever as a zero: so the vote for a zero
/// counts this many times against one for an eight.
const ZERO_WEIGHT: f32 = 6.0;
/// What remains in doubt is at most this certain.
const DOUBTFUL: f32 = 0.85;
/// Other characters that a place may be are kept down to this probability.
const MIN_ALTERNATIVE: f32 = 0.01;

/// Reads words with uncertain digits in a box again.
pub(super) fn read_numbers_again(
    reader: &LineReader<'_>,
    text: &TextBox,
    read: &mut Vec<ReadChar>,
) -> Result<(), PictureError> {
    let margin = text.size[1] * MARGIN / text.size[0].max(1.0);
    let mut end = read.len();
    while let Some(last) = read[..end].iter().rposition(|char| !char.char.is_whitespace()) {
        let start = read[..last].iter().rposition(|char| char.char.is_whitespace()).map_or(0, |space| space + 1);
        let word = start..last + 1;
        end = start;
        if !is_unsure_number(&read[word.clone()]) {
            continue;
        }
        let share = [(read[start].span[0] - margin).max(0.0), (read[last].span[1] + margin).min(1.0)];
        let mut others = Vec::with_capacity(OTHER_CUTS.len());
        for cut in OTHER_CUTS {
            let mut other = reader.read_part(text, share, cut)?;
            other.retain(|char| !char.char.is_whitespace());
            others.push(other);
        }
        let chosen = agreed(read[word.clone()].to_vec(), others);
        read.splice(word, chosen);
    }
    Ok(())
}

/// Whether a word has a number with a digit that is not certain. Times are no such words.
fn is_unsure_number(word: &[ReadChar]) -> bool {
    let may_be_digit = |char: &ReadChar| {
        let others = char.alternatives.iter().map(|(other, _)| *other);
        std::iter::once(char.char).chain(others).any(|char| char.is_ascii_digit() || char == '-')
    };
    let digits = word.iter().filter(|char| char.char.is_ascii_digit()).count();
    let colons = word.iter().filter(|char| char.char == ':').count();
    let is_number = word.len() <= MAX_WORD && colons < 2 && digits >= MIN_DIGITS;
    is_number && word.iter().any(|char| char.certainty < SURE && may_be_digit(char))
}

/// What several readings of a word agree on; `first` is that of the whole line.
fn agreed(mut first: Vec<ReadChar>, others: Vec<Vec<ReadChar>>) -> Vec<ReadChar> {
    let readings = others.len() as f32 + 1.0;
    let (same_length, mut others): (Vec<_>, Vec<_>) = others.into_iter().partition(|other| other.len() == first.len());
    if same_length.len() < others.len() {
        // A character was lost or doubled in the line, if the others agree.
        let text = |read: &[ReadChar]| read.iter().map(|char| char.char).collect::<String>();
        let other = others.swap_remove(0);
        if same_length.is_empty() && others.iter().all(|third| text(third) == text(&other)) {
            first = other;
        }
        for char in &mut first {
            char.certainty = char.certainty.min(DOUBTFUL);
        }
        return first;
    }
    for (nth, char) in first.iter_mut().enumerate() {
        let mut votes: Vec<(char, f32)> = Vec::new();
        for vote in same_length.iter().map(|other| &other[nth]).chain([&*char]) {
            let own = std::iter::once((vote.char, vote.certainty));
            for (candidate, probability) in own.chain(vote.alternatives.iter().copied()) {
                // Readings of another length count against all.
                let share = probability / readings;
                match votes.iter_mut().find(|(other, _)| *other == candidate) {
                    Some((_, sum)) => *sum += share,
                    None => votes.push((candidate, share)),
                }
            }
        }
        let weight = |(char, sum): &(char, f32)| if *char == '0' { sum * ZERO_WEIGHT } else { *sum };
        votes.sort_by(|one, other| weight(other).total_cmp(&weight(one)));
        (char.char, char.certainty) = votes.remove(0);
        votes.retain(|(_, probability)| *probability >= MIN_ALTERNATIVE);
        char.alternatives = votes;
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, certainty: f32) -> Vec<ReadChar> {
        let char = |char| ReadChar { char, certainty, alternatives: Vec::new(), span: [0.0, 1.0] };
        text.chars().map(char).collect()
    }

    fn agreed_text(first: &str, others: [&str; 2]) -> (String, f32) {
        let chosen = agreed(word(first, 0.9), others.map(|other| word(other, 0.9)).to_vec());
        let least = chosen.iter().map(|char| char.certainty).fold(1.0, f32::min);
        (chosen.iter().map(|char| char.char).collect(), (least * 100.0).round() / 100.0)
    }

    #[test]
    fn the_majority_of_readings_decides() {
        assert_eq!(agreed_text("70018", ["70010", "70010"]), ("70010".to_owned(), 0.6));
        assert_eq!(agreed_text("70010", ["70018", "70010"]), ("70010".to_owned(), 0.6));
        assert_eq!(agreed_text("70010", ["70010", "70010"]), ("70010".to_owned(), 0.9));
        assert_eq!(agreed_text("70018", ["70018", "70018"]), ("70018".to_owned(), 0.9));
        assert_eq!(agreed_text("70018", ["70010", "70018"]), ("70010".to_owned(), 0.3), "a zero is read as an eight");
        assert_eq!(agreed_text("70016", ["70013", "70016"]), ("70016".to_owned(), 0.6));
        assert_eq!(agreed_text("7005", ["70005", "70005"]), ("70005".to_owned(), 0.85), "a character was lost");
        assert_eq!(agreed_text("7005", ["70005", "7o005"]), ("7005".to_owned(), 0.85), "nothing is agreed on");
        assert_eq!(agreed_text("70005", ["7005", "70005"]), ("70005".to_owned(), 0.6));
    }

    #[test]
    fn only_uncertain_numbers_are_read_again() {
        for (text, certainty, expected) in
            [("70018,", 0.9, true), ("70018", 0.99, false), ("failed", 0.5, false), ("[10:46:13:412]", 0.5, false)]
        {
            assert_eq!(is_unsure_number(&word(text, certainty)), expected, "{text}");
        }
    }
}
