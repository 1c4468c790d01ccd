//! Small readers that wrap the bytes of a log. Each does one thing; `open` chains them.
//!
//! - In: [`Bytes`], any reader that can be sent to another thread.
//! - [`CountingReader`]: counts the bytes before unpacking, for progress and for the limits. Innermost.
//! - [`CancellableReader`]: ends the bytes when the token is stopped.
//! - `peek`: reads the beginning in advance, so that packing and encoding can be recognized from it.
//! - [`RetryingReader`]: waits where others fail with `WouldBlock`. Goes between a pipe and an unpacker.
//! - `limits`: ends bytes that unpack to more than any log. Outermost.
//! - Out: [`Bytes`] again.
//!
//! What always holds: a reader changes no byte, and returns all bytes before a failure before it returns the failure. A read
//! that fails with `WouldBlock` loses nothing and can be repeated.

pub(crate) mod limits;
pub(crate) mod peek;

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::cancel::CancelToken;

/// A reader that can be sent to another thread.
pub type Bytes = Box<dyn Read + Send>;

/// Counts the bytes that are read.
pub(super) struct CountingReader {
    bytes: Bytes,
    count: Arc<AtomicU64>,
}

impl CountingReader {
    /// Adds the bytes that are read to `count`.
    pub(super) fn new(bytes: Bytes, count: &Arc<AtomicU64>) -> Self {
        Self { bytes, count: Arc::clone(count) }
    }
}

impl Read for CountingReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Ends when a token is stopped.
pub(super) struct CancellableReader {
    bytes: Bytes,
    cancel: Arc<CancelToken>,
}

impl CancellableReader {
    /// Ends `bytes` when `cancel` is stopped.
    pub(super) fn new(bytes: Bytes, cancel: Arc<CancelToken>) -> Self {
        Self { bytes, cancel }
    }
}

impl Read for CancellableReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.cancel.is_stopped() { Ok(0) } else { self.bytes.read(buffer) }
    }
}

/// Repeats reads that fail with [`io::ErrorKind::WouldBlock`]. Unpackers need it: they cannot continue after a failed read.
pub(super) struct RetryingReader(pub Bytes);

impl Read for RetryingReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.0.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                result => return result,
            }
        }
    }
}

/// Reads until `buffer` is full or the input ends; returns the number of bytes read.
pub(super) fn read_up_to(reader: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match reader.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}
