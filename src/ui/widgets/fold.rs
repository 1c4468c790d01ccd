//! Buttons that fold a part of the window, or unfold it.

use eframe::egui::{Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};

use super::button::{paint_focus, paint_hover};
use super::icon::{Icon, paint_icon};
use super::text::clipped_width;
use crate::ui::theme;
use crate::ui::theme::Palette;

/// Side of the arrow.
const ARROW: f32 = 12.0;

/// A title with an arrow, as wide as the text; a click folds or unfolds what is below it. `name` is its accessible name.
pub(crate) fn fold_ui(ui: &mut Ui, is_folded: bool, title: &str, name: &str) -> Response {
    let palette = Palette::of(ui.visuals());
    let width = ui.available_width() - ARROW - 2.0 * theme::GRID;
    let galley = clipped_width(ui, title, &theme::strong(), palette.text, width);
    let size = vec2(galley.size().x + ARROW + 2.0 * theme::GRID, theme::ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    describe(ui, &response, is_folded, name);
    paint_hover(ui, &response);
    paint_focus(ui, &response, rect);
    paint_arrow(ui, rect, is_folded);
    let left = rect.left_center() + vec2(ARROW + theme::GRID, -galley.size().y / 2.0);
    ui.painter().galley(left, galley, palette.text);
    response
}

/// An arrow alone, for the narrow place beside something.
pub(crate) fn fold_arrow_ui(ui: &mut Ui, is_folded: bool, name: &str) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ARROW + theme::GRID, theme::ROW - theme::GRID), Sense::click());
    describe(ui, &response, is_folded, name);
    paint_hover(ui, &response);
    paint_focus(ui, &response, rect);
    paint_arrow(ui, rect, is_folded);
    response
}

fn describe(ui: &Ui, response: &Response, is_folded: bool, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::DisclosureTriangle, ui.is_enabled(), name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(!is_folded));
}

fn paint_arrow(ui: &Ui, rect: Rect, is_folded: bool) {
    let center = rect.left_center() + vec2(ARROW / 2.0 + 1.0, 0.0);
    let icon = if is_folded { Icon::Right } else { Icon::Down };
    paint_icon(ui.painter(), Rect::from_center_size(center, vec2(ARROW, ARROW)), icon, Palette::of(ui.visuals()).muted);
}
