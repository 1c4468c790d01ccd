//! Questions to the user, below the bar. Everything else stays usable.

use eframe::egui::{Grid, Key, Margin, Modifiers, RichText, TextEdit, Ui};

use super::Actions;
use super::widgets::button::{button_ui, icon_button_ui, primary_button_ui};
use super::widgets::icon::Icon;
use super::widgets::text::paragraph_ui;
use super::{focus, theme};
use crate::app::{Action, Command, LineAction, Prompt, SessionAction, SessionId};
use crate::report::log_lines::LineStyle;
use crate::report::number_format::group_thousands;
use theme::Palette;

pub(super) fn prompt_ui(ui: &mut Ui, prompt: &Prompt, actions: &mut Actions) {
    let no_dialog = "There is no file dialog on this system.";
    let (question, name, verb, answer) = match prompt {
        Prompt::OpenPath(path) => (format!("{no_dialog} Which file or folder?"), "Path", "Open", path),
        Prompt::SavePath(path) => {
            let endings = "The ending decides: html, md, txt, json or csv.";
            (format!("{no_dialog} Where should the report go? {endings}"), "Path", "Save", path)
        }
        Prompt::ExportPath(path) => (format!("{no_dialog} Where should the notes go?"), "Path", "Save", path),
        Prompt::ImportPath(path) => (format!("{no_dialog} Which file of notes?"), "Path", "Import", path),
        Prompt::GoToLine(line) => ("Which line of the file?".to_owned(), "Line", "Go", line),
        Prompt::LinesPath { path, .. } => (format!("{no_dialog} Where should the lines go?"), "Path", "Save", path),
        Prompt::LineNote { line, note, .. } => (format!("Note on line {line}"), "Note", "Keep", note),
        Prompt::ManyLines { session, lines, style } => return many_lines_ui(ui, *session, (*lines, *style), actions),
        Prompt::PasteText(text) => return paste_ui(ui, text, actions),
        Prompt::KeepSecrets => return secrets_ui(ui, actions),
        Prompt::Keys => return keys_ui(ui, actions),
    };
    paragraph_ui(ui, &question);
    ui.horizontal(|ui| {
        let mut text = answer.clone();
        let edit = TextEdit::singleline(&mut text).desired_width(420.0).margin(Margin::symmetric(8, 5));
        let response = ui.add(edit.id(focus::answer())).accessible_name(name);
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if text != *answer {
            actions.push(Action::ChangeAnswer(text));
        }
        if primary_button_ui(ui, verb).clicked() || entered {
            actions.push(Action::Answer);
        }
        cancel_ui(ui, actions);
    });
}

fn paste_ui(ui: &mut Ui, text: &str, actions: &mut Actions) {
    paragraph_ui(ui, "Paste the log here: the clipboard holds no text that could be read at once.");
    let mut answer = text.to_owned();
    let edit = TextEdit::multiline(&mut answer).desired_rows(6).desired_width(f32::INFINITY).font(theme::mono());
    let response = ui.add(edit.id(focus::answer())).accessible_name("Log text");
    if answer != text {
        actions.push(Action::ChangeAnswer(answer));
    }
    let sent = response.has_focus() && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    ui.horizontal(|ui| {
        if primary_button_ui(ui, "Read").clicked() || sent {
            actions.push(Action::Answer);
        }
        cancel_ui(ui, actions);
    });
}

fn secrets_ui(ui: &mut Ui, actions: &mut Actions) {
    paragraph_ui(
        ui,
        "Leave secrets in reports and copies? They would hold userSig and other credentials, addresses, user and room \
         ids of the customer, for everyone who reads them.",
    );
    ui.horizontal(|ui| {
        if button_ui(ui, "Leave secrets in").clicked() {
            actions.push(Action::Answer);
        }
        if primary_button_ui(ui, "Keep redacting").clicked() {
            actions.push(Action::CloseQuestion);
        }
    });
}

fn many_lines_ui(ui: &mut Ui, session: SessionId, (lines, style): (u64, LineStyle), actions: &mut Actions) {
    let lines = group_thousands(lines);
    paragraph_ui(ui, &format!("{lines} lines are more than 64 KB of text, too much for most tickets and chats."));
    ui.horizontal(|ui| {
        if primary_button_ui(ui, "Save them to a file…").clicked() {
            actions.push(Action::Answer);
        }
        if button_ui(ui, "Copy all the same").clicked() {
            actions.push(Action::Session(session, SessionAction::Lines(LineAction::CopyAll(style))));
        }
        cancel_ui(ui, actions);
    });
}

fn cancel_ui(ui: &mut Ui, actions: &mut Actions) {
    if button_ui(ui, "Cancel").clicked() {
        actions.push(Action::CloseQuestion);
    }
}

/// The list of all commands and their keys.
fn keys_ui(ui: &mut Ui, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let mac = ui.ctx().os().is_mac();
    ui.horizontal(|ui| {
        ui.label(RichText::new("Keys").font(theme::strong()));
        if icon_button_ui(ui, Icon::Close, "Close the list of keys", "Close (Esc)").clicked() {
            actions.push(Action::CloseQuestion);
        }
    });
    let lists = [
        ("Move in a list", "↑ ↓ PageUp PageDown Home End"),
        ("Select several lines of a log", "Shift+↑ ↓  Ctrl+A"),
        ("Copy the selected lines", "Ctrl+C"),
        ("Menu of the selected lines", "Shift+F10"),
        ("Go on to the next part", "Tab"),
        ("On the timeline: move, zoom, all of it", "← →  + −  0"),
        ("On the timeline: narrow the entries", "Shift+← →  Enter"),
    ];
    let commands = Command::ALL.map(|command| {
        let keys: Vec<String> = command.shortcuts().iter().map(|shortcut| shortcut.label(mac)).collect();
        (command.title(), keys.join("  or  "))
    });
    let all: Vec<(&str, String)> =
        commands.into_iter().chain(lists.map(|(title, keys)| (title, keys.to_owned()))).collect();
    Grid::new("keys").num_columns(4).spacing([theme::GRID * 4.0, theme::GRID]).min_row_height(theme::GRID * 5.0).show(
        ui,
        |ui| {
            let (left, right) = all.split_at(all.len().div_ceil(2));
            for (nth, first) in left.iter().enumerate() {
                for (title, keys) in std::iter::once(first).chain(right.get(nth)) {
                    ui.label(RichText::new(*title).font(theme::small()));
                    ui.label(RichText::new(keys).font(theme::mono()).color(palette.muted));
                }
                ui.end_row();
            }
        },
    );
}
