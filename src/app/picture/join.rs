//! Joins the texts of several screenshots of one console that was scrolled between them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::app::session::id::SessionId;
use crate::source::{PictureRow, PictureText};

/// Pixels between two pictures.
const GAP: u32 = 24;
/// Rows are the same if this share of their characters is.
const SAME_ROW: f64 = 0.86;
/// Rows at the end of a picture that may come after the overlap: a row that is cut, the console's prompt.
const MAX_AFTER: usize = 4;
/// Rows at the beginning of a picture that may come before the overlap: toolbars, a row that is cut.
const MAX_BEFORE: usize = 8;
/// An overlap has at least this many characters: short rows alone are the same by chance.
const MIN_CHARS: usize = 40;

/// The rows that two pictures have in common: from `first` on in the upper one, from `second` on in the lower one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Overlap {
    first: usize,
    second: usize,
    rows: usize,
}

/// Pictures that overlap, joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JoinedPictures {
    /// The logs of the pictures in reading order, each with its first row of pixels.
    pub places: Vec<(SessionId, u32)>,
    /// Their text, with overlapping rows once.
    pub text: Arc<PictureText>,
}

/// Joins the longest series of pictures in which each overlaps with the next one. `None` if no two overlap. Pictures that overlap
/// with no other one are left out.
pub fn join(pictures: &[(SessionId, Arc<PictureText>)]) -> Option<JoinedPictures> {
    let texts: Vec<&PictureText> = pictures.iter().map(|(_, text)| &**text).collect();
    let (chain, overlaps) = longest_chain(&texts)?;
    let mut joined = PictureText::default();
    let mut places = Vec::new();
    for (nth, idx) in chain.iter().enumerate() {
        let text = texts[*idx];
        let top = if nth == 0 { 0 } else { joined.size[1] + GAP };
        places.push((pictures[*idx].0, top));
        let overlap = nth.checked_sub(1).map(|before| overlaps[before]);
        let skipped = overlap.map_or(0, |overlap| overlap.second + overlap.rows);
        if let Some(overlap) = overlap {
            drop_cut_rows(&mut joined.rows, &texts[chain[nth - 1]].rows, overlap, &text.rows[skipped..]);
        }
        joined.rows.extend(text.rows.iter().skip(skipped).map(|row| moved(row, top)));
        joined.size = [joined.size[0].max(text.size[0]), top + text.size[1]];
    }
    Some(JoinedPictures { places, text: Arc::new(joined) })
}

/// The longest order of pictures in which each overlaps with the next one.
fn longest_chain(texts: &[&PictureText]) -> Option<(Vec<usize>, Vec<Overlap>)> {
    let starts = 0..texts.len();
    let chains = starts.map(|start| {
        let (mut chain, mut overlaps) = (vec![start], Vec::new());
        while let Some(&last) = chain.last() {
            let unused = (0..texts.len()).filter(|idx| !chain.contains(idx));
            let next = unused.filter_map(|idx| Some((idx, overlap(&texts[last].rows, &texts[idx].rows)?)));
            let Some((idx, found)) = next.max_by_key(|(_, found)| found.rows) else { break };
            chain.push(idx);
            overlaps.push(found);
        }
        (chain, overlaps)
    });
    chains.max_by_key(|(chain, _)| chain.len()).filter(|(chain, _)| chain.len() > 1)
}

/// The rows at the end of one picture that are at the beginning of the next one.
fn overlap(upper: &[PictureRow], lower: &[PictureRow]) -> Option<Overlap> {
    let ends = upper.len().saturating_sub(MAX_AFTER)..=upper.len();
    let mut compared: HashMap<(usize, usize), bool> = HashMap::new();
    let mut best = None;
    for second in 0..lower.len().min(MAX_BEFORE) {
        for end in ends.clone() {
            let longest = end.min(lower.len() - second);
            let mut fits = |rows: &usize| {
                let first = end - rows;
                let chars: usize = upper[first..end].iter().map(|row| row.text.chars().count()).sum();
                let mut is_same = |nth: usize| {
                    let (one, other) = (first + nth, second + nth);
                    let compare = || is_same(&upper[one].text, &lower[other].text);
                    *compared.entry((one, other)).or_insert_with(compare)
                };
                chars >= MIN_CHARS && (0..*rows).all(&mut is_same)
            };
            let Some(rows) = (1..=longest).rev().find(&mut fits) else { continue };
            // The whole of a picture: it shows nothing new, or the toolbars alone are the same.
            let first = end - rows;
            if best.is_none_or(|best: Overlap| rows > best.rows) && second + rows < lower.len() && first > 0 {
                best = Some(Overlap { first, second, rows });
            }
        }
    }
    best
}

fn is_same(one: &str, other: &str) -> bool {
    let [one, other] = [one, other].map(|text| text.split_whitespace().collect::<String>());
    let (shorter, longer) = (one.len().min(other.len()), one.len().max(other.len()));
    shorter as f64 >= longer as f64 * SAME_ROW && strsim::normalized_levenshtein(&one, &other) >= SAME_ROW
}

/// Drops the rows after an overlap that the next picture shows whole: at the edge of a picture a row is cut.
fn drop_cut_rows(joined: &mut Vec<PictureRow>, upper: &[PictureRow], overlap: Overlap, rest: &[PictureRow]) {
    for row in upper[overlap.first + overlap.rows..].iter().rev() {
        let is_cut = |whole: &PictureRow| {
            let same: String = whole.text.chars().take(row.text.chars().count()).collect();
            is_same(&same, &row.text)
        };
        let has_text = row.text.chars().filter(|char| char.is_alphanumeric()).count() > 2;
        if has_text && !rest.iter().take(MAX_AFTER).any(is_cut) {
            return;
        }
        joined.pop();
    }
}

/// A row that many pixels lower.
fn moved(row: &PictureRow, down: u32) -> PictureRow {
    let mut row = row.clone();
    for char in &mut row.chars {
        char.bounds[1] += down;
        char.bounds[3] += down;
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::PictureChar;

    fn picture(rows: &[&str]) -> Arc<PictureText> {
        let row = |(nth, text): (usize, &&str)| {
            let bounds = [0, nth as u32 * 20, 8, nth as u32 * 20 + 16];
            let char = |char| PictureChar { char, certainty: 990, alternatives: Vec::new(), bounds };
            PictureRow { text: (*text).to_owned(), chars: text.chars().map(char).collect(), corrections: Vec::new() }
        };
        Arc::new(PictureText { size: [800, 200], rows: rows.iter().enumerate().map(row).collect() })
    }

    const TABS: &str = "Elements Console Sources Network";

    #[test]
    fn a_scrolled_console_is_one_log_in_reading_order() {
        let upper = picture(&[
            TABS,
            "00:41:37 connecting to the signalling server",
            "00:41:38 JOIN_ROOM_FAILED code: 0x4004",
            "00:41:39 leaving the room of student_07",
            "00:41:40 lea",
        ]);
        let lower = picture(&[
            TABS,
            "00:41:38 JOIN_ROOM_FAILED code: 0x4OO4",
            "00:41:39 leaving the room of student_07",
            "00:41:40 leave() is resolved",
            "00:41:41 nothing more",
        ]);
        let pictures = [(SessionId(7), lower), (SessionId(8), upper)];
        let JoinedPictures { places, text } = join(&pictures).expect("they overlap");
        assert_eq!(places, [(SessionId(8), 0), (SessionId(7), 224)]);
        let rows: Vec<&str> = text.rows.iter().map(|row| row.text.as_str()).collect();
        let wanted = [
            TABS,
            "00:41:37 connecting to the signalling server",
            "00:41:38 JOIN_ROOM_FAILED code: 0x4004",
            "00:41:39 leaving the room of student_07",
            "00:41:40 leave() is resolved",
            "00:41:41 nothing more",
        ];
        assert_eq!(rows, wanted);
        assert_eq!(text.size, [800, 424]);
        assert_eq!(text.rows[4].chars[0].bounds, [0, 284, 8, 300]);
    }

    #[test]
    fn pictures_without_common_rows_are_not_joined() {
        let one = picture(&[TABS, "00:41:37 connecting to the signalling server", "00:41:38 connected"]);
        let other = picture(&[TABS, "09:10:11 another call of somebody else", "09:10:12 which failed"]);
        assert!(join(&[(SessionId(1), one), (SessionId(2), other)]).is_none(), "equal toolbars are no overlap");
    }
}
