//! The picture of a log: its text, its pixels, and the places of findings.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::row_edit::RowEdit;
use super::view::PictureView;
use crate::catalog::Severity;
use crate::diagnosis::Diagnosis;
use crate::finding::Finding;
use crate::log::LogEntry;
use crate::source::{LogSource, PictureEvidence, PicturePixels, PictureRow, PictureText};

/// Pixels around a box within which a click still means it.
const CLICK_MARGIN: f32 = 3.0;

/// Pixels beside a character within which a click still means its row.
const CLICK_GAP: f32 = 60.0;
/// A row is tilted if its ends differ by this share of its height.
const TILTED: f32 = 0.4;

/// How far the reading of a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureReading {
    /// Rows that are read.
    pub rows_read: usize,
    /// Rows in all; 0 while the text is being found.
    pub rows_total: usize,
}

/// What is shown of a part of a picture.
#[derive(Clone, Debug, Default)]
pub enum Shown {
    /// The pixels are not loaded: the log is not shown.
    #[default]
    Absent,
    /// The pixels are being loaded.
    Loading,
    /// The pixels.
    Pixels(Arc<PicturePixels>),
    /// Why the pixels cannot be shown.
    Nothing(String),
}

/// One of the picture files of a log.
#[derive(Clone, Debug)]
pub struct PicturePart {
    /// Where the file is.
    pub source: LogSource,
    /// Its first row of pixels in the whole picture.
    pub top: u32,
    /// What is shown of it.
    pub shown: Shown,
}

/// The place of a finding in a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingBox {
    /// Left, top, width and height in pixels.
    pub bounds: [u32; 4],
    /// The severity of the code.
    pub severity: Option<Severity>,
    /// The line of the finding, from 1.
    pub line: u64,
    /// The code and how surely it was read, in words.
    pub title: String,
    /// Whether it was read surely or corrected by hand.
    pub is_sure: bool,
}

/// The picture of a log.
#[derive(Clone, Debug)]
pub struct PictureLog {
    /// The picture files, from top to bottom: more than one if several were joined.
    pub parts: Vec<PicturePart>,
    /// The text, with corrections by hand. While it is read, the rows read so far.
    pub text: Arc<PictureText>,
    /// How far reading is; `None` once all is read.
    pub reading: Option<PictureReading>,
    /// Where the findings are.
    pub boxes: Vec<FindingBox>,
    /// Which part of the picture is shown.
    pub view: PictureView,
    /// The rows that are being corrected.
    pub edit: Option<RowEdit>,
    /// Rows that were corrected by hand, as they were before.
    pub(super) originals: BTreeMap<usize, PictureRow>,
}

impl PictureLog {
    /// The picture of a log.
    pub(in crate::app) fn of(source: &LogSource) -> Self {
        let part = |source: &LogSource, top| PicturePart { source: source.clone(), top, shown: Shown::Absent };
        let parts = match source {
            LogSource::PictureText { files, .. } => files.iter().map(|(source, top)| part(source, *top)).collect(),
            source => vec![part(source, 0)],
        };
        Self {
            parts,
            text: Arc::default(),
            reading: Some(PictureReading { rows_read: 0, rows_total: 0 }),
            boxes: Vec::new(),
            view: PictureView::default(),
            edit: None,
            originals: BTreeMap::new(),
        }
    }

    /// Width and height in pixels; zero while they are not known.
    pub fn size(&self) -> [u32; 2] {
        if self.text.size != [0; 2] {
            return self.text.size;
        }
        let sizes = self.parts.iter().filter_map(|part| match &part.shown {
            Shown::Pixels(pixels) => Some([pixels.picture_size[0], part.top + pixels.picture_size[1]]),
            _ => None,
        });
        sizes.fold([0; 2], |one, other| [one[0].max(other[0]), one[1].max(other[1])])
    }

    /// A row was read.
    pub(in crate::app) fn add_row(&mut self, size: [u32; 2], reading: PictureReading, row: Option<PictureRow>) {
        let text = Arc::make_mut(&mut self.text);
        text.size = size;
        text.rows.extend(row);
        self.reading = Some(reading);
    }

    /// All of the text was read and inspected.
    pub(in crate::app) fn finish(
        &mut self,
        text: &Arc<PictureText>,
        diagnosis: &Diagnosis,
        severity: impl Fn(&Finding) -> Option<Severity>,
    ) {
        self.text = Arc::clone(text);
        self.reading = None;
        self.boxes.clear();
        for finding in &diagnosis.findings {
            let Some(place) = finding.picture.as_deref() else { continue };
            let found = FindingBox {
                bounds: place.bounds,
                severity: severity(finding),
                line: finding.line,
                title: format!("{}, {}", finding.code, place.title()),
                is_sure: place.by_hand || place.certainty >= PictureEvidence::SURE,
            };
            if !self.boxes.contains(&found) {
                self.boxes.push(found);
            }
        }
    }

    /// The rows of an entry, as indices.
    pub fn rows_of(&self, entry: &LogEntry) -> Range<usize> {
        let first = (entry.first_line.saturating_sub(1) as usize).min(self.text.rows.len());
        first..(entry.last_line as usize).clamp(first, self.text.rows.len())
    }

    /// The place of a row: left, top, width and height.
    pub fn row_bounds(&self, row: usize) -> Option<[u32; 4]> {
        let row = self.text.rows.get(row)?;
        row.bounds(&(0..row.text.len()))
    }

    /// The place of several rows.
    pub fn rows_bounds(&self, rows: Range<usize>) -> Option<[u32; 4]> {
        rows.filter_map(|row| self.row_bounds(row)).reduce(|one, other| {
            let (left, top) = (one[0].min(other[0]), one[1].min(other[1]));
            let end = |side: usize| (one[side] + one[side + 2]).max(other[side] + other[side + 2]);
            [left, top, end(0) - left, end(1) - top]
        })
    }

    /// The line at a pixel, from 1: that of a finding, else of a row.
    pub fn line_at(&self, [x, y]: [f32; 2]) -> Option<u64> {
        let contains = |bounds: [u32; 4]| {
            let [left, top, width, height] = bounds.map(|side| side as f32);
            (left - CLICK_MARGIN..=left + width + CLICK_MARGIN).contains(&x)
                && (top - CLICK_MARGIN..=top + height + CLICK_MARGIN).contains(&y)
        };
        let found = self.boxes.iter().find(|found| contains(found.bounds)).map(|found| found.line);
        // The bounds of tilted rows overlap: the row with the nearest character is meant.
        let distance = |row: &usize| {
            let chars = self.text.rows[*row].chars.iter().map(|char| char.bounds.map(|side| side as f32));
            let near = chars.filter(|bounds| (bounds[0] - CLICK_GAP..=bounds[2] + CLICK_GAP).contains(&x));
            near.map(|bounds| (f32::midpoint(bounds[1], bounds[3]) - y).abs()).min_by(f32::total_cmp)
        };
        found.or_else(|| {
            let rows = (0..self.text.rows.len()).filter(|row| self.row_bounds(*row).is_some_and(contains));
            let near = |row: &usize| distance(row).unwrap_or(f32::INFINITY);
            let row = rows.min_by(|one, other| near(one).total_cmp(&near(other)))?;
            Some(row as u64 + 1)
        })
    }

    /// How surely rows were read, in words.
    pub fn certainty_of(&self, rows: Range<usize>) -> &'static str {
        let by_hand = rows.clone().any(|row| self.is_corrected(row));
        let rows = self.text.rows.get(rows).unwrap_or_default();
        let certainty = rows.iter().filter_map(|row| row.certainty(&(0..row.text.len()))).min().unwrap_or(1000);
        PictureEvidence { bounds: [0; 4], certainty, read: None, readings: Vec::new(), by_hand }.title()
    }

    /// The passages of rows that were corrected, as they were read and as they are now.
    pub fn corrections_of(&self, rows: Range<usize>) -> Vec<(&str, &str)> {
        let rows = self.text.rows.get(rows).unwrap_or_default();
        let all = rows.iter().flat_map(|row| row.corrections.iter().map(move |correction| (row, correction)));
        let passages = all.map(|(row, correction)| {
            (correction.read.as_str(), row.text.get(correction.range.clone()).unwrap_or_default())
        });
        passages.filter(|(read, now)| read != now).collect()
    }

    /// A row wrapped to a width in pixels, for showing it larger: left, top, width and height of each line. Empty space between
    /// columns begins a new line.
    pub fn wrapped_row(&self, row: usize, width: u32) -> Vec<[u32; 4]> {
        let Some(row) = self.text.rows.get(row) else { return Vec::new() };
        let mut lines: Vec<[u32; 4]> = Vec::new();
        let around = |one: [u32; 4], other: [u32; 4]| {
            [one[0].min(other[0]), one[1].min(other[1]), one[2].max(other[2]), one[3].max(other[3])]
        };
        for line in row.lines() {
            let words = line.split(|char| char.char == ' ').flat_map(|word| {
                let whole = word.iter().map(|char| char.bounds).reduce(around);
                let fits = whole.is_some_and(|[left, _, right, _]| right < left + width);
                // A word that is too long is wrapped between its characters.
                let parts =
                    if fits { whole.into_iter().collect() } else { word.iter().map(|char| char.bounds).collect() };
                let parts: Vec<[u32; 4]> = parts;
                parts
            });
            let mut parts: Vec<[u32; 4]> = words.collect();
            parts.sort_by_key(|bounds| bounds[0]);
            let first = lines.len();
            for part in parts {
                match lines[first..].last_mut() {
                    Some(line) if part[0] < line[2] + 3 * (line[3] - line[1]) && part[2] < line[0] + width => {
                        *line = around(*line, part);
                    }
                    _ => lines.push(part),
                }
            }
        }
        lines.into_iter().map(|[left, top, right, bottom]| [left, top, right - left, bottom - top]).collect()
    }

    /// The corners of a row from the upper left one on, clockwise: a row of a photo may be tilted.
    pub fn row_corners(&self, row: usize) -> Option<[[f32; 2]; 4]> {
        let chars = &self.text.rows.get(row)?.chars;
        let first = chars.iter().min_by_key(|char| char.bounds[0])?.bounds.map(|side| side as f32);
        let last = chars.iter().max_by_key(|char| char.bounds[2])?.bounds.map(|side| side as f32);
        let middle = |bounds: [f32; 4]| f32::midpoint(bounds[1], bounds[3]);
        let height = (first[3] - first[1]).max(last[3] - last[1]);
        if self.text.rows[row].lines().len() > 1 || (middle(first) - middle(last)).abs() < height * TILTED {
            let [left, top, width, height] = self.row_bounds(row)?.map(|side| side as f32);
            return Some([[left, top], [left + width, top], [left + width, top + height], [left, top + height]]);
        }
        Some([[first[0], first[1]], [last[2], last[1]], [last[2], last[3]], [first[0], first[3]]])
    }

    /// Whether a row was corrected by hand.
    pub fn is_corrected(&self, row: usize) -> bool {
        self.text.rows.get(row).is_some_and(|row| row.corrections.iter().any(|correction| correction.by_hand))
    }

    /// Whether what was read of one of these rows can be brought back.
    pub fn can_undo(&self, rows: Range<usize>) -> bool {
        self.originals.range(rows).next().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::PictureChar;

    /// A row whose characters sink by a number of pixels each.
    fn row(text: &str, top: u32, sinks: u32) -> PictureRow {
        let char = |(nth, char): (u32, char)| {
            let (left, top) = (nth * 10, top + nth * sinks);
            PictureChar { char, certainty: 990, alternatives: Vec::new(), bounds: [left, top, left + 10, top + 16] }
        };
        let chars = (0..).zip(text.chars()).map(char).collect();
        PictureRow { text: text.to_owned(), chars, corrections: Vec::new() }
    }

    fn picture(rows: Vec<PictureRow>) -> PictureLog {
        let text = PictureText { size: [400, 400], rows };
        let source = LogSource::PictureText { name: String::new(), text: Arc::default(), files: [].into() };
        PictureLog { text: Arc::new(text), reading: None, ..PictureLog::of(&source) }
    }

    #[test]
    fn of_tilted_rows_the_nearest_one_is_meant() {
        let tilted = picture(vec![row("join room failed", 0, 2), row("result: -10013 x", 20, 2)]);
        assert_eq!(tilted.line_at([150.0, 36.0]), Some(1), "the bounds of the second row contain it, too");
        assert_eq!(tilted.line_at([150.0, 58.0]), Some(2));
        assert_eq!(tilted.row_corners(0), Some([[0.0, 0.0], [160.0, 30.0], [160.0, 46.0], [0.0, 16.0]]));
        let level = picture(vec![row("join room failed", 0, 0)]);
        assert_eq!(level.row_corners(0), Some([[0.0, 0.0], [160.0, 0.0], [160.0, 16.0], [0.0, 16.0]]));
    }

    #[test]
    fn a_row_is_wrapped_between_characters_and_columns() {
        let wide = picture(vec![row("join room failed      app.js:8", 0, 0)]);
        assert_eq!(wide.wrapped_row(0, 1000), [[0, 0, 160, 16], [220, 0, 80, 16]]);
        let lines = wide.wrapped_row(0, 100);
        assert!(lines.len() == 3 && lines.iter().all(|[_, _, width, _]| *width <= 100), "{lines:?}");
    }
}
