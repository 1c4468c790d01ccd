//! Pipes and devices, which may keep one waiting for ever: read by a thread of their own, so that waiting can be given up.

use std::io::{self, Cursor, ErrorKind, Read};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TryRecvError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::LogSource;
use super::cancel::{CancelToken, TICK, Waiting};
use super::limits::Bytes;

/// Bytes are taken from the pipe in blocks of this size; a pipe of Linux holds as much.
const BLOCK_BYTES: usize = 64 * 1024;
/// Blocks that wait to be read.
const BLOCKS: usize = 8;

/// Reads a pipe. Where nothing comes for a [`TICK`] a read fails with [`ErrorKind::WouldBlock`], and may be tried again; it
/// does so as well about every tick while little comes, so that this little is not waited with. Ends where the pipe ends or
/// the pulse is stopped.
pub struct PipeReader {
    source: LogSource,
    cancel: Arc<CancelToken>,
    blocks: Receiver<io::Result<Vec<u8>>>,
    block: Cursor<Vec<u8>>,
    bytes_read: u64,
    silence: Duration,
    /// When it was last said that there is nothing for now.
    paused: Instant,
}

impl PipeReader {
    /// Reads what `open` opens, which may take its time as well: that of a named pipe waits for who writes to it.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn new(
        source: LogSource,
        cancel: Arc<CancelToken>,
        open: impl FnOnce() -> io::Result<Bytes> + Send + 'static,
    ) -> io::Result<Self> {
        let (give, blocks) = sync_channel(BLOCKS);
        // Nobody waits for its end: it may be stuck in a read until the program ends.
        thread::Builder::new().name("read pipe".to_owned()).spawn(move || match open() {
            Ok(mut bytes) => pump(&mut bytes, &give),
            Err(error) => drop(give.send(Err(error))),
        })?;
        let block = Cursor::new(Vec::new());
        Ok(Self { source, cancel, blocks, block, bytes_read: 0, silence: Duration::ZERO, paused: Instant::now() })
    }

    /// Says that there is nothing for now.
    fn pause(&mut self) -> io::Error {
        self.paused = Instant::now();
        ErrorKind::WouldBlock.into()
    }
}

/// Reads to the end, or until nobody takes what is read.
fn pump(bytes: &mut Bytes, give: &SyncSender<io::Result<Vec<u8>>>) {
    loop {
        let mut block = vec![0; BLOCK_BYTES];
        let read = match bytes.read(&mut block) {
            Ok(0) => return,
            Ok(read) => {
                block.truncate(read);
                Ok(block)
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let is_over = read.is_err();
        if give.send(read).is_err() || is_over {
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
                Err(TryRecvError::Empty) if self.paused.elapsed() > TICK && self.silence.is_zero() => {
                    return Err(self.pause());
                }
                Err(TryRecvError::Empty) => match self.blocks.recv_timeout(TICK) {
                    Ok(block) => block,
                    Err(RecvTimeoutError::Disconnected) => return Ok(0),
                    Err(RecvTimeoutError::Timeout) => {
                        self.silence += TICK;
                        let (source, silence, bytes_read) = (&self.source, self.silence, self.bytes_read);
                        self.cancel.wait(Waiting { source, silence, bytes_read, is_gone: false });
                        return Err(self.pause());
                    }
                },
            };
            self.block = Cursor::new(block?);
            self.bytes_read += self.block.get_ref().len() as u64;
            self.silence = Duration::ZERO;
        }
    }
}

/// Never has nothing for now: waits instead. For what cannot be asked again in the middle, like an unpacker.
pub struct RetryingReader(pub Bytes);

impl Read for RetryingReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.0.read(buffer) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                read => return read,
            }
        }
    }
}
