//! The tab of codes: filters on the left, the table, details on the right.

use eframe::egui::{CentralPanel, Frame, Label, Panel, RichText, Role, ScrollArea, Ui, UiBuilder};

use super::Actions;
use super::focus::TabStop;
use super::widgets::badge::badge_ui;
use super::widgets::button::{link_ui, small_link_ui};
use super::widgets::code_details::{DetailsWidth, code_details_ui, details_panel_ui};
use super::widgets::text::{heading_ui, muted, paragraph_ui};
use super::widgets::toggle::{CheckBox, check_ui};
use super::{codes_table, theme};
use crate::app::{Action, CodesAction, FilterValue, LogsAction, NotesAction, State};
use theme::Palette;

pub(super) fn codes_tab_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let frame = Frame::new().fill(palette.bar).inner_margin(theme::bar_margin());
    Panel::left("filters")
        .frame(frame)
        .resizable(false)
        .exact_size(theme::FILTERS_WIDTH)
        .show(ui, |ui| filters_ui(ui, state, actions));
    // Each code has its own scroll position, so that new details start at the top.
    let salt = state.details.as_ref().map(|details| details.entry.code);
    let width = DetailsWidth { share: 0.38, max_growth: 1.6, min_rest: 400.0 };
    details_panel_ui(ui, "details", &width, salt, |ui| match &state.details {
        Some(details) => code_details_ui(ui, details, state.notes.get(details.entry.code), actions),
        None => hints_ui(ui, actions),
    });
    CentralPanel::no_frame().show(ui, |ui| {
        if state.codes.rows.is_empty() {
            nothing_found_ui(ui, state, actions);
        } else {
            codes_table::codes_table_ui(ui, state, actions);
        }
    });
}

fn filters_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        // Keeps the scroll bar beside the counts, not over them.
        ui.set_max_width(ui.available_width() - theme::GRID);
        for (title, toggles) in &state.codes.toggles {
            let group = UiBuilder::new().accessibility_role(Role::Group).accessibility_label(*title);
            ui.scope_builder(group, |ui| {
                ui.add_space(theme::GRID);
                ui.label(RichText::new(title.to_uppercase()).font(theme::small_strong()).color(palette.muted));
                ui.add_space(theme::GRID);
                let mut stop = TabStop::new(ui, title, toggles.len());
                for (idx, toggle) in toggles.iter().enumerate() {
                    let name = accessible_name(toggle.value);
                    let shown = CheckBox {
                        name: &name,
                        count: Some(toggle.count),
                        sense: stop.sense(idx),
                        ..CheckBox::new(toggle.chosen, toggle.value.title())
                    };
                    let response = check_ui(ui, &shown);
                    stop.after(ui, idx, &response);
                    if response.clicked() {
                        actions.push(Action::Codes(CodesAction::Toggle(toggle.value)));
                    }
                }
                if toggles.iter().any(|toggle| toggle.value == FilterValue::Noted) {
                    share_ui(ui, actions);
                }
                ui.add_space(theme::GRID * 2.0);
            });
        }
        if state.codes.is_filtered() && link_ui(ui, "Show all").clicked() {
            actions.push(Action::Codes(CodesAction::ShowAll));
        }
    });
}

/// Links that export and import notes.
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

/// The accessible name: the title, and the command line's identifier if that differs.
fn accessible_name(value: FilterValue) -> String {
    let (title, id) = (value.title(), value.id());
    if title.eq_ignore_ascii_case(id) { title.to_owned() } else { format!("{title} ({id})") }
}

/// While no code is selected: what the search field accepts.
fn hints_ui(ui: &mut Ui, actions: &mut Actions) {
    heading_ui(ui, "Type what the customer sent");
    paragraph_ui(ui, "A code in any form, a name, a few words, or a whole line pasted from a log. For example:");
    for example in [
        "0x4004", "16388 and -10013 on joining", "4294957283", "JOIN_ROOM_FAILED", "black screen", "camera permission",
        "签名过期",
    ] {
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

fn nothing_found_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let codes = &state.codes;
    Frame::new().inner_margin(theme::page_margin()).show(ui, |ui| {
        let query = shortened(codes.query.trim(), 80);
        heading_ui(ui, &format!("No code matches “{query}”"));
        let searched = format!(
            "Searched: numbers in every form, names, summaries, explanations and steps of {} codes, and your notes.",
            state.catalog.entries().len()
        );
        paragraph_ui(ui, &searched);
        if !query.is_ascii() {
            paragraph_ui(
                ui,
                "The catalog is written in English, and the search understands some Chinese words. Try the code, its name, or \
                 the message as the SDK printed it.",
            );
        }
        if codes.may_be_log() && link_ui(ui, "Open as a log").clicked() {
            actions.push(Action::Logs(LogsAction::Paste(codes.query.clone())));
        }
        if codes.is_filtered() && link_ui(ui, "Search without the filters").clicked() {
            actions.push(Action::Codes(CodesAction::ShowAll));
        }
        if !codes.nearest.is_empty() {
            heading_ui(ui, "The nearest codes");
            for row in &codes.nearest {
                ui.horizontal(|ui| {
                    let title = if row.name.is_empty() { &row.summary } else { &row.name };
                    let code = row.code.to_string();
                    if badge_ui(ui, &code, row.severity, &format!("{code} {title}")).clicked() {
                        actions.push(Action::Codes(CodesAction::Query(code)));
                    }
                    ui.add(Label::new(muted(ui, title)).truncate());
                });
            }
        }
        heading_ui(ui, "Not listed at all?");
        paragraph_ui(
            ui,
            "It may be a room, a user or a line number. Paste the whole line with it: the codes in it are found.",
        );
    });
}

/// Cuts a text after a number of characters.
fn shortened(text: &str, max: usize) -> String {
    if text.chars().count() <= max { text.to_owned() } else { text.chars().take(max).chain(['…']).collect() }
}
