//! The tab of logs while no log is open: what can be dropped, and how customers export a log.

use eframe::egui::{Frame, Label, Margin, RichText, ScrollArea, Sense, Stroke, Ui, vec2};

use super::Actions;
use super::logs_list::recent::recent_files_ui;
use super::widgets::button::{button_ui, primary_button_ui};
use super::widgets::icon::{Icon, paint_icon};
use super::widgets::text::steps_ui;
use super::{bar, theme};
use crate::app::{Action, Command, EXPORT_GUIDES, ExportGuide, LogsAction, State};
use theme::Palette;

/// The greatest width of the page: two guides side by side.
const MAX_WIDTH: f32 = 1040.0;

pub(super) fn welcome_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = (ui.available_width() - 48.0).min(MAX_WIDTH);
        let side = ((ui.available_width() - width) / 2.0).max(24.0);
        Frame::new().inner_margin(Margin { left: side as i8, right: 0, top: 24, bottom: 24 }).show(ui, |ui| {
            if side > f32::from(i8::MAX) {
                ui.set_max_width(width + side);
            }
            ui.horizontal_top(|ui| {
                ui.add_space((side - f32::from(i8::MAX)).max(0.0));
                ui.vertical(|ui| {
                    ui.set_width(width);
                    drop_area_ui(ui, actions);
                    recent_files_ui(ui, state, actions);
                    ui.add_space(theme::GRID * 5.0);
                    ui.horizontal(|ui| {
                        ui.label(RichText::new("How a customer gets the log").font(theme::heading()));
                        ui.add_space(theme::GRID * 2.0);
                        let copy = button_ui(ui, "Copy as a text to send");
                        let hint = "Copies all of this as a text for the customer, with a word about secrets";
                        if copy.on_hover_text(hint).clicked() {
                            actions.push(Action::Run(Command::CopyExportGuide));
                        }
                    });
                    ui.add_space(theme::GRID * 2.0);
                    for pair in EXPORT_GUIDES.chunks(2) {
                        ui.columns(2, |columns| {
                            for (ui, guide) in columns.iter_mut().zip(pair) {
                                guide_ui(ui, guide);
                            }
                        });
                        ui.add_space(theme::GRID * 3.0);
                    }
                });
            });
        });
    });
}

fn drop_area_ui(ui: &mut Ui, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    Frame::new()
        .fill(palette.inset)
        .stroke(Stroke::new(1.0, palette.outline))
        .corner_radius(8)
        .inner_margin(Margin::same(24))
        .show(ui, |ui| {
            ui.take_available_width();
            ui.horizontal_top(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(40.0, 40.0), Sense::hover());
                paint_icon(ui.painter(), rect, Icon::Drop, palette.accent);
                ui.add_space(theme::GRID * 2.0);
                ui.vertical(|ui| {
                    ui.label(RichText::new("Drop logs here").font(theme::heading()));
                    let takes = "Anywhere in the window: console logs, chrome_debug.log, HAR, JSON, CSV, Sentry events, \
                                 mails, chats and screenshots. Several at once, whole folders, .gz, .zst and .zip too. Nothing is sent anywhere.";
                    ui.add(Label::new(RichText::new(takes).font(theme::body()).color(palette.muted)).wrap());
                    ui.add_space(theme::GRID * 3.0);
                    ui.horizontal(|ui| {
                        if primary_button_ui(ui, "Try the sample").clicked() {
                            actions.push(Action::Logs(LogsAction::OpenSample));
                        }
                        ui.label(RichText::new("or").font(theme::body()).color(palette.muted));
                        let choose = button_ui(ui, "Choose files…");
                        if choose.on_hover_text(bar::shortcut(ui, Command::OpenLog)).clicked() {
                            actions.push(Action::Run(Command::OpenLog));
                        }
                    });
                });
            });
        });
}

fn guide_ui(ui: &mut Ui, guide: &ExportGuide) {
    ui.label(RichText::new(guide.source).font(theme::strong()));
    ui.add_space(theme::GRID);
    let steps: Vec<String> = guide.steps.iter().map(|step| (*step).to_owned()).collect();
    steps_ui(ui, &steps);
}
