//! Scroll position and selection of a long list, exact for any number of rows.
//!
//! A position is a row (`u64`) and a fraction of a row (`f64`). An offset in pixels as an `f32`, which egui's own widgets
//! use, loses single rows beyond some millions of them. The unit of lengths is the height of a row of one line; only the view
//! knows pixels. Rows can be taller than that: then [`List::apply_with`] gets their heights.
//!
//! The selected rows are ranges (`row_ranges`), so that any number of rows can be selected. One of them is the row that
//! the keys move: [`List::selected`].

mod row_ranges;

use std::ops::Range;

use row_ranges::RowRanges;

/// Farther than this, heights of rows on the way are not asked for: rows are counted as one line.
const MAX_WALK: f64 = 256.0;

/// The height of a row, at least 1. `None` if all rows have the height 1.
pub type RowHeights<'h> = Option<&'h dyn Fn(u64) -> f64>;

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
    /// Sets the height of the view.
    Page(f64),
    /// Scrolls by a distance; negative is towards the first row.
    ScrollBy(f64),
    /// Scrolls to a position between the first row (0) and the last (1).
    ScrollTo(f64),
    /// Selects a row.
    Select(u64),
    /// Moves the selection.
    Move(Move),
    /// Selects all rows from the first selected one to this one.
    ExtendTo(u64),
    /// Extends the selection by a step.
    Extend(Move),
    /// Adds a row to the selection, or removes it.
    Toggle(u64),
    /// Selects all rows.
    SelectAll,
}

/// A list's length, scroll position and selection.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    len: u64,
    top: u64,
    fraction: f64,
    page: f64,
    /// The row after the last one that is at least partly visible.
    visible_end: u64,
    selected: Option<u64>,
    /// Where the selection began; it is extended from here.
    anchor: Option<u64>,
    rows: RowRanges,
    takes_several: bool,
}

impl List {
    /// An empty list in which several rows can be selected.
    pub fn with_several() -> Self {
        Self { takes_several: true, ..Self::default() }
    }

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

    /// The height of the view.
    pub fn page(&self) -> f64 {
        self.page
    }

    /// The row that the keys move; of several selected rows the one that was selected last.
    pub fn selected(&self) -> Option<u64> {
        self.selected
    }

    /// Whether several rows can be selected.
    pub fn takes_several(&self) -> bool {
        self.takes_several
    }

    /// All selected rows, in order, as ranges without overlaps.
    pub fn selected_rows(&self) -> &[Range<u64>] {
        self.rows.as_slice()
    }

    /// How many rows are selected.
    pub fn selected_count(&self) -> u64 {
        self.rows.count()
    }

    /// Whether a row is selected.
    pub fn is_selected(&self, row: u64) -> bool {
        self.rows.contains(row)
    }

    /// The rows that are at least partly visible.
    pub fn visible(&self) -> Range<u64> {
        self.top..self.visible_end.max(self.top)
    }

    /// The scroll position between the first row (0) and the last (1).
    pub fn progress(&self) -> f64 {
        let range = self.len as f64 - self.page;
        if range <= 0.0 { 0.0 } else { ((self.top as f64 + self.fraction) / range).clamp(0.0, 1.0) }
    }

    /// Sets the number of rows. Keeps position and selection if they still exist.
    pub fn set_len(&mut self, len: u64) {
        self.set_len_with(len, None);
    }

    /// Like [`set_len`](Self::set_len), for rows of different heights.
    pub fn set_len_with(&mut self, len: u64, heights: RowHeights<'_>) {
        self.len = len;
        self.selected = self.selected.filter(|row| *row < len);
        self.anchor = self.anchor.filter(|row| *row < len);
        self.rows.truncate(len);
        self.settle(heights);
    }

    /// Selects a row, or none, without scrolling.
    pub fn set_selected(&mut self, row: Option<u64>) {
        self.selected = row.filter(|row| *row < self.len);
        self.anchor = self.selected;
        self.rows = RowRanges::from_ranges(self.selected.map(|row| row..row + 1));
    }

    /// Selects these rows without scrolling. The keys move `selected`.
    pub fn set_selected_rows(&mut self, selected: Option<u64>, rows: impl IntoIterator<Item = Range<u64>>) {
        self.set_selected(selected);
        let mut rows = RowRanges::from_ranges(rows);
        rows.truncate(self.len);
        if rows.count() > 1 {
            self.anchor = rows.as_slice().first().map(|range| range.start);
            self.rows = rows;
        }
    }

    /// Scrolls back to the first row.
    pub fn scroll_to_start(&mut self) {
        (self.top, self.fraction) = (0, 0.0);
        self.settle(None);
    }

    /// Carries out an action. Returns whether the selection changed.
    pub fn apply(&mut self, action: ListAction) -> bool {
        self.apply_with(action, None)
    }

    /// Like [`apply`](Self::apply), for rows of different heights.
    pub fn apply_with(&mut self, action: ListAction, heights: RowHeights<'_>) -> bool {
        let before = (self.selected, self.rows.clone());
        match action {
            ListAction::Page(rows) => self.page = if rows.is_finite() { rows.max(0.0) } else { 0.0 },
            ListAction::ScrollBy(distance) => self.scroll_by(distance, heights),
            ListAction::ScrollTo(share) => self.scroll_to(share, heights),
            ListAction::Select(row) => {
                self.set_selected(Some(row));
                self.reveal_with(row, heights);
            }
            ListAction::Move(step) => self.step(step, false, heights),
            ListAction::ExtendTo(row) => self.extend_to(row, heights),
            ListAction::Extend(step) => self.step(step, true, heights),
            ListAction::Toggle(row) => self.toggle(row),
            ListAction::SelectAll => self.select_all(),
        }
        self.settle(heights);
        (self.selected, &self.rows) != (before.0, &before.1)
    }

    /// The distance of a visible row from the upper edge of the view.
    pub fn height_of(&self, row: u64, heights: RowHeights<'_>) -> Option<f64> {
        self.visible().contains(&row).then(|| {
            let above: f64 = (self.top..row).map(|row| height(heights, row)).sum();
            above - self.fraction * height(heights, self.top)
        })
    }

    /// Scrolls until a row has this distance from the upper edge of the view, as far as the ends of the list allow.
    pub fn show_at(&mut self, row: u64, distance: f64, heights: RowHeights<'_>) {
        (self.top, self.fraction) = (row.min(self.len.saturating_sub(1)), 0.0);
        self.scroll_by(-distance, heights);
        self.settle(heights);
    }

    /// Scrolls as little as possible until the whole row is visible.
    pub fn reveal(&mut self, row: u64) {
        self.reveal_with(row, None);
    }

    fn reveal_with(&mut self, row: u64, heights: RowHeights<'_>) {
        if row <= self.top {
            (self.top, self.fraction) = (row, 0.0);
        } else {
            let own = height(heights, row).min(self.page.max(1.0));
            let is_far = (row - self.top) as f64 > self.page + 1.0;
            let above: f64 = if is_far { self.page } else { (self.top..row).map(|row| height(heights, row)).sum() };
            let above = above - self.fraction * height(heights, self.top);
            if is_far || above + own > self.page {
                (self.top, self.fraction) = (row, 0.0);
                self.scroll_by(-(self.page - own).max(0.0), heights);
            }
        }
        self.settle(heights);
    }

    /// Scrolls the row to the middle, unless it is already visible.
    pub fn reveal_centered(&mut self, row: u64, heights: RowHeights<'_>) {
        let visible = self.visible();
        if visible.contains(&row) && row > self.top && row + 1 < visible.end {
            return;
        }
        self.show_at(row, (self.page / 2.0).floor(), heights);
    }

    fn extend_to(&mut self, row: u64, heights: RowHeights<'_>) {
        let row = row.min(self.len.saturating_sub(1));
        let anchor = self.anchor.or(self.selected).unwrap_or(row);
        if !self.takes_several || self.is_empty() {
            self.set_selected(Some(row));
        } else {
            (self.selected, self.anchor) = (Some(row), Some(anchor));
            self.rows = RowRanges::between(anchor, row);
        }
        self.reveal_with(row, heights);
    }

    fn toggle(&mut self, row: u64) {
        if !self.takes_several || row >= self.len {
            self.set_selected(Some(row));
            return;
        }
        let mut rows = self.rows.clone();
        rows.toggle(row);
        // One row stays selected.
        if let Some(nearest) = rows.nearest(row) {
            self.rows = rows;
            (self.selected, self.anchor) = (Some(nearest), Some(nearest));
        }
    }

    fn select_all(&mut self) {
        if self.takes_several && !self.is_empty() {
            self.selected = self.selected.or(Some(self.top));
            self.anchor = Some(0);
            self.rows = RowRanges::from_ranges(std::iter::once(0..self.len));
        }
    }

    fn step(&mut self, step: Move, extends: bool, heights: RowHeights<'_>) {
        let Some(last) = self.len.checked_sub(1) else { return };
        let row = match (self.selected, step) {
            (None, Move::Up | Move::PageUp | Move::End) | (_, Move::End) => last,
            (None, _) | (_, Move::Home) => 0,
            (Some(row), Move::Up) => row.saturating_sub(1),
            (Some(row), Move::Down) => row.saturating_add(1).min(last),
            (Some(row), Move::PageUp) => row.saturating_sub(self.rows_of_page(row, false, heights)),
            (Some(row), Move::PageDown) => row.saturating_add(self.rows_of_page(row, true, heights)).min(last),
        };
        if extends {
            self.extend_to(row, heights);
        } else {
            self.set_selected(Some(row));
            self.reveal_with(row, heights);
        }
    }

    /// How many rows before or after a row fill the view, except for one line.
    fn rows_of_page(&self, from: u64, forward: bool, heights: RowHeights<'_>) -> u64 {
        let page = self.page.floor() - 1.0;
        if heights.is_none() {
            return (page.max(0.0) as u64).max(1);
        }
        let (mut rows, mut filled) = (0, 0.0);
        while filled < page {
            let next = if forward { from + rows } else { from.saturating_sub(rows + 1) };
            filled += height(heights, next);
            rows += u64::from(filled <= page || rows == 0);
        }
        rows.max(1)
    }

    fn scroll_to(&mut self, share: f64, heights: RowHeights<'_>) {
        let range = (self.len as f64 - self.page).max(0.0);
        let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
        // Rows of one height are never cut.
        let position = if heights.is_none() { (share * range).round() } else { share * range };
        (self.top, self.fraction) = (position as u64, position.fract());
        if share >= 1.0 {
            // Tall rows leave space for fewer rows at the end.
            (self.top, self.fraction) = (self.len, 0.0);
        }
    }

    fn scroll_by(&mut self, distance: f64, heights: RowHeights<'_>) {
        if !distance.is_finite() {
            return;
        }
        let walked = if heights.is_some() { distance.clamp(-MAX_WALK, MAX_WALK) } else { 0.0 };
        if distance - walked != 0.0 {
            self.scroll_by_rows(distance - walked);
        }
        if walked < 0.0 {
            self.walk_up(-walked, heights);
        } else if walked > 0.0 {
            self.walk_down(walked, heights);
        }
        self.settle(heights);
    }

    fn scroll_by_rows(&mut self, rows: f64) {
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
    }

    fn walk_up(&mut self, distance: f64, heights: RowHeights<'_>) {
        let mut rest = distance - self.fraction * height(heights, self.top);
        self.fraction = 0.0;
        while rest > 0.0 && self.top > 0 {
            self.top -= 1;
            rest -= height(heights, self.top);
        }
        self.fraction = (-rest).max(0.0) / height(heights, self.top);
        if self.top == 0 && rest > 0.0 {
            self.fraction = 0.0;
        }
    }

    fn walk_down(&mut self, distance: f64, heights: RowHeights<'_>) {
        let mut rest = distance + self.fraction * height(heights, self.top);
        while self.top < self.len && rest >= height(heights, self.top) {
            rest -= height(heights, self.top);
            self.top += 1;
        }
        self.fraction = rest / height(heights, self.top);
    }

    /// Moves the view back into the list, and determines which rows are visible.
    fn settle(&mut self, heights: RowHeights<'_>) {
        let (last_top, last_fraction) = self.last_position(heights);
        if self.top > last_top || (self.top == last_top && self.fraction > last_fraction) {
            (self.top, self.fraction) = (last_top, last_fraction);
        }
        self.visible_end = if heights.is_none() {
            let count = (self.page + self.fraction).ceil() as u64;
            self.top.saturating_add(count).min(self.len)
        } else {
            let mut end = self.top;
            let mut filled = -self.fraction * height(heights, self.top);
            while end < self.len && filled < self.page {
                filled += height(heights, end);
                end += 1;
            }
            end
        };
    }

    /// The position at which the last row is at the lower edge of the view.
    fn last_position(&self, heights: RowHeights<'_>) -> (u64, f64) {
        let page = self.page.ceil();
        let top = self.len.saturating_sub(page as u64);
        if heights.is_none() {
            return (top, if self.len as f64 > self.page { page - self.page } else { 0.0 });
        }
        if self.top < top {
            // Each row has at least one line, so the view does not reach the end.
            return (self.len, 0.0);
        }
        let (mut row, mut filled) = (self.len, 0.0);
        while row > 0 && filled < self.page {
            row -= 1;
            filled += height(heights, row);
        }
        (row, (filled - self.page).max(0.0) / height(heights, row))
    }
}

fn height(heights: RowHeights<'_>, row: u64) -> f64 {
    heights.map_or(1.0, |height_of| height_of(row).max(1.0))
}

#[cfg(test)]
mod tests;
