//! The file of the engineer's notes, beside the settings. Notes are written by hand: a damaged file or a second window must
//! not lose any.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::atomic_write;
use crate::app::Notes;

/// The notes file.
#[derive(Debug, Default)]
pub struct NotesFile {
    /// `None` if there is no folder for it, or if an unreadable file at its path could not be renamed.
    path: Option<PathBuf>,
    /// The text that was read or written last. If the file differs, another window has written it.
    last_text: String,
}

impl NotesFile {
    /// The file `notes.json` in a folder; without a folder, nothing is saved.
    pub fn in_folder(folder: Option<&Path>) -> Self {
        Self { path: folder.map(|folder| folder.join("notes.json")), last_text: String::new() }
    }

    /// Reads the notes. The second value is a sentence for the user if that failed. A missing file is no error; a damaged one
    /// is renamed, not replaced.
    pub fn read(&mut self) -> (Notes, Option<String>) {
        let Some(path) = self.path.clone() else { return (Notes::default(), None) };
        let fault = match fs::read_to_string(&path) {
            Ok(text) => match Notes::parse(&text) {
                Ok(notes) => {
                    self.last_text = text;
                    return (notes, None);
                }
                Err(error) => error.to_string(),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => return (Notes::default(), None),
            Err(error) => error.to_string(),
        };
        let shown = path.display();
        let message = match rename_damaged(&path) {
            Ok(renamed) => format!(
                "Your notes in {shown} cannot be read: {fault}. The file was kept as {}; you start without notes.",
                renamed.display()
            ),
            Err(error) => {
                self.path = None;
                format!("Your notes in {shown} cannot be read: {fault}. New notes are not saved: {error}.")
            }
        };
        (Notes::default(), Some(message))
    }

    /// The notes that another window has saved since the last read or write; `None` if it has saved none.
    pub fn read_others(&mut self) -> Option<(Notes, Option<String>)> {
        let text = fs::read_to_string(self.path.as_ref()?).ok()?;
        (text != self.last_text).then(|| self.read())
    }

    /// Saves the notes.
    ///
    /// # Errors
    /// The file cannot be written; the old one is unchanged then.
    pub fn write(&mut self, notes: &Notes) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let text = notes.render();
        atomic_write::replace(path, &text)?;
        self.last_text = text;
        Ok(())
    }
}

/// Renames a damaged file to a free name. Returns its new path.
fn rename_damaged(path: &Path) -> io::Result<PathBuf> {
    let free = (1..1000).map(|n| path.with_file_name(format!("notes.damaged-{n}.json"))).find(|path| !path.exists());
    let renamed = free.ok_or_else(|| io::Error::other("there are too many damaged files beside it"))?;
    fs::rename(path, &renamed)?;
    Ok(renamed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTES: &str = r#"{"notes":[{"family":"server","value":-10013,"note":"ask for the sdkAppId"}]}"#;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder")
    }

    fn file(folder: &tempfile::TempDir) -> NotesFile {
        NotesFile::in_folder(Some(folder.path()))
    }

    #[test]
    fn written_notes_are_read() {
        let folder = folder();
        let notes = Notes::parse(NOTES).expect("notes");
        file(&folder).write(&notes).expect("written");
        assert_eq!(file(&folder).read(), (notes, None));
        let names: Vec<_> = fs::read_dir(folder.path()).expect("a folder").flatten().map(|e| e.file_name()).collect();
        assert_eq!(names, ["notes.json"], "no temporary file is left");
    }

    #[test]
    fn a_damaged_file_is_kept_and_reported() {
        let folder = folder();
        for (nth, damaged) in [&NOTES[..40], "\u{0}"].into_iter().enumerate() {
            fs::write(folder.path().join("notes.json"), damaged).expect("written");
            let mut kept = file(&folder);
            let (notes, message) = kept.read();
            assert!(notes.is_empty());
            let renamed = folder.path().join(format!("notes.damaged-{}.json", nth + 1));
            assert!(message.is_some_and(|message| message.contains(&renamed.display().to_string())));
            assert_eq!(fs::read_to_string(renamed).expect("kept"), damaged);
            kept.write(&Notes::default()).expect("new notes can be written");
        }
    }

    #[test]
    fn notes_of_another_window_are_read() {
        let folder = folder();
        let (mut one, mut other) = (file(&folder), file(&folder));
        one.write(&Notes::default()).expect("written");
        assert_eq!(one.read_others(), None);
        other.write(&Notes::parse(NOTES).expect("notes")).expect("written");
        let (notes, message) = one.read_others().expect("other notes");
        assert_eq!((notes.len(), message), (1, None));
        assert_eq!(one.read_others(), None);
    }
}
