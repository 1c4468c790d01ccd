//! The notes' file, beside the settings. Notes are written by hand: none is ever lost to a damaged file or to a second window.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::safe_file;
use crate::app::Notes;

/// Where the notes are kept.
#[derive(Debug, Default)]
pub struct NotesFile {
    /// `None` where there is no place for them, or a file there that must not be replaced.
    path: Option<PathBuf>,
    /// The text that was read or written last: what differs from it is another window's.
    known: String,
}

impl NotesFile {
    /// The file `notes.json` in a folder; without a folder, nothing is kept.
    pub fn in_folder(folder: Option<&Path>) -> Self {
        Self { path: folder.map(|folder| folder.join("notes.json")), known: String::new() }
    }

    /// The notes, and what went wrong, for people. A missing file is no fault; a damaged one is put aside, whole.
    pub fn read(&mut self) -> (Notes, Option<String>) {
        let Some(path) = self.path.clone() else { return (Notes::default(), None) };
        let fault = match fs::read_to_string(&path) {
            Ok(text) => match Notes::parse(&text) {
                Ok(notes) => {
                    self.known = text;
                    return (notes, None);
                }
                Err(error) => error.to_string(),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => return (Notes::default(), None),
            Err(error) => error.to_string(),
        };
        let shown = path.display();
        let said = match put_aside(&path) {
            Ok(aside) => format!(
                "Your notes in {shown} cannot be read: {fault}. The file was kept as {}; notes begin anew.",
                aside.display()
            ),
            Err(error) => {
                self.path = None;
                format!("Your notes in {shown} cannot be read: {fault}. What you note now is not kept: {error}.")
            }
        };
        (Notes::default(), Some(said))
    }

    /// The notes that another window has kept since; `None` where there are none.
    pub fn read_others(&mut self) -> Option<(Notes, Option<String>)> {
        let text = fs::read_to_string(self.path.as_ref()?).ok()?;
        (text != self.known).then(|| self.read())
    }

    /// Keeps the notes.
    ///
    /// # Errors
    /// The file cannot be written; the old one is untouched then.
    pub fn write(&mut self, notes: &Notes) -> io::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let text = notes.render();
        safe_file::replace(path, &text)?;
        self.known = text;
        Ok(())
    }
}

/// Gives a damaged file a name of its own. Returns its new place.
fn put_aside(path: &Path) -> io::Result<PathBuf> {
    let free = (1..1000).map(|n| path.with_file_name(format!("notes.damaged-{n}.json"))).find(|path| !path.exists());
    let aside = free.ok_or_else(|| io::Error::other("there are too many damaged files beside it"))?;
    fs::rename(path, &aside)?;
    Ok(aside)
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
    fn notes_are_there_again() {
        let folder = folder();
        let notes = Notes::parse(NOTES).expect("notes");
        file(&folder).write(&notes).expect("written");
        assert_eq!(file(&folder).read(), (notes, None));
        let names: Vec<_> = fs::read_dir(folder.path()).expect("a folder").flatten().map(|e| e.file_name()).collect();
        assert_eq!(names, ["notes.json"], "no draft stays behind");
    }

    #[test]
    fn a_damaged_file_is_kept_whole_and_told_of() {
        let folder = folder();
        for (nth, damaged) in [&NOTES[..40], "\u{0}"].into_iter().enumerate() {
            fs::write(folder.path().join("notes.json"), damaged).expect("written");
            let mut kept = file(&folder);
            let (notes, said) = kept.read();
            assert!(notes.is_empty());
            let aside = folder.path().join(format!("notes.damaged-{}.json", nth + 1));
            assert!(said.is_some_and(|said| said.contains(&aside.display().to_string())));
            assert_eq!(fs::read_to_string(aside).expect("kept"), damaged);
            kept.write(&Notes::default()).expect("notes begin anew");
        }
    }

    #[test]
    fn what_another_window_kept_is_seen() {
        let folder = folder();
        let (mut one, mut other) = (file(&folder), file(&folder));
        one.write(&Notes::default()).expect("written");
        assert_eq!(one.read_others(), None);
        other.write(&Notes::parse(NOTES).expect("notes")).expect("written");
        let (notes, said) = one.read_others().expect("other notes");
        assert_eq!((notes.len(), said), (1, None));
        assert_eq!(one.read_others(), None);
    }
}
