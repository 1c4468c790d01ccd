//! Hints above what they are about. What is below, the log, is being read.

use eframe::egui::{Pos2, Rect, RectAlign, Response, Tooltip, Vec2, WidgetText};

/// A hint above a control, while the pointer is over it.
pub(crate) fn hint_above(response: Response, text: impl Into<WidgetText>) -> Response {
    let mut tooltip = Tooltip::for_enabled(&response);
    tooltip.popup = tooltip.popup.align(RectAlign::TOP_START);
    tooltip.show(|ui| {
        ui.label(text);
    });
    response
}

/// A hint above a place, while the pointer is over a widget.
pub(crate) fn hint_above_at(response: &Response, at: Pos2, text: impl Into<WidgetText>) {
    let mut tooltip = Tooltip::for_enabled(response);
    tooltip.popup = tooltip.popup.anchor(Rect::from_min_size(at, Vec2::ZERO)).align(RectAlign::TOP_START);
    tooltip.show(|ui| {
        ui.label(text);
    });
}
