//! Catalog files of the user: those that the command line names, and those in the `catalogs` folder beside the settings.
//!
//! Out: names and contents, and a sentence for each file that cannot be read. `catalog` parses the contents. A missing folder
//! is not an error.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// The environment variable that names another folder for the settings.
const FOLDER_VARIABLE: &str = "TRTC_LENS_CONFIG_DIR";
/// The folder with catalog files, beside the settings.
const CATALOGS: &str = "catalogs";

/// Catalog files that were read.
#[derive(Debug, Default)]
pub struct OwnCatalogs {
    /// Name and content of each file.
    pub files: Vec<(String, String)>,
    /// Why files could not be read, each with its name.
    pub faults: Vec<String>,
}

impl OwnCatalogs {
    /// Reads the files in the folder beside the settings, then those at `paths`.
    pub fn read(paths: &[PathBuf]) -> Self {
        let mut found = Self::default();
        let in_folder = config_folder().map(|folder| json_files(&folder.join(CATALOGS))).unwrap_or_default();
        for path in in_folder.iter().chain(paths) {
            let name = path.display().to_string();
            match fs::read_to_string(path) {
                // A file may be in the folder and on the command line.
                Ok(text) if found.files.iter().any(|(_, known)| *known == text) => {}
                Ok(text) => found.files.push((name, text)),
                Err(error) => found.faults.push(format!("{name}: cannot be read: {error}")),
            }
        }
        found
    }
}

/// The JSON files in a folder, in the order of their names.
fn json_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")));
    paths.sort();
    paths
}

/// The folder of the settings, which the environment or the system specifies. It may not exist yet.
pub fn config_folder() -> Option<PathBuf> {
    folder(|name| env::var_os(name).filter(|value| !value.is_empty()))
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
