//! How problems, timeline and entries share the height of the window.

use super::{Pane, Panes};

/// The share of the height that the entries get at least.
const ENTRIES_SHARE: f32 = 0.55;
/// The height that the entries get at least if it is there: twelve rows.
const ENTRIES_HEIGHT: f32 = 287.0;
/// The height that is left for the entries when the user enlarges another pane.
const ENTRIES_LEFT: f32 = 96.0;

/// What a pane shows: a head, then rows of equal height, which scroll.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PaneContent {
    /// Height of everything but the rows.
    pub head: f32,
    /// Height of a row.
    pub row: f32,
    /// How many rows there are, at least 1.
    pub rows: usize,
    /// Height while it is folded.
    pub folded: f32,
}

impl PaneContent {
    fn height(&self, rows: usize) -> f32 {
        self.head + self.row * rows as f32
    }

    /// How many rows fit into a height, at least one.
    fn rows_in(&self, height: f32) -> usize {
        (((height - self.head) / self.row).round().max(1.0) as usize).min(self.rows.max(1))
    }
}

/// The heights of problems and timeline, above entries; `free` is the height of all three. Rows are never cut in half.
pub fn heights(panes: Panes, free: f32, problems: &PaneContent, timeline: &PaneContent) -> [f32; 2] {
    let shown = [(Pane::Problems, problems), (Pane::Timeline, timeline)];
    let mut rows = [1; 2];
    let mut chosen = [false; 2];
    for (idx, (pane, content)) in shown.into_iter().enumerate() {
        if let Some(size) = panes.size(pane) {
            rows[idx] = content.rows_in(size);
            chosen[idx] = true;
        }
    }
    let height = |idx: usize, rows: [usize; 2]| {
        let (pane, content) = shown[idx];
        if panes.is_folded(pane) { content.folded } else { content.height(rows[idx]) }
    };
    let both = |rows: [usize; 2]| height(0, rows) + height(1, rows);
    // What the user chose in a larger window is cut to this one.
    for idx in [1, 0] {
        while rows[idx] > 1 && both(rows) > free - ENTRIES_LEFT {
            rows[idx] -= 1;
        }
    }
    let most = free - ENTRIES_HEIGHT.max(free * ENTRIES_SHARE);
    // Two problems for each lane: problems are read first.
    let mut may_grow = [true; 2];
    for idx in [0, 0, 1].into_iter().cycle() {
        let (pane, content) = shown[idx];
        let mut grown = rows;
        grown[idx] += 1;
        may_grow[idx] &= !chosen[idx] && !panes.is_folded(pane) && grown[idx] <= content.rows && both(grown) <= most;
        if may_grow[idx] {
            rows = grown;
        }
        if may_grow == [false; 2] {
            break;
        }
    }
    [height(0, rows), height(1, rows)]
}

#[cfg(test)]
mod tests {
    use super::super::PaneAction;
    use super::*;

    const PROBLEMS: PaneContent = PaneContent { head: 34.0, row: 28.0, rows: 39, folded: 30.0 };
    const TIMELINE: PaneContent = PaneContent { head: 52.0, row: 22.0, rows: 42, folded: 34.0 };

    /// How many rows of each pane are shown.
    fn rows(panes: Panes, free: f32) -> [u32; 2] {
        let [problems, timeline] = heights(panes, free, &PROBLEMS, &TIMELINE);
        [(problems, PROBLEMS), (timeline, TIMELINE)]
            .map(|(height, content)| ((height - content.head) / content.row).round() as u32)
    }

    #[test]
    fn a_larger_window_shows_more_problems_and_lanes() {
        assert_eq!(rows(Panes::default(), 484.0), [3, 1]);
        let [problems, lanes] = rows(Panes::default(), 1280.0);
        assert!(problems >= 12 && lanes >= 5, "{problems} {lanes}");
        // In a window that is too low, one row of each stays.
        assert_eq!(rows(Panes::default(), 100.0), [1, 1]);
    }

    #[test]
    fn few_rows_need_little_space() {
        let one = |content: PaneContent| PaneContent { rows: 1, ..content };
        let found = heights(Panes::default(), 1280.0, &one(PROBLEMS), &one(TIMELINE));
        assert_eq!(found.map(|height| height as u32), [62, 74]);
    }

    #[test]
    fn the_entries_keep_some_space_if_the_user_enlarges_a_pane() {
        let mut panes = Panes::default();
        panes.apply(PaneAction::Resize(Pane::Problems, 9_000.0));
        let [problems, lanes] = rows(panes, 1280.0);
        assert!((37..=39).contains(&problems) && lanes == 1, "{problems} {lanes}");
        let [problems, lanes] = rows(panes, 484.0);
        assert!(problems > 3 && lanes == 1, "{problems} {lanes}");
        assert!(heights(panes, 484.0, &PROBLEMS, &TIMELINE).iter().sum::<f32>() <= 484.0 - ENTRIES_LEFT);
    }

    #[test]
    fn a_folded_pane_leaves_its_space_to_the_others() {
        let mut panes = Panes::default();
        panes.apply(PaneAction::Fold(Pane::Timeline));
        let [problems, timeline] = heights(panes, 484.0, &PROBLEMS, &TIMELINE);
        assert!(timeline <= TIMELINE.folded, "{timeline}");
        assert!(problems > PROBLEMS.height(3), "{problems}");
    }
}
