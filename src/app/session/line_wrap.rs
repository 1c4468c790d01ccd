//! Wrapping of lines: how many lines each row has.

use std::cell::RefCell;
use std::collections::HashMap;

use super::entries::LogEntries;
use crate::app::entries::row::EntryRow;
use crate::app::entries::wrap::row_height;

/// Heights that are remembered. A step of the selection needs those of a page.
const MAX_REMEMBERED: usize = 4096;

/// Whether and where lines are wrapped.
#[derive(Debug, Default)]
pub struct LineWrap {
    /// Whether lines are wrapped.
    pub is_on: bool,
    /// How many characters the view shows of a message; 0 until the view was drawn.
    pub width: usize,
    heights: RefCell<HashMap<u64, f64>>,
}

impl LineWrap {
    /// How many characters a line has; `None` if lines are not wrapped.
    pub fn columns(&self) -> Option<usize> {
        (self.is_on && self.width > 0).then_some(self.width)
    }

    pub(super) fn set(&mut self, is_on: bool, width: usize) {
        (self.is_on, self.width) = (is_on, width);
        self.heights.get_mut().clear();
    }

    /// Forgets the heights: the entries may have changed.
    pub(super) fn clear_cache(&mut self) {
        self.heights.get_mut().clear();
    }

    /// The height of the row of an entry.
    pub(super) fn height_of(&self, entry_idx: u64, entries: &LogEntries) -> f64 {
        let Some(columns) = self.columns() else { return 1.0 };
        if let Some(height) = self.heights.borrow().get(&entry_idx) {
            return *height;
        }
        let entry = entries.get(entry_idx);
        let height = entry.map_or(1.0, |entry| row_height(EntryRow::line_count(&entry, columns)));
        let mut heights = self.heights.borrow_mut();
        if heights.len() >= MAX_REMEMBERED {
            heights.clear();
        }
        heights.insert(entry_idx, height);
        height
    }
}
