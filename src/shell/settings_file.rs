//! The settings' file, in the folder where the system keeps such files.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::notes_file::NotesFile;
use super::safe_file;
use crate::app::Settings;

/// Moves the folder; tests use it.
const FOLDER_VARIABLE: &str = "TRTC_LENS_CONFIG_DIR";

/// Where the settings are kept.
#[derive(Clone, Debug)]
pub struct SettingsFile {
    /// `None` where the system names no place: nothing is remembered then.
    path: Option<PathBuf>,
}

impl SettingsFile {
    /// The place that the environment and the system name.
    pub fn locate() -> Self {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        Self { path: folder(set).map(|folder| folder.join("settings.json")) }
    }

    /// The folder that they are kept in; it need not exist yet.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.path.as_deref().and_then(Path::parent)
    }

    /// Tries whether the folder could be written to, without leaving anything in it or making it.
    pub(super) fn try_folder(&self) -> io::Result<()> {
        let existing = self.folder().and_then(|folder| folder.ancestors().find(|place| place.exists()));
        existing.map_or(Ok(()), |place| tempfile::tempfile_in(place).map(drop))
    }

    /// The settings, and what could not be understood of them. A missing file is no fault.
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

    /// Keeps the settings.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, settings: &Settings) -> io::Result<()> {
        self.path.as_ref().map_or(Ok(()), |path| safe_file::replace(path, &settings.render()))
    }

    /// The file of the engineer's notes, in the same folder.
    pub fn notes(&self) -> NotesFile {
        NotesFile::in_folder(self.path.as_ref().and_then(|path| path.parent()))
    }
}

fn folder(set: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    if let Some(folder) = set(FOLDER_VARIABLE) {
        return Some(PathBuf::from(folder));
    }
    if cfg!(target_os = "windows") {
        return set("APPDATA").map(|folder| Path::new(&folder).join("TRTC Lens"));
    }
    let home = set("HOME").map(PathBuf::from);
    if cfg!(target_os = "macos") {
        return home.map(|home| home.join("Library/Application Support/io.trtclens.TrtcLens"));
    }
    let config = set("XDG_CONFIG_HOME").map(PathBuf::from).or_else(|| home.map(|home| home.join(".config")));
    config.map(|config| config.join("trtc-lens"))
}
