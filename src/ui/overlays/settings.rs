//! The settings.

use eframe::egui::{RichText, Ui};

use super::sheet::{SheetPlace, sheet_ui, title_ui};
use crate::app::{Action, Appearance, Command, KeptAction, LogsAction, State};
use crate::ui::widgets::button::{button_ui, link_ui};
use crate::ui::widgets::text::muted;
use crate::ui::widgets::toggle::{CheckBox, check_ui, choice_ui};
use crate::ui::{Actions, bar, theme};

/// Width of the column with the names of the settings.
const NAME_WIDTH: f32 = 132.0;

pub(super) fn settings_ui(ui: &Ui, state: &State, actions: &mut Actions) {
    let settings = &state.settings;
    sheet_ui(ui, "Settings", &SheetPlace::center(520.0), |ui| {
        title_ui(ui, "Settings", "Close the settings", actions);
        row_ui(ui, "Text size", |ui| {
            for (text, name, command) in [("−", "Smaller", Command::ZoomOut), ("+", "Larger", Command::ZoomIn)] {
                let button = button_ui(ui, text);
                button.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Button, true, name));
                if button.on_hover_text(bar::hint(ui, name, command)).clicked() {
                    actions.push(Action::Run(command));
                }
                if command == Command::ZoomOut {
                    ui.label(RichText::new(settings.zoom.title()).font(theme::body()));
                }
            }
            if settings.zoom != crate::app::Zoom::default() && link_ui(ui, "Usual size").clicked() {
                actions.push(Action::Run(Command::ResetZoom));
            }
        });
        row_ui(ui, "Appearance", |ui| {
            for appearance in Appearance::ALL {
                if choice_ui(ui, settings.appearance == *appearance, appearance.title()).clicked() {
                    actions.push(Action::Appearance(*appearance));
                }
            }
        });
        row_ui(ui, "Long lines", |ui| {
            let text = "Wrap long lines of logs";
            if check_ui(ui, &CheckBox::new(settings.wrap_lines, text)).clicked() {
                actions.push(Action::WrapLines(!settings.wrap_lines));
            }
        });
        row_ui(ui, "Redaction", |ui| {
            let redacts = !settings.keep_secrets;
            let text = "Take secrets out of reports and copies at each start";
            if check_ui(ui, &CheckBox::new(redacts, text)).clicked() {
                actions.push(Action::KeepSecrets(redacts));
            }
        });
        row_ui(ui, "Start", |ui| {
            let restores = settings.restore_logs;
            let text = "Open the logs again that were open";
            let hint = "Pasted logs are not kept. Only paths and positions are written, never text of a log.";
            if check_ui(ui, &CheckBox::new(restores, text)).on_hover_text(hint).clicked() {
                actions.push(Action::Logs(LogsAction::OfKept(KeptAction::RestoreLogs(!restores))));
            }
        });
        row_ui(ui, "Language", |ui| {
            ui.label(muted(ui, "English. Chinese words are understood in the search."));
        });
        row_ui(ui, "More", |ui| {
            for (text, command) in [
                ("Keys", Command::ShowKeys),
                ("All commands", Command::ShowPalette),
                ("About TRTC Lens", Command::ShowAbout),
            ] {
                if link_ui(ui, text).clicked() {
                    actions.push(Action::Run(command));
                }
            }
        });
        ui.add_space(theme::GRID);
        ui.label(muted(
            ui,
            "Settings are kept on this computer. Pane sizes, columns and the window's size are remembered, too.",
        ));
    });
}

fn row_ui(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.set_min_height(theme::CONTROL + theme::GRID);
        ui.scope(|ui| {
            ui.set_min_width(NAME_WIDTH);
            ui.set_max_width(NAME_WIDTH);
            ui.label(RichText::new(name).font(theme::body()));
        });
        add(ui);
    });
}
