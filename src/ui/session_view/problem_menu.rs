//! The menu of the selected problem.

use eframe::egui::{Pos2, Ui};

use crate::app::{Action, Command, NarrowKind, Session};
use crate::ui::widgets::menu::{RowMenu, menu_item_ui, menu_line_ui};
use crate::ui::{Actions, bar, focus};

/// Draws the menu while it is open. `menu_at` opens it.
pub(super) fn problem_menu_ui(ui: &mut Ui, session: &Session, menu_at: Option<Pos2>, actions: &mut Actions) {
    let menu = RowMenu { name: "Menu of the problem", menu_at, list: focus::problems() };
    menu.show(ui, actions, |ui, actions| items_ui(ui, session, actions));
}

fn items_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let narrowing = [
        ("Only this problem", NarrowKind::Problem, Command::OnlyProblem),
        ("Only its attempt", NarrowKind::Attempt, Command::OnlyAttempt),
        ("Only its user", NarrowKind::User, Command::OnlyUser),
        ("Without its user", NarrowKind::User, Command::WithoutUser),
    ];
    for (text, kind, command) in narrowing {
        let can_narrow = session.narrow_target(kind).is_some();
        if can_narrow && menu_item_ui(ui, text, &bar::shortcut(ui, command)) {
            actions.push(Action::Run(command));
        }
    }
    menu_line_ui(ui);
    let copies = [
        ("Copy the explanation of its code", Command::CopyDetails),
        ("Copy a summary", Command::CopySummary),
        ("Copy the report", Command::CopyReport),
    ];
    for (text, command) in copies {
        if menu_item_ui(ui, text, &bar::shortcut(ui, command)) {
            actions.push(Action::Run(command));
        }
    }
    let selected = session.selection.problem_list.selected().and_then(|row| usize::try_from(row).ok());
    let problem = selected.and_then(|row| session.findings.problems.get(row));
    for code in problem.into_iter().flat_map(|problem| &problem.chain) {
        if menu_item_ui(ui, &format!("Open {code} in Codes"), "") {
            actions.push(Action::ShowCode(*code));
        }
    }
}
