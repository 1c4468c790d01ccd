//! Bytes that are read as something else than they are: what colours, markup or an encoding for transport left of a log.

pub mod ansi;
pub mod base64;
pub mod markup;
pub mod zstd;

use std::collections::VecDeque;
use std::io::{self, Read};

use super::limits::Bytes;

/// Turns bytes into others while they are read. What it is given may be cut anywhere.
pub trait Transform: Send {
    /// Takes the next bytes and appends what they mean to `plain`.
    fn take(&mut self, bytes: &[u8], plain: &mut Vec<u8>);

    /// Appends what is left at the end.
    fn finish(&mut self, plain: &mut Vec<u8>) {
        let _ = plain;
    }
}

/// Bytes as a [`Transform`] has them.
pub struct TransformReader<R> {
    bytes: Bytes,
    rewrite: R,
    ready: VecDeque<u8>,
    has_ended: bool,
}

impl<R: Transform> TransformReader<R> {
    /// Reads `bytes` by `rewrite`.
    pub fn new(bytes: Bytes, rewrite: R) -> Self {
        Self { bytes, rewrite, ready: VecDeque::new(), has_ended: false }
    }
}

impl<R: Transform> Read for TransformReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        const BLOCK: usize = 64 * 1024;
        let mut block = Vec::new();
        while self.ready.is_empty() && !self.has_ended && !buffer.is_empty() {
            block.resize(BLOCK, 0);
            let read = self.bytes.read(&mut block)?;
            let mut plain = Vec::with_capacity(read);
            if read == 0 {
                self.has_ended = true;
                self.rewrite.finish(&mut plain);
            } else {
                self.rewrite.take(&block[..read], &mut plain);
            }
            self.ready = plain.into();
        }
        self.ready.read(buffer)
    }
}

/// All of `bytes` at once.
pub fn transform_all(bytes: &[u8], mut rewrite: impl Transform) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    rewrite.take(bytes, &mut plain);
    rewrite.finish(&mut plain);
    plain
}
