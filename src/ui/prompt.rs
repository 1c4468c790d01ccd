//! Questions to the user, over the window. Everything else stays usable and where it is.

use eframe::egui::{Key, Margin, Modifiers, TextEdit, Ui};

use super::Actions;
use super::overlays::sheet::{SheetPlace, sheet_ui};
use super::widgets::button::{button_ui, primary_button_ui};
use super::widgets::text::paragraph_ui;
use super::{focus, theme};
use crate::app::{Action, LineAction, Prompt, ReportExtent, SessionAction, SessionId};
use crate::report::inspection::ReportFormat;
use crate::report::log_lines::LineStyle;
use crate::report::number_format::group_thousands;

pub(super) fn prompt_ui(ui: &Ui, prompt: &Prompt, actions: &mut Actions) {
    let place = match prompt {
        Prompt::KeepSecrets => SheetPlace::top_right(400.0),
        Prompt::GoToLine(_) => SheetPlace::center(360.0),
        _ => SheetPlace::center(640.0),
    };
    sheet_ui(ui, "Question", &place, |ui| question_ui(ui, prompt, actions));
}

fn question_ui(ui: &mut Ui, prompt: &Prompt, actions: &mut Actions) {
    let no_dialog = "There is no file dialog on this system.";
    let (question, name, verb, answer) = match prompt {
        Prompt::OpenPath(path) => (format!("{no_dialog} Which file or folder?"), "Path", "Open", path),
        Prompt::SavePath(path) => {
            let endings = "The ending decides: html, md, txt, json or csv.";
            (format!("{no_dialog} Where should the report go? {endings}"), "Path", "Save", path)
        }
        Prompt::ExportPath(path) => (format!("{no_dialog} Where should the notes go?"), "Path", "Save", path),
        Prompt::ImportPath(path) => (format!("{no_dialog} Which file of notes?"), "Path", "Import", path),
        Prompt::CasePath(path) => (format!("{no_dialog} Where should the case go?"), "Path", "Save", path),
        Prompt::GoToLine(line) => ("Which line of the file?".to_owned(), "Line", "Go", line),
        Prompt::LinesPath { path, .. } => (format!("{no_dialog} Where should the lines go?"), "Path", "Save", path),
        Prompt::PicturePath { path, .. } => (format!("{no_dialog} Where should the picture go?"), "Path", "Save", path),
        Prompt::LineNote { line, note, .. } => (format!("Note on line {line}"), "Note", "Keep", note),
        Prompt::ManyLines { session, lines, style } => return many_lines_ui(ui, *session, (*lines, *style), actions),
        Prompt::PasteText(text) => return paste_ui(ui, text, actions),
        Prompt::KeepSecrets => return secrets_ui(ui, actions),
        Prompt::LargeReport { kilobytes, format } => return large_report_ui(ui, *kilobytes, *format, actions),
        Prompt::Keys | Prompt::Settings | Prompt::About => return,
    };
    paragraph_ui(ui, &question);
    ui.horizontal(|ui| {
        let mut text = answer.clone();
        let edit = TextEdit::singleline(&mut text)
            .desired_width((ui.available_width() - 180.0).min(420.0))
            .margin(Margin::symmetric(8, 5));
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
        if primary_button_ui(ui, "Keep redacting").clicked() {
            actions.push(Action::CloseQuestion);
        }
        if button_ui(ui, "Leave secrets in").clicked() {
            actions.push(Action::Answer);
        }
    });
}

fn large_report_ui(ui: &mut Ui, kilobytes: usize, format: ReportFormat, actions: &mut Actions) {
    let question = format!("The report has {kilobytes} KB, more than a chat or a ticket takes. Save it as a file?");
    paragraph_ui(ui, &question);
    ui.horizontal(|ui| {
        if primary_button_ui(ui, "Save as a file").clicked() {
            actions.push(Action::Answer);
        }
        if button_ui(ui, "Copy it all the same").clicked() {
            actions.push(Action::CopyReport(ReportExtent::AnySize(format)));
        }
        cancel_ui(ui, actions);
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
