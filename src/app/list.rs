//! Scroll position and selection of a long list, exact for any number of rows.
//!
//! A position is a row (`u64`) and a fraction of a row (`f64`). An offset in pixels as an `f32`, which egui's own widgets
//! use, loses single rows beyond some millions of them. All units are rows; only the view knows pixels.

use std::ops::Range;

/// A step of the selection by keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// To the previous row.
    Up,
    /// To the next row.
    Down,
    /// One page up.
    PageUp,
    /// One page down.
    PageDown,
    /// To the first row.
    Home,
    /// To the last row.
    End,
}

/// What the user does in a list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ListAction {
    /// Sets how many rows the view can show, fractions included.
    Page(f64),
    /// Scrolls by a number of rows; negative is towards the first.
    ScrollBy(f64),
    /// Scrolls to a position between the first row (0) and the last (1).
    ScrollTo(f64),
    /// Selects a row.
    Select(u64),
    /// Moves the selection.
    Move(Move),
}

/// A list's length, scroll position and selection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    len: u64,
    top: u64,
    fraction: f64,
    page: f64,
    selected: Option<u64>,
}

impl List {
    /// The number of rows.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The first visible row, and how much of it (0 to 1) is above the upper edge of the view.
    pub fn top(&self) -> (u64, f64) {
        (self.top, self.fraction)
    }

    /// How many rows the view can show.
    pub fn page(&self) -> f64 {
        self.page
    }

    /// The selected row.
    pub fn selected(&self) -> Option<u64> {
        self.selected
    }

    /// The rows that are at least partly visible.
    pub fn visible(&self) -> Range<u64> {
        let count = (self.page + self.fraction).ceil() as u64;
        self.top..self.top.saturating_add(count).min(self.len)
    }

    /// The scroll position between the first row (0) and the last (1).
    pub fn progress(&self) -> f64 {
        let range = self.len as f64 - self.page;
        if range <= 0.0 { 0.0 } else { ((self.top as f64 + self.fraction) / range).clamp(0.0, 1.0) }
    }

    /// Sets the number of rows. Keeps position and selection if they still exist.
    pub fn set_len(&mut self, len: u64) {
        self.len = len;
        self.selected = self.selected.filter(|row| *row < len);
        self.clamp();
    }

    /// Selects a row, or none, without scrolling.
    pub fn set_selected(&mut self, row: Option<u64>) {
        self.selected = row.filter(|row| *row < self.len);
    }

    /// Scrolls back to the first row.
    pub fn scroll_to_start(&mut self) {
        (self.top, self.fraction) = (0, 0.0);
    }

    /// Carries out an action. Returns whether the selection changed.
    pub fn apply(&mut self, action: ListAction) -> bool {
        let before = self.selected;
        match action {
            ListAction::Page(rows) => {
                self.page = if rows.is_finite() { rows.max(0.0) } else { 0.0 };
                self.clamp();
            }
            ListAction::ScrollBy(rows) => self.scroll_by(rows),
            ListAction::ScrollTo(share) => {
                let range = (self.len as f64 - self.page).max(0.0);
                let position = (if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 }) * range;
                (self.top, self.fraction) = (position as u64, position.fract());
                self.clamp();
            }
            ListAction::Select(row) => {
                self.set_selected(Some(row));
                self.reveal(row);
            }
            ListAction::Move(step) => self.move_selection(step),
        }
        self.selected != before
    }

    /// Scrolls as little as possible until the whole row is visible.
    pub fn reveal(&mut self, row: u64) {
        if row <= self.top {
            (self.top, self.fraction) = (row, 0.0);
        } else {
            let below = (row - self.top) as f64 + 1.0 - self.fraction;
            if below > self.page {
                self.scroll_by(below - self.page);
            }
        }
        self.clamp();
    }

    /// Scrolls the row to the middle, unless it is already visible.
    pub fn reveal_centered(&mut self, row: u64) {
        let visible = self.visible();
        if visible.contains(&row) && row > self.top && row + 1 < visible.end {
            return;
        }
        (self.top, self.fraction) = (row, 0.0);
        self.scroll_by(-(self.page / 2.0).floor());
    }

    fn move_selection(&mut self, step: Move) {
        let Some(last) = self.len.checked_sub(1) else { return };
        let page = (self.page.floor() as u64).saturating_sub(1).max(1);
        let row = match (self.selected, step) {
            (None, Move::Up | Move::PageUp | Move::End) | (_, Move::End) => last,
            (None, _) | (_, Move::Home) => 0,
            (Some(row), Move::Up) => row.saturating_sub(1),
            (Some(row), Move::Down) => row.saturating_add(1).min(last),
            (Some(row), Move::PageUp) => row.saturating_sub(page),
            (Some(row), Move::PageDown) => row.saturating_add(page).min(last),
        };
        self.selected = Some(row);
        self.reveal(row);
    }

    fn scroll_by(&mut self, rows: f64) {
        if !rows.is_finite() {
            return;
        }
        let moved = self.fraction + rows;
        let rows = moved.floor();
        self.fraction = moved - rows;
        if rows < 0.0 {
            let back = -rows as u64;
            if back > self.top {
                self.fraction = 0.0;
            }
            self.top = self.top.saturating_sub(back);
        } else {
            self.top = self.top.saturating_add(rows as u64);
        }
        self.clamp();
    }

    fn clamp(&mut self) {
        let page = self.page.ceil();
        let last_top = self.len.saturating_sub(page as u64);
        let last_fraction = if self.len as f64 > self.page { page - self.page } else { 0.0 };
        if self.top > last_top || (self.top == last_top && self.fraction > last_fraction) {
            (self.top, self.fraction) = (last_top, last_fraction);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(len: u64, page: f64) -> List {
        let mut list = List::default();
        list.set_len(len);
        list.apply(ListAction::Page(page));
        list
    }

    #[test]
    fn scrolling_is_exact_with_billions_of_rows() {
        let mut list = list(3_000_000_000, 20.5);
        list.apply(ListAction::ScrollTo(0.5));
        let (top, fraction) = list.top();
        list.apply(ListAction::ScrollBy(0.25));
        let (moved_top, moved_fraction) = list.top();
        let moved = (moved_top - top) as f64 + moved_fraction - fraction;
        assert!((moved - 0.25).abs() < 1e-9, "{moved}");
        list.apply(ListAction::Move(Move::End));
        assert_eq!(list.selected(), Some(2_999_999_999));
        assert_eq!(list.visible(), 2_999_999_979..3_000_000_000);
        assert!((list.progress() - 1.0).abs() < 1e-9);
    }

    /// Scrolls by lines, by pages, to a given row and to the end.
    #[test]
    fn scrolling_shows_the_right_rows_with_a_hundred_million() {
        const LEN: u64 = 100_000_000;
        for page in [1.0, 20.5, 37.0] {
            let mut list = list(LEN, page);
            for start in [0, 16_777_215, 16_777_216, 49_999_999, 99_999_000] {
                list.apply(ListAction::Select(start));
                list.reveal_centered(start);
                assert!(list.visible().contains(&start));
                let (top, fraction) = list.top();
                for line in 1..=300 {
                    list.apply(ListAction::ScrollBy(1.0));
                    assert_eq!(list.top(), (top + line, fraction), "{line} rows after {start}");
                }
                list.apply(ListAction::ScrollBy(-300.0));
                assert_eq!(list.top(), (top, fraction), "scrolled back to {start}");
                for step in 1..=100 {
                    list.apply(ListAction::Move(Move::PageDown));
                    let whole_page = (page.floor() as u64 - 1).max(1);
                    assert_eq!(list.selected(), Some((start + step * whole_page).min(LEN - 1)));
                    assert!(list.visible().contains(&list.selected().unwrap_or_default()));
                }
            }
            list.apply(ListAction::Move(Move::End));
            assert_eq!((list.selected(), list.visible().end), (Some(LEN - 1), LEN));
            list.apply(ListAction::Move(Move::Up));
            assert_eq!(list.selected(), Some(LEN - 2));
        }
    }

    #[test]
    fn the_view_never_leaves_the_list() {
        let mut list = list(100, 10.0);
        list.apply(ListAction::ScrollBy(-5.0));
        assert_eq!(list.top(), (0, 0.0));
        list.apply(ListAction::ScrollBy(1e12));
        assert_eq!(list.top(), (90, 0.0));
        list.set_len(5);
        assert_eq!(list.top(), (0, 0.0));
        assert_eq!(list.visible(), 0..5);
    }

    #[test]
    fn the_selection_stays_in_view_and_in_the_list() {
        let mut list = list(100, 10.0);
        assert!(list.apply(ListAction::Move(Move::Down)));
        assert_eq!(list.selected(), Some(0));
        list.apply(ListAction::Move(Move::PageDown));
        list.apply(ListAction::Move(Move::PageDown));
        assert_eq!(list.selected(), Some(18));
        assert!(list.visible().contains(&18));
        list.apply(ListAction::Move(Move::Home));
        assert!(!list.apply(ListAction::Move(Move::Up)), "the first row is the uppermost");
        list.set_len(0);
        assert_eq!(list.selected(), None);
    }
}
