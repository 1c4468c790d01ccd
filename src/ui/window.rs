//! The whole window: bar, tab, and what floats over them.

use eframe::egui::{CentralPanel, Frame, Panel, Stroke, Ui};

use super::Actions;
use super::widgets::icon::{Icon, paint_icon};
use super::{bar, codes_tab, logs_tab, overlays, theme};
use crate::app::{State, Tab};
use theme::Palette;

/// Draws the window. `dropping` is whether files are being dragged over it.
pub fn window_ui(ui: &mut Ui, state: &State, dropping: bool, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let bar_frame = Frame::new().fill(palette.bar).inner_margin(theme::bar_margin());
    Panel::top("bar").frame(bar_frame).resizable(false).show(ui, |ui| bar::bar_ui(ui, state, actions));
    let content = ui.available_rect_before_wrap();
    CentralPanel::no_frame().show(ui, |ui| {
        ui.painter().rect_filled(ui.max_rect(), 0, palette.surface);
        match state.tab {
            Tab::Codes => codes_tab::codes_tab_ui(ui, state, actions),
            Tab::Logs => logs_tab::logs_tab_ui(ui, state, actions),
        }
    });
    overlays::overlays_ui(ui, state, content, actions);
    if dropping {
        drop_target_ui(ui, palette);
    }
}

/// Shows what can be dropped, over the whole window, which accepts it anywhere.
fn drop_target_ui(ui: &mut Ui, palette: &Palette) {
    let layer = eframe::egui::LayerId::new(eframe::egui::Order::Foreground, ui.scope_id().with("drop"));
    let painter = ui.ctx().layer_painter(layer);
    let rect = ui.ctx().content_rect();
    painter.rect_filled(rect, 0, palette.surface.gamma_multiply(0.94));
    let frame = rect.shrink(12.0);
    painter.rect_stroke(frame, 8, Stroke::new(2.0, palette.accent), eframe::egui::StrokeKind::Inside);
    let center = frame.center();
    let icon = eframe::egui::Rect::from_center_size(center - eframe::egui::vec2(0.0, 40.0), [40.0, 40.0].into());
    paint_icon(&painter, icon, Icon::Drop, palette.accent);
    let align = eframe::egui::Align2::CENTER_CENTER;
    painter.text(center + eframe::egui::vec2(0.0, 8.0), align, "Drop to open", theme::heading(), palette.text);
    let takes = "Console logs, chrome_debug.log, HAR, JSON, CSV, Sentry events, text, screenshots; also .gz, .zst, .zip and whole folders";
    painter.text(center + eframe::egui::vec2(0.0, 36.0), align, takes, theme::body(), palette.muted);
}
