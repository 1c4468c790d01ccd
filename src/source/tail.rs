//! A file that is written while it is read: its end is no end, but where one waits for more.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::LogSource;
use super::cancel::{CancelToken, TICK, Waiting};
use super::file_watch::{FileChange, FileSnapshot};

/// Reads a file and waits for more at its end, looking every [`TICK`]; meanwhile a read fails with
/// [`ErrorKind::WouldBlock`], and may be tried again.
///
/// Ends where the pulse is stopped, and where what follows is no longer of the same log: where the file was cut short or
/// written anew, or another one stands at its place. A file that was deleted is waited for.
pub struct TailReader {
    source: LogSource,
    file: File,
    witness: FileSnapshot,
    cancel: Arc<CancelToken>,
    bytes_read: u64,
    /// Its end was reached, and told.
    is_waiting: bool,
    silence: Duration,
    /// Another file was seen at its place: who writes may still write here before going on there.
    is_replaced: bool,
}

impl TailReader {
    /// Follows the file at `path`, opened as `file`.
    ///
    /// # Errors
    /// Where the system says nothing of it.
    pub fn new(source: LogSource, file: File, path: &Path, cancel: Arc<CancelToken>) -> io::Result<Self> {
        let witness = FileSnapshot::new(&file, path)?;
        let silence = Duration::ZERO;
        Ok(Self { source, file, witness, cancel, bytes_read: 0, is_waiting: false, silence, is_replaced: false })
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
        let change = if self.is_waiting { self.witness.change(self.bytes_read) } else { None };
        if matches!(change, Some(FileChange::CutShort { .. } | FileChange::TransformReader)) {
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
            self.cancel.wait(Waiting { source, silence, bytes_read, is_gone });
        }
        Err(ErrorKind::WouldBlock.into())
    }
}
