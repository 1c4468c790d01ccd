//! The whole window: bar, question, tab, notices.

use eframe::egui::{CentralPanel, Frame, Panel, RichText, Role, Stroke, Ui, UiBuilder};

use super::Actions;
use super::widgets::button::icon_button_ui;
use super::widgets::icon::{Icon, paint_icon};
use super::{bar, codes_tab, logs_tab, prompt, theme};
use crate::app::{Action, NoticeKind, State, Tab};
use theme::Palette;

/// Draws the window. `dropping` is whether files are being dragged over it.
pub fn window_ui(ui: &mut Ui, state: &State, dropping: bool, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let bar_frame = Frame::new().fill(palette.bar).inner_margin(theme::bar_margin());
    Panel::top("bar").frame(bar_frame).resizable(false).show(ui, |ui| bar::bar_ui(ui, state, actions));
    if !state.notices.is_empty() {
        Panel::bottom("notices").frame(bar_frame).resizable(false).show(ui, |ui| notices_ui(ui, state, actions));
    }
    if let Some(question) = state.prompt.as_ref() {
        let frame = Frame::new().fill(palette.inset).inner_margin(theme::page_margin());
        Panel::top("question").frame(frame).resizable(false).show(ui, |ui| {
            prompt::prompt_ui(ui, question, actions);
        });
    }
    CentralPanel::no_frame().show(ui, |ui| {
        ui.painter().rect_filled(ui.max_rect(), 0, palette.surface);
        match state.tab {
            Tab::Codes => codes_tab::codes_tab_ui(ui, state, actions),
            Tab::Logs => logs_tab::logs_tab_ui(ui, state, actions),
        }
    });
    if dropping {
        drop_target_ui(ui, palette);
    }
}

fn notices_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    for notice in &state.notices {
        let builder = UiBuilder::new().accessibility_role(Role::Alert).accessibility_label(&notice.text);
        ui.scope_builder(builder, |ui| {
            ui.horizontal(|ui| {
                let (mark, color) = match notice.kind {
                    NoticeKind::Done => (Icon::Check, palette.accent),
                    NoticeKind::Failed => (Icon::Close, palette.error),
                };
                let (rect, _) = ui.allocate_exact_size([16.0, theme::ROW].into(), eframe::egui::Sense::hover());
                paint_icon(ui.painter(), rect.shrink2([0.0, 4.0].into()), mark, color);
                let width = ui.available_width() - theme::CONTROL - theme::GRID * 4.0;
                ui.scope(|ui| {
                    ui.set_max_width(width);
                    ui.add(
                        eframe::egui::Label::new(RichText::new(&notice.text).font(theme::body()))
                            .wrap()
                            .selectable(true),
                    );
                });
                if icon_button_ui(ui, Icon::Close, "Dismiss", "Dismiss").clicked() {
                    actions.push(Action::Dismiss(notice.id));
                }
            });
        });
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
    let takes =
        "Console logs, chrome_debug.log, HAR, JSON, CSV, Sentry events, text; also .gz, .zst, .zip and whole folders";
    painter.text(center + eframe::egui::vec2(0.0, 36.0), align, takes, theme::body(), palette.muted);
}
