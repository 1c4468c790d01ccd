//! Follows a file that is written while it is read.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::cancel::{CancelToken, TICK, Waiting};
use super::file_watch::{FileChange, FileSnapshot};
use super::log_source::LogSource;
use super::read_at::positional_handle;

/// Reads a file and waits for more at its end, checking every [`TICK`]. While there are no more bytes, a read fails with
/// [`ErrorKind::WouldBlock`]; it can be repeated.
///
/// Ends when the token is stopped, and when the next bytes belong to another log: the file was cut short, overwritten, or
/// replaced by another one. If the file was deleted, the reader waits for a new one.
pub(super) struct TailReader {
    source: LogSource,
    file: Arc<File>,
    snapshot: FileSnapshot,
    cancel: Arc<CancelToken>,
    bytes_read: u64,
    /// The last read reached the end of the file and returned `WouldBlock`.
    is_waiting: bool,
    silence: Duration,
    /// Another file is at the path. The writer may still append here before it switches, so the end is checked twice.
    is_replaced: bool,
}

impl TailReader {
    /// Follows the file at `path`, opened as `file`.
    ///
    /// # Errors
    /// The file's metadata cannot be read.
    pub(super) fn new(source: LogSource, file: Arc<File>, path: &Path, cancel: Arc<CancelToken>) -> io::Result<Self> {
        let snapshot = FileSnapshot::new(positional_handle(&file, path)?, path)?;
        let silence = Duration::ZERO;
        Ok(Self { source, file, snapshot, cancel, bytes_read: 0, is_waiting: false, silence, is_replaced: false })
    }
}

impl Read for TailReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.cancel.is_stopped() {
            return Ok(0);
        }
        if self.is_waiting {
            thread::sleep(TICK);
        }
        let change = if self.is_waiting { self.snapshot.change(self.bytes_read) } else { None };
        if matches!(change, Some(FileChange::CutShort { .. } | FileChange::Overwritten)) {
            return Ok(0);
        }
        let read = self.file.read(buffer)?;
        if read > 0 || buffer.is_empty() {
            self.bytes_read += read as u64;
            (self.is_waiting, self.silence, self.is_replaced) = (false, Duration::ZERO, false);
            return Ok(read);
        }
        if change == Some(FileChange::Replaced) && std::mem::replace(&mut self.is_replaced, true) {
            return Ok(0);
        }
        if std::mem::replace(&mut self.is_waiting, true) {
            self.silence += TICK;
            let is_gone = change == Some(FileChange::Deleted);
            let (source, silence, bytes_read) = (&self.source, self.silence, self.bytes_read);
            self.cancel.notify_waiting(Waiting { source, silence, bytes_read, is_gone });
        }
        Err(ErrorKind::WouldBlock.into())
    }
}
