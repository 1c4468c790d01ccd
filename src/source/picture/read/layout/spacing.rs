//! The distance between lines: within an entry of a console, lines are nearer than lines of two entries.

use super::super::geometry::TextBox;

/// Only distances in this range are used, by the height of the lines.
const USUAL: std::ops::Range<f32> = 0.7..3.0;
/// Lines of different entries are at least this many times as far apart as those of one entry. Boxes of lines without ascenders
/// and descenders are a little too high or low: within an entry the distances differ by less than this.
const MIN_RATIO: f32 = 1.15;
/// The distance over an empty line, by that of lines without one: such lines say nothing about entries.
const EMPTY_LINE: f32 = 1.9;
/// At least this many distances show where entries begin.
const MIN_ENTRIES: usize = 3;

/// The largest distance between the middles of two lines of one entry, in pixels. `None` if all lines are equally far apart, as in
/// an editor, or if there are too few.
pub(in crate::source::picture::read) fn largest_within_entry(rows: &[Vec<TextBox>], slope: f32) -> Option<f32> {
    // The longest box of a row: icons and counts are higher or lower.
    let longest = |row: &Vec<TextBox>| row.iter().copied().max_by(|one, other| one.size[0].total_cmp(&other.size[0]));
    let level = |text: &TextBox| text.center[1] - text.center[0] * slope;
    let lines: Vec<TextBox> = rows.iter().filter_map(longest).collect();
    let steps = lines.windows(2).filter_map(|pair| {
        let step = level(&pair[1]) - level(&pair[0]);
        let height = f32::midpoint(pair[0].size[1], pair[1].size[1]);
        USUAL.contains(&(step / height)).then_some(step)
    });
    let mut steps: Vec<f32> = steps.collect();
    steps.sort_by(f32::total_cmp);
    let is_first_of_entries = |idx: &usize| steps[*idx] > MIN_RATIO * steps[idx - 1];
    let first = (1..steps.len()).find(is_first_of_entries)?;
    let (within, entries) = steps.split_at(first);
    let [nearest, .., farthest] = within else { return None };
    let is_spread = *farthest > MIN_RATIO * nearest;
    let is_empty_line = entries[0] > EMPTY_LINE * nearest;
    (!is_spread && !is_empty_line && entries.len() >= MIN_ENTRIES).then(|| f32::midpoint(*farthest, entries[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows with one box, 14 pixels high, at these distances.
    fn rows(steps: &[f32]) -> Vec<Vec<TextBox>> {
        let mut level = 40.0;
        let mut row = |step: &f32| {
            level += step;
            vec![TextBox { center: [200.0, level], size: [360.0, 14.0], direction: [1.0, 0.0] }]
        };
        [0.0].iter().chain(steps).map(&mut row).collect()
    }

    #[test]
    fn lines_of_one_entry_are_nearer_than_entries() {
        let console = rows(&[28.0, 16.0, 28.5, 16.5, 16.0, 27.5, 28.0]);
        let largest = largest_within_entry(&console, 0.0).expect("two kinds of distances");
        assert!((17.0..27.0).contains(&largest), "{largest}");
    }

    #[test]
    fn equal_distances_say_nothing() {
        assert_eq!(largest_within_entry(&rows(&[17.0, 16.0, 18.0, 17.0, 16.5, 17.5]), 0.0), None, "an editor");
        assert_eq!(largest_within_entry(&rows(&[17.0, 34.0, 17.0, 34.0, 17.0, 34.0, 17.0]), 0.0), None, "empty lines");
        assert_eq!(largest_within_entry(&rows(&[16.0, 16.0, 28.0]), 0.0), None, "too few");
        assert_eq!(largest_within_entry(&[], 0.0), None);
    }
}
