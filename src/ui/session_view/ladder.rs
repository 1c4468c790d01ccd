//! An attempt as a row of steps, beside one that worked.

use eframe::egui::{CursorIcon, Label, Rect, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::{Action, AttemptView, Session, SessionAction, StepText, short_id};
use crate::catalog::Severity;
use crate::diagnosis::ladder::RungState;
use crate::ui::Actions;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::{paint_focus, small_link_ui};
use crate::ui::widgets::icon::{Icon, paint_icon, paint_severity};
use crate::ui::widgets::text::{clipped_width, muted, paint_beside, paragraph_ui};

/// Height of a step.
const ROW: f32 = 22.0;
/// Width of the names of steps.
const NAME: f32 = 78.0;
/// Width of the line number at the right.
const LINE: f32 = 62.0;

pub(super) fn ladder_ui(ui: &mut Ui, session: &Session, attempt: &AttemptView, actions: &mut Actions) {
    let text = &attempt.text;
    let who =
        if attempt.number.is_empty() { text.who.clone() } else { format!("{}  ·  {}", text.who, attempt.number) };
    ui.add(Label::new(muted(ui, who)).wrap());
    paragraph_ui(ui, &text.sentence);
    ui.add_space(theme::GRID);
    head_ui(ui, session, attempt, actions);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for step in &text.steps {
            step_ui(ui, session, step, actions);
        }
    });
    ui.add_space(theme::GRID * 2.0);
}

/// What the columns hold. The attempt that worked can be shown.
fn head_ui(ui: &mut Ui, session: &Session, attempt: &AttemptView, actions: &mut Actions) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GRID;
        if let Some((who, line)) = &attempt.text.beside {
            ui.add(Label::new(muted(ui, "In brackets: the nearest attempt that worked,")));
            let name = format!("Attempt that worked: {who}, line {line}");
            if small_link_ui(ui, &short_id(who, 40), &name).on_hover_text(format!("Line {line}")).clicked() {
                actions.push(Action::Session(session.id, SessionAction::GoToLine(*line)));
            }
        } else {
            let usual = Label::new(muted(ui, "In brackets: how long it usually takes"));
            ui.add(usual.sense(Sense::hover())).on_hover_text(
                "Measured from recordings of healthy calls with a server nearby; over the internet each step takes a round \
                 trip longer",
            );
        }
    });
}

/// A step; a click shows its line.
fn step_ui(ui: &mut Ui, session: &Session, step: &StepText, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let width = ui.available_width().min(theme::READING_WIDTH);
    let sense = if step.line.is_some() { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), sense);
    let role = if step.line.is_some() { Role::Link } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, true, name_of(step)));
    let is_broken = step.state == RungState::Broken;
    if is_broken {
        ui.painter().rect_filled(rect, theme::ROUNDING, palette.error_soft);
    } else if response.hovered() && step.line.is_some() {
        ui.painter().rect_filled(rect, theme::ROUNDING, palette.hovered);
    }
    paint_focus(ui, &response, rect);
    paint_mark(ui, rect, step.state, palette);
    let middle = rect.center().y;
    let is_reached = !matches!(step.state, RungState::NotReached | RungState::Passed);
    let color = if is_reached { palette.text } else { palette.muted };
    let font = if is_broken { theme::small_strong() } else { theme::small() };
    let name_left = rect.left() + theme::GRID * 6.0;
    let name = clipped_width(ui, step.kind.title(), &font, color, NAME);
    paint_beside(ui, pos2(name_left, middle), name, color);
    let mut x = name_left + NAME;
    let line = step.line.map(|line| format!("line {line}")).unwrap_or_default();
    let line = clipped_width(ui, &line, &theme::small(), palette.muted, LINE);
    let right = rect.right() - theme::GRID;
    paint_beside(ui, pos2(right - line.size().x, middle), line, palette.muted);
    let went = if step.went.is_empty() { step.state.title() } else { &step.went };
    let went = clipped_width(ui, went, &font, color, right - LINE - x);
    let went_width = went.size().x;
    paint_beside(ui, pos2(x, middle), went, color);
    x += went_width + theme::GRID * 2.0;
    if !step.compared.is_empty() {
        let compared = format!("({})", step.compared);
        let compared = clipped_width(ui, &compared, &theme::small(), palette.muted, right - LINE - x);
        paint_beside(ui, pos2(x, middle), compared, palette.muted);
    }
    let Some(number) = step.line else { return };
    let hint = step.time.as_ref().map_or_else(|| format!("Line {number}"), |time| format!("Line {number}, {time}"));
    let response = response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| {
        ui.label(RichText::new(hint).font(theme::small()));
    });
    if response.clicked() {
        actions.push(Action::Session(session.id, SessionAction::GoToLine(number)));
    }
}

fn name_of(step: &StepText) -> String {
    match step.line {
        Some(line) => format!("{}, line {line}", step.sentence()),
        None => step.sentence(),
    }
}

/// A tick, the octagon of a failure, an empty circle for a missing answer, or a line for what was not reached.
fn paint_mark(ui: &Ui, rect: Rect, state: RungState, palette: &Palette) {
    let center = pos2(rect.left() + 11.0, rect.center().y);
    let square = Rect::from_center_size(center, vec2(14.0, 14.0));
    let stroke = |color| eframe::egui::Stroke::new(1.5, color);
    match state {
        RungState::Done => paint_icon(ui.painter(), square, Icon::Check, palette.accent),
        RungState::Broken => {
            paint_severity(ui.painter(), Some(Severity::Error), center, 14.0, (palette.error, palette.surface));
        }
        RungState::Open => {
            ui.painter().circle_stroke(center, 5.0, stroke(palette.warning));
        }
        RungState::Passed | RungState::NotReached => {
            ui.painter().hline(center.x - 4.0..=center.x + 4.0, center.y, stroke(palette.outline));
        }
    }
}
