//! A case file with its logs as they are on this computer.

use std::collections::HashMap;
use std::fmt;
use std::fmt::{Display, Formatter};
use std::path::{Path, PathBuf};

use super::case_file::{CaseFile, CaseFileError};
use crate::knowledge::Sentence;
use crate::source::{RecordedState, find_recorded, read_small_text, short_name};

/// A log of a case that is not what it was when the case was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseFault {
    /// The file has another content.
    Changed(PathBuf),
    /// The file is not there.
    Missing(PathBuf),
}

impl Display for CaseFault {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(&match self {
            Self::Changed(path) => Sentence::CaseFileChanged { file: &path.display() }.text(),
            Self::Missing(path) => {
                let text = path.to_string_lossy();
                Sentence::CaseFileMissing { name: &short_name(&text), file: &path.display() }.text()
            }
        })
    }
}

/// A case file whose logs were looked for on this computer.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenedCase {
    /// The case. The paths of its logs are those of this computer.
    pub case: CaseFile,
    /// The files that are missing or have changed, each once.
    pub faults: Vec<CaseFault>,
}

impl OpenedCase {
    /// Reads a case file, finds its logs and compares their hashes.
    ///
    /// # Errors
    /// The file cannot be read, or is no case.
    pub fn open(path: &Path) -> Result<Self, CaseFileError> {
        let text = read_small_text(path).map_err(|error| CaseFileError::Unread(error.to_string()))?;
        let mut case = CaseFile::parse(&text)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut checked: HashMap<PathBuf, PathBuf> = HashMap::new();
        let mut faults = Vec::new();
        for log in &mut case.logs {
            if let Some(found) = checked.get(&log.path) {
                log.path.clone_from(found);
                continue;
            }
            let (found, state) = find_recorded(folder, &log.path, &log.sha256);
            match state {
                RecordedState::Same => {}
                RecordedState::Changed => faults.push(CaseFault::Changed(found.clone())),
                RecordedState::Missing => faults.push(CaseFault::Missing(found.clone())),
            }
            checked.insert(std::mem::replace(&mut log.path, found.clone()), found);
        }
        Ok(Self { case, faults })
    }

    /// Whether the file of a log is missing.
    pub fn is_missing(&self, path: &Path) -> bool {
        self.faults.iter().any(|fault| matches!(fault, CaseFault::Missing(missing) if missing == path))
    }
}
