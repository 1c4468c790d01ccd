//! Why a log cannot be opened or read.

use std::io;

use thiserror::Error;

/// Why a log cannot be opened or read. Messages give the reason and advice; the caller adds the log's name.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The operating system refused.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A folder without files.
    #[error("the folder holds no files; give it the folder with the logs, or the logs themselves")]
    EmptyFolder,
    /// A folder or an archive whose files are all left out, each for its own reason.
    #[error("there are no logs in it; a log is text, JSON, HAR, or one of these packed in zip, gzip or zstd")]
    NoLogs,
    /// An archive that cannot be read.
    #[error("the archive cannot be read ({0}); unpack it with another program and open the logs in it")]
    Archive(String),
    /// A member that is encrypted with a password.
    #[error("the archive is locked with a password; unpack it and open the logs in it")]
    Locked,
    /// A file that is not text.
    #[error("this is no text but {kind}; {advice}")]
    NotText {
        /// What it is: "a PNG picture".
        kind: &'static str,
        /// Advice, in the imperative.
        advice: &'static str,
    },
    /// A document in which nothing can be read: the reason, and advice.
    #[error("{0}")]
    Document(String),
    /// A picture whose text cannot be read: the reason, and advice.
    #[error("{0}")]
    Picture(String),
    /// A log that cannot be followed, because it does not grow at its end.
    #[error("{0} cannot be followed; inspect it without following it, or follow the file that is being written")]
    CannotFollow(&'static str),
}
