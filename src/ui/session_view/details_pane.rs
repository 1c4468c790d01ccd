//! The pane beside the entries: its width, its head, and what it shows.

use eframe::egui::{Frame, Panel, Rect, Role, ScrollArea, Ui, UiBuilder, pos2, vec2};

use super::explanation;
use crate::app::{Action, Command, Pane, PaneAction, Session, SessionAction, State};
use crate::ui::Actions;
use crate::ui::bar;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::icon_button_ui;
use crate::ui::widgets::code_details::details_part_ui;
use crate::ui::widgets::icon::Icon;
use crate::ui::widgets::splitter::{EDGE, Edge, Splitter, splitter_ui};
use crate::ui::widgets::text::{clipped_width, paint_beside};

/// The share of the width that the details have by default.
const SHARE: f32 = 0.34;
/// The least width.
const MIN_WIDTH: f32 = 280.0;
/// The greatest default width: lines of reading width, and the margins.
const MAX_DEFAULT: f32 = theme::READING_WIDTH + 48.0;
/// The least default width.
const MIN_DEFAULT: f32 = 336.0;
/// The width that is left for the entries.
const ENTRIES_WIDTH: f32 = 400.0;
/// Width of the folded pane.
const FOLDED: f32 = theme::CONTROL + theme::GRID;
/// Height of the head, which does not scroll.
const HEAD: f32 = theme::CONTROL + theme::GRID;

pub(super) fn details_pane_ui(ui: &mut Ui, session: &Session, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let panes = state.settings.panes;
    let frame = Frame::new().fill(palette.surface);
    if panes.is_folded(Pane::Details) {
        let strip = Panel::right("details, folded").frame(frame).resizable(false).exact_size(FOLDED);
        strip.show(ui, |ui| {
            ui.add_space(theme::GRID / 2.0);
            fold_button_ui(ui, Icon::Left, "Unfold details", actions);
        });
        return;
    }
    let greatest = (ui.available_width() - ENTRIES_WIDTH).max(MIN_WIDTH);
    let default = (ui.available_width() * SHARE).clamp(MIN_DEFAULT, MAX_DEFAULT);
    let width = panes.size(Pane::Details).unwrap_or(default).clamp(MIN_WIDTH, greatest);
    Panel::right("explanation").frame(frame).resizable(false).exact_size(width).show(ui, |ui| {
        let rect = ui.max_rect();
        details_part_ui(ui, "explanation", rect);
        let inner = Rect::from_min_max(rect.min + vec2(EDGE, 0.0), rect.max);
        let region =
            UiBuilder::new().max_rect(inner).accessibility_role(Role::Region).accessibility_label("Code details");
        // What is wider than the pane, as a word that cannot be wrapped, is cut and does not widen the pane.
        ui.expand_to_include_rect(rect);
        let mut pane = ui.new_child(region);
        pane.shrink_clip_rect(rect);
        {
            let ui = &mut pane;
            let head = Rect::from_min_size(inner.min, vec2(inner.width(), HEAD));
            ui.scope_builder(UiBuilder::new().max_rect(head), |ui| head_ui(ui, session, actions));
            let body = Rect::from_min_max(pos2(inner.left(), head.bottom()), inner.max);
            ui.scope_builder(UiBuilder::new().max_rect(body), |ui| {
                // Each entry has its own scroll position, so that a new explanation starts at the top.
                let salt = (session.id, session.selection.details.as_ref().map(|details| details.entry.number));
                ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
                    let margin = eframe::egui::Margin { left: 10, right: 16, top: 2, bottom: 12 };
                    Frame::new().inner_margin(margin).show(ui, |ui| {
                        explanation::explanation_ui(ui, session, state, actions);
                    });
                });
            });
        }
        drop(pane);
        let sizes = MIN_WIDTH..=greatest;
        let splitter = Splitter { pane: Pane::Details, rect, edge: Edge::Left, sizes, step: 32.0 };
        actions.extend(splitter_ui(ui, &splitter).into_iter().map(Action::Pane));
    });
}

/// What is explained, and buttons: copy the entry, fold the pane.
fn head_ui(ui: &mut Ui, session: &Session, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let rect = ui.max_rect();
    let details = session.selection.details.as_ref();
    let title = match details.map(|details| &details.entry) {
        Some(entry) if session.entries.by_record => format!("Entry {}, line {}", entry.number, entry.first_line),
        Some(entry) if entry.first_line == entry.last_line => format!("Line {}", entry.first_line),
        Some(entry) => format!("Lines {} to {}", entry.first_line, entry.last_line),
        None => match session.findings.problems.first().filter(|_| session.findings.diagnosis.is_some()) {
            Some(problem) if problem.is_wrong() => "The gravest problem".to_owned(),
            Some(problem) => problem.judgement().to_owned(),
            None => "Nothing selected".to_owned(),
        },
    };
    let buttons = if details.is_some() { 2.0 } else { 1.0 } * (theme::CONTROL + theme::GRID);
    let width = rect.width() - buttons - 3.0 * theme::GRID;
    let galley = clipped_width(ui, &title, &theme::strong(), palette.text, width);
    let left = rect.left_center() + vec2(10.0, 0.0);
    let text_rect = Rect::from_min_size(left - vec2(0.0, galley.size().y / 2.0), galley.size());
    let label = ui.interact(text_rect, ui.scope_id().with("title"), eframe::egui::Sense::hover());
    label.widget_info(|| eframe::egui::WidgetInfo::labeled(Role::Label, true, &title));
    paint_beside(ui, left, galley, palette.text);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GRID;
        ui.add_space((rect.width() - buttons - theme::GRID).max(0.0));
        if details.is_some()
            && icon_button_ui(ui, Icon::Copy, "Copy entry", "Copies the entry; secrets as “Redact” says").clicked()
        {
            actions.push(Action::Session(session.id, SessionAction::CopyEntry));
        }
        fold_button_ui(ui, Icon::Right, "Fold details", actions);
    });
}

fn fold_button_ui(ui: &mut Ui, icon: Icon, name: &str, actions: &mut Actions) {
    let hint = format!("{name} ({})", bar::shortcut(ui, Command::FoldDetails));
    if icon_button_ui(ui, icon, name, &hint).clicked() {
        actions.push(Action::Pane(PaneAction::Fold(Pane::Details)));
    }
}
