//! A row whose end is at the right edge. What it adds is in the order in which it is seen, which is that of the keyboard and of
//! screen readers.

use eframe::egui::{Align, Layout, Ui, vec2};

use super::theme;

/// Widths differ by this much from rounding alone.
const SAME_WIDTH: f32 = 0.5;

/// Draws `start` at the left edge in the width that `end` leaves, and `end` at the right edge. The width of `end` is that of
/// the frame before; when it changes, the frame is drawn again.
pub(super) fn split_row_ui(ui: &mut Ui, start: impl FnOnce(&mut Ui), end: impl FnOnce(&mut Ui)) {
    let id = ui.next_auto_id().with("width of the end");
    let size = vec2(ui.available_width(), theme::CONTROL);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        let known: Option<f32> = ui.data(|data| data.get_temp(id));
        let rect = ui.available_rect_before_wrap();
        let gap = ui.spacing().item_spacing.x;
        let end_width = known.unwrap_or_default().min(rect.width());
        let start_width = (rect.width() - end_width - gap).max(0.0);
        let start_size = vec2(start_width, rect.height());
        ui.allocate_ui_with_layout(start_size, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_size(start_size);
            start(ui);
        });
        let width = ui.horizontal(end).response.rect.width();
        if known.is_none_or(|known| (known - width).abs() > SAME_WIDTH) {
            ui.data_mut(|data| data.insert_temp(id, width));
            ui.ctx().request_discard("the end of a row has another width");
        }
    });
}
