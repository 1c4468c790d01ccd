//! Reading and writing a file by position, without moving where others read it.

use std::fs::File;
use std::io;
#[cfg(windows)]
use std::os::windows::fs::FileExt;
use std::path::Path;

/// Fills `bytes` from `offset` on.
///
/// # Errors
/// Where the file cannot be read, or ends before.
#[cfg(unix)]
pub fn read_at(file: &File, offset: u64, bytes: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

/// Writes `bytes` at `offset`.
///
/// # Errors
/// Where the file cannot be written.
#[cfg(unix)]
pub fn write_at(file: &File, offset: u64, bytes: &[u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)
}

/// Fills `bytes` from `offset` on.
///
/// # Errors
/// Where the file cannot be read, or ends before.
#[cfg(windows)]
pub fn read_at(file: &File, mut offset: u64, mut bytes: &mut [u8]) -> io::Result<()> {
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
/// Where the file cannot be written.
#[cfg(windows)]
pub fn write_at(file: &File, mut offset: u64, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = file.seek_write(bytes, offset)?;
        bytes = &bytes[written..];
        offset += written as u64;
    }
    Ok(())
}

/// A second handle of the file at `path` that is open as `file`, for reading by position beside one that reads on. On Windows
/// reading by position moves all copies of a handle.
///
/// # Errors
/// Where there is none to be had.
pub fn second_handle(file: &File, path: &Path) -> io::Result<File> {
    if cfg!(windows) { File::open(path) } else { file.try_clone() }
}
