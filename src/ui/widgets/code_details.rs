//! Everything about one code. Both tabs show this view.

use eframe::egui::{Frame, Hyperlink, Label, Margin, Rect, Response, RichText, Sense, TextEdit, Ui, vec2};

use super::badge::badge_ui;
use super::button::{button_ui, icon_button_ui, link_ui};
use super::icon::{Icon, paint_icon, paint_severity};
use super::text::{heading_ui, heading_with_ui, paragraph_ui, steps_ui};
use crate::app::{Action, CodeDetails, CopyStyle, LogsAction, NotesAction, SessionAction};
use crate::catalog::Severity;
use crate::code::ErrorCode;
use crate::ui::actions::Actions;
use crate::ui::theme;
use crate::ui::theme::Palette;

/// The note's field shows at most this many lines until it is edited.
const NOTE_ROWS: usize = 16;

/// Draws the details from top to bottom. The caller scrolls them. `note` is the engineer's note about the code.
pub(crate) fn code_details_ui(ui: &mut Ui, details: &CodeDetails, note: &str, actions: &mut Actions) {
    head_ui(ui, details, actions);
    note_ui(ui, details.code, note, actions);
    for paragraph in &details.paragraphs {
        ui.add_space(theme::GRID);
        paragraph_ui(ui, paragraph);
    }
    heading_ui(ui, "What to do");
    steps_ui(ui, &details.fix);
    if let Some(example) = &details.example {
        example_ui(ui, example, actions);
    }
    if !details.found_in.is_empty() {
        seen_ui(ui, details, actions);
    }
    if !details.related.is_empty() {
        related_ui(ui, details, actions);
    }
    if !details.references.is_empty() {
        heading_ui(ui, "Read on");
        for reference in &details.references {
            let title = RichText::new(&reference.title).font(theme::body());
            ui.add(Hyperlink::from_label_and_url(title, &reference.url).open_in_new_tab(true));
        }
    }
    ui.add_space(theme::GRID * 3.0);
}

fn head_ui(ui: &mut Ui, details: &CodeDetails, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    ui.horizontal_wrapped(|ui| {
        let (strong, _) = palette.severity(details.severity);
        let (rect, shape) = ui.allocate_exact_size(vec2(20.0, theme::CONTROL), Sense::hover());
        paint_severity(ui.painter(), details.severity, rect.center(), 18.0, (strong, palette.surface));
        shape.on_hover_text(severity_title(details.severity));
        let first = details.forms.first().map_or_else(|| details.code.to_string(), |form| form.text.clone());
        let font = if details.code.value().is_some() { theme::mono_heading() } else { theme::heading() };
        ui.add(Label::new(RichText::new(first).font(font)).selectable(true));
        for form in details.forms.iter().skip(1) {
            form_ui(ui, form.label, &form.text, actions);
        }
        tag_ui(ui, details.code.family().title());
    });
    if !details.name.is_empty() && details.code.value().is_some() {
        ui.add(Label::new(RichText::new(&details.name).font(theme::mono_body())).wrap().selectable(true));
    }
    ui.add(Label::new(RichText::new(&details.summary).font(theme::strong())).wrap().selectable(true));
    ui.add_space(theme::GRID);
    if !details.properties.is_empty() {
        properties_ui(ui, details);
    }
    ui.horizontal_wrapped(|ui| {
        if button_ui(ui, "Copy").on_hover_text("Copies the explanation as plain text").clicked() {
            actions.push(Action::CopyCode(details.code, CopyStyle::Text));
        }
        if button_ui(ui, "Copy as Markdown").on_hover_text("Copies the explanation for a ticket").clicked() {
            actions.push(Action::CopyCode(details.code, CopyStyle::Markdown));
        }
    });
    ui.add_space(theme::GRID);
}

/// Another form of the code. A click copies it.
fn form_ui(ui: &mut Ui, label: &str, text: &str, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let shown = RichText::new(text).font(theme::mono_body()).color(palette.muted);
    let response = ui.add(eframe::egui::Button::new(shown).frame_when_inactive(false));
    let response = response.on_hover_text(format!("Copies the {label} form"));
    if response.clicked() {
        actions.push(Action::Copy(text.to_owned()));
    }
}

fn tag_ui(ui: &mut Ui, text: &str) -> Response {
    let palette = Palette::of(ui.visuals());
    Frame::new()
        .fill(palette.inset)
        .corner_radius(theme::ROUNDING)
        .inner_margin(Margin::symmetric(6, 2))
        .show(ui, |ui| ui.add(Label::new(RichText::new(text).font(theme::small()).color(palette.muted))))
        .inner
}

fn properties_ui(ui: &mut Ui, details: &CodeDetails) {
    let palette = Palette::of(ui.visuals());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::GRID, theme::GRID);
        for (nth, (label, value)) in details.properties.iter().enumerate() {
            if nth > 0 {
                ui.label(RichText::new("·").font(theme::small()).color(palette.muted));
            }
            ui.label(RichText::new(*label).font(theme::small()).color(palette.muted));
            ui.label(RichText::new(value).font(theme::small_strong()));
        }
    });
    if !details.aliases.is_empty() {
        let aliases = format!("Also printed as {}", details.aliases.join(", "));
        ui.add(Label::new(RichText::new(aliases).font(theme::small()).color(palette.muted)).wrap());
    }
    ui.add_space(theme::GRID);
}

/// The engineer's own note about the code. It comes before the catalog's text.
fn note_ui(ui: &mut Ui, code: ErrorCode, note: &str, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let left = 7.0 * theme::GRID;
    let mut text = note.to_owned();
    let edit = TextEdit::multiline(&mut text)
        .id_salt(("note", code))
        .hint_text("My note: tickets, workarounds, whom to ask")
        .desired_rows(note.split('\n').count().clamp(1, NOTE_ROWS))
        .desired_width(theme::READING_WIDTH.min(ui.available_width()))
        .margin(Margin { left: left as i8, right: 8, top: 6, bottom: 6 })
        .font(theme::body());
    let response = ui.add(edit).accessible_name("My note");
    let center = response.rect.left_top() + vec2(left / 2.0, 6.0 + theme::BODY * 0.6);
    let color = if note.is_empty() { palette.muted } else { palette.accent };
    paint_icon(ui.painter(), Rect::from_center_size(center, vec2(14.0, 14.0)), Icon::Note, color);
    if response.changed() {
        actions.push(Action::Notes(NotesAction::Write(code, text)));
    }
    response.on_hover_text("Kept on this computer, found by the search, never part of a report");
    ui.add_space(theme::GRID);
}

fn example_ui(ui: &mut Ui, example: &str, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    heading_with_ui(ui, "Example", |ui| {
        if icon_button_ui(ui, Icon::Copy, "Copy example", "Copies the example").clicked() {
            actions.push(Action::Copy(example.to_owned()));
        }
    });
    Frame::new().fill(palette.inset).corner_radius(theme::ROUNDING).inner_margin(Margin::same(8)).show(ui, |ui| {
        ui.set_max_width(theme::READING_WIDTH.min(ui.available_width()));
        ui.take_available_width();
        ui.add(Label::new(RichText::new(example.trim_end()).font(theme::mono())).wrap().selectable(true));
    });
}

fn seen_ui(ui: &mut Ui, details: &CodeDetails, actions: &mut Actions) {
    heading_ui(ui, "Seen in the opened logs");
    for log in &details.found_in {
        if link_ui(ui, &format!("{}: {} ×, first {}", log.name, log.count, log.first)).clicked() {
            actions.push(Action::Logs(LogsAction::Show(log.session)));
            actions.push(Action::Session(log.session, SessionAction::FirstWith(details.code)));
        }
    }
}

fn related_ui(ui: &mut Ui, details: &CodeDetails, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    heading_ui(ui, "Related codes");
    for related in &details.related {
        ui.horizontal(|ui| {
            let text = related.code.to_string();
            let name = if related.title == text { text.clone() } else { format!("{text} {}", related.title) };
            let badge = badge_ui(ui, &text, related.severity, name.trim_end());
            if badge.clicked() {
                actions.push(Action::ShowCode(related.code));
            }
            if related.title != text {
                let title = RichText::new(&related.title).font(theme::small()).color(palette.muted);
                ui.add(Label::new(title).truncate());
            }
        });
    }
}

fn severity_title(severity: Option<Severity>) -> &'static str {
    severity.map_or("Not documented", Severity::title)
}
