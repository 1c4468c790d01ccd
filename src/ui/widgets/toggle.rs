//! Check boxes of filters, with a count.

use eframe::egui::{Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::button::{paint_focus, paint_hover};
use super::icon::{Icon, paint_icon};
use super::text::{clipped_width, paint_beside};
use crate::log::Level;
use crate::report::number_format::group_thousands;
use crate::ui::theme;
use crate::ui::theme::Palette;

/// The side of the box.
const BOX: f32 = 14.0;

/// A check box over the whole width.
pub(crate) struct CheckBox<'t> {
    /// Whether it is checked.
    pub(crate) checked: bool,
    /// Its text.
    pub(crate) text: &'t str,
    /// Its accessible name.
    pub(crate) name: &'t str,
    /// A count at the right.
    pub(crate) count: Option<usize>,
    /// Clicks, and the focus if it can have it.
    pub(crate) sense: Sense,
}

impl<'t> CheckBox<'t> {
    /// A check box without a count, whose accessible name is its text.
    pub(crate) fn new(checked: bool, text: &'t str) -> Self {
        Self { checked, text, name: text, count: None, sense: Sense::click() }
    }
}

/// Draws a check box.
pub(crate) fn check_ui(ui: &mut Ui, shown: &CheckBox<'_>) -> Response {
    let palette = Palette::of(ui.visuals());
    let CheckBox { checked, text, name, count, sense } = *shown;
    let (response, check) = box_ui(ui, vec2(ui.available_width(), theme::ROW), (checked, sense), name);
    let rect = response.rect;
    let mut right = rect.right() - theme::GRID;
    let color = if count == Some(0) && !checked { palette.muted } else { palette.text };
    if let Some(count) = count {
        let galley = clipped_width(ui, &count.to_string(), &theme::small(), palette.muted, 60.0);
        let left = pos2(right - galley.size().x, rect.center().y);
        right = left.x - theme::GRID;
        paint_beside(ui, left, galley, palette.muted);
    }
    let left = check.right() + 2.0 * theme::GRID;
    let galley = clipped_width(ui, text, &theme::small(), color, right - left);
    paint_beside(ui, pos2(left, rect.center().y), galley, color);
    response
}

/// A small check box beside others, with its count: a level, or "Findings only".
pub(crate) fn level_toggle_ui(
    ui: &mut Ui,
    checked: bool,
    text: &str,
    count: Option<u64>,
    level: Option<Level>,
) -> Response {
    let palette = Palette::of(ui.visuals());
    let color = match level {
        Some(level) if checked => palette.level(level),
        _ if checked => palette.text,
        _ => palette.muted,
    };
    let label = clipped_width(ui, text, &theme::small_strong(), color, 200.0);
    let count = count.map(|count| clipped_width(ui, &group_thousands(count), &theme::small(), palette.muted, 120.0));
    let counted = count.as_ref().map_or(0.0, |galley| galley.size().x + theme::GRID * 1.5);
    let size = vec2(BOX + label.size().x + counted + theme::GRID * 5.0, theme::CONTROL);
    let (response, check) = box_ui(ui, size, (checked, Sense::click()), text);
    let rect = response.rect;
    let left = check.right() + theme::GRID * 1.5;
    let width = label.size().x;
    paint_beside(ui, pos2(left, rect.center().y), label, color);
    if let Some(count) = count {
        paint_beside(ui, pos2(left + width + theme::GRID * 1.5, rect.center().y), count, palette.muted);
    }
    response
}

/// One of several values of which one is chosen.
pub(crate) fn choice_ui(ui: &mut Ui, chosen: bool, text: &str) -> Response {
    let palette = Palette::of(ui.visuals());
    let color = if chosen { palette.accent } else { palette.text };
    let label = clipped_width(ui, text, &theme::body(), color, 200.0);
    let size = vec2(label.size().x + 6.0 * theme::GRID, theme::CONTROL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, text));
    paint_hover(ui, &response);
    let (fill, outline) = if chosen { (palette.selected, palette.accent) } else { (palette.surface, palette.outline) };
    ui.painter().rect(rect, theme::ROUNDING, fill, Stroke::new(1.0, outline), StrokeKind::Inside);
    paint_beside(ui, pos2(rect.left() + 3.0 * theme::GRID, rect.center().y), label, color);
    paint_focus(ui, &response, rect);
    response
}

/// A check box at the left of a space that is clickable as a whole. Also returns the rectangle of the box.
fn box_ui(ui: &mut Ui, size: Vec2, (checked, sense): (bool, Sense), name: &str) -> (Response, Rect) {
    let palette = Palette::of(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(size, sense);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), checked, name));
    paint_hover(ui, &response);
    paint_focus(ui, &response, rect);
    let check = Rect::from_center_size(pos2(rect.left() + theme::GRID + BOX / 2.0, rect.center().y), vec2(BOX, BOX));
    if checked {
        ui.painter().rect_filled(check, 3, palette.accent);
        paint_icon(ui.painter(), check.shrink(1.5), Icon::Check, palette.on_accent);
    } else {
        ui.painter().rect(check, 3, palette.surface, Stroke::new(1.0, palette.muted), StrokeKind::Inside);
    }
    (response, check)
}
