//! Bytes that encode other bytes: compression, transport encodings, markup, terminal control codes.
//!
//! - In: the bytes of one packing, from any place in the chain of readers.
//! - [`Transform`]: a decoder that is given the bytes in blocks. [`TransformReader`] runs one as a reader, [`transform_all`] runs
//!   one on bytes in memory.
//! - `base64`: base64, with or without the header of a `data:` URL.
//! - `markup`: the text of HTML and of the XML of office documents.
//! - `ansi`: removes colours and other control codes, which are not a packing and are removed last.
//! - `line_numbers`: removes the numbers in front of lines, likewise.
//! - `zstd`: a reader, not a transform, because the decoder reads its input itself. gzip comes from the crate `flate2`.
//! - Out: the decoded bytes.
//!
//! What always holds: the result does not depend on how the input is cut into blocks. Damaged input never fails in a
//! transform; a cut zstd file fails after everything that could be decoded.

pub(crate) mod ansi;
pub(crate) mod base64;
pub(crate) mod line_numbers;
pub(crate) mod markup;
pub(crate) mod zstd;

use std::collections::VecDeque;
use std::io::{self, Read};

use super::reader::Bytes;

/// Decodes bytes block by block. A block may end anywhere, also inside a character or an escape sequence.
pub(super) trait Transform: Send {
    /// Decodes the next bytes and appends the result to `plain`.
    fn push(&mut self, bytes: &[u8], plain: &mut Vec<u8>);

    /// Appends what is pending at the end of the input.
    fn finish(&mut self, plain: &mut Vec<u8>) {
        let _ = plain;
    }
}

/// Reads bytes through a [`Transform`].
pub(super) struct TransformReader<T> {
    bytes: Bytes,
    transform: T,
    ready: VecDeque<u8>,
    has_ended: bool,
}

impl<T: Transform> TransformReader<T> {
    /// Reads `bytes` through `transform`.
    pub(super) fn new(bytes: Bytes, transform: T) -> Self {
        Self { bytes, transform, ready: VecDeque::new(), has_ended: false }
    }
}

impl<T: Transform> Read for TransformReader<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        const BLOCK_BYTES: usize = 64 * 1024;
        let mut block = Vec::new();
        while self.ready.is_empty() && !self.has_ended && !buffer.is_empty() {
            block.resize(BLOCK_BYTES, 0);
            let read = self.bytes.read(&mut block)?;
            let mut plain = Vec::with_capacity(read);
            if read == 0 {
                self.has_ended = true;
                self.transform.finish(&mut plain);
            } else {
                self.transform.push(&block[..read], &mut plain);
            }
            self.ready = plain.into();
        }
        self.ready.read(buffer)
    }
}

/// Decodes all of `bytes`.
pub(super) fn transform_all(bytes: &[u8], mut transform: impl Transform) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    transform.push(bytes, &mut plain);
    transform.finish(&mut plain);
    plain
}
