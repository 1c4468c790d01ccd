//! The filters of the entries: level, code, text; and the buttons to the next and previous match.

use eframe::egui::{ComboBox, Margin, RichText, TextEdit, Ui};

use crate::app::{Action, Command, FilterRun, ListAction, Move, Session, SessionAction};
use crate::log::Level;
use crate::report::number_format::group_thousands;
use crate::ui::Actions;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::{icon_button_ui, link_ui};
use crate::ui::widgets::icon::Icon;
use crate::ui::widgets::list::moves_in_field;
use crate::ui::widgets::text::{clipped_width, muted};
use crate::ui::widgets::toggle::level_toggle_ui;
use crate::ui::{bar, focus};

pub(super) fn filter_bar_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let id = session.id;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GRID;
        for level in Level::ALL {
            let shown = session.filter.criteria.shows(level);
            let count = session.entries.levels.get(level);
            if level_toggle_ui(ui, shown, level.title(), Some(count), Some(level)).clicked() {
                actions.push(Action::Session(id, SessionAction::ToggleLevel(level)));
            }
        }
        let only = session.filter.criteria.findings_only;
        let entries = Some(session.findings.index.entries.len());
        if level_toggle_ui(ui, only, "Findings only", entries, None).clicked() {
            actions.push(Action::Session(id, SessionAction::FindingsOnly(!only)));
        }
        code_ui(ui, session, actions);
        text_ui(ui, session, actions);
        position_ui(ui, session, actions);
    });
}

fn code_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let chosen = session.filter.criteria.code;
    let shown = chosen.map_or_else(|| "Any code".to_owned(), |code| code.to_string());
    ui.name_inputs("Filter by code", |ui| {
        ComboBox::from_id_salt("code filter")
            .width(96.0)
            .selected_text(RichText::new(shown).font(theme::small()))
            .show_ui(ui, |ui| {
                let mut choose = |ui: &mut Ui, code, text: String| {
                    if ui.selectable_label(chosen == code, RichText::new(text).font(theme::small())).clicked() {
                        actions.push(Action::Session(session.id, SessionAction::Code(code)));
                    }
                };
                choose(ui, None, "Any code".to_owned());
                for (code, places) in &session.findings.index.by_code {
                    let (code, count) = (*code, places.count);
                    choose(ui, Some(code), format!("{code}   {count} ×"));
                }
            })
    });
}

fn text_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let mut text = session.filter.criteria.text.clone();
    // The field leaves enough width for what follows it on the line.
    let position = clipped_width(ui, &position_text(session), &theme::small(), palette.muted, 400.0).size().x;
    let link = if session.filter.criteria.is_open() { 0.0 } else { 72.0 };
    let rest = position + link + 2.0 * theme::CONTROL + 10.0 * theme::GRID;
    let width = (ui.available_size_before_wrap().x - rest).clamp(88.0, 240.0);
    let edit = TextEdit::singleline(&mut text)
        .id(focus::entry_filter())
        .hint_text("Text or /regex/")
        .desired_width(width)
        .margin(Margin::symmetric(8, 5))
        .font(theme::body());
    let response = ui.add(edit).accessible_name("Filter entries");
    let response = response.on_hover_text(format!("Filter entries ({})", bar::shortcut(ui, Command::Find)));
    if text != session.filter.criteria.text {
        actions.push(Action::Session(session.id, SessionAction::Text(text)));
    }
    if response.has_focus() {
        for step in moves_in_field(ui, focus::entry_filter(), &[Move::Up, Move::Down]) {
            actions.push(Action::Session(session.id, SessionAction::List(ListAction::Move(step))));
        }
    }
    if let Some(error) = &session.filter.error {
        ui.label(RichText::new(error.to_string()).font(theme::small()).color(palette.error));
    }
}

/// The position of the selection among the entries that match the text, or without a text among those with findings.
fn position_text(session: &Session) -> String {
    let by_text = filters_by_text(session);
    let (number, count) = if by_text {
        (session.selection.list.selected().map(|row| row + 1), session.selection.list.len())
    } else {
        (session.finding_number(), session.findings.index.entries.len())
    };
    let counted = match (by_text, count) {
        (true, 1) => "1 entry".to_owned(),
        (true, _) => format!("{} entries", group_thousands(count)),
        (false, _) => format!("{} with findings", group_thousands(count)),
    };
    let mut text = number.map_or(counted.clone(), |number| format!("{} of {counted}", group_thousands(number)));
    if let FilterRun::Running(tested) = session.filter.run {
        let share = tested as f64 * 100.0 / session.entries.count.max(1) as f64;
        text = format!("{text} · {share:.0} %");
    }
    text
}

fn filters_by_text(session: &Session) -> bool {
    !session.filter.criteria.text.trim().is_empty()
}

fn position_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    ui.label(muted(ui, position_text(session)));
    let list = |step| Action::Session(session.id, SessionAction::List(ListAction::Move(step)));
    let hint = |ui: &Ui, name: &str, command| format!("{name} ({})", bar::shortcut(ui, command));
    let [previous, next] = if filters_by_text(session) {
        [
            ("Previous match", "Previous match".to_owned(), list(Move::Up)),
            ("Next match", "Next match".to_owned(), list(Move::Down)),
        ]
    } else {
        [("Previous finding", Command::PreviousFinding), ("Next finding", Command::NextFinding)]
            .map(|(name, command)| (name, hint(ui, name, command), Action::Run(command)))
    };
    let any =
        if filters_by_text(session) { !session.selection.list.is_empty() } else { session.findings.index.count > 0 };
    ui.add_enabled_ui(any, |ui| {
        for (icon, (name, hint, action)) in [(Icon::Up, previous), (Icon::Down, next)] {
            if icon_button_ui(ui, icon, name, &hint).clicked() {
                actions.push(action);
            }
        }
    });
    if !session.filter.criteria.is_open() && link_ui(ui, "Show all").clicked() {
        actions.push(Action::Session(session.id, SessionAction::ShowAll));
    }
}
