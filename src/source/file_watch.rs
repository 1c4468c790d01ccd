//! What happens to a file while, and after, it is read: cut short, written anew, replaced, deleted, grown.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use same_file::Handle;

use super::read_at::{read_at, second_handle};

/// The file's beginning is compared this far; a log begins with a time or a name that is its own.
const HEAD_BYTES: u64 = 512;

/// What happened to a file since it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// It is shorter than it was: it had `from` bytes and has `to` now.
    CutShort {
        /// Bytes it had.
        from: u64,
        /// Bytes it has.
        to: u64,
    },
    /// Its beginning is another: it was written anew, in its place.
    TransformReader,
    /// Another file stands at its place, as after rotation. The one that was opened is whole.
    Replaced,
    /// It is gone from its place. What was opened is whole.
    Deleted,
    /// It was written on: it had `from` bytes and has `to` now.
    Grown {
        /// Bytes it had.
        from: u64,
        /// Bytes it has.
        to: u64,
    },
}

impl FileChange {
    /// What happened and what can be done, for people; the file is named by whoever shows it.
    pub fn words(&self) -> String {
        match self {
            Self::CutShort { from, to } => {
                format!(
                    "the file was cut short since it was opened, from {from} to {to} bytes; open it again to see those"
                )
            }
            Self::TransformReader => {
                "the file was written anew since it was opened; open it again to see what it holds now".into()
            }
            Self::Replaced => {
                "another file took its place since it was opened, as logs are rotated; this one was read to its \
                               end. Open it again to see the new one"
                    .into()
            }
            Self::Deleted => "the file was deleted since it was opened; it was read to its end".into(),
            Self::Grown { from, to } => format!(
                "the file is being written, it grew from {from} to {to} bytes since it was opened; follow it to see what comes"
            ),
        }
    }
}

impl FileChange {
    /// What happened, in a few words.
    pub fn event(&self) -> &'static str {
        match self {
            Self::CutShort { .. } => "the file was cut short",
            Self::TransformReader => "the file was written anew",
            Self::Replaced => "another file took its place",
            Self::Deleted => "the file was deleted",
            Self::Grown { .. } => "the file grew",
        }
    }
}

/// Remembers what a file was when it was opened.
#[derive(Debug)]
pub struct FileSnapshot {
    path: PathBuf,
    file: Handle,
    length: u64,
    head: Vec<u8>,
}

impl FileSnapshot {
    /// Of `file`, opened at `path`.
    ///
    /// # Errors
    /// Where the system says nothing of it.
    pub fn new(file: &File, path: &Path) -> io::Result<Self> {
        let file = second_handle(file, path)?;
        let length = file.metadata()?.len();
        let mut head = vec![0; length.min(HEAD_BYTES) as usize];
        read_at(&file, 0, &mut head)?;
        Ok(Self { path: path.to_owned(), file: Handle::from_file(file)?, length, head })
    }

    /// What happened to the file, of which `bytes_read` were read; the gravest, if several things did.
    pub fn change(&self, bytes_read: u64) -> Option<FileChange> {
        let file = self.file.as_file();
        let length = file.metadata().map_or(0, |metadata| metadata.len());
        let known = self.length.max(bytes_read);
        if length < known {
            return Some(FileChange::CutShort { from: known, to: length });
        }
        let mut head = vec![0; self.head.len()];
        if read_at(file, 0, &mut head).is_err() || head != self.head {
            return Some(FileChange::TransformReader);
        }
        match fs::metadata(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Some(FileChange::Deleted),
            Ok(there) if !there.is_file() || self.is_replaced() => return Some(FileChange::Replaced),
            _ => {}
        }
        (length > self.length).then_some(FileChange::Grown { from: self.length, to: length })
    }

    /// Whether the regular file at the path is another one than that which was opened.
    fn is_replaced(&self) -> bool {
        match Handle::from_path(&self.path) {
            Ok(there) => there != self.file,
            // The file that was opened could be; whose rights were taken away meanwhile is another one as well.
            Err(error) => error.kind() == io::ErrorKind::PermissionDenied,
        }
    }

    /// Whether a change lost something that was not read yet, of which only `bytes_read` were.
    pub fn lost(&self, change: FileChange, bytes_read: u64) -> bool {
        match change {
            FileChange::CutShort { .. } => bytes_read < self.length,
            FileChange::TransformReader => true,
            FileChange::Replaced | FileChange::Deleted | FileChange::Grown { .. } => false,
        }
    }
}
