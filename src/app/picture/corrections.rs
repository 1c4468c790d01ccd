//! Corrects rows by hand, and brings back what was read.

use std::ops::Range;
use std::sync::Arc;

use super::picture_log::PictureLog;
use super::row_edit::{OtherReading, RowEdit};
use crate::finding::Finding;

impl PictureLog {
    /// Begins to correct rows.
    pub(in crate::app) fn edit_rows(&mut self, rows: Range<usize>) {
        let lines: Vec<&str> =
            self.text.rows.get(rows.clone()).unwrap_or_default().iter().map(|row| row.text.as_str()).collect();
        self.edit = (!lines.is_empty()).then(|| RowEdit { text: lines.join("\n"), rows });
    }

    /// Replaces the rows that are being corrected. Returns whether anything changed.
    pub(in crate::app) fn keep_edit(&mut self) -> bool {
        let Some(RowEdit { rows, text }) = self.edit.take() else { return false };
        let count = rows.len();
        // Lines that were added belong to the last row: other rows keep their places.
        let lines: Vec<&str> = text.splitn(count.max(1), '\n').collect();
        let mut is_changed = false;
        for (nth, row) in rows.enumerate() {
            let line = lines.get(nth).copied().unwrap_or_default().replace(['\r', '\n'], " ");
            is_changed |= self.correct(row, line.trim_end());
        }
        is_changed
    }

    /// Replaces the text of a row. Returns whether it changed.
    pub(in crate::app) fn correct(&mut self, idx: usize, text: &str) -> bool {
        let Some(row) = Arc::make_mut(&mut self.text).rows.get_mut(idx) else { return false };
        if row.text == text {
            return false;
        }
        let original = self.originals.entry(idx).or_insert_with(|| row.clone());
        if original.text == text {
            // Typed back: it is as it was read.
            *row = original.clone();
            self.originals.remove(&idx);
        } else {
            row.set_text(text);
        }
        true
    }

    /// Brings back what was read of rows. Returns whether anything changed.
    pub(in crate::app) fn undo(&mut self, rows: Range<usize>) -> bool {
        let corrected: Vec<usize> = self.originals.range(rows).map(|(row, _)| *row).collect();
        let text = Arc::make_mut(&mut self.text);
        for row in &corrected {
            if let (Some(original), Some(shown)) = (self.originals.remove(row), text.rows.get_mut(*row)) {
                *shown = original;
            }
        }
        !corrected.is_empty()
    }

    /// What else an unsure code in a picture may be.
    pub fn other_readings(&self, finding: &Finding) -> Vec<OtherReading> {
        let Some(place) = finding.picture.as_deref().filter(|place| !place.by_hand) else { return Vec::new() };
        let row_idx = finding.line.saturating_sub(1) as usize;
        let Some(row) = self.text.rows.get(row_idx) else { return Vec::new() };
        let readings = place.readings.iter().filter_map(|passage| {
            let range = passage_like(&row.text, passage)?;
            let text = format!("{}{passage}{}", &row.text[..range.start], &row.text[range.end..]);
            Some(OtherReading { passage: passage.clone(), row: row_idx, text })
        });
        readings.collect()
    }
}

/// The passage of a text that differs from another one in a single character.
fn passage_like(text: &str, passage: &str) -> Option<Range<usize>> {
    let count = passage.chars().count();
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let fits = |range: &Range<usize>| {
        let differs = text[range.clone()].chars().zip(passage.chars()).filter(|(one, other)| one != other).count();
        differs == 1
    };
    starts.windows(count + 1).map(|places| places[0]..places[count]).find(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_passage_that_differs_in_one_digit_is_found() {
        assert_eq!(passage_like("错误码 -10013 ok", "-10018"), Some(10..16));
        assert_eq!(passage_like("-10013", "-10013"), None);
        assert_eq!(passage_like("1", "-10013"), None);
    }
}
