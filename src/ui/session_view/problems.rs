//! The list of problems, or of what a log without a code reports.

use eframe::egui::{Frame, Margin, Rect, Ui, UiBuilder, vec2};

use super::{notables, problem_menu, problem_rows};
use crate::app::{Action, Command, ListAction, Pane, PaneAction, PaneContent, Panes, Phase, Session, SessionAction};
use crate::ui::Actions;
use crate::ui::bar;
use crate::ui::focus;
use crate::ui::theme;
use crate::ui::widgets::fold::fold_ui;
use crate::ui::widgets::list::{ListSpec, list_ui};
use crate::ui::widgets::splitter::EDGE;
use crate::ui::widgets::text::paragraph_ui;

/// Height of the list's title.
const TITLE: f32 = 24.0;
/// Height of a row. Problems are read first and get more space than entries.
const ROW: f32 = 26.0;

/// The rows of the list and what is around them.
pub(super) fn content(session: &Session) -> PaneContent {
    let rows = (session.selection.problem_list.len() as usize).max(1);
    PaneContent { head: TITLE + EDGE + 1.0, row: ROW, rows, folded: TITLE + 1.0 }
}

pub(super) fn problems_ui(ui: &mut Ui, session: &Session, panes: Panes, actions: &mut Actions) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let is_folded = panes.is_folded(Pane::Problems);
    ui.horizontal(|ui| {
        ui.set_height(TITLE);
        ui.add_space(theme::GRID * 2.0);
        let headline = session.findings.headline();
        let title = fold_ui(ui, is_folded, &headline, &headline);
        if title.on_hover_text(bar::shortcut(ui, Command::FoldProblems)).clicked() {
            actions.push(Action::Pane(PaneAction::Fold(Pane::Problems)));
        }
    });
    if is_folded {
        return;
    }
    let whole = ui.max_rect();
    let rows = Rect::from_min_max(whole.min + vec2(0.0, TITLE), whole.max - vec2(0.0, EDGE));
    ui.scope_builder(UiBuilder::new().max_rect(rows), |ui| {
        if session.selection.problem_list.is_empty() {
            nothing_ui(ui, session);
        } else {
            rows_ui(ui, session, actions);
        }
    });
}

fn rows_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let spec =
        ListSpec { row_height: ROW, ..ListSpec::new(focus::problems(), "Problems", &session.selection.problem_list) };
    let output = list_ui(ui, &spec, |ui, rect, row_idx| {
        if let Some(notable) = session.findings.notables.get(row_idx as usize) {
            notables::paint_notable(ui, rect, notable);
            return Some(notable.accessible_text());
        }
        let problem = session.findings.problems.get(row_idx as usize)?;
        problem_rows::paint_problem(ui, rect, problem);
        Some(problem.accessible_text())
    });
    let menu_at = output.menu_at;
    for action in output.actions {
        actions.push(Action::Session(
            session.id,
            match action {
                ListAction::Select(row) => SessionAction::SelectProblem(row as usize),
                other => SessionAction::ProblemList(other),
            },
        ));
    }
    problem_menu::problem_menu_ui(ui, session, menu_at, actions);
}

/// A log without a code, an error, a warning and a stay.
fn nothing_ui(ui: &mut Ui, session: &Session) {
    Frame::new().inner_margin(Margin::symmetric(12, 2)).show(ui, |ui| {
        let is_reading = matches!(session.phase, Phase::Reading(_));
        paragraph_ui(
            ui,
            if is_reading && session.picture.is_some() {
                "The picture is being read."
            } else if is_reading {
                "The log is being read."
            } else {
                "It has no error and no warning of its own either."
            },
        );
    });
}
