//! The rows of the selected entry, enlarged, and their text to correct.

use eframe::egui::{
    Align, Key, Label, Margin, Modifiers, Rect, RichText, Role, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo,
    pos2, vec2,
};

use super::on_picture;
use super::textures::paint_picture;
use crate::app::{Command, EntryDetails, PictureAction, PictureLog, RowEdit, Session};
use crate::ui::theme::Palette;
use crate::ui::widgets::button::{button_ui, primary_button_ui, small_link_ui};
use crate::ui::widgets::text::muted;
use crate::ui::{Actions, bar, focus, theme};

/// The greatest height of the enlarged rows.
const MAX_HEIGHT: f32 = 132.0;
/// The scales of the enlarged rows, in points for each pixel: the first that fits is used.
const SCALES: [f32; 5] = [2.0, 1.5, 1.0, 0.75, 0.5];
/// Pixels around the rows that are shown, too.
const MARGIN: f32 = 4.0;
/// Points between the rows and the edge around them.
const INSET: f32 = theme::GRID;
/// Corrections that are listed.
const MAX_CORRECTIONS: usize = 6;

pub(in crate::ui) fn row_text_ui(ui: &mut Ui, session: &Session, details: &EntryDetails, actions: &mut Actions) {
    let Some(picture) = session.picture.as_ref().filter(|picture| picture.reading.is_none()) else { return };
    let rows = picture.rows_of(&details.entry);
    ui.add_space(theme::GRID);
    cut_out_ui(ui, session, picture, rows.clone());
    if let Some(edit) = &picture.edit {
        edit_ui(ui, session, edit, actions);
        return;
    }
    let palette = Palette::of(ui.visuals());
    let found = details.findings.iter().filter_map(|(finding, _)| finding.picture.as_deref());
    let least = found.min_by_key(|place| place.certainty);
    let words = least.map_or_else(|| picture.certainty_of(rows.clone()), |place| place.title());
    let can_undo = picture.can_undo(rows.clone());
    ui.horizontal_wrapped(|ui| {
        let subject = if least.is_some() { "The code" } else { "The text" };
        let color = if matches!(words, "read surely" | "corrected by hand") { palette.muted } else { palette.warning };
        let text = match words {
            "check the picture" => "Not read surely: check the picture.".to_owned(),
            words => format!("{subject} was {words}."),
        };
        ui.add(Label::new(RichText::new(text).font(theme::small()).color(color)));
        let hint = bar::shortcut(ui, Command::CorrectText);
        if small_link_ui(ui, "Correct text", "Correct text").on_hover_text(hint).clicked() {
            actions.push(on_picture(session, PictureAction::Edit));
        }
        if can_undo && small_link_ui(ui, "Undo correction", "Undo correction").clicked() {
            actions.push(on_picture(session, PictureAction::Undo));
        }
    });
    let corrections = picture.corrections_of(rows);
    if !corrections.is_empty() {
        let shown: Vec<String> = corrections.iter().map(|(read, now)| format!("{read} → {now}")).collect();
        let more = shown.len().saturating_sub(MAX_CORRECTIONS);
        let more = if more == 0 { String::new() } else { format!(", {more} more") };
        let words = format!("Corrected: {}{more}", shown[..shown.len().min(MAX_CORRECTIONS)].join(", "));
        ui.add(Label::new(muted(ui, crate::sanitize::one_line(&words))).wrap().selectable(true));
    }
    for (finding, _) in &details.findings {
        let readings = picture.other_readings(finding);
        if readings.is_empty() {
            continue;
        }
        ui.horizontal_wrapped(|ui| {
            ui.label(muted(ui, "It may also be"));
            for reading in readings {
                let hint = "Corrects the text to this";
                let name = format!("Correct to {}", reading.passage);
                if small_link_ui(ui, &reading.passage, &name).on_hover_text(hint).clicked() {
                    let (row, text) = (reading.row, reading.text);
                    actions.push(on_picture(session, PictureAction::Choose { row, text }));
                }
            }
        });
    }
}

/// The rows as they are in the picture, wrapped to the width.
fn cut_out_ui(ui: &mut Ui, session: &Session, picture: &PictureLog, rows: std::ops::Range<usize>) {
    let [whole_width, whole_height] = picture.size().map(|side| side as f32);
    let whole = Rect::from_min_size(pos2(0.0, 0.0), vec2(whole_width, whole_height));
    let width = ui.available_width() - 2.0 * INSET;
    let wrapped = |scale: f32| -> Vec<Rect> {
        let wrap = (width / scale - 2.0 * MARGIN).max(1.0) as u32;
        let line = |bounds: [u32; 4]| {
            let [left, top, width, height] = bounds.map(|side| side as f32);
            Rect::from_min_size(pos2(left, top), vec2(width, height)).expand(MARGIN).intersect(whole)
        };
        rows.clone().flat_map(|row| picture.wrapped_row(row, wrap)).map(line).collect()
    };
    let height = |lines: &[Rect], scale: f32| lines.iter().map(|line| line.height() * scale + 1.0).sum::<f32>();
    let fits = |scale: &f32| height(&wrapped(*scale), *scale) <= MAX_HEIGHT;
    let scale = SCALES.into_iter().find(fits).unwrap_or(SCALES[SCALES.len() - 1]);
    let pieces = wrapped(scale);
    let height = height(&pieces, scale).min(MAX_HEIGHT * 2.0);
    if pieces.is_empty() || height <= 0.0 {
        return;
    }
    let (rect, response) = ui.allocate_exact_size(vec2(width, height) + vec2(2.0 * INSET, 2.0 * INSET), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "The row in the picture"));
    ui.painter().rect_filled(rect, 2, Palette::of(ui.visuals()).inset);
    ui.scope(|ui| {
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        let mut at = rect.min + vec2(INSET, INSET);
        for piece in &pieces {
            paint_picture(ui, session, picture, *piece, Rect::from_min_size(at, piece.size() * scale));
            at.y += piece.height() * scale + 1.0;
        }
    });
    let stroke = Stroke::new(1.0, Palette::of(ui.visuals()).line);
    ui.painter().rect_stroke(rect, 2, stroke, StrokeKind::Outside);
    ui.add_space(theme::GRID);
}

/// The field for the corrected text. Enter corrects a single row, with Ctrl several ones.
fn edit_ui(ui: &mut Ui, session: &Session, edit: &RowEdit, actions: &mut Actions) {
    let is_single = edit.rows.len() == 1;
    let rows = if is_single { "" } else { ", a line for each row" };
    ui.add(Label::new(muted(ui, format!("Type what the picture shows{rows}:"))).wrap());
    let mut text = edit.text.clone();
    let mut field = TextEdit::multiline(&mut text).font(theme::mono()).desired_width(f32::INFINITY);
    if is_single {
        field = field.return_key(None);
    }
    let field = field.desired_rows(edit.rows.len().max(2)).margin(Margin::symmetric(8, 5)).id(focus::row_text());
    let response = ui.add(field).accessible_name("Text of the row");
    if response.gained_focus() {
        response.scroll_to_me(Some(Align::Center));
    }
    let modifiers = if is_single { Modifiers::NONE } else { Modifiers::COMMAND };
    let entered = response.has_focus() && ui.input_mut(|input| input.consume_key(modifiers, Key::Enter));
    if text != edit.text {
        actions.push(on_picture(session, PictureAction::Type(text)));
    }
    ui.horizontal(|ui| {
        if primary_button_ui(ui, "Correct").clicked() || entered {
            actions.push(on_picture(session, PictureAction::Keep));
        }
        if button_ui(ui, "Cancel").clicked() {
            actions.push(on_picture(session, PictureAction::Leave));
        }
    });
}
