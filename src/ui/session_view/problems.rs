//! The list of problems.

use eframe::egui::{FontId, Frame, Id, Rect, RichText, Role, Stroke, Ui, pos2};

use crate::app::{Action, ListAction, Phase, ProblemRow, Session, SessionAction};
use crate::report::number_format::group_thousands;
use crate::ui::Actions;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::badge::{badge_size, paint_badge};
use crate::ui::widgets::icon::paint_severity;
use crate::ui::widgets::list::{ListSpec, list_ui};
use crate::ui::widgets::text::{clipped_width, clock, paint_beside, paragraph_ui};

/// Height of the list's title.
const TITLE: f32 = 28.0;
/// Height of a row. Problems are read first and get more space than entries.
const ROW: f32 = 28.0;

/// The greatest width of a row's contents.
const MAX_WIDTH: f32 = 1120.0;

/// The height of the list without scrolling.
pub(super) fn height(session: &Session) -> f32 {
    let rows = if session.findings.problems.is_empty() { 3 } else { session.findings.problems.len().min(6) };
    TITLE + ROW * rows as f32 + theme::GRID
}

pub(super) fn problems_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    ui.spacing_mut().item_spacing.y = 0.0;
    let reading = matches!(session.phase, Phase::Reading(_));
    let title = match (session.findings.problems.len(), reading) {
        (0, _) => "What went wrong".to_owned(),
        (count, true) => format!("Found so far: {count} codes"),
        (1, false) => "What went wrong: one problem".to_owned(),
        (count, false) => format!("What went wrong: {count} problems"),
    };
    ui.horizontal(|ui| {
        ui.set_height(TITLE);
        ui.add_space(theme::GRID * 3.0);
        ui.label(RichText::new(title).font(theme::strong()));
    });
    if session.findings.problems.is_empty() {
        no_problems_ui(ui, session, reading);
        return;
    }
    let spec = ListSpec {
        id: Id::unique("problems"),
        name: "Problems",
        role: Role::List,
        row_role: Role::ListItem,
        list: &session.selection.problem_list,
        marks: &[],
        hits: &[],
        row_height: ROW,
    };
    let output = list_ui(ui, &spec, |ui, rect, row_idx| {
        let problem = session.findings.problems.get(row_idx as usize)?;
        paint_problem(ui, rect, problem, session);
        Some(problem.accessible_text())
    });
    for action in output.actions {
        actions.push(Action::Session(
            session.id,
            match action {
                ListAction::Select(row) => SessionAction::SelectProblem(row as usize),
                other => SessionAction::ProblemList(other),
            },
        ));
    }
    let edge = ui.max_rect();
    ui.painter().hline(edge.x_range(), edge.bottom() - 0.5, Stroke::new(1.0, palette.line));
}

/// From left to right: severity, title, the chain of codes, count, first and last time.
fn paint_problem(ui: &Ui, rect: Rect, problem: &ProblemRow, session: &Session) {
    let palette = Palette::of(ui.visuals());
    let middle = rect.center().y;
    let (strong, _) = palette.severity(problem.severity);
    let center = pos2(rect.left() + 20.0, middle);
    paint_severity(ui.painter(), problem.severity, center, 14.0, (strong, palette.surface));

    // On a wide screen the numbers stay near the title.
    let right = (rect.right() - theme::GRID * 3.0).min(rect.left() + MAX_WIDTH);
    let text = |text: &str, font: &FontId, color, right: f32, width: f32| {
        let galley = clipped_width(ui, text, font, color, width);
        paint_beside(ui, pos2(right - galley.size().x, middle), galley, color);
    };
    let (first, last) = (clock(&problem.first), clock(&problem.last));
    let span = if first == last { first.to_owned() } else { format!("{first} – {last}") };
    text(&span, &theme::small(), palette.muted, right, 190.0);
    let count_right = right - 200.0;
    text(&format!("{} ×", group_thousands(problem.count)), &theme::small_strong(), palette.text, count_right, 60.0);

    let left = rect.left() + theme::GRID * 9.0;
    let width = count_right - 64.0 - left;
    let badges: Vec<(String, f32)> =
        problem.chain.iter().map(|code| (code.to_string(), badge_size(ui.painter(), &code.to_string()).x)).collect();
    let badges_width: f32 = badges.iter().map(|(_, width)| width + theme::GRID * 3.0).sum();
    let title_width = (width - badges_width).max(width * 0.4);
    let title = clipped_width(ui, &problem.title, &theme::body(), palette.text, title_width);
    let mut x = left + title.size().x + theme::GRID * 3.0;
    paint_beside(ui, pos2(left, middle), title, palette.text);
    for (nth, (code, badge_width)) in badges.iter().enumerate() {
        if x + badge_width > left + width {
            text("…", &theme::small(), palette.muted, x + 12.0, 12.0);
            break;
        }
        let severity = session.findings.severity(problem.chain[nth]);
        paint_badge(ui.painter(), palette, pos2(x, middle), code, severity);
        x += badge_width + theme::GRID;
        if nth + 1 < badges.len() {
            let arrow = clipped_width(ui, "→", &theme::small(), palette.muted, 16.0);
            let arrow_width = arrow.size().x;
            paint_beside(ui, pos2(x, middle), arrow, palette.muted);
            x += arrow_width + theme::GRID;
        }
    }
}

/// No finding: what was searched for, in how many entries, and what to ask the customer.
fn no_problems_ui(ui: &mut Ui, session: &Session, reading: bool) {
    Frame::new().inner_margin(eframe::egui::Margin::symmetric(12, 0)).show(ui, |ui| {
        if reading {
            paragraph_ui(ui, "No error code so far.");
            return;
        }
        let entries = group_thousands(session.entries.count);
        paragraph_ui(
            ui,
            &format!(
                "No error code was found in these {entries} entries. Searched for: codes of the SDK, account, server, browser and \
                 network, in tags, error objects and messages. Ask the customer for the console of the failing call from \
                 its beginning, with all levels shown, or for the text of the error their page shows."
            ),
        );
    });
}
