//! Reads and writes a file by position, without moving the position of other readers.

use std::fs::File;
use std::io;
#[cfg(windows)]
use std::os::windows::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

/// Fills `bytes` with the bytes of the file from `offset` on.
///
/// # Errors
/// The file cannot be read, or ends before `bytes` is full.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, offset: u64, bytes: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

/// Writes `bytes` at `offset`.
///
/// # Errors
/// The file cannot be written.
#[cfg(unix)]
pub(crate) fn write_at(file: &File, offset: u64, bytes: &[u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)
}

/// Fills `bytes` with the bytes of the file from `offset` on.
///
/// # Errors
/// The file cannot be read, or ends before `bytes` is full.
#[cfg(windows)]
pub(crate) fn read_at(file: &File, mut offset: u64, mut bytes: &mut [u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.seek_read(bytes, offset)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                bytes = &mut bytes[read..];
                offset += read as u64;
            }
        }
    }
    Ok(())
}

/// Writes `bytes` at `offset`.
///
/// # Errors
/// The file cannot be written.
#[cfg(windows)]
pub(crate) fn write_at(file: &File, mut offset: u64, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = file.seek_write(bytes, offset)?;
        bytes = &bytes[written..];
        offset += written as u64;
    }
    Ok(())
}

/// A handle for reading the file at `path` by position, while `file` is read from front to back. On Windows, reading by position
/// moves the handle, so the file is opened again.
///
/// # Errors
/// The system refuses another handle.
pub(crate) fn positional_handle(file: &Arc<File>, path: &Path) -> io::Result<Arc<File>> {
    if cfg!(windows) { File::open(path).map(Arc::new) } else { Ok(Arc::clone(file)) }
}
