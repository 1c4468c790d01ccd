//! Everything about one code. Both tabs show this view.

use eframe::egui::{
    AsIdSalt, Context, Frame, Hyperlink, Id, Label, Margin, Panel, Rect, Response, RichText, Role, ScrollArea, Sense,
    TextEdit, Ui, UiBuilder, vec2,
};

use super::badge::badge_ui;
use super::button::{button_ui, icon_button_ui, link_ui, paint_focus};
use super::icon::{Icon, paint_icon, paint_severity};
use super::text::{heading_ui, heading_with_ui, inset_ui, muted, paragraph_ui, steps_ui};
use crate::app::{Action, CodeDetails, Command, CopyStyle, LogsAction, NotesAction, SessionAction};
use crate::catalog::Severity;
use crate::code::ErrorCode;
use crate::ui::Actions;
use crate::ui::theme;
use crate::ui::theme::Palette;
use crate::ui::{bar, focus};

/// The note's field shows at most this many lines until it is edited.
const NOTE_ROWS: usize = 16;

/// More logs with a code are counted, not listed.
const MAX_LOGS: usize = 6;

/// The default width of a panel with details, which the user can change.
pub(crate) struct DetailsWidth {
    /// The share of the available width.
    pub share: f32,
    /// At most this many times the usual width.
    pub max_growth: f32,
    /// The width that is left beside the panel.
    pub min_rest: f32,
}

/// A panel at the right that scrolls. Each `salt` has its own scroll position.
pub(crate) fn details_panel_ui(
    ui: &mut Ui,
    id: &'static str,
    width: &DetailsWidth,
    salt: impl AsIdSalt,
    add_details: impl FnOnce(&mut Ui),
) {
    let [usual, min, max] = theme::DETAILS_WIDTH;
    let default = (ui.available_width() * width.share).clamp(min, max.min(usual * width.max_growth));
    let max = max.min(ui.available_width() - width.min_rest).max(min);
    let frame = Frame::new().fill(Palette::of(ui.visuals()).surface);
    let panel = Panel::right(id).frame(frame).default_size(default.min(max)).size_range(min..=max);
    let region = UiBuilder::new().accessibility_role(Role::Region).accessibility_label("Code details");
    panel.show(ui, |ui| {
        details_part_ui(ui, id, ui.max_rect());
        ui.scope_builder(region, |ui| {
            ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
                Frame::new().inner_margin(theme::page_margin()).show(ui, add_details);
            });
        });
    });
}

/// Makes the panel with details a part of the window to which a key leads, and records where it is.
pub(crate) fn details_part_ui(ui: &Ui, id: &'static str, rect: Rect) {
    let part = ui.interact(rect, focus::details(), Sense::focusable_noninteractive());
    paint_focus(ui, &part, rect.shrink(1.0));
    let frame = ui.ctx().cumulative_pass_nr();
    ui.data_mut(|data| data.insert_temp(rect_id(id), (frame, rect)));
}

/// Where a panel was drawn in this frame.
pub(crate) fn details_rect(ctx: &Context, id: &'static str) -> Option<Rect> {
    let (frame, rect) = ctx.data(|data| data.get_temp::<(u64, Rect)>(rect_id(id)))?;
    (frame == ctx.cumulative_pass_nr()).then_some(rect)
}

fn rect_id(id: &'static str) -> Id {
    Id::unique((id, "rect"))
}

/// Draws the details from top to bottom. The caller scrolls them. `note` is the engineer's note about the code.
pub(crate) fn code_details_ui(ui: &mut Ui, details: &CodeDetails, note: &str, actions: &mut Actions) {
    let entry = &details.entry;
    head_ui(ui, details, actions);
    if !details.found_in.is_empty() {
        seen_ui(ui, details, actions);
    }
    note_ui(ui, entry.code, note, actions);
    for paragraph in entry.explanation.split("\n\n") {
        ui.add_space(theme::GRID);
        paragraph_ui(ui, paragraph);
    }
    heading_ui(ui, "What to do");
    steps_ui(ui, &entry.fix);
    if let Some(example) = &entry.example {
        example_ui(ui, example, actions);
    }
    if !details.related.is_empty() {
        related_ui(ui, details, actions);
    }
    if !entry.references.is_empty() {
        heading_ui(ui, "Read on");
        for reference in &entry.references {
            let title = RichText::new(&reference.title).font(theme::body());
            ui.add(Hyperlink::from_label_and_url(title, &reference.url).open_in_new_tab(true));
        }
    }
    ui.add_space(theme::GRID * 3.0);
}

fn head_ui(ui: &mut Ui, details: &CodeDetails, actions: &mut Actions) {
    let entry = &details.entry;
    let palette = Palette::of(ui.visuals());
    ui.horizontal_wrapped(|ui| {
        let (strong, _) = palette.severity(details.severity);
        let (rect, shape) = ui.allocate_exact_size(vec2(20.0, theme::CONTROL), Sense::hover());
        paint_severity(ui.painter(), details.severity, rect.center(), 18.0, (strong, palette.surface));
        shape.on_hover_text(details.severity.map_or("Not documented", Severity::title));
        let first = details.forms.first().map_or_else(|| entry.code.to_string(), |form| form.text.clone());
        let font = if entry.code.value().is_some() { theme::mono_heading() } else { theme::heading() };
        ui.add(Label::new(RichText::new(first).font(font)).selectable(true));
        for form in details.forms.iter().skip(1) {
            form_ui(ui, form.label, &form.text, actions);
        }
        tag_ui(ui, entry.code.family().title());
    });
    if let Some(name) = entry.name.as_ref().filter(|_| entry.code.value().is_some()) {
        ui.add(Label::new(RichText::new(name).font(theme::mono_body())).wrap().selectable(true));
    }
    ui.add(Label::new(RichText::new(&entry.summary).font(theme::strong())).wrap().selectable(true));
    ui.add_space(theme::GRID);
    properties_ui(ui, details);
    let copies = bar::hint(ui, "Copies the explanation as plain text", Command::CopyDetails);
    ui.horizontal_wrapped(|ui| {
        for (text, hint, style) in [
            ("Copy", copies, CopyStyle::Text),
            ("Copy as Markdown", "Copies the explanation for a ticket".to_owned(), CopyStyle::Markdown),
        ] {
            if button_ui(ui, text).on_hover_text(hint).clicked() {
                actions.push(Action::CopyCode(entry.code, style));
            }
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
        .show(ui, |ui| ui.add(Label::new(muted(ui, text))))
        .inner
}

fn properties_ui(ui: &mut Ui, details: &CodeDetails) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::GRID, theme::GRID);
        for (nth, (label, value)) in details.properties.iter().enumerate() {
            if nth > 0 {
                ui.label(muted(ui, "·"));
            }
            ui.label(muted(ui, *label));
            ui.label(RichText::new(value).font(theme::small_strong()));
        }
    });
    if !details.entry.aliases.is_empty() {
        let aliases = format!("Also printed as {}", details.entry.aliases.join(", "));
        ui.add(Label::new(muted(ui, aliases)).wrap());
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
    inset_ui(ui, 8, |ui| {
        ui.label(RichText::new("Seen in the opened logs").font(theme::small_strong()));
        for log in details.found_in.iter().take(MAX_LOGS) {
            if link_ui(ui, &format!("{}: {} ×, first {}", log.name, log.count, log.first)).clicked() {
                actions.push(Action::Logs(LogsAction::Show(log.session)));
                actions.push(Action::Session(log.session, SessionAction::FirstWith(details.entry.code)));
            }
        }
        match details.found_in.len().saturating_sub(MAX_LOGS) {
            0 => {}
            1 => drop(ui.label(muted(ui, "and in one more log"))),
            more => drop(ui.label(muted(ui, format!("and in {more} more logs")))),
        }
    });
    ui.add_space(theme::GRID);
}

fn related_ui(ui: &mut Ui, details: &CodeDetails, actions: &mut Actions) {
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
                ui.add(Label::new(muted(ui, &related.title)).truncate());
            }
        });
    }
}
