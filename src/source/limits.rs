//! Taking off what logs are packed in, one layer at a time, within limits that no honest log meets.

use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::cancel::CancelToken;

/// Packing inside packing is followed this far (a `.log.gz` inside a zip is two).
pub const MAX_PACKINGS: usize = 4;
/// Reading stops after this many unpacked bytes of one packed log (64 GiB); what was read stays.
pub const MAX_UNPACKED_BYTES: u64 = 64 << 30;
/// Below this many unpacked bytes (1 GiB), the ratio is not looked at.
const RATIO_FREE_BYTES: u64 = 1 << 30;
/// Logs shrink to a tenth, very repetitive ones to a hundredth; what shrinks more than this was made to.
const MAX_RATIO: u64 = 300;

/// A source of bytes that can be handed to another thread.
pub type Bytes = Box<dyn Read + Send>;

/// So many bytes are waited for before a log is begun: those of a byte order mark or a packing's number.
pub const LEAST: usize = 4;

/// Bytes whose beginning was looked at before they are read: a failure behind it costs nothing that came before.
pub struct PeekReader {
    head: Cursor<Vec<u8>>,
    error: Option<io::Error>,
    rest: Bytes,
}

impl PeekReader {
    /// Reads the first `length` bytes, or as many as there are; of a pipe or a file that is followed, as many as there are
    /// for now, and the four of a mark at least.
    pub fn new(mut rest: Bytes, length: usize) -> Self {
        let mut head = vec![0; length];
        let mut read = 0;
        let mut error = None;
        while read < length {
            match rest.read(&mut head[read..]) {
                Ok(0) => break,
                Ok(count) => read += count,
                Err(failure) if failure.kind() == io::ErrorKind::Interrupted => {}
                Err(failure) if failure.kind() == io::ErrorKind::WouldBlock => {
                    if read >= LEAST {
                        break;
                    }
                }
                Err(failure) => {
                    error = Some(failure);
                    break;
                }
            }
        }
        head.truncate(read);
        Self { head: Cursor::new(head), error, rest }
    }

    /// The beginning.
    pub fn head(&self) -> &[u8] {
        self.head.get_ref()
    }

    /// What kept the beginning from being read at all.
    ///
    /// # Errors
    /// Where there was a failure before the first byte.
    pub fn or_failure(mut self) -> io::Result<Self> {
        match self.error.take() {
            Some(error) if self.head().is_empty() => Err(error),
            error => Ok(Self { error, ..self }),
        }
    }
}

impl Read for PeekReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.head.read(buffer)? {
            0 if !buffer.is_empty() => match self.error.take() {
                Some(error) => Err(error),
                None => self.rest.read(buffer),
            },
            read => Ok(read),
        }
    }
}

/// Counts the packed bytes that were read.
pub struct CountingReader {
    bytes: Bytes,
    count: Arc<AtomicU64>,
}

impl CountingReader {
    /// Counts into `count`.
    pub fn new(bytes: Bytes, count: &Arc<AtomicU64>) -> Self {
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

/// Bytes that end where a pulse is stopped.
pub struct CancellableReader {
    bytes: Bytes,
    cancel: Arc<CancelToken>,
}

impl CancellableReader {
    /// Ends `bytes` where `cancel` is stopped.
    pub fn new(bytes: Bytes, cancel: Arc<CancelToken>) -> Self {
        Self { bytes, cancel }
    }
}

impl Read for CancellableReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.cancel.is_stopped() { Ok(0) } else { self.bytes.read(buffer) }
    }
}

/// Unpacked bytes, up to the limits.
pub struct LimitedReader {
    bytes: Bytes,
    packed: Arc<AtomicU64>,
    unpacked: u64,
}

impl LimitedReader {
    /// `packed` counts the bytes that `bytes` are unpacked from.
    pub fn new(bytes: Bytes, packed: Arc<AtomicU64>) -> Self {
        Self { bytes, packed, unpacked: 0 }
    }
}

impl Read for LimitedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let packed = self.packed.load(Ordering::Relaxed).max(1);
        if self.unpacked >= MAX_UNPACKED_BYTES {
            let limit = MAX_UNPACKED_BYTES >> 30;
            return Err(io::Error::other(format!("more than {limit} GiB come out of it; unpack it and cut it")));
        }
        if self.unpacked >= RATIO_FREE_BYTES && self.unpacked / packed >= MAX_RATIO {
            let limit = RATIO_FREE_BYTES >> 30;
            return Err(io::Error::other(format!(
                "more than {limit} GiB come out of a {MAX_RATIO}th of that, as from no log; unpack it if it is one"
            )));
        }
        let read = self.bytes.read(buffer)?;
        self.unpacked += read as u64;
        Ok(read)
    }
}

/// Reads until `buffer` is full or the input ends; the number of bytes read.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Yields what it has, then fails.
    struct Torn(Cursor<Vec<u8>>);

    impl Read for Torn {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.read(buffer)? {
                0 => Err(io::Error::other("torn")),
                read => Ok(read),
            }
        }
    }

    #[test]
    fn what_comes_before_a_failure_is_read() {
        let mut ahead = PeekReader::new(Box::new(Torn(Cursor::new(b"abc".to_vec()))), 2);
        assert_eq!(ahead.head(), b"ab");
        let mut text = Vec::new();
        assert!(ahead.read_to_end(&mut text).is_err());
        assert_eq!(text, b"abc");
        assert!(PeekReader::new(Box::new(Torn(Cursor::new(Vec::new()))), 2).or_failure().is_err());
    }

    #[test]
    fn what_unpacks_to_too_much_ends() {
        let packed = Arc::new(AtomicU64::new(1000));
        let mut bomb = LimitedReader::new(Box::new(io::repeat(b' ')), packed);
        let read = io::copy(&mut bomb, &mut io::sink());
        assert!(read.is_err_and(|error| error.to_string().contains("1 GiB")));
    }
}
