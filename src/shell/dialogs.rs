//! The system's file dialogs. Their futures are made on the window's thread and awaited on another.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use pollster::block_on;
use rfd::{AsyncFileDialog, FileHandle};

use super::jobs::JobLink;
use crate::app::{Action, LogsAction, NotesAction};
use crate::report::inspection::ReportFormat;

/// The formats in the order in which people want them; a dialog takes the first where nothing else is said.
const FORMATS: [ReportFormat; 6] = [
    ReportFormat::Html,
    ReportFormat::Markdown,
    ReportFormat::Text,
    ReportFormat::Json,
    ReportFormat::Csv,
    ReportFormat::Ndjson,
];

/// What a dialog calls files of notes.
const NOTES: &str = "Notes (JSON)";

/// Nobody cancels a dialog this fast: an answer of none within it means that there is no dialog.
const NO_DIALOG: Duration = Duration::from_millis(200);

/// Asks for logs. The result is the work that waits for the answer.
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

/// Asks where to save a report. The result is the work that waits for the answer.
pub(super) fn choose_report_file(name: String) -> impl FnOnce(JobLink) + Send + 'static {
    let asked = Instant::now();
    let mut dialog = AsyncFileDialog::new().set_title("Export report").set_file_name(&name);
    for format in FORMATS {
        dialog = dialog.add_filter(format.title(), &[format.extension()]);
    }
    let answer = dialog.save_file();
    move |link| match block_on(answer) {
        Some(file) => link.send(Action::Logs(LogsAction::SaveReport(file.path().to_owned()))),
        None if asked.elapsed() < NO_DIALOG => link.send(Action::Logs(LogsAction::NoSaveDialog(whole_path(name)))),
        None => {}
    }
}

/// Asks for a file of notes.
pub(super) fn choose_notes() -> impl FnOnce(JobLink) + Send + 'static {
    let asked = Instant::now();
    let answer = AsyncFileDialog::new().set_title("Import notes").add_filter(NOTES, &["json"]).pick_file();
    move |link| match block_on(answer) {
        Some(file) => link.send(Action::Notes(NotesAction::Import(file.path().to_owned()))),
        None if asked.elapsed() < NO_DIALOG => link.send(Action::Notes(NotesAction::NoImportDialog)),
        None => {}
    }
}

/// Asks where to save the notes.
pub(super) fn choose_notes_file(name: &'static str) -> impl FnOnce(JobLink) + Send + 'static {
    let asked = Instant::now();
    let dialog = AsyncFileDialog::new().set_title("Export notes").set_file_name(name).add_filter(NOTES, &["json"]);
    let answer = dialog.save_file();
    move |link| match block_on(answer) {
        Some(file) => link.send(Action::Notes(NotesAction::Export(file.path().to_owned()))),
        None if asked.elapsed() < NO_DIALOG => {
            link.send(Action::Notes(NotesAction::NoExportDialog(whole_path(name.to_owned()))));
        }
        None => {}
    }
}

/// The path at which a file of this name would be, so that the user sees where.
fn whole_path(name: String) -> String {
    std::path::absolute(&name).ok().and_then(|path| path.to_str().map(str::to_owned)).unwrap_or(name)
}
