//! The list of marked lines, over the lower right corner of the entries: it pushes nothing away.

use eframe::egui::{Align2, Area, Frame, Id, Order, Rect, ScrollArea, Stroke, TextWrapMode, Ui, vec2};

use crate::app::{Action, Command, LineAction, Session, SessionAction};
use crate::diagnosis::MarkedLine;
use crate::sanitize::one_line;
use crate::ui::split_row::split_row_ui;
use crate::ui::theme::Palette;
use crate::ui::widgets::button::{button_ui, icon_button_ui, small_link_ui};
use crate::ui::widgets::icon::Icon;
use crate::ui::widgets::text::{clipped_width, clock, muted};
use crate::ui::{Actions, bar, theme};

/// Width of the list.
const WIDTH: f32 = 440.0;
/// Greatest height of the list.
const HEIGHT: f32 = 240.0;

/// Draws a button with the number of marked lines, and above it the list while it is open.
pub(super) fn marked_lines_ui(ui: &mut Ui, session: &Session, rows: Rect, actions: &mut Actions) {
    if session.bookmarks.is_empty() && !session.shows_marks {
        return;
    }
    let corner = rows.right_bottom() - vec2(theme::GRID * 2.0, theme::GRID * 2.0);
    let area = Area::new(Id::unique("marked lines")).order(Order::Middle).pivot(Align2::RIGHT_BOTTOM).fixed_pos(corner);
    area.constrain(true).show(ui.ctx(), |ui| {
        let palette = Palette::of(ui.visuals());
        let frame = Frame::new()
            .fill(palette.bar)
            .stroke(Stroke::new(1.0, palette.outline))
            .corner_radius(theme::ROUNDING)
            .inner_margin(theme::GRID);
        frame.show(ui, |ui| {
            if session.shows_marks {
                open_ui(ui, session, rows, actions);
            } else {
                // While the size of the area is not known yet, its text would be wrapped.
                ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
                let count = session.bookmarks.len();
                let text = if count == 1 { "1 marked line".to_owned() } else { format!("{count} marked lines") };
                let hint = format!("List of marked lines ({})", bar::shortcut(ui, Command::ShowMarks));
                if button_ui(ui, &text).on_hover_text(hint).clicked() {
                    actions.push(Action::Run(Command::ShowMarks));
                }
            }
        });
    });
}

fn open_ui(ui: &mut Ui, session: &Session, rows: Rect, actions: &mut Actions) {
    let width = WIDTH.min(rows.width() - theme::GRID * 8.0).max(200.0);
    ui.set_width(width);
    split_row_ui(
        ui,
        |ui| {
            ui.label(eframe::egui::RichText::new("Marked lines").font(theme::strong()));
        },
        |ui| {
            ui.label(muted(ui, format!("{} steps through them", bar::shortcut(ui, Command::NextMark))));
            if icon_button_ui(ui, Icon::Close, "Close the list of marked lines", "Close").clicked() {
                let close = SessionAction::Lines(LineAction::ShowMarks(false));
                actions.push(Action::Session(session.id, close));
            }
        },
    );
    if session.bookmarks.is_empty() {
        let hint = format!("{} marks the selected lines.", bar::shortcut(ui, Command::ToggleMark));
        ui.label(muted(ui, hint));
        return;
    }
    let height = HEIGHT.min(rows.height() - theme::CONTROL * 3.0).max(theme::ROW * 2.0);
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, |ui| {
        ui.set_width(width);
        for (entry_idx, mark) in session.bookmarks.iter() {
            ui.push_id(entry_idx, |ui| mark_ui(ui, session, (entry_idx, mark), actions));
        }
    });
}

fn mark_ui(ui: &mut Ui, session: &Session, (entry_idx, mark): (u64, &MarkedLine), actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let lines = |action| Action::Session(session.id, SessionAction::Lines(action));
    let number = session.entries.number_of(entry_idx, mark.line);
    ui.horizontal(|ui| {
        let name = format!("Go to marked line {number}");
        if small_link_ui(ui, &format!("{number}"), &name).clicked() {
            actions.push(Action::Session(session.id, SessionAction::SelectEntry(entry_idx)));
        }
        if let Some(time) = &mark.time {
            ui.label(muted(ui, clock(time)));
        }
        let (text, font, color) = if mark.note.is_empty() {
            (&mark.message, theme::mono(), palette.muted)
        } else {
            (&mark.note, theme::body(), palette.text)
        };
        let buttons = 2.0 * (theme::CONTROL + ui.spacing().item_spacing.x);
        let width = (ui.available_width() - buttons).max(0.0);
        let galley = clipped_width(ui, &one_line(text), &font, color, width);
        let (rect, response) = ui.allocate_exact_size(vec2(width, theme::ROW), eframe::egui::Sense::hover());
        let at = rect.left_center() - vec2(0.0, galley.size().y / 2.0);
        ui.painter().galley(at, galley, color);
        response.widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, text.as_str()));
        let write = format!("Write a note on line {number}");
        if icon_button_ui(ui, Icon::Note, &write, "Write a note").clicked() {
            actions.push(lines(LineAction::AskNote(Some(entry_idx))));
        }
        let remove = format!("Remove the mark of line {number}");
        if icon_button_ui(ui, Icon::Close, &remove, "Remove the mark").clicked() {
            actions.push(lines(LineAction::RemoveMark(entry_idx)));
        }
    });
}
