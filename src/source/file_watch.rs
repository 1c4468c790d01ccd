//! Which file a path leads to, and changes of a file during and after reading: cut short, overwritten, replaced, deleted,
//! grown.

use std::fs::{self, File, Metadata};
use std::io;
#[cfg(unix)]
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::read_at::read_at;

/// Number of bytes at the beginning that are compared. A log begins with a time or a name that no other log has.
const HEAD_BYTES: u64 = 512;

/// A change of a file since it was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// It is shorter than it was: it had `from` bytes and has `to` now.
    CutShort {
        /// Bytes it had.
        from: u64,
        /// Bytes it has.
        to: u64,
    },
    /// Its beginning has changed: it was overwritten in place.
    Overwritten,
    /// Another file is at its path, as after log rotation. The file that was opened is complete.
    Replaced,
    /// It was deleted. The file that was opened is complete.
    Deleted,
    /// It grew: it had `from` bytes and has `to` now.
    Grown {
        /// Bytes it had.
        from: u64,
        /// Bytes it has.
        to: u64,
    },
}

impl FileChange {
    /// The change and advice, for people; the caller adds the file's name.
    pub fn message(&self) -> String {
        match self {
            Self::CutShort { from, to } => {
                format!(
                    "the file was cut short since it was opened, from {from} to {to} bytes; open it again to see those"
                )
            }
            Self::Overwritten => {
                "the file was overwritten since it was opened; open it again to see what it holds now".into()
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

    /// The change in a few words.
    pub fn event(&self) -> &'static str {
        match self {
            Self::CutShort { .. } => "the file was cut short",
            Self::Overwritten => "the file was overwritten",
            Self::Replaced => "another file took its place",
            Self::Deleted => "the file was deleted",
            Self::Grown { .. } => "the file grew",
        }
    }
}

/// Identifies a file or folder of this machine. Two paths may lead to one file by links.
///
/// On Unix it is the number of the device and of the file on it, which need no open file. On Windows it is a handle, which
/// keeps its file open.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct FileId(#[cfg(unix)] (u64, u64), #[cfg(not(unix))] same_file::Handle);

impl FileId {
    /// The identity of the regular file or folder at `path`, whose metadata are `metadata`; links are followed.
    ///
    /// # Errors
    /// The file cannot be opened; only on Windows.
    #[expect(unused_variables, reason = "Unix needs the metadata, Windows the path")]
    #[cfg_attr(unix, expect(clippy::unnecessary_wraps, reason = "Windows has to open the file"))]
    pub(super) fn new(path: &Path, metadata: &Metadata) -> io::Result<Self> {
        #[cfg(unix)]
        return Ok(Self((MetadataExt::dev(metadata), MetadataExt::ino(metadata))));
        #[cfg(not(unix))]
        return same_file::Handle::from_path(path).map(Self);
    }
}

/// A file as it was when it was opened: identity, length and beginning.
#[derive(Debug)]
pub struct FileSnapshot {
    path: PathBuf,
    /// Read by position only.
    file: Arc<File>,
    id: FileId,
    length: u64,
    head: Vec<u8>,
}

impl FileSnapshot {
    /// The snapshot of `file`, opened at `path` for reading by position.
    ///
    /// # Errors
    /// The file or its metadata cannot be read.
    pub fn new(file: Arc<File>, path: &Path) -> io::Result<Self> {
        let metadata = file.metadata()?;
        let (id, length) = (FileId::new(path, &metadata)?, metadata.len());
        let mut head = vec![0; length.min(HEAD_BYTES) as usize];
        read_at(&file, 0, &mut head)?;
        Ok(Self { path: path.to_owned(), file, id, length, head })
    }

    /// The length that the file had, in bytes.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// The change of the file, if any. If there are several, the one that loses most bytes. `bytes_read` bytes of it were read.
    pub fn change(&self, bytes_read: u64) -> Option<FileChange> {
        let current = fs::metadata(&self.path);
        let is_replaced = |current: &Metadata| !current.is_file() || self.is_replaced_by(current);
        let is_same = current.as_ref().is_ok_and(|current| !is_replaced(current));
        let metadata = if is_same { &current } else { &self.file.metadata() };
        let length = metadata.as_ref().map_or(0, Metadata::len);
        let expected = self.length.max(bytes_read);
        if length < expected {
            return Some(FileChange::CutShort { from: expected, to: length });
        }
        let mut head = vec![0; self.head.len()];
        if read_at(&self.file, 0, &mut head).is_err() || head != self.head {
            return Some(FileChange::Overwritten);
        }
        match current {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Some(FileChange::Deleted),
            Ok(_) if !is_same => return Some(FileChange::Replaced),
            _ => {}
        }
        (length > self.length).then_some(FileChange::Grown { from: self.length, to: length })
    }

    /// Whether the regular file at the path, whose metadata are `current`, is not the file that was opened.
    fn is_replaced_by(&self, current: &Metadata) -> bool {
        match FileId::new(&self.path, current) {
            Ok(id) => id != self.id,
            // The file that was opened was readable. Losing the permission counts as being replaced too.
            Err(error) => error.kind() == io::ErrorKind::PermissionDenied,
        }
    }

    /// Whether bytes that were not read yet are lost by `change`. `bytes_read` bytes were read.
    pub fn has_lost_bytes(&self, change: FileChange, bytes_read: u64) -> bool {
        match change {
            FileChange::CutShort { .. } => bytes_read < self.length,
            FileChange::Overwritten => true,
            FileChange::Replaced | FileChange::Deleted | FileChange::Grown { .. } => false,
        }
    }
}
