//! The system's file dialogs. Each future is created on the window's thread, as macOS requires, and awaited on another.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use pollster::block_on;
use rfd::{AsyncFileDialog, FileHandle};

use super::jobs::threads::JobLink;
use crate::app::{Action, LogsAction, NotesAction};
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
    let asked = Instant::now();
    let answer = AsyncFileDialog::new().set_title("Open logs").pick_files();
    move |link| {
        let chosen: Option<Vec<FileHandle>> = block_on(answer);
        match chosen {
            Some(files) => {
                let paths: Vec<PathBuf> = files.iter().map(|file| file.path().to_owned()).collect();
                link.send(Action::Logs(LogsAction::Open(paths)));
            }
            None if asked.elapsed() < NO_DIALOG => link.send(Action::Logs(LogsAction::NoOpenDialog)),
            None => {}
        }
    }
}

/// Asks where to save a report. Returns the job that waits for the answer.
pub(super) fn choose_report_file(name: String) -> impl FnOnce(JobLink) + Send + 'static {
    let asked = Instant::now();
    let mut dialog = AsyncFileDialog::new().set_title("Export report").set_file_name(&name);
    for format in FORMATS {
        dialog = dialog.add_filter(format.title(), &[format.extension()]);
    }
    let answer = dialog.save_file();
    move |link| match block_on(answer) {
        Some(file) => link.send(Action::Logs(LogsAction::SaveReport(file.path().to_owned()))),
        None if asked.elapsed() < NO_DIALOG => link.send(Action::Logs(LogsAction::NoSaveDialog(absolute_path(name)))),
        None => {}
    }
}

/// Asks for a file of notes. Returns the job that waits for the answer.
pub(super) fn choose_notes() -> impl FnOnce(JobLink) + Send + 'static {
    let asked = Instant::now();
    let answer = AsyncFileDialog::new().set_title("Import notes").add_filter(NOTES, &["json"]).pick_file();
    move |link| match block_on(answer) {
        Some(file) => link.send(Action::Notes(NotesAction::Import(file.path().to_owned()))),
        None if asked.elapsed() < NO_DIALOG => link.send(Action::Notes(NotesAction::NoImportDialog)),
        None => {}
    }
}

/// Asks where to save the notes. Returns the job that waits for the answer.
pub(super) fn choose_notes_file(name: &'static str) -> impl FnOnce(JobLink) + Send + 'static {
    let asked = Instant::now();
    let dialog = AsyncFileDialog::new().set_title("Export notes").set_file_name(name).add_filter(NOTES, &["json"]);
    let answer = dialog.save_file();
    move |link| match block_on(answer) {
        Some(file) => link.send(Action::Notes(NotesAction::Export(file.path().to_owned()))),
        None if asked.elapsed() < NO_DIALOG => {
            link.send(Action::Notes(NotesAction::NoExportDialog(absolute_path(name.to_owned()))));
        }
        None => {}
    }
}

/// The absolute path of a file with this name in the current folder, so that the user sees the folder.
fn absolute_path(name: String) -> String {
    std::path::absolute(&name).ok().and_then(|path| path.to_str().map(str::to_owned)).unwrap_or(name)
}
