//! Which file a path leads to. Two paths may lead to one file by links, and a folder may contain a link to itself.

use std::io;
use std::path::Path;

use same_file::Handle;

/// Identifies a file or folder of this machine.
///
/// On Unix it is the number of the device and of the file on it. A [`Handle`] keeps its file open, and a folder may hold more
/// files than a process may have open (often 1024), so only the numbers are kept. Windows has no such low limit.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct FileId(#[cfg(unix)] (u64, u64), #[cfg(not(unix))] Handle);

impl FileId {
    /// The identity of the regular file or folder at `path`; links are followed. It must not be a named pipe: opening one
    /// waits for its writer.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub(super) fn from_path(path: &Path) -> io::Result<Self> {
        let handle = Handle::from_path(path)?;
        #[cfg(unix)]
        return Ok(Self((handle.dev(), handle.ino())));
        #[cfg(not(unix))]
        return Ok(Self(handle));
    }
}
