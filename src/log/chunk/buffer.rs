//! What was read of a log and not yet handed out. Bytes are copied once, from the reader: a chunk takes the buffer along, and
//! gives it back when it is done with.

use std::io::{self, Read};

/// Buffers that are kept to be filled again.
const MAX_RETURNED: usize = 4;

/// Bytes of a reader.
#[allow(clippy::struct_excessive_bools)] // independent facts about the text, none a state of another
pub(super) struct ReadBuffer<R> {
    reader: R,
    /// Never more than this is read at a time.
    most: usize,
    /// What was read stands from `head` to `end`; before that it was handed out, behind it there is room.
    bytes: Vec<u8>,
    head: usize,
    end: usize,
    returned: Vec<Vec<u8>>,
    /// Offset of the head in the text.
    offset: u64,
    ended: bool,
    /// The reader has nothing for now.
    dry: bool,
    /// Whether the reader is asked until it has something: within a document, of which no part can be handed out.
    insists: bool,
    /// Lone CRs end lines: text of old Macs, which has no LF at all.
    carriage_returns: bool,
    /// What ended reading before the end.
    failure: Option<io::Error>,
}

impl<R: Read> ReadBuffer<R> {
    pub fn new(reader: R, most: usize) -> Self {
        Self {
            reader,
            most,
            bytes: Vec::new(),
            head: 0,
            end: 0,
            returned: Vec::new(),
            offset: 0,
            ended: false,
            dry: false,
            insists: false,
            carriage_returns: false,
            failure: None,
        }
    }

    /// What was read and not yet handed out.
    pub fn rest(&self) -> &[u8] {
        &self.bytes[self.head..self.end]
    }

    /// Where that stands in the text.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Whether all was read.
    pub fn has_ended(&self) -> bool {
        self.ended
    }

    /// Whether the reader has nothing for now, but may have more later.
    pub fn is_dry(&self) -> bool {
        self.dry && !self.ended
    }

    /// What ended reading before the end.
    pub fn failure(&self) -> Option<&io::Error> {
        self.failure.as_ref()
    }

    /// Lets the reader be asked again though it had nothing.
    pub fn look_again(&mut self) {
        self.dry = false;
    }

    /// Whether the reader is asked until it has something.
    pub fn insist(&mut self, insists: bool) {
        self.insists = insists;
    }

    /// Whether lone CRs are handed out as LFs.
    pub fn carriage_returns(&self) -> bool {
        self.carriage_returns
    }

    /// Hands lone CRs out as LFs, from what was not handed out on.
    pub fn replace_carriage_returns(&mut self) {
        self.carriage_returns = true;
        replace_carriage_returns(&mut self.bytes[self.head..self.end]);
    }

    /// Reads about `want` bytes more, as far as there are.
    pub fn fill(&mut self, want: usize) {
        if self.head > 0 {
            self.bytes.copy_within(self.head..self.end, 0);
            self.end -= self.head;
            self.head = 0;
        }
        let start = self.end;
        let full = start + want.clamp(1, self.most);
        if self.bytes.len() < full {
            self.bytes.resize(full, 0);
        }
        self.dry = false;
        while self.end < full && !self.ended && !self.dry {
            match self.reader.read(&mut self.bytes[self.end..full]) {
                Ok(0) => self.ended = true,
                Ok(read) => self.end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.dry = !self.insists,
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

    /// Passes the first bytes.
    pub fn drop_bytes(&mut self, length: usize) {
        self.head += length;
        self.offset += length as u64;
    }

    /// Hands out the first bytes.
    pub fn take(&mut self, length: usize) -> Vec<u8> {
        let rest = self.end - self.head - length;
        if self.head > 0 || rest > length {
            let taken = self.rest()[..length].to_vec();
            self.drop_bytes(length);
            return taken;
        }
        // The little that is left moves to another buffer, instead of all that is handed out.
        let mut bytes = self.returned.pop().unwrap_or_default();
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

    /// Takes bytes back that were handed out; their memory serves for others.
    pub fn recycle(&mut self, bytes: Vec<u8>) {
        let is_fit = (1..=self.most).contains(&bytes.capacity());
        if is_fit && self.returned.len() < MAX_RETURNED {
            self.returned.push(bytes);
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
    fn what_is_read_is_handed_out_however_it_is_taken() {
        let text: Vec<u8> = (0..10_000_u32).map(|byte| (byte % 251) as u8).collect();
        let mut buffer = ReadBuffer::new(&text[..], 4096);
        let mut out = Vec::new();
        let mut length = 1;
        while !buffer.has_ended() || !buffer.rest().is_empty() {
            buffer.fill(700);
            assert_eq!(buffer.offset(), out.len() as u64);
            length = (length * 7 + 3) % 900;
            let taken = buffer.take(length.min(buffer.rest().len()));
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
