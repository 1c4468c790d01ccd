//! A row whose end is at the right edge. What it adds is in the order in which it is seen, which is that of the keyboard and of
//! screen readers.

use eframe::egui::{Align, Layout, Rect, Sense, Ui, UiBuilder, vec2};

use super::theme;

/// Widths differ by this much from rounding alone.
const SAME_WIDTH: f32 = 0.5;

/// Draws `start` at the left edge in the width that `end` leaves, and `end` at the right edge. The width of `end` is that of
/// the frame before; when it changes, the frame is drawn again. What does not fit into the row is cut: the row never becomes
/// wider than what it is in.
pub(super) fn split_row_ui(ui: &mut Ui, start: impl FnOnce(&mut Ui), end: impl FnOnce(&mut Ui)) {
    let id = ui.next_auto_id().with("width of the end");
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme::CONTROL), Sense::hover());
    let known: Option<f32> = ui.data(|data| data.get_temp(id));
    let gap = ui.spacing().item_spacing.x;
    // As long as its width is not known, the end has half of the row.
    let end_left = rect.right() - known.unwrap_or(rect.width() / 2.0).min(rect.width());
    let part = |rect: Rect| UiBuilder::new().max_rect(rect).layout(Layout::left_to_right(Align::Center));
    let start_rect = rect.with_max_x((end_left - gap).max(rect.left()));
    let mut start_ui = ui.new_child(part(start_rect));
    start_ui.shrink_clip_rect(start_rect.expand(theme::GRID));
    start(&mut start_ui);
    drop(start_ui);
    let mut end_ui = ui.new_child(part(rect.with_min_x(end_left)));
    let width = end_ui.horizontal(end).response.rect.width();
    if known.is_none_or(|known| (known - width).abs() > SAME_WIDTH) {
        ui.data_mut(|data| data.insert_temp(id, width));
        ui.ctx().request_discard("the end of a row has another width");
    }
}
