//! The bar at the top: tabs, back and forward, the search field, buttons for appearance, settings and the list of keys.

use eframe::egui::{Key, Modifiers, Rect, TextEdit, Ui, vec2};

use super::Actions;
use super::widgets::button::icon_button_ui;
use super::widgets::icon::{Icon, paint_icon};
use super::widgets::list::moves_in_field;
use super::widgets::tab::tab_ui;
use super::{focus, theme};
use crate::app::{Action, Appearance, CodesAction, Command, ListAction, Move, State, Tab};
use theme::Palette;

pub(super) fn bar_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    ui.horizontal(|ui| {
        let [codes, logs] = [Command::ShowCodes, Command::ShowLogs].map(|command| hint(ui, command.title(), command));
        if tab_ui(ui, state.tab == Tab::Codes, "Codes", 0).on_hover_text(codes).clicked() {
            actions.push(Action::ShowTab(Tab::Codes));
        }
        if tab_ui(ui, state.tab == Tab::Logs, "Logs", state.logs.sessions.len()).on_hover_text(logs).clicked() {
            actions.push(Action::ShowTab(Tab::Logs));
        }
        ui.add_space(theme::GRID);
        ui.spacing_mut().item_spacing.x = theme::GRID;
        let steps = [
            (Icon::Left, "Go back", Command::Back, state.history.can_go_back()),
            (Icon::Right, "Go forward", Command::Forward, state.history.can_go_forward()),
        ];
        for (icon, name, command, is_possible) in steps {
            ui.add_enabled_ui(is_possible, |ui| command_ui(ui, icon, name, command, actions));
        }
        ui.add_space(theme::GRID);
        let buttons = 3.0 * (theme::CONTROL + theme::GRID) + 2.0 * theme::GRID;
        let width = (ui.available_width() - buttons).min(theme::SEARCH_WIDTH);
        search_ui(ui, state, width, actions);
        // The keyboard goes from left to right, so the buttons are added in this order.
        ui.add_space((ui.available_width() - buttons + 2.0 * theme::GRID).max(0.0));
        ui.scope(|ui| {
            let appearance = state.settings.appearance;
            let icon = match appearance {
                Appearance::System => Icon::HalfMoon,
                Appearance::Light => Icon::Sun,
                Appearance::Dark => Icon::Moon,
            };
            let name = format!("Appearance: {}", appearance.title());
            let next = hint(ui, &format!("{name}; changes to {}", appearance.next().title()), Command::NextAppearance);
            if icon_button_ui(ui, icon, &name, &next).clicked() {
                actions.push(Action::Run(Command::NextAppearance));
            }
            command_ui(ui, Icon::Gear, "Settings", Command::ShowSettings, actions);
            command_ui(ui, Icon::Keyboard, "List of keys", Command::ShowKeys, actions);
        });
    });
}

/// A button for a command, with its key in the tooltip.
fn command_ui(ui: &mut Ui, icon: Icon, name: &str, command: Command, actions: &mut Actions) {
    let hint = hint(ui, name, command);
    if icon_button_ui(ui, icon, name, &hint).clicked() {
        actions.push(Action::Run(command));
    }
}

/// A name with the key of a command, for a tooltip.
pub(crate) fn hint(ui: &Ui, name: &str, command: Command) -> String {
    let key = shortcut(ui, command);
    if key.is_empty() { name.to_owned() } else { format!("{name} ({key})") }
}

/// The first shortcut of a command, as the platform writes it.
pub(crate) fn shortcut(ui: &Ui, command: Command) -> String {
    let mac = ui.ctx().os().is_mac();
    command.shortcuts().first().map(|shortcut| shortcut.label(mac)).unwrap_or_default()
}

/// The name of the platform's primary modifier.
pub(super) fn command_key(ui: &Ui) -> &'static str {
    if ui.ctx().os().is_mac() { "⌘" } else { "Ctrl" }
}

fn search_ui(ui: &mut Ui, state: &State, width: f32, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let id = focus::search();
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    if has_focus {
        read_keys(ui, id, state, actions);
    }
    let mut query = state.codes.query.clone();
    let left = theme::GRID * 7.0;
    let right = if query.is_empty() { theme::GRID * 2.0 } else { theme::GRID * 7.0 };
    let margin = eframe::egui::Margin { left: left as i8, right: right as i8, top: 5, bottom: 5 };
    let edit = TextEdit::singleline(&mut query)
        .id(id)
        .hint_text("Search codes, names, or paste a log line…")
        .desired_width(width)
        .margin(margin)
        .font(theme::body());
    let response = ui.add(edit).accessible_name("Search codes");
    let icon = Rect::from_center_size(
        eframe::egui::pos2(response.rect.left() + left / 2.0, response.rect.center().y),
        vec2(16.0, 16.0),
    );
    paint_icon(ui.painter(), icon, Icon::Search, palette.muted);
    if !query.is_empty() {
        let center = eframe::egui::pos2(response.rect.right() - theme::GRID * 3.5, response.rect.center().y);
        let rect = Rect::from_center_size(center, vec2(theme::ROW, theme::ROW));
        let clear = ui
            .scope_builder(eframe::egui::UiBuilder::new().max_rect(rect), |ui| {
                icon_button_ui(ui, Icon::Close, "Clear search", "Clear (Esc)")
            })
            .inner;
        if clear.clicked() {
            query.clear();
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }
    if query != state.codes.query {
        actions.push(Action::Codes(CodesAction::Query(query)));
    }
}

/// While the field has the focus, arrow and page keys move the selection in the results.
fn read_keys(ui: &mut Ui, id: eframe::egui::Id, state: &State, actions: &mut Actions) {
    // Home and End move the text cursor.
    for step in moves_in_field(ui, id, &[Move::Up, Move::Down, Move::PageUp, Move::PageDown]) {
        actions.push(Action::Codes(CodesAction::List(ListAction::Move(step))));
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
        if !state.shows_log() {
            actions.push(Action::ShowTab(Tab::Codes));
        }
        if state.codes.list.selected().is_none() {
            actions.push(Action::Codes(CodesAction::List(ListAction::Move(Move::Home))));
        }
    }
}
