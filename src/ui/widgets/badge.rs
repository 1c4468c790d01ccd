//! The badge of a code.

use eframe::egui::{Painter, Pos2, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo, vec2};

use super::icon::paint_severity;
use crate::catalog::Severity;
use crate::ui::theme;
use crate::ui::theme::Palette;

/// Side of the severity's shape in a badge.
const SHAPE: f32 = 12.0;

/// The size of a badge with this text.
pub(crate) fn badge_size(painter: &Painter, text: &str) -> Vec2 {
    let galley =
        painter.layout_no_wrap(text.to_owned(), theme::mono(), Palette::of(&painter.ctx().global_style().visuals).text);
    let padding = theme::badge_padding();
    vec2(galley.size().x + SHAPE + theme::GRID + 2.0 * padding.x, galley.size().y.max(SHAPE) + 2.0 * padding.y)
}

/// Paints a badge. `left` is the middle of its left edge. Returns its rectangle.
pub(crate) fn paint_badge(
    painter: &Painter,
    palette: &Palette,
    left: Pos2,
    text: &str,
    severity: Option<Severity>,
) -> Rect {
    let (strong, soft) = palette.severity(severity);
    let size = badge_size(painter, text);
    let rect = Rect::from_min_size(left - vec2(0.0, size.y / 2.0), size);
    painter.rect_filled(rect, theme::ROUNDING - 1, soft);
    let padding = theme::badge_padding();
    let shape = rect.left_center() + vec2(padding.x + SHAPE / 2.0, 0.0);
    paint_severity(painter, severity, shape, SHAPE, (strong, soft));
    let galley = painter.layout_no_wrap(text.to_owned(), theme::mono(), palette.text);
    let text_left = shape.x + SHAPE / 2.0 + theme::GRID;
    painter.galley(Pos2::new(text_left, rect.center().y - galley.size().y / 2.0), galley, palette.text);
    rect
}

/// A badge that can be clicked. `name` is its accessible name.
pub(crate) fn badge_ui(ui: &mut Ui, text: &str, severity: Option<Severity>, name: &str) -> Response {
    let palette = Palette::of(ui.visuals());
    let size = badge_size(ui.painter(), text);
    let (rect, response) = ui.allocate_exact_size(vec2(size.x, size.y.max(theme::ROW)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, ui.is_enabled(), name));
    let badge = paint_badge(ui.painter(), palette, rect.left_center(), text, severity);
    if response.has_focus() || response.hovered() {
        let stroke = eframe::egui::Stroke::new(1.5, palette.accent);
        ui.painter().rect_stroke(badge, theme::ROUNDING - 1, stroke, eframe::egui::StrokeKind::Inside);
    }
    response.on_hover_cursor(eframe::egui::CursorIcon::PointingHand)
}
