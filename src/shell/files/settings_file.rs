//! The settings file, in the system's folder for settings.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::atomic_write;
use super::notes_file::NotesFile;
use super::window_file::WindowFile;
use crate::app::Settings;
use crate::source::own_catalogs::config_folder;

/// The settings file.
#[derive(Clone, Debug)]
pub struct SettingsFile {
    /// `None` if the system has no folder for settings: nothing is saved then.
    path: Option<PathBuf>,
}

impl SettingsFile {
    /// The file that the environment and the system specify.
    pub fn locate() -> Self {
        Self { path: config_folder().map(|folder| folder.join("settings.json")) }
    }

    /// The folder of the file. It may not exist yet.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.path.as_deref().and_then(Path::parent)
    }

    /// Checks that the folder can be written, without creating it or leaving a file in it.
    pub(crate) fn try_folder(&self) -> io::Result<()> {
        let existing = self.folder().and_then(|folder| folder.ancestors().find(|folder| folder.exists()));
        existing.map_or(Ok(()), |folder| tempfile::tempfile_in(folder).map(drop))
    }

    /// Reads the settings. The second value is a sentence for each one that could not be understood. A missing file is no
    /// error.
    pub fn read(&self) -> (Settings, Vec<String>) {
        let Some(path) = &self.path else { return (Settings::default(), Vec::new()) };
        match fs::read_to_string(path) {
            Ok(text) => Settings::parse(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => (Settings::default(), Vec::new()),
            Err(error) => {
                let warning =
                    format!("The settings in {} cannot be read ({error}); the defaults are used.", path.display());
                (Settings::default(), vec![warning])
            }
        }
    }

    /// Saves the settings.
    ///
    /// # Errors
    /// The file cannot be written; the old one is unchanged then.
    pub fn write(&self, settings: &Settings) -> io::Result<()> {
        self.path.as_ref().map_or(Ok(()), |path| atomic_write::replace(path, &settings.render()))
    }

    /// The file of the engineer's notes, in the same folder.
    pub fn notes(&self) -> NotesFile {
        NotesFile::in_folder(self.path.as_ref().and_then(|path| path.parent()))
    }

    /// The file of what the window showed, in the same folder.
    pub fn window(&self) -> WindowFile {
        WindowFile::in_folder(self.folder())
    }
}
