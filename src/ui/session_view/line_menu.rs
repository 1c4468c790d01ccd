//! The menu of the selected lines.

use eframe::egui::{Pos2, Ui};

use crate::app::{Action, Command, LineAction, Session, SessionAction, short_id};
use crate::report::log_lines::LineStyle;
use crate::report::number_format::group_thousands;
use crate::ui::widgets::menu::{RowMenu, menu_item_ui, menu_line_ui};
use crate::ui::{Actions, bar, focus};

/// Codes of the entry that the menu offers to open.
const MAX_CODES: usize = 3;

/// Draws the menu while it is open. `menu_at` opens it.
pub(super) fn line_menu_ui(ui: &mut Ui, session: &Session, menu_at: Option<Pos2>, actions: &mut Actions) {
    let menu = RowMenu { name: "Menu of the lines", menu_at, list: focus::entries() };
    menu.show(ui, actions, |ui, actions| items_ui(ui, session, actions));
}

fn items_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let lines = |action| Action::Session(session.id, SessionAction::Lines(action));
    let count = session.selection.list.selected_count();
    let what = if count == 1 { "line".to_owned() } else { format!("{} lines", group_thousands(count)) };
    let key = |ui: &Ui, command| bar::shortcut(ui, command);
    let copy_key = if ui.ctx().os().is_mac() { "⌘C" } else { "Ctrl+C" };
    if menu_item_ui(ui, &format!("Copy {what}"), copy_key) {
        actions.push(lines(LineAction::Copy(LineStyle::Text)));
    }
    let keys = key(ui, Command::CopyLinesAsMarkdown);
    if menu_item_ui(ui, &format!("Copy {what} as Markdown"), &keys) {
        actions.push(lines(LineAction::Copy(LineStyle::Markdown)));
    }
    if count > 1 && menu_item_ui(ui, &format!("Save {what} to a file…"), "") {
        actions.push(lines(LineAction::ChooseFile));
    }
    if session.picture.is_some() && count == 1 && menu_item_ui(ui, "Correct the text…", &key(ui, Command::CorrectText))
    {
        actions.push(Action::Run(Command::CorrectText));
    }
    menu_line_ui(ui);
    let verb = match (session.marks_all_selected(), count) {
        (false, _) => format!("Mark {what}"),
        (true, 1) => "Remove the mark".to_owned(),
        (true, _) => "Remove the marks".to_owned(),
    };
    let keys = key(ui, Command::ToggleMark);
    if menu_item_ui(ui, &verb, &keys) {
        actions.push(lines(LineAction::ToggleMarks));
    }
    let keys = key(ui, Command::WriteLineNote);
    if menu_item_ui(ui, "Write a note…", &keys) {
        actions.push(lines(LineAction::AskNote(None)));
    }
    menu_line_ui(ui);
    narrow_ui(ui, session, actions);
    for (finding, _) in session.selection.details.iter().flat_map(|details| &details.findings).take(MAX_CODES) {
        if menu_item_ui(ui, &format!("Open {} in Codes", finding.code), "") {
            actions.push(Action::ShowCode(finding.code));
        }
    }
    let keys = key(ui, Command::WrapLines);
    let wrap = if session.visible.wrap.is_on { "Show entries on one line" } else { "Wrap long lines" };
    if menu_item_ui(ui, wrap, &keys) {
        actions.push(Action::Run(Command::WrapLines));
    }
}

/// Narrows the log to the speaker of the entry, or leaves it out.
fn narrow_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let Some(details) = &session.selection.details else { return };
    let Some(user) = details.entry.user.as_deref() else { return };
    let shown = short_id(user, 24);
    let attempt = session.attempt_of(&details.entry).map(|_| ("Only this attempt".to_owned(), Command::OnlyAttempt));
    let problem = details.problem_idx.map(|_| ("Only this problem".to_owned(), Command::OnlyProblem));
    let of_user = [(format!("Only user {shown}"), Command::OnlyUser)];
    let without_user = [(format!("Without user {shown}"), Command::WithoutUser)];
    for (text, command) in of_user.into_iter().chain(attempt).chain(problem).chain(without_user) {
        if menu_item_ui(ui, &text, &bar::shortcut(ui, command)) {
            actions.push(Action::Run(command));
        }
    }
    menu_line_ui(ui);
}
