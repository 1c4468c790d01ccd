//! The system's file dialogs. Each future is created on the window's thread, as macOS requires, and awaited on another.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use pollster::block_on;
use rfd::{AsyncFileDialog, FileHandle};

use super::jobs::threads::JobLink;
use crate::app::{
    Action, KeptAction, LineAction, LogsAction, NotesAction, PictureAction, Prompt, SessionAction, SessionId,
};
use crate::case::saved::CASE_EXTENSION;
use crate::report::inspection::ReportFormat;

/// The formats of reports, the most wanted first: a dialog preselects the first.
const FORMATS: [ReportFormat; 6] = [
    ReportFormat::Html,
    ReportFormat::Markdown,
    ReportFormat::Text,
    ReportFormat::Json,
    ReportFormat::Csv,
    ReportFormat::Ndjson,
];

/// The name of the file type of notes in a dialog.
const NOTES: &str = "Notes (JSON)";

/// Nobody cancels a dialog this fast: an empty answer within this time means that the system has no dialog.
const NO_DIALOG: Duration = Duration::from_millis(200);

/// Asks for logs. Returns the job that waits for the answer.
pub(super) fn choose_logs() -> impl FnOnce(JobLink) + Send + 'static {
    let answer = AsyncFileDialog::new().set_title("Open logs").pick_files();
    let open = |files: Vec<FileHandle>| LogsAction::Open(files.iter().map(path_of).collect());
    send_answer(answer, move |files| Action::Logs(open(files)), Prompt::OpenPath(String::new()))
}

/// Asks where to save a report. Returns the job that waits for the answer.
pub(super) fn choose_report_file(name: String) -> impl FnOnce(JobLink) + Send + 'static {
    let mut dialog = AsyncFileDialog::new().set_title("Export report").set_file_name(&name);
    for format in FORMATS {
        dialog = dialog.add_filter(format.title(), &[format.extension()]);
    }
    let save = |file| Action::Logs(LogsAction::SaveReport(path_of(&file)));
    send_answer(dialog.save_file(), save, Prompt::SavePath(absolute_path(name)))
}

/// Asks where to save lines of a log. Returns the job that waits for the answer.
pub(super) fn choose_lines_file(session: SessionId, name: String) -> impl FnOnce(JobLink) + Send + 'static {
    let dialog = AsyncFileDialog::new().set_title("Save lines").set_file_name(&name).add_filter("Text", &["txt"]);
    let save = move |file| Action::Session(session, SessionAction::Lines(LineAction::Save(path_of(&file))));
    send_answer(dialog.save_file(), save, Prompt::LinesPath { session, path: absolute_path(name) })
}

/// Asks where to save a picture. Returns the job that waits for the answer.
pub(super) fn choose_picture_file(session: SessionId, name: String) -> impl FnOnce(JobLink) + Send + 'static {
    let dialog =
        AsyncFileDialog::new().set_title("Save picture").set_file_name(&name).add_filter("PNG picture", &["png"]);
    let save = move |file| Action::Session(session, SessionAction::Picture(PictureAction::Save(path_of(&file))));
    send_answer(dialog.save_file(), save, Prompt::PicturePath { session, path: absolute_path(name) })
}

/// Asks for a file of notes. Returns the job that waits for the answer.
pub(super) fn choose_notes() -> impl FnOnce(JobLink) + Send + 'static {
    let answer = AsyncFileDialog::new().set_title("Import notes").add_filter(NOTES, &["json"]).pick_file();
    let import = |file| Action::Notes(NotesAction::Import(path_of(&file)));
    send_answer(answer, import, Prompt::ImportPath(String::new()))
}

/// Asks where to save the notes. Returns the job that waits for the answer.
pub(super) fn choose_notes_file(name: &str) -> impl FnOnce(JobLink) + Send + 'static + use<> {
    let dialog = AsyncFileDialog::new().set_title("Export notes").set_file_name(name).add_filter(NOTES, &["json"]);
    let export = |file| Action::Notes(NotesAction::Export(path_of(&file)));
    send_answer(dialog.save_file(), export, Prompt::ExportPath(absolute_path(name.to_owned())))
}

/// Asks where to save a case. Returns the job that waits for the answer.
pub(super) fn choose_case_file() -> impl FnOnce(JobLink) + Send + 'static {
    let name = format!("case.{CASE_EXTENSION}");
    let dialog = AsyncFileDialog::new().set_title("Save the case").set_file_name(&name);
    let dialog = dialog.add_filter("Case of TRTC Lens", &[CASE_EXTENSION]);
    let save = |file| Action::Logs(LogsAction::OfKept(KeptAction::SaveCase(path_of(&file))));
    send_answer(dialog.save_file(), save, Prompt::CasePath(absolute_path(name)))
}

/// A job that sends the answer of a dialog as an action. If the system has no dialog, it asks `instead`.
fn send_answer<T>(
    answer: impl Future<Output = Option<T>> + Send + 'static,
    action: impl FnOnce(T) -> Action + Send + 'static,
    instead: Prompt,
) -> impl FnOnce(JobLink) + Send + 'static {
    let asked = Instant::now();
    move |link| match block_on(answer) {
        Some(chosen) => link.send(action(chosen)),
        None if asked.elapsed() < NO_DIALOG => link.send(Action::Ask(instead)),
        None => {}
    }
}

fn path_of(file: &FileHandle) -> PathBuf {
    file.path().to_owned()
}

/// The absolute path of a file with this name in the current folder, so that the user sees the folder.
fn absolute_path(name: String) -> String {
    std::path::absolute(&name).ok().and_then(|path| path.to_str().map(str::to_owned)).unwrap_or(name)
}
