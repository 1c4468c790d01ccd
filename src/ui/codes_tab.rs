//! The tab of codes: filters, table, details.

use eframe::egui::{
    Align2, CentralPanel, Frame, Id, Panel, Rect, RichText, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use super::widgets::{
    Highlighted, Icon, ListSpec, RowPaint, badge_ui, check_ui, clipped, clipped_width, code_details_ui, heading_ui,
    highlighted, link_ui, list_ui, paint_icon, paint_severity, paragraph_ui, small_link_ui,
};
use super::{Actions, theme};
use crate::app::{Action, CodeRow, CodesAction, Column, FilterValue, NotesAction, ResultKind, Sort, State};
use theme::Palette;

/// Widths of the columns that have the same text in every window; name and summary share the rest.
const SEVERITY_WIDTH: f32 = 24.0;
const HEX_WIDTH: f32 = 64.0;
const DECIMAL_WIDTH: f32 = 76.0;
const FAMILY_WIDTH: f32 = 68.0;

pub(super) fn codes_tab_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let frame = Frame::new().fill(palette.bar).inner_margin(theme::bar_margin());
    Panel::left("filters")
        .frame(frame)
        .resizable(false)
        .exact_size(theme::FILTERS_WIDTH)
        .show(ui, |ui| filters_ui(ui, state, actions));
    let [default, least, most] = theme::DETAILS_WIDTH;
    let default = (ui.available_width() * 0.38).clamp(least, most.min(default * 1.6));
    let most = most.min(ui.available_width() - 400.0).max(least);
    Panel::right("details")
        .frame(Frame::new().fill(palette.surface))
        .default_size(default.min(most))
        .size_range(least..=most)
        .show(ui, |ui| details_ui(ui, state, actions));
    CentralPanel::no_frame().show(ui, |ui| {
        if state.codes().rows().is_empty() {
            nothing_found_ui(ui, state, actions);
        } else {
            table_ui(ui, state, actions);
        }
    });
}

fn filters_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        // The scroll bar stands beside the counts, not on them.
        ui.set_max_width(ui.available_width() - theme::GRID);
        for (title, toggles) in state.codes().toggles() {
            let group = UiBuilder::new().accessibility_role(Role::Group).accessibility_label(*title);
            ui.scope_builder(group, |ui| {
                ui.add_space(theme::GRID);
                ui.label(RichText::new(title.to_uppercase()).font(theme::small_strong()).color(palette.muted));
                ui.add_space(theme::GRID);
                for toggle in toggles {
                    let name = spoken_value(toggle.value);
                    if check_ui(ui, toggle.chosen, toggle.value.title(), Some(toggle.count), &name).clicked() {
                        actions.push(Action::Codes(CodesAction::Toggle(toggle.value)));
                    }
                }
                if toggles.iter().any(|toggle| toggle.value == FilterValue::Noted) {
                    share_ui(ui, actions);
                }
                ui.add_space(theme::GRID * 2.0);
            });
        }
        if state.codes().is_filtered() && link_ui(ui, "Show all").clicked() {
            actions.push(Action::Codes(CodesAction::ShowAll));
        }
    });
}

/// Notes are shared as files.
fn share_ui(ui: &mut Ui, actions: &mut Actions) {
    ui.horizontal(|ui| {
        ui.add_space(theme::GRID);
        for (text, action) in [("Export…", NotesAction::ChooseExport), ("Import…", NotesAction::ChooseImport)] {
            let link = small_link_ui(ui, text, &format!("{} notes", text.trim_end_matches('…')));
            if link.clicked() {
                actions.push(Action::Notes(action));
            }
        }
    });
}

/// The title, and the identifier of the command line where that reads differently.
fn spoken_value(value: FilterValue) -> String {
    let (title, id) = (value.title(), value.id());
    if title.eq_ignore_ascii_case(id) { title.to_owned() } else { format!("{title} ({id})") }
}

fn details_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let builder = UiBuilder::new().accessibility_role(Role::Region).accessibility_label("Code details");
    ui.scope_builder(builder, |ui| {
        // One place per code: another code's details begin at their top.
        let salt = state.details().map(|details| details.code);
        ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
            Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| match state.details() {
                Some(details) => code_details_ui(ui, details, state.notes().of(details.code), actions),
                None => hints_ui(ui, actions),
            });
        });
    });
}

/// What the field takes, while no code is selected.
fn hints_ui(ui: &mut Ui, actions: &mut Actions) {
    heading_ui(ui, "Type what the customer sent");
    paragraph_ui(ui, "A code in any form, a name, a few words, or a whole line pasted from a log. For example:");
    for example in
        ["0x4004", "16388", "-10013", "4294957283", "JOIN_ROOM_FAILED", "camera permission", "userSig expired"]
    {
        if link_ui(ui, example).clicked() {
            actions.push(Action::Codes(CodesAction::Query(example.to_owned())));
        }
    }
    heading_ui(ui, "Or look around");
    paragraph_ui(
        ui,
        "Arrow keys move through the table, and a click on a heading sorts it. The key F1 lists all keys.",
    );
}

fn table_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let codes = state.codes();
    if codes.result_kind() == ResultKind::InText {
        let palette = Palette::of(ui.visuals());
        let found = match codes.rows().len() {
            1 => "One code in the pasted text".to_owned(),
            count => format!("{count} codes in the pasted text, the most important first"),
        };
        Frame::new().fill(palette.inset).inner_margin(theme::bar_margin()).show(ui, |ui| {
            ui.take_available_width();
            ui.label(RichText::new(found).font(theme::small_strong()));
        });
        ui.add_space(-ui.spacing().item_spacing.y);
    }
    header_ui(ui, codes.sort(), actions);
    let spec = ListSpec {
        id: Id::unique("error codes"),
        name: "Error codes",
        role: Role::Table,
        row_role: Role::Row,
        list: codes.list(),
        marks: &[],
        row_height: theme::ROW,
    };
    let output = list_ui(ui, &spec, |paint, row_idx| {
        let row = codes.rows().get(row_idx as usize)?;
        paint_row(paint, row);
        Some(row.spoken())
    });
    for action in output.actions {
        actions.push(Action::Codes(CodesAction::List(action)));
    }
}

/// Left edges and widths of the columns in a row of this width.
fn columns(left: f32, width: f32) -> [(f32, f32); 5] {
    let gap = 2.0 * theme::GRID;
    let family = if width < 480.0 { 0.0 } else { FAMILY_WIDTH };
    let rest = width - SEVERITY_WIDTH - HEX_WIDTH - DECIMAL_WIDTH - family - gap;
    let name = (rest * 0.48).clamp(96.0, 264.0);
    let mut x = left + SEVERITY_WIDTH;
    [HEX_WIDTH, DECIMAL_WIDTH, family, name, rest - name].map(|column| {
        let start = x;
        x += column;
        (start, (column - gap).max(0.0))
    })
}

fn header_ui(ui: &mut Ui, sort: Sort, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme::CONTROL), Sense::hover());
    ui.add_space(-ui.spacing().item_spacing.y);
    ui.painter().rect_filled(rect, 0, palette.bar);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, palette.line));
    for (column, (x, width)) in Column::ALL.into_iter().zip(columns(rect.left(), rect.width() - theme::SCROLL_BAR)) {
        if width <= 0.0 {
            continue;
        }
        let cell = Rect::from_min_max(pos2(x - theme::GRID, rect.top()), pos2(x + width, rect.bottom()));
        let response = ui.interact(cell, ui.scope_id().with(("sort by", column.title())), Sense::click());
        let (arrow, direction) = match sort {
            Sort::Rising(sorted) if sorted == column => (" ↑", Some(true)),
            Sort::Falling(sorted) if sorted == column => (" ↓", Some(false)),
            _ => ("", None),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, column.title()));
        let color = if direction.is_some() || response.hovered() { palette.text } else { palette.muted };
        let text = format!("{}{arrow}", column.title());
        let galley = clipped_width(ui, &text, &theme::small_strong(), color, width);
        ui.painter().galley(pos2(x, rect.center().y - galley.size().y / 2.0), galley, color);
        if response.has_focus() {
            let stroke = Stroke::new(1.5, palette.accent);
            ui.painter().rect_stroke(cell, theme::ROUNDING, stroke, eframe::egui::StrokeKind::Inside);
        }
        if response.on_hover_text(format!("Sort by {}", column.title().to_lowercase())).clicked() {
            actions.push(Action::Codes(CodesAction::SortBy(column)));
        }
    }
}

fn paint_row(paint: &RowPaint<'_>, row: &CodeRow) {
    let (ui, rect, palette) = (paint.ui, paint.rect, paint.palette);
    let (strong, soft) = palette.severity(row.severity);
    let shape = pos2(rect.left() + SEVERITY_WIDTH / 2.0 + 2.0, rect.center().y);
    // Most codes are errors: a table of loud marks would say nothing.
    paint_severity(ui.painter(), shape, 14.0, row.severity, soft, strong);
    let [hex, decimal, family, name, summary] = columns(rect.left(), rect.width());
    let [in_code, in_name, in_summary] =
        row.highlights.each_ref().map(|ranges| ranges.iter().map(|range| (range.clone(), palette.highlight)).collect());
    let (in_hex, in_decimal): (Vec<_>, Vec<_>) =
        if row.hex.is_empty() { (Vec::new(), in_code) } else { (in_code, Vec::new()) };
    let text = if row.retired { palette.muted } else { palette.text };
    let cell = |(x, width): (f32, f32), text: &str, font: &eframe::egui::FontId, color, passages: &[_]| {
        if width <= 0.0 || text.is_empty() {
            return;
        }
        let galley = clipped(ui, highlighted(Highlighted { text, font, color, passages }), width);
        ui.painter().galley(pos2(x, rect.center().y - galley.size().y / 2.0), galley, color);
    };
    let (mono, small) = (theme::mono(), theme::small());
    cell(hex, &row.hex, &mono, text, &in_hex);
    cell(decimal, &row.decimal, &mono, if row.hex.is_empty() { text } else { palette.muted }, &in_decimal);
    cell(family, row.code.family().title(), &small, palette.muted, &[]);
    let mut summary = summary;
    if !row.note.is_empty() {
        let icon = Rect::from_center_size(pos2(summary.0 + summary.1 - 4.0, rect.center().y), vec2(14.0, 14.0));
        paint_icon(ui.painter(), icon, Icon::Note, palette.accent);
        summary.1 -= 20.0;
    }
    if row.found_by_note {
        let title = if row.name.is_empty() { &row.summary } else { &row.name };
        cell(name, title, if row.name.is_empty() { &small } else { &mono }, text, &[]);
        cell(summary, &row.note, &small, palette.accent, &[]);
    } else if row.name.is_empty() {
        // Codes without a name say in words what they are, from the name's place on.
        cell((name.0, summary.0 + summary.1 - name.0), &row.summary, &small, text, &in_summary);
    } else {
        cell(name, &row.name, &mono, text, &in_name);
        cell(summary, &row.summary, &small, palette.muted, &in_summary);
    }
}

fn nothing_found_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let codes = state.codes();
    Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
        let query = shortened(codes.query().trim(), 80);
        heading_ui(ui, &format!("No code matches “{query}”"));
        let searched = format!(
            "Searched: numbers in every form, names, summaries, explanations and steps of {} codes, and your notes.",
            state.catalog().entries().len()
        );
        paragraph_ui(ui, &searched);
        if !query.is_ascii() {
            paragraph_ui(ui, "The catalog is written in English. Try the code, its name, or the message as the SDK printed it.");
        }
        if codes.is_filtered() && link_ui(ui, "Search without the filters").clicked() {
            actions.push(Action::Codes(CodesAction::ShowAll));
        }
        if !codes.nearest().is_empty() {
            heading_ui(ui, "The nearest codes");
            for row in codes.nearest() {
                ui.horizontal(|ui| {
                    let title = if row.name.is_empty() { &row.summary } else { &row.name };
                    let code = row.code.to_string();
                    if badge_ui(ui, &code, row.severity, &format!("{code} {title}")).clicked() {
                        actions.push(Action::Codes(CodesAction::Query(code)));
                    }
                    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), theme::ROW), Sense::hover());
                    let galley = clipped_width(ui, title, &theme::small(), palette.muted, rect.width());
                    let corner = Align2::LEFT_CENTER.align_size_within_rect(galley.size(), rect).min;
                    ui.painter().galley(corner, galley, palette.muted);
                });
            }
        }
        heading_ui(ui, "Not listed at all?");
        paragraph_ui(ui, "It may be a room, a user or a line number. Paste the whole line it stands in: what is a code there is found.");
    });
}

/// Text cut at a number of characters.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most { text.to_owned() } else { text.chars().take(most).chain(['…']).collect() }
}
