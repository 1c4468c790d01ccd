//! Where one log is, and its name.

use std::path::PathBuf;

/// Where one log is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogSource {
    /// A file.
    File(PathBuf),
    /// A file in an archive (zip, tar), a part of a mail, or the text of a document.
    Member {
        /// The archive, mail or document.
        archive: PathBuf,
        /// The member's name in it.
        name: String,
    },
    /// Standard input.
    Stdin,
    /// Text from the clipboard.
    Pasted(String),
}

impl LogSource {
    /// The log's name for people and reports.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Member { archive, name } => format!("{}/{name}", archive.display()),
            Self::Stdin => "standard input".to_owned(),
            Self::Pasted(_) => "pasted text".to_owned(),
        }
    }
}
