//! Limits of unpacking that no real log reaches.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Bytes;

/// At most this many packings inside each other are removed (a `.log.gz` in a zip counts as two).
pub(crate) const MAX_PACKINGS: usize = 4;
/// At most this many unpacked bytes of one log are read (64 GiB). The bytes before the limit are diagnosed.
const MAX_UNPACKED_BYTES: u64 = 64 << 30;
/// Below this many unpacked bytes (1 GiB), the compression ratio is not checked.
const RATIO_FREE_BYTES: u64 = 1 << 30;
/// Logs shrink to a tenth, very repetitive ones to a hundredth. A higher ratio comes from a file made to exhaust its reader.
const MAX_RATIO: u64 = 300;

/// Fails when the unpacked bytes reach a limit.
pub(crate) struct LimitedReader {
    bytes: Bytes,
    packed_bytes: Arc<AtomicU64>,
    unpacked_bytes: u64,
}

impl LimitedReader {
    /// `packed_bytes` is the number of bytes that `bytes` have been unpacked from so far.
    pub(crate) fn new(bytes: Bytes, packed_bytes: Arc<AtomicU64>) -> Self {
        Self { bytes, packed_bytes, unpacked_bytes: 0 }
    }
}

impl Read for LimitedReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let packed_bytes = self.packed_bytes.load(Ordering::Relaxed).max(1);
        if self.unpacked_bytes >= MAX_UNPACKED_BYTES {
            let limit = MAX_UNPACKED_BYTES >> 30;
            return Err(io::Error::other(format!("it unpacks to more than {limit} GiB; unpack it and split it")));
        }
        if self.unpacked_bytes >= RATIO_FREE_BYTES && self.unpacked_bytes / packed_bytes >= MAX_RATIO {
            let limit = RATIO_FREE_BYTES >> 30;
            return Err(io::Error::other(format!(
                "it unpacks to more than {limit} GiB and to {MAX_RATIO} times its size, as no log does; if it is a log, unpack it first"
            )));
        }
        let read = self.bytes.read(buffer)?;
        self.unpacked_bytes += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_high_compression_ratio_is_an_error() {
        let packed_bytes = Arc::new(AtomicU64::new(1000));
        let mut bomb = LimitedReader::new(Box::new(io::repeat(b' ')), packed_bytes);
        let result = io::copy(&mut bomb, &mut io::sink());
        assert!(result.is_err_and(|error| error.to_string().contains("1 GiB")));
    }
}
