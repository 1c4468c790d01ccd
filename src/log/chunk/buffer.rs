//! The bytes of a log that were read and not yet returned. Bytes are copied once, from the reader: a chunk owns its buffer,
//! which is recycled after use.

use std::io::{self, Read};

/// The smallest buffer, in bytes.
const MIN_BUFFER: usize = 16 * 1024;
/// How many used buffers are kept for reuse.
const MAX_RECYCLED: usize = 4;

/// A buffer in front of a reader.
#[allow(clippy::struct_excessive_bools)] // independent flags, not the states of one machine
pub(super) struct ReadBuffer<R> {
    reader: R,
    /// The most bytes that are read at a time.
    max_read: usize,
    /// Bytes from `head` to `end` are buffered; bytes before `head` were returned, bytes after `end` are free.
    bytes: Vec<u8>,
    head: usize,
    end: usize,
    recycled: Vec<Vec<u8>>,
    /// Offset of the head in the text.
    offset: u64,
    ended: bool,
    /// Whether the last read would block.
    would_block: bool,
    /// Whether [`fill`](Self::fill) retries reads that would block. Set in a JSON document, since part of a record cannot be
    /// returned.
    is_blocking: bool,
    /// Whether lone CRs end lines: text of old Macs, which has no LF at all.
    carriage_returns: bool,
    /// The error that ended reading before the end.
    failure: Option<io::Error>,
}

impl<R: Read> ReadBuffer<R> {
    pub(super) fn new(reader: R, max_read: usize) -> Self {
        Self {
            reader,
            max_read,
            bytes: Vec::new(),
            head: 0,
            end: 0,
            recycled: Vec::new(),
            offset: 0,
            ended: false,
            would_block: false,
            is_blocking: false,
            carriage_returns: false,
            failure: None,
        }
    }

    /// The bytes that were read and not yet returned.
    pub(super) fn rest(&self) -> &[u8] {
        &self.bytes[self.head..self.end]
    }

    /// Byte offset of [`rest`](Self::rest) in the text.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether the end of the text was read.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Whether the reader has no bytes now but may have more later.
    pub(super) fn would_block(&self) -> bool {
        self.would_block && !self.ended
    }

    /// The error that ended reading before the end.
    pub(super) fn failure(&self) -> Option<&io::Error> {
        self.failure.as_ref()
    }

    /// Reads again after a read that would block.
    pub(super) fn retry(&mut self) {
        self.would_block = false;
    }

    /// Sets whether reads that would block are retried.
    pub(super) fn set_blocking(&mut self, is_blocking: bool) {
        self.is_blocking = is_blocking;
    }

    /// Whether lone CRs are replaced by LFs.
    pub(super) fn carriage_returns(&self) -> bool {
        self.carriage_returns
    }

    /// Replaces lone CRs by LFs, from the first byte that was not returned yet.
    pub(super) fn replace_carriage_returns(&mut self) {
        self.carriage_returns = true;
        replace_carriage_returns(&mut self.bytes[self.head..self.end]);
    }

    /// Reads about `want` more bytes, if the reader has them.
    pub(super) fn fill(&mut self, want: usize) {
        if self.head > 0 {
            self.bytes.copy_within(self.head..self.end, 0);
            self.end -= self.head;
            self.head = 0;
        }
        let start = self.end;
        let full = start + want.clamp(1, self.max_read);
        self.would_block = false;
        while self.end < full && !self.ended && !self.would_block {
            if self.end == self.bytes.len() {
                // Grows in steps: most logs of a folder are small.
                self.bytes.resize(full.min((self.end * 4).max(MIN_BUFFER)), 0);
            }
            let free = self.bytes.len().min(full);
            match self.reader.read(&mut self.bytes[self.end..free]) {
                Ok(0) => self.ended = true,
                Ok(read) => self.end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.would_block = !self.is_blocking,
                Err(error) => {
                    self.failure = Some(error);
                    self.ended = true;
                }
            }
        }
        if self.carriage_returns {
            replace_carriage_returns(&mut self.bytes[start..self.end]);
        }
    }

    /// Skips the first bytes.
    pub(super) fn drop_bytes(&mut self, length: usize) {
        self.head += length;
        self.offset += length as u64;
    }

    /// Removes the first bytes and returns them.
    pub(super) fn split_to(&mut self, length: usize) -> Vec<u8> {
        let rest = self.end - self.head - length;
        if self.head > 0 || rest > length {
            let taken = self.rest()[..length].to_vec();
            self.drop_bytes(length);
            return taken;
        }
        // Copy the few bytes that remain to another buffer, instead of all bytes that are returned.
        let mut bytes = self.recycled.pop().unwrap_or_default();
        if bytes.len() < rest {
            bytes.resize(rest, 0);
        }
        bytes[..rest].copy_from_slice(&self.rest()[length..]);
        let mut taken = std::mem::replace(&mut self.bytes, bytes);
        taken.truncate(length);
        self.end = rest;
        self.offset += length as u64;
        taken
    }

    /// Reuses the memory of bytes that were returned earlier.
    pub(super) fn recycle(&mut self, bytes: Vec<u8>) {
        let is_reusable = (1..=self.max_read).contains(&bytes.capacity());
        if is_reusable && self.recycled.len() < MAX_RECYCLED {
            self.recycled.push(bytes);
        }
    }
}

fn replace_carriage_returns(bytes: &mut [u8]) {
    for byte in bytes {
        if *byte == b'\r' {
            *byte = b'\n';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_bytes_are_returned_for_any_sizes_of_parts() {
        let text: Vec<u8> = (0..10_000_u32).map(|byte| (byte % 251) as u8).collect();
        let mut buffer = ReadBuffer::new(&text[..], 4096);
        let mut out = Vec::new();
        let mut length = 1;
        while !buffer.has_ended() || !buffer.rest().is_empty() {
            buffer.fill(700);
            assert_eq!(buffer.offset(), out.len() as u64);
            length = (length * 7 + 3) % 900;
            let taken = buffer.split_to(length.min(buffer.rest().len()));
            out.extend_from_slice(&taken);
            if length.is_multiple_of(3) {
                buffer.recycle(taken);
            }
            if length.is_multiple_of(5) {
                let passed = buffer.rest().len().min(3);
                out.extend_from_slice(&buffer.rest()[..passed]);
                buffer.drop_bytes(passed);
            }
        }
        assert_eq!(out, text);
    }
}
