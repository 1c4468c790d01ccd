//! What the log is narrowed to, which entries are shown, and a text to find in them: two lines above the entries, which always
//! have the same height.
//!
//! - first line: levels, findings, `code_choice`
//! - second line: `text_field`, the text to filter by and the text to find; `chips`, everything that is filtered or narrowed by

mod chips;
mod code_choice;
mod text_field;

use eframe::egui::{Align, Layout, Ui, vec2};

use crate::app::{Action, Command, Session, SessionAction};
use crate::log::Level;
use crate::ui::Actions;
use crate::ui::bar;
use crate::ui::split_row::split_row_ui;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::{icon_button_ui, link_ui};
use crate::ui::widgets::hint::hint_above;
use crate::ui::widgets::icon::Icon;
use crate::ui::widgets::text::{clipped_width, muted};
use crate::ui::widgets::toggle::level_toggle_ui;

/// The width of the link "Show all".
const SHOW_ALL: f32 = 64.0;

/// The height of both lines. In a small window they are as low as can be: the log needs the room.
pub(super) fn height(ui: &Ui) -> f32 {
    /// Windows from this height on have room for space between the lines.
    const ROOMY: f32 = 720.0;
    let space = if ui.ctx().content_rect().height() < ROOMY { 1.0 } else { theme::GRID };
    2.0 * (theme::CONTROL + space)
}

pub(super) fn filters_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    ui.spacing_mut().item_spacing = vec2(theme::GRID, 0.0);
    let line = height(ui) / 2.0;
    row_ui(ui, line, |ui| {
        let mut at_the_end = Vec::new();
        split_row_ui(
            ui,
            |ui| {
                levels_ui(ui, session, actions);
                code_choice::code_choice_ui(ui, session, actions);
                position_ui(ui, session, actions);
            },
            |ui| steps_ui(ui, session, &mut at_the_end),
        );
        actions.append(&mut at_the_end);
    });
    row_ui(ui, line, |ui| {
        text_field::filter_ui(ui, session, actions);
        ui.add_space(theme::GRID * 2.0);
        text_field::find_ui(ui, session, actions);
        ui.add_space(theme::GRID * 2.0);
        chips::chips_ui(ui, session, actions);
    });
}

fn row_ui(ui: &mut Ui, height: f32, add: impl FnOnce(&mut Ui)) {
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        add(ui);
    });
}

/// Whether the bar has little room: beside a list of logs in a small window.
fn is_narrow(ui: &Ui) -> bool {
    ui.max_rect().width() < 700.0
}

/// In a narrower bar, the levels have no title.
const MIN_WITH_TITLE: f32 = 1010.0;

fn levels_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let id = session.id;
    let levels = session.levels();
    if ui.available_width() >= MIN_WITH_TITLE {
        ui.label(muted(ui, "Log's level"));
    }
    for level in Level::ALL {
        let shown = session.filter.criteria.shows(level);
        let response = level_toggle_ui(ui, shown, level.title(), Some(levels.get(level)), Some(level));
        let hint = format!(
            "Entries with this level in the log, whatever they did to the call; {}-click shows them alone",
            bar::command_key(ui)
        );
        if hint_above(response, hint).clicked() {
            let alone = ui.input(|input| input.modifiers.command);
            let action = if alone { SessionAction::OnlyLevel(level) } else { SessionAction::ToggleLevel(level) };
            actions.push(Action::Session(id, action));
        }
    }
    let only = session.filter.criteria.findings_only;
    let entries = Some(session.findings.shown_index().entries.len());
    let text = if is_narrow(ui) { "Findings" } else { "Findings only" };
    let response = level_toggle_ui(ui, only, text, entries, None);
    if hint_above(response, "Entries with findings only").clicked() {
        actions.push(Action::Session(id, SessionAction::FindingsOnly(!only)));
    }
}

/// The way to the entries without a filter, and how many are listed, at the end of what is left of the row.
fn position_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let text = session.position_text();
    let palette = Palette::of(ui.visuals());
    let width = clipped_width(ui, &text, &theme::small(), palette.muted, 400.0).size().x;
    let is_open = session.filter.criteria.is_open() && session.narrow.narrowing.is_empty();
    let free = ui.available_width() - theme::GRID * 2.0;
    let has_text = width < free;
    let for_link = if has_text { free - width - theme::GRID } else { free };
    let has_link = !is_open && for_link > SHOW_ALL;
    let used = if has_text { width } else { 0.0 } + if has_link { SHOW_ALL } else { 0.0 };
    ui.add_space((free - used - theme::GRID).max(0.0));
    let key = bar::shortcut(ui, Command::ShowWholeLog);
    if has_link && hint_above(link_ui(ui, "Show all"), key).clicked() {
        actions.push(Action::Session(session.id, SessionAction::ShowAll));
    }
    if has_text {
        ui.label(muted(ui, text));
    }
}

/// The way to the previous and the next finding.
fn steps_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    // In a log without a code, its own errors and warnings are stepped through.
    let any = session.findings.shown_index().count > 0 || !session.findings.notables.is_empty();
    ui.add_enabled_ui(any, |ui| {
        let ways = [
            (Icon::Up, "Previous finding", Command::PreviousFinding),
            (Icon::Down, "Next finding", Command::NextFinding),
        ];
        for (icon, name, command) in ways {
            let hint = format!("{name} ({})", bar::shortcut(ui, command));
            if icon_button_ui(ui, icon, name, &hint).clicked() {
                actions.push(Action::Run(command));
            }
        }
    });
}
