//! The file `window-state.json` beside the settings: which logs were open, and which files were opened recently.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::atomic_write;
use crate::app::SavedWindow;

/// The file of what the window showed.
#[derive(Debug, Default)]
pub struct WindowFile {
    /// `None` if there is no folder for it: nothing is saved then.
    path: Option<PathBuf>,
    /// What was read or written last.
    last: SavedWindow,
}

impl WindowFile {
    /// The file `window-state.json` in a folder; without a folder, nothing is saved.
    pub fn in_folder(folder: Option<&Path>) -> Self {
        Self { path: folder.map(|folder| folder.join("window-state.json")), last: SavedWindow::default() }
    }

    /// Reads the file. The second value is a sentence for the user if that failed. A missing file is no error.
    pub fn read(&mut self) -> (SavedWindow, Option<String>) {
        let Some(path) = &self.path else { return (SavedWindow::default(), None) };
        let (saved, fault) = match fs::read_to_string(path) {
            Ok(text) => SavedWindow::parse(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (SavedWindow::default(), None),
            Err(error) => {
                let fault = format!("What was open the last time cannot be read from {}: {error}.", path.display());
                (SavedWindow::default(), Some(fault))
            }
        };
        self.last = saved.clone();
        (saved, fault)
    }

    /// Saves what the window shows, if it changed. Files that another window opened meanwhile stay among the recent ones.
    ///
    /// # Errors
    /// The file cannot be written; the old one is unchanged then.
    pub fn write(&mut self, mut saved: SavedWindow) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        if saved == self.last {
            return Ok(());
        }
        self.last = saved.clone();
        for log in saved.open.logs.iter_mut().chain(&mut saved.earlier.logs) {
            make_absolute(&mut log.path);
        }
        let cleared = saved.recent.is_empty();
        if let Ok(text) = fs::read_to_string(path)
            && !cleared
        {
            let (others, _) = SavedWindow::parse(&text);
            saved.add_later(&others.recent);
        }
        atomic_write::replace(path, &saved.render())
    }
}

/// A relative path has no meaning in another folder.
fn make_absolute(path: &mut PathBuf) {
    if let Ok(absolute) = std::path::absolute(&*path) {
        *path = absolute;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::RecentFile;

    #[test]
    fn what_was_written_is_read_and_other_windows_keep_their_recent_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = || WindowFile::in_folder(Some(folder.path()));
        let mut one = SavedWindow { in_logs: true, ..SavedWindow::default() };
        one.add_recent(PathBuf::from("/one.log"));
        let mut other = SavedWindow::default();
        other.add_recent(PathBuf::from("/other.log"));
        file().write(one).expect("written");
        file().write(other).expect("written");
        let (read, fault) = file().read();
        let names: Vec<String> = read.recent.iter().map(RecentFile::name).collect();
        assert_eq!((names, fault), (vec!["other.log".to_owned(), "one.log".to_owned()], None));
        assert!(!read.in_logs, "the last window counts");
    }

    #[test]
    fn a_damaged_file_does_not_prevent_the_start() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("window-state.json"), "{").expect("written");
        let (read, fault) = WindowFile::in_folder(Some(folder.path())).read();
        assert_eq!(read, SavedWindow::default());
        assert!(fault.is_some_and(|fault| fault.contains("damaged")));
    }
}
