//! Files that were opened recently: on the page that is shown while no log is open, and in a menu.

use eframe::egui::{Label, Popup, RichText, Ui};

use super::menu::item_ui;
use crate::app::{Action, Command, KeptAction, LogsAction, RecentFile, State};
use crate::ui::Actions;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::{icon_button_ui, link_beside_text_ui, small_link_ui};
use crate::ui::widgets::icon::Icon;

/// How many files the page shows.
const ON_PAGE: usize = 6;
/// How many files the menu shows.
const IN_MENU: usize = 12;

fn open(file: &RecentFile) -> Action {
    Action::Logs(LogsAction::Open(vec![file.path.clone()]))
}

fn kept(action: KeptAction) -> Action {
    Action::Logs(LogsAction::OfKept(action))
}

fn earlier_text(count: usize) -> String {
    if count == 1 {
        "The log that was open the last time".to_owned()
    } else {
        format!("The {count} logs of the last time")
    }
}

/// The files on the page that is shown while no log is open; nothing before the first one.
pub(in crate::ui) fn recent_files_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let (recent, earlier) = (state.recent(), state.earlier_count());
    if recent.is_empty() && earlier == 0 {
        return;
    }
    let palette = Palette::of(ui.visuals());
    ui.add_space(theme::GRID * 5.0);
    ui.horizontal(|ui| {
        ui.label(RichText::new("Open again").font(theme::heading()));
        ui.add_space(theme::GRID);
        if !recent.is_empty()
            && small_link_ui(ui, "Forget these", "Forget the files that were opened recently").clicked()
        {
            actions.push(kept(KeptAction::ClearRecent));
        }
    });
    ui.add_space(theme::GRID);
    if earlier > 0 && link_beside_text_ui(ui, &earlier_text(earlier)).clicked() {
        actions.push(kept(KeptAction::OpenEarlier));
    }
    for file in recent.iter().take(ON_PAGE) {
        ui.horizontal(|ui| {
            if link_beside_text_ui(ui, &file.name()).clicked() {
                actions.push(open(file));
            }
            let kind = if file.is_case() { "case in " } else { "" };
            let folder = RichText::new(format!("{kind}{}", file.folder())).font(theme::small()).color(palette.muted);
            ui.add(Label::new(folder).truncate());
        });
    }
}

/// The button of a menu with these files, and with what concerns all logs.
pub(in crate::ui) fn recent_menu_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let button = icon_button_ui(ui, Icon::Down, "Recent files and cases", "Recent files and cases");
    Popup::menu(&button).show(|ui| {
        ui.set_max_width(360.0);
        for file in state.recent().iter().take(IN_MENU) {
            let text = if file.is_case() { format!("{} (case)", file.name()) } else { file.name() };
            if item_ui(ui, &text, None) {
                actions.push(open(file));
            }
        }
        if state.earlier_count() > 0 && item_ui(ui, &earlier_text(state.earlier_count()), None) {
            actions.push(kept(KeptAction::OpenEarlier));
        }
        if state.recent().is_empty() && state.earlier_count() == 0 {
            ui.label(RichText::new("No file was opened yet").font(theme::body()));
        } else if !state.recent().is_empty() && item_ui(ui, "Forget these files", None) {
            actions.push(kept(KeptAction::ClearRecent));
        }
        ui.separator();
        if state.logs.has_closed() && item_ui(ui, "Open what was closed last", Some(Command::ReopenLog)) {
            actions.push(Action::Run(Command::ReopenLog));
        }
        if item_ui(ui, "Save the opened logs as a case…", Some(Command::SaveCase)) {
            actions.push(Action::Run(Command::SaveCase));
        }
        let restore = state.settings.restore_logs;
        let text =
            if restore { "Do not open these logs at the next start" } else { "Open these logs at the next start" };
        if item_ui(ui, text, None) {
            actions.push(kept(KeptAction::RestoreLogs(!restore)));
        }
    });
}
