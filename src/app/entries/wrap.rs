//! Breaks the message of a row into lines of a width in characters, without knowledge of pixels: log text has a font in
//! which all characters are equally wide.

use std::ops::Range;

/// Lines of a row, at most; the details show the whole entry.
const MAX_LINES: usize = 40;

/// A word is not cut if it begins within this share of the line's end.
const WORD_SHARE: usize = 3;

/// The height of each further line, as a share of that of a row of one line.
const FURTHER_LINE: f64 = 0.7;

/// The height of a row with this many lines.
pub fn row_height(lines: usize) -> f64 {
    1.0 + lines.saturating_sub(1) as f64 * FURTHER_LINE
}

/// The lines of a text as ranges, without line breaks and the spaces around breaks. At least one.
pub(crate) fn wrapped_lines(text: &str, columns: usize) -> Vec<Range<usize>> {
    let columns = columns.max(8);
    let mut lines = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        wrap_paragraph(paragraph, start, columns, &mut lines);
        start += paragraph.len() + 1;
        if lines.len() >= MAX_LINES {
            break;
        }
    }
    lines.truncate(MAX_LINES);
    lines
}

fn wrap_paragraph(text: &str, offset: usize, columns: usize, lines: &mut Vec<Range<usize>>) {
    let (mut begin, mut width, mut after_space) = (0, 0, None);
    for (at, c) in text.char_indices() {
        let wide = char_width(c);
        if width + wide > columns && at > begin {
            let at_word = after_space.filter(|(_, at_width)| at_width * WORD_SHARE > columns * (WORD_SHARE - 1));
            let end = at_word.map_or(at, |(end, _): (usize, usize)| end);
            lines.push(offset + begin..offset + text[..end].trim_end().len().max(begin));
            if lines.len() >= MAX_LINES {
                return;
            }
            width = text[end..at].chars().map(char_width).sum();
            (begin, after_space) = (end, None);
        }
        width += wide;
        if c == ' ' {
            after_space = Some((at + 1, width));
        }
    }
    lines.push(offset + begin..offset + text.len());
}

/// The width of a character in columns. Characters of East Asian scripts and pictures take two.
pub(crate) fn char_width(c: char) -> usize {
    if matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD)
    {
        2
    } else {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, columns: usize) -> Vec<&str> {
        wrapped_lines(text, columns).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn lines_break_at_words_and_at_the_width() {
        assert_eq!(lines("join room failed again", 10), ["join room", "failed", "again"]);
        assert_eq!(lines("aaaaaaaaaaaaaaaaaaaaaa", 10), ["aaaaaaaaaa", "aaaaaaaaaa", "aa"]);
        assert_eq!(lines("a\nb\n\nc", 10), ["a", "b", "", "c"]);
        assert_eq!(lines("进房失败进房失败", 8), ["进房失败", "进房失败"]);
        assert_eq!(lines("", 10), [""]);
        assert_eq!(lines(&"x\n".repeat(99), 10).len(), MAX_LINES);
    }
}
