//! A reader that reads its first bytes in advance.

use std::io::{self, Cursor, Read};

use super::Bytes;

/// The reader waits for this many bytes at least: the length of the longest byte order mark or magic number.
const MIN_HEAD_BYTES: usize = 4;

/// Bytes whose beginning was read in advance. A failure after it is returned only once the bytes before it have been read.
pub struct PeekReader {
    head: Cursor<Vec<u8>>,
    error: Option<io::Error>,
    rest: Bytes,
}

impl PeekReader {
    /// Reads the first `length` bytes in advance, fewer if the input is shorter. From a pipe or a followed file it reads the
    /// bytes that are available, at least four.
    pub fn new(mut rest: Bytes, length: usize) -> Self {
        let mut head = vec![0; length];
        let (mut read, mut error) = (0, None);
        while read < length {
            match rest.read(&mut head[read..]) {
                Ok(0) => {
                    // The end is not looked for again.
                    rest = Box::new(io::empty());
                    break;
                }
                Ok(more) => read += more,
                Err(failure) => match failure.kind() {
                    io::ErrorKind::Interrupted => {}
                    io::ErrorKind::WouldBlock if read < MIN_HEAD_BYTES => {}
                    io::ErrorKind::WouldBlock => break,
                    _ => {
                        error = Some(failure);
                        break;
                    }
                },
            }
        }
        head.truncate(read);
        Self { head: Cursor::new(head), error, rest }
    }

    /// The bytes that were read in advance.
    pub fn head(&self) -> &[u8] {
        self.head.get_ref()
    }

    /// The reader, or the failure if not even the first byte could be read.
    ///
    /// # Errors
    /// Reading failed before the first byte.
    pub fn into_result(mut self) -> io::Result<Self> {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns its bytes, then fails.
    struct FailingReader(Cursor<Vec<u8>>);

    impl Read for FailingReader {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.read(buffer)? {
                0 => Err(io::Error::other("failed")),
                read => Ok(read),
            }
        }
    }

    fn peek(text: &[u8]) -> PeekReader {
        PeekReader::new(Box::new(FailingReader(Cursor::new(text.to_vec()))), 2)
    }

    #[test]
    fn bytes_before_a_failure_are_read() {
        let mut reader = peek(b"abc");
        assert_eq!(reader.head(), b"ab");
        let mut text = Vec::new();
        assert!(reader.read_to_end(&mut text).is_err());
        assert_eq!(text, b"abc");
        assert!(peek(b"").into_result().is_err());
    }
}
