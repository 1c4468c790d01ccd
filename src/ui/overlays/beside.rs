//! Search results and the details of a code, beside the log that is shown: in the place of its explanation.

use eframe::egui::{
    Area, Frame, Id, Label, Order, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, pos2, vec2,
};

use crate::app::{Action, Beside, CodeRow, CodesAction, Command, State, Tab, TableLine};
use crate::ui::split_row::split_row_ui;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::{icon_button_ui, link_ui, paint_focus};
use crate::ui::widgets::code_details::{code_details_ui, details_rect};
use crate::ui::widgets::icon::{Icon, paint_severity};
use crate::ui::widgets::list::{ListSpec, list_ui};
use crate::ui::widgets::text::{clipped_width, heading_ui, paint_beside, paragraph_ui};
use crate::ui::{Actions, bar, focus, theme};

/// Height of the line with title and buttons.
const HEAD: f32 = 44.0;
/// The results take at most this share of the height.
const RESULTS_SHARE: f32 = 0.36;
/// Width of the codes in the results.
const CODE_WIDTH: f32 = 76.0;

pub(super) fn beside_ui(ui: &Ui, state: &State, content: Rect, actions: &mut Actions) {
    if state.beside == Beside::Nothing || !state.shows_log() {
        return;
    }
    let [width, ..] = theme::DETAILS_WIDTH;
    let right = Rect::from_min_max(pos2(content.right() - width, content.top() + HEAD), content.max);
    let rect = details_rect(ui.ctx(), "explanation").unwrap_or(right);
    let palette = Palette::of(ui.visuals());
    let area = Area::new(Id::unique("beside")).order(Order::Middle).fixed_pos(rect.min).constrain(false).movable(false);
    area.show(ui.ctx(), |ui| {
        ui.set_clip_rect(rect);
        let region =
            UiBuilder::new().max_rect(rect).accessibility_role(Role::Region).accessibility_label("Beside the log");
        ui.scope_builder(region, |ui| {
            ui.painter().rect_filled(rect, 0, palette.surface);
            ui.painter().vline(rect.left() + 0.5, rect.y_range(), Stroke::new(1.0, palette.line));
            let part = ui.interact(rect, focus::beside(), Sense::focusable_noninteractive());
            paint_focus(ui, &part, rect.shrink(1.0));
            ui.spacing_mut().item_spacing.y = 0.0;
            head_ui(ui, state, actions);
            if state.beside == Beside::Search {
                results_ui(ui, state, rect.height() * RESULTS_SHARE, actions);
            }
            ui.spacing_mut().item_spacing.y = theme::GRID;
            let Some(details) = &state.details else { return };
            ScrollArea::vertical().id_salt(details.entry.code).auto_shrink(false).show(ui, |ui| {
                Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
                    code_details_ui(ui, details, state.notes.get(details.entry.code), actions);
                });
            });
        });
    });
}

fn head_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let frame = Frame::new().fill(palette.bar).inner_margin(theme::bar_margin());
    frame.show(ui, |ui| {
        ui.take_available_width();
        let mut at_the_end = Vec::new();
        split_row_ui(
            ui,
            |ui| {
                let title = if state.beside == Beside::Search { "Search results" } else { "Code" };
                ui.add(Label::new(RichText::new(title).font(theme::strong())));
                let name = if state.beside == Beside::Search { "Open in Codes" } else { "Show in Codes" };
                if link_ui(ui, name).clicked() {
                    actions.push(Action::ShowTab(Tab::Codes));
                }
            },
            |ui| {
                let hint = bar::hint(ui, "Go back", Command::Back);
                if icon_button_ui(ui, Icon::Left, "Back to the log", &hint).clicked() {
                    at_the_end.push(Action::Run(Command::Back));
                }
                if icon_button_ui(ui, Icon::Close, "Close what is beside the log", "Close (Esc)").clicked() {
                    at_the_end.push(Action::Beside(Beside::Nothing));
                }
            },
        );
        actions.append(&mut at_the_end);
    });
}

fn results_ui(ui: &mut Ui, state: &State, height: f32, actions: &mut Actions) {
    let codes = &state.codes;
    if codes.rows.is_empty() {
        Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
            heading_ui(ui, "No code matches");
            paragraph_ui(ui, "To find text in the log, use its own field: Find in what is shown.");
        });
        return;
    }
    let palette = Palette::of(ui.visuals());
    let rows = codes.lines.len() as f32 * theme::ROW;
    let size = vec2(ui.available_width(), rows.min(height));
    ui.allocate_ui(size, |ui| {
        ui.set_min_size(size);
        let spec = ListSpec::new(Id::unique("results beside the log"), "Results", &codes.list);
        let output = list_ui(ui, &spec, |ui, rect, line| match codes.lines.get(line as usize)? {
            TableLine::Heading(heading) => {
                ui.painter().rect_filled(rect, 0, palette.bar);
                let inner = rect.shrink2(vec2(12.0, 0.0));
                let text = clipped_width(ui, heading, &theme::small_strong(), palette.muted, inner.width());
                paint_beside(ui, inner.left_center(), text, palette.muted);
                Some(heading.to_owned())
            }
            TableLine::Row(row_idx) => {
                let row = codes.rows.get(row_idx)?;
                paint_result(ui, rect, row);
                Some(row.accessible_text())
            }
        });
        for action in output.actions {
            actions.push(Action::Codes(CodesAction::List(action)));
        }
    });
    ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top(), Stroke::new(1.0, palette.line));
}

fn paint_result(ui: &Ui, rect: Rect, row: &CodeRow) {
    let palette = Palette::of(ui.visuals());
    let inner = rect.shrink2(vec2(12.0, 0.0));
    let (strong, soft) = palette.severity(row.severity);
    paint_severity(ui.painter(), row.severity, inner.left_center() + vec2(7.0, 0.0), 14.0, (soft, strong));
    let code = clipped_width(ui, &row.code.to_string(), &theme::mono(), palette.text, CODE_WIDTH);
    paint_beside(ui, inner.left_center() + vec2(20.0, 0.0), code, palette.text);
    let title = if row.name.is_empty() || row.code.value().is_none() { &row.summary } else { &row.name };
    let left = 20.0 + CODE_WIDTH + 8.0;
    let title = clipped_width(ui, title, &theme::small(), palette.muted, inner.width() - left);
    paint_beside(ui, inner.left_center() + vec2(left, 0.0), title, palette.muted);
}
