//! Pipes and devices, whose reads may block for ever: a separate thread reads them, so that waiting can be cancelled.

use std::io::{self, Cursor, ErrorKind, Read};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::cancel::{CancelToken, TICK, Waiting};
use super::log_source::LogSource;
use super::reader::Bytes;

/// The pipe is read in blocks of this size, which is the capacity of a pipe on Linux (pipe(7)).
const BLOCK_BYTES: usize = 64 * 1024;
/// Capacity of the channel, in blocks.
const MAX_WAITING_BLOCKS: usize = 8;

/// Reads a pipe. If no bytes arrive for a [`TICK`], a read fails with [`ErrorKind::WouldBlock`] and can be repeated. It
/// also fails this way about every tick while few bytes arrive, so that the caller can show them without waiting for more.
/// Ends when the pipe ends or the token is stopped.
pub(super) struct PipeReader {
    source: LogSource,
    cancel: Arc<CancelToken>,
    blocks: Receiver<io::Result<Vec<u8>>>,
    block: Cursor<Vec<u8>>,
    bytes_read: u64,
    silence: Duration,
    /// When a read last failed with `WouldBlock`.
    last_would_block: Instant,
}

impl PipeReader {
    /// Reads the pipe that `open` returns. `open` may block too: opening a named pipe waits for its writer.
    ///
    /// # Errors
    /// The system cannot start a thread.
    pub(super) fn new(
        source: LogSource,
        cancel: Arc<CancelToken>,
        open: impl FnOnce() -> io::Result<Bytes> + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, blocks) = sync_channel(MAX_WAITING_BLOCKS);
        // The thread is not joined: it may block in a read until the program ends.
        thread::Builder::new().name("read pipe".to_owned()).spawn(move || match open() {
            Ok(mut bytes) => send_blocks(&mut bytes, &sender),
            Err(error) => drop(sender.send(Err(error))),
        })?;
        Ok(Self {
            source,
            cancel,
            blocks,
            block: Cursor::new(Vec::new()),
            bytes_read: 0,
            silence: Duration::ZERO,
            last_would_block: Instant::now(),
        })
    }

    /// The error of a read while there are no bytes.
    fn would_block(&mut self) -> io::Error {
        self.last_would_block = Instant::now();
        ErrorKind::WouldBlock.into()
    }
}

/// Reads and sends blocks until the end, an error, or until the receiver is dropped.
fn send_blocks(bytes: &mut Bytes, sender: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut block = vec![0; BLOCK_BYTES];
        let result = match bytes.read(&mut block) {
            Ok(0) => return,
            Ok(read) => {
                block.truncate(read);
                Ok(block)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let has_failed = result.is_err();
        if sender.send(result).is_err() || has_failed {
            return;
        }
    }
}

impl Read for PipeReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.block.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            if self.cancel.is_stopped() {
                return Ok(0);
            }
            let block = match self.blocks.try_recv() {
                Ok(block) => block,
                Err(TryRecvError::Disconnected) => return Ok(0),
                Err(TryRecvError::Empty) if self.last_would_block.elapsed() > TICK && self.silence.is_zero() => {
                    return Err(self.would_block());
                }
                Err(TryRecvError::Empty) => match self.blocks.recv_timeout(TICK) {
                    Ok(block) => block,
                    Err(RecvTimeoutError::Disconnected) => return Ok(0),
                    Err(RecvTimeoutError::Timeout) => {
                        self.silence += TICK;
                        let (source, silence, bytes_read) = (&self.source, self.silence, self.bytes_read);
                        self.cancel.notify_waiting(Waiting { source, silence, bytes_read, is_gone: false });
                        return Err(self.would_block());
                    }
                },
            };
            self.block = Cursor::new(block?);
            self.bytes_read += self.block.get_ref().len() as u64;
            self.silence = Duration::ZERO;
        }
    }
}
