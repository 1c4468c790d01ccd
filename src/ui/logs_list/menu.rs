//! The menus of the list of logs: of a row, and of the whole list.

use eframe::egui::os::OperatingSystem;
use eframe::egui::{Button, Response, RichText, Ui};

use super::push;
use crate::app::{Action, Command, LogListAction, LogListRow, LogRow, LogsAction, SessionId, State};
use crate::ui::Actions;
use crate::ui::bar;
use crate::ui::theme;
use crate::ui::widgets::button::icon_button_ui;
use crate::ui::widgets::icon::Icon;

/// The menu that the secondary button opens on a row.
pub(super) fn row_menu_ui(response: &Response, state: &State, row: &LogListRow, actions: &mut Actions) {
    response.context_menu(|ui| match row {
        LogListRow::All => close_all_ui(ui, state, actions),
        LogListRow::Group(group) => {
            let text = if group.folded { "Unfold" } else { "Fold" };
            if item_ui(ui, text, None) {
                push(actions, LogListAction::FoldGroup(group.folder.clone(), !group.folded));
            }
            if item_ui(ui, "Close these logs", None) {
                push(actions, LogListAction::CloseGroup(group.folder.clone()));
            }
            if item_ui(ui, "Copy the path", None) {
                actions.push(Action::Copy(group.folder.clone()));
            }
            if let Some(first) = state.logs.list.logs_in(&group.folder).first() {
                show_in_folder_ui(ui, state, *first, actions);
            }
        }
        LogListRow::Log(idx) => {
            let Some(log) = state.logs.list.logs.get(*idx) else { return };
            log_menu_ui(ui, state, log, actions);
        }
    });
}

/// The menu of one log, in the list and on its tab.
pub(in crate::ui) fn log_menu_ui(ui: &mut Ui, state: &State, log: &LogRow, actions: &mut Actions) {
    let Some(id) = log.id else { return };
    if item_ui(ui, "Close", Some(Command::CloseLog)) {
        actions.push(Action::Logs(LogsAction::Close(id)));
    }
    if item_ui(ui, "Close the others", None) {
        push(actions, LogListAction::CloseOthers(id));
    }
    if item_ui(ui, "Close all of this folder", None) {
        push(actions, LogListAction::CloseGroup(log.folder.clone()));
    }
    close_all_ui(ui, state, actions);
    ui.separator();
    if item_ui(ui, "Copy the path", None) {
        actions.push(Action::Copy(log.full_name.clone()));
    }
    show_in_folder_ui(ui, state, id, actions);
}

fn show_in_folder_ui(ui: &mut Ui, state: &State, id: SessionId, actions: &mut Actions) {
    let text = match ui.ctx().os() {
        OperatingSystem::Mac => "Show in Finder",
        OperatingSystem::Windows => "Show in Explorer",
        _ => "Show in folder",
    };
    if state.logs.path_of(id).is_some() && item_ui(ui, text, None) {
        actions.push(Action::Logs(LogsAction::ShowInFolder(id)));
    }
}

/// The menu of the whole list.
pub(super) fn list_menu_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let button = icon_button_ui(ui, Icon::Dots, "Menu of the list of logs", "Close others, close all");
    eframe::egui::Popup::menu(&button).show(|ui| {
        let shown = state.logs.current().map(|session| session.id);
        if let Some(id) = shown
            && item_ui(ui, "Close the others", None)
        {
            push(actions, LogListAction::CloseOthers(id));
        }
        close_all_ui(ui, state, actions);
    });
}

fn close_all_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    if item_ui(ui, "Close all", None) {
        push(actions, LogListAction::CloseAll);
    }
    if state.logs.has_closed() && item_ui(ui, "Open what was closed last", Some(Command::ReopenLog)) {
        actions.push(Action::Run(Command::ReopenLog));
    }
}

/// An item with the key of its command. Returns whether it was chosen.
pub(super) fn item_ui(ui: &mut Ui, text: &str, command: Option<Command>) -> bool {
    let mut button = Button::new(RichText::new(text).font(theme::body()));
    if let Some(command) = command {
        button = button.shortcut_text(bar::shortcut(ui, command));
    }
    let chosen = ui.add(button).clicked();
    if chosen {
        ui.close();
    }
    chosen
}
