//! Tabs: the two of the window, and one for each opened log.

use eframe::egui::{Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::button::{paint_focus, paint_hover, sized_icon_button_ui};
use super::icon::{Icon, paint_icon, paint_severity};
use super::text::{clipped_width, paint_beside};
use crate::app::FindingMark;
use crate::ui::theme;
use crate::ui::theme::Palette;

/// Longer names are cut at this width.
const NAME_WIDTH: f32 = 180.0;

/// One of the window's tabs, with a count beside its name.
pub(crate) fn tab_ui(ui: &mut Ui, shown: bool, name: &str, count: usize) -> Response {
    let palette = Palette::of(ui.visuals());
    let color = if shown { palette.text } else { palette.muted };
    let label = clipped_width(ui, name, &theme::strong(), color, NAME_WIDTH);
    let count = (count > 0).then(|| clipped_width(ui, &count.to_string(), &theme::small(), palette.muted, NAME_WIDTH));
    let counted = count.as_ref().map_or(0.0, |galley| galley.size().x + 3.0 * theme::GRID);
    let (rect, response) = ui
        .allocate_exact_size(vec2(label.size().x + counted + 4.0 * theme::GRID, theme::CONTROL + 4.0), Sense::click());
    name_tab(ui, &response, shown, name);
    paint_hover(ui, &response);
    let left = rect.left() + 2.0 * theme::GRID;
    let right = left + label.size().x;
    paint_beside(ui, pos2(left, rect.center().y), label, color);
    if let Some(count) = count {
        let pill = Rect::from_min_size(
            pos2(right + theme::GRID, rect.center().y - count.size().y / 2.0 - 1.0),
            vec2(count.size().x + 2.0 * theme::GRID, count.size().y + 2.0),
        );
        ui.painter().rect_filled(pill, pill.height() / 2.0, palette.line);
        ui.painter().galley(pill.min + vec2(theme::GRID, 1.0), count, palette.muted);
    }
    if shown {
        let y = rect.bottom() - 1.0;
        ui.painter().hline(left..=rect.right() - 2.0 * theme::GRID, y, Stroke::new(2.0, palette.accent));
    }
    paint_focus(ui, &response, rect);
    response
}

/// The tab of a log.
pub(crate) struct FileTab<'a> {
    /// Whether the log is shown.
    pub shown: bool,
    /// The name on the tab.
    pub name: &'a str,
    /// The full name, for the tooltip.
    pub full_name: &'a str,
    /// How much of the log has been read, from 0 to 1; `None` when reading has ended.
    pub progress: Option<f32>,
    /// The most severe finding in the log.
    pub most_severe: Option<FindingMark>,
    /// Whether the log could not be read.
    pub is_unread: bool,
}

/// Draws the tab of a log. Returns the tab and its close button.
pub(crate) fn file_tab_ui(ui: &mut Ui, tab: &FileTab<'_>) -> (Response, Response) {
    let FileTab { shown, name, full_name, progress, most_severe, is_unread } = *tab;
    let palette = Palette::of(ui.visuals());
    let color = if shown { palette.text } else { palette.muted };
    let label = clipped_width(ui, name, &theme::small_strong(), color, NAME_WIDTH);
    let mark = if most_severe.is_some() || is_unread { 4.0 * theme::GRID } else { 0.0 };
    let width = label.size().x + mark + 4.0 * theme::GRID + theme::ROW;
    let (rect, response) = ui.allocate_exact_size(vec2(width, theme::CONTROL), Sense::click());
    name_tab(ui, &response, shown, name);
    let fill = if shown {
        palette.surface
    } else if response.hovered() {
        palette.hovered
    } else {
        palette.bar
    };
    ui.painter().rect(rect, theme::ROUNDING, fill, Stroke::new(1.0, palette.line), StrokeKind::Inside);
    if shown {
        ui.painter().hline(rect.shrink(6.0).x_range(), rect.bottom() - 1.0, Stroke::new(2.0, palette.accent));
    }
    if let Some(progress) = progress {
        let done = rect.left() + rect.width() * progress.clamp(0.0, 1.0);
        ui.painter().hline(rect.left()..=done, rect.bottom() - 1.0, Stroke::new(2.0, palette.accent));
    }
    let mut left = rect.left() + 2.0 * theme::GRID;
    if is_unread {
        let place = Rect::from_center_size(pos2(left + 6.0, rect.center().y), vec2(14.0, 14.0));
        paint_icon(ui.painter(), place, Icon::Unread, palette.warning);
        left += mark;
    } else if let Some(FindingMark(severity)) = most_severe {
        let (strong, soft) = palette.severity(severity);
        let center = pos2(left + 6.0, rect.center().y);
        paint_severity(ui.painter(), severity, center, 12.0, (strong, soft));
        left += mark;
    }
    paint_beside(ui, pos2(left, rect.center().y), label, color);
    paint_focus(ui, &response, rect);
    let close_rect =
        Rect::from_center_size(pos2(rect.right() - theme::ROW / 2.0 - 2.0, rect.center().y), vec2(20.0, 20.0));
    let close = ui
        .scope_builder(eframe::egui::UiBuilder::new().max_rect(close_rect), |ui| {
            sized_icon_button_ui(ui, Icon::Close, &format!("Close {name}"), 20.0)
        })
        .inner;
    (response.on_hover_text(full_name), close)
}

fn name_tab(ui: &Ui, response: &Response, shown: bool, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(Role::Tab, ui.is_enabled(), name));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(shown));
}
