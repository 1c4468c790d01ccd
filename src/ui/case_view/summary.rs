//! All opened logs as one case: what happened in one sentence, and the problems of all logs by gravity.

use eframe::egui::{CentralPanel, FontId, Frame, Key, Label, Modifiers, Panel, Rect, RichText, Stroke, Ui, pos2};

use super::lanes;
use crate::app::{Action, CaseAction, CaseRow, CaseView, Command, LogsAction, State};
use crate::report::number_format::group_thousands;
use crate::ui::split_row::split_row_ui;
use crate::ui::theme::Palette;
use crate::ui::widgets::badge::{badge_size, paint_badge};
use crate::ui::widgets::button::button_ui;
use crate::ui::widgets::icon::paint_severity;
use crate::ui::widgets::list::{ListSpec, list_ui, rows_rect};
use crate::ui::widgets::text::{clipped_width, clock, muted, paint_beside, paragraph_ui};
use crate::ui::{Actions, bar, focus, theme};

/// Height of a problem.
const ROW: f32 = 28.0;
/// Height of the names of the columns.
const HEAD: f32 = 24.0;
/// The greatest width of a row's contents.
const MAX_WIDTH: f32 = 1280.0;
/// Widths of users, logs, times and counts, as shares of the row.
const COLUMNS: [f32; 4] = [0.16, 0.16, 0.09, 0.06];

fn push(actions: &mut Actions, action: CaseAction) {
    actions.push(Action::Logs(LogsAction::OfCase(action)));
}

pub(in crate::ui) fn case_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let view = &state.logs.case;
    let frame = Frame::new().fill(palette.surface).inner_margin(theme::page_margin());
    Panel::top("case sentence").frame(frame).resizable(false).show(ui, |ui| sentence_ui(ui, state, actions));
    if view.case.is_none() {
        return;
    }
    let free = ui.available_height() - lanes::height(view, ui.available_height());
    let height = (HEAD + ROW * view.rows.len().max(2) as f32 + theme::GRID).min(free.max(HEAD + 2.0 * ROW));
    Panel::top("case problems")
        .frame(Frame::new().fill(palette.surface))
        .resizable(false)
        .exact_size(height)
        .show(ui, |ui| problems_ui(ui, view, actions));
    CentralPanel::no_frame().show(ui, |ui| lanes::lanes_ui(ui, view, actions));
}

fn sentence_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let view = &state.logs.case;
    let palette = Palette::of(ui.visuals());
    let Some(case) = &view.case else {
        ui.label(RichText::new("All logs").font(theme::heading()));
        paragraph_ui(ui, &format!("The case comes when all logs are read: {}.", state.logs.list.count_line()));
        return;
    };
    ui.scope(|ui| {
        ui.set_max_width(ui.available_width().min(MAX_WIDTH * 0.75));
        let sentence = RichText::new(&case.sentence).font(FontId::new(17.0, theme::strong().family));
        ui.add(Label::new(sentence.color(palette.text)).wrap().selectable(true));
    });
    split_row_ui(
        ui,
        |ui| {
            ui.add(Label::new(muted(ui, &view.facts)).truncate());
        },
        |ui| {
            for (text, command) in [
                ("Read by time", Command::ReadByTime),
                ("Search all logs", Command::SearchLogs),
                ("Save case…", Command::SaveCase),
            ] {
                if button_ui(ui, text).on_hover_text(bar::shortcut(ui, command)).clicked() {
                    actions.push(Action::Run(command));
                }
            }
        },
    );
    if !view.unaligned.is_empty() {
        ui.add(Label::new(muted(ui, &view.unaligned)).wrap());
    }
}

fn problems_ui(ui: &mut Ui, view: &CaseView, actions: &mut Actions) {
    if view.rows.is_empty() {
        Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
            paragraph_ui(ui, "No problem was found in any of the logs.");
        });
        return;
    }
    let palette = Palette::of(ui.visuals());
    let spec =
        ListSpec { row_height: ROW, ..ListSpec::new(focus::case_problems(), "Problems of all logs", &view.list) };
    let edge = ui.available_rect_before_wrap();
    let head = edge.with_max_y(edge.top() + HEAD);
    ui.painter().rect_filled(head.shrink2([0.0, 0.5].into()), 0, palette.bar);
    let columns = Columns::of(rows_rect(head));
    let count = view.case.as_ref().map_or(0, |case| case.problems.len());
    let title = if count == 1 {
        "What went wrong: one problem".to_owned()
    } else {
        format!("What went wrong: {count} problems")
    };
    let titled = [
        (title.as_str(), columns.left),
        ("Users", columns.users),
        ("Logs", columns.logs),
        ("Since", columns.since),
        ("How often", columns.count),
    ];
    for (text, x) in titled {
        let galley = clipped_width(ui, text, &theme::small_strong(), palette.muted, 320.0);
        paint_beside(ui, pos2(x, head.center().y), galley, palette.muted);
    }
    ui.add_space(HEAD);
    let output = list_ui(ui, &spec, |ui, rect, row_idx| {
        let row = view.rows.get(row_idx as usize)?;
        paint_row(ui, rect, row);
        Some(row.accessible_text())
    });
    ui.painter().hline(edge.x_range(), edge.top(), Stroke::new(1.0, palette.line));
    for action in output.actions {
        push(actions, CaseAction::Problems(action));
    }
    let clicked = |row: u64| ui.ctx().read_response(spec.id.with(row)).is_some_and(|row| row.clicked());
    let entered = output.has_focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    if entered || view.list.visible().any(clicked) {
        push(actions, CaseAction::OpenSelected);
    }
}

/// Where the columns of a row begin, and where the last one ends.
struct Columns {
    left: f32,
    users: f32,
    logs: f32,
    since: f32,
    count: f32,
    right: f32,
}

impl Columns {
    fn of(rect: Rect) -> Self {
        let left = rect.left() + theme::GRID * 3.0;
        // On a wide screen the numbers stay near the title.
        let width = (rect.width() - theme::GRID * 7.0).min(MAX_WIDTH);
        let right = left + width;
        let [users, logs, since, count] = COLUMNS.map(|share| width * share);
        let count = right - count.max(64.0);
        let since = count - since.max(72.0);
        let logs = since - logs;
        Self { left, users: logs - users, logs, since, count, right }
    }
}

/// From left to right: severity, title and code, users, logs, since when, how often.
fn paint_row(ui: &Ui, rect: Rect, row: &CaseRow) {
    let palette = Palette::of(ui.visuals());
    let middle = rect.center().y;
    let Columns { left, users, logs, since, count, right } = Columns::of(rect);
    let gap = theme::GRID * 2.0;
    let text = |text: &str, x: f32, end: f32, color| {
        let galley = clipped_width(ui, text, &theme::small(), color, end - x - gap);
        paint_beside(ui, pos2(x, middle), galley, color);
    };
    text(&row.users, users, logs, palette.text);
    text(&row.logs, logs, since, palette.muted);
    text(clock(&row.since), since, count, palette.muted);
    text(&format!("{} ×", group_thousands(row.count)), count, right, palette.text);
    if row.is_failure() {
        return;
    }
    let (strong, _) = palette.severity(Some(row.severity));
    paint_severity(ui.painter(), Some(row.severity), pos2(left + 8.0, middle), 14.0, (strong, palette.surface));
    let title_left = left + 24.0;
    let badge = row.root.to_string();
    let badge_width = badge_size(ui.painter(), &badge).x;
    let room = users - gap - title_left;
    let with_badge = room - badge_width - gap;
    let title = clipped_width(ui, &row.title, &theme::body(), palette.text, with_badge.max(room * 0.6));
    let after = title_left + title.size().x + gap;
    paint_beside(ui, pos2(title_left, middle), title, palette.text);
    if after + badge_width <= users - gap {
        paint_badge(ui.painter(), palette, pos2(after, middle), &badge, Some(row.severity));
    }
}
