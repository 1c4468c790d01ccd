//! Files of a folder and members of an archive or mail that are not read, and the reasons.

use std::path::PathBuf;

/// A file, folder or member that is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its name, for people.
    pub name: String,
    /// Why it is not read.
    pub reason: LeftOutReason,
}

/// Why a file, folder or member is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOutReason {
    /// It is certainly not a log: "a PNG picture".
    NotALog(&'static str),
    /// It is not a regular file: "a socket", "a link". Opening one may block for ever.
    Special(&'static str),
    /// The file or folder at this path is the same one.
    Duplicate(PathBuf),
    /// The folder contains the folder that is being read.
    Ancestor,
    /// It may hold logs but could not be read, or only in part: the reason, and advice.
    Unread(String),
}

impl LeftOut {
    /// The reason for people, without the name.
    pub fn message(&self) -> String {
        match &self.reason {
            LeftOutReason::NotALog(kind) => format!("skipped: it is {kind}, not a log"),
            LeftOutReason::Special(kind) => format!("skipped: it is {kind}"),
            LeftOutReason::Duplicate(path) => format!("skipped: it leads to {}, which is read already", path.display()),
            LeftOutReason::Ancestor => "skipped: it leads to a folder that contains this one".to_owned(),
            LeftOutReason::Unread(reason) => reason.clone(),
        }
    }

    /// Whether logs may be missing because of it.
    pub fn is_failure(&self) -> bool {
        matches!(self.reason, LeftOutReason::Unread(_))
    }
}
