//! zstd files (RFC 8878), frame by frame and block by block. A file that was cut off is read up to its last complete block.

use std::io::{self, Cursor, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use crate::source::reader::{Bytes, read_up_to};

/// Unpacks all frames of a zstd file.
pub(crate) struct ZstdReader {
    blocks: BlockReader,
    decoder: FrameDecoder,
    is_in_frame: bool,
    /// Returned after all bytes before it have been read.
    error: Option<io::Error>,
}

impl ZstdReader {
    /// Unpacks `bytes`.
    pub(crate) fn new(bytes: Bytes) -> Self {
        let blocks = BlockReader { bytes, block: Cursor::new(Vec::new()), is_last: true, is_cut: false };
        Self { blocks, decoder: FrameDecoder::new(), is_in_frame: false, error: None }
    }

    /// Begins the next frame with data, skipping frames without; returns whether there is one.
    fn begin_frame(&mut self) -> io::Result<bool> {
        loop {
            let mut first = [0];
            if read_up_to(&mut self.blocks.bytes, &mut first)? == 0 {
                return Ok(false);
            }
            match self.decoder.init(first.chain(&mut self.blocks.bytes)) {
                Ok(()) => {
                    self.blocks.is_last = false;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut (&mut self.blocks.bytes).take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
    }

    /// Decodes until `bytes` bytes can be read, the frame ends, or an error occurs.
    fn decode(&mut self, bytes: usize) {
        while self.decoder.can_collect() < bytes && !self.decoder.is_finished() {
            let missing = bytes - self.decoder.can_collect();
            let result = self.decoder.decode_blocks(&mut self.blocks, BlockDecodingStrategy::UptoBytes(missing));
            if let Err(error) = result {
                self.error = Some(io::Error::other(error));
                return;
            }
        }
        if self.blocks.is_cut {
            self.error = Some(io::Error::new(io::ErrorKind::UnexpectedEof, "the zstd file is cut off"));
        }
    }
}

impl Read for ZstdReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.is_in_frame {
                if self.error.is_none() {
                    self.decode(buffer.len());
                }
                match self.decoder.read(buffer)? {
                    0 if !buffer.is_empty() => {}
                    read => return Ok(read),
                }
            }
            if let Some(error) = self.error.take() {
                self.is_in_frame = false;
                return Err(error);
            }
            self.is_in_frame = self.begin_frame()?;
            if !self.is_in_frame {
                return Ok(0);
            }
        }
    }
}

/// Passes only complete blocks to the decoder. A block that is cut off is replaced with an empty last block, so that the
/// decoder releases the bytes that it keeps for references from later blocks.
struct BlockReader {
    bytes: Bytes,
    block: Cursor<Vec<u8>>,
    /// The current block is the last of its frame; its checksum and the next frame follow.
    is_last: bool,
    is_cut: bool,
}

impl BlockReader {
    const HEADER_BYTES: usize = 3;
    /// The format's limit is 128 KiB (RFC 8878, 3.1.1.2.4).
    const MAX_BLOCK_BYTES: usize = 128 * 1024;
    /// The header of a raw block without bytes that is the last of its frame.
    const EMPTY_LAST: [u8; Self::HEADER_BYTES] = [1, 0, 0];

    fn next_block(&mut self) -> io::Result<()> {
        let mut block = vec![0; Self::HEADER_BYTES];
        let mut is_complete = read_up_to(&mut self.bytes, &mut block)? == Self::HEADER_BYTES;
        let header = u32::from_le_bytes([block[0], block[1], block[2], 0]);
        // A run-length block holds one byte, which is repeated.
        let size = if (header >> 1) & 3 == 1 { 1 } else { (header >> 3) as usize };
        if is_complete && size <= Self::MAX_BLOCK_BYTES {
            block.resize(Self::HEADER_BYTES + size, 0);
            is_complete = read_up_to(&mut self.bytes, &mut block[Self::HEADER_BYTES..])? == size;
        }
        if !is_complete {
            self.is_cut = true;
            block = Self::EMPTY_LAST.to_vec();
        }
        self.is_last = block[0] & 1 == 1;
        self.block = Cursor::new(block);
        Ok(())
    }
}

impl Read for BlockReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.block.read(buffer)?;
        if read > 0 || buffer.is_empty() {
            return Ok(read);
        }
        if !self.is_last {
            self.next_block()?;
            return self.block.read(buffer);
        }
        // The checksum, which is not compared. A frame that was cut off has no checksum: zeros replace it.
        match self.bytes.read(buffer)? {
            0 => {
                self.is_cut = true;
                buffer.fill(0);
                Ok(buffer.len())
            }
            read => Ok(read),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` as a zstd frame of raw blocks of `size` bytes.
    fn frame(text: &[u8], size: usize) -> Vec<u8> {
        // Magic number; one segment, four bytes of content size.
        let mut frame = vec![0x28, 0xB5, 0x2F, 0xFD, 0xA0];
        frame.extend((text.len() as u32).to_le_bytes());
        let blocks = text.chunks(size).count();
        for (idx, block) in text.chunks(size).enumerate() {
            let header = ((block.len() as u32) << 3) | u32::from(idx + 1 == blocks);
            frame.extend(&header.to_le_bytes()[..3]);
            frame.extend(block);
        }
        frame
    }

    fn unpack(packed: Vec<u8>) -> (String, bool) {
        let mut text = Vec::new();
        let result = ZstdReader::new(Box::new(Cursor::new(packed))).read_to_end(&mut text);
        (String::from_utf8(text).unwrap(), result.is_ok())
    }

    #[test]
    fn all_frames_are_read() {
        let mut packed = frame(b"hello ", 4);
        packed.extend([0x50, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 9, 9]); // a skippable frame
        packed.extend(frame(b"world", 4));
        assert_eq!(unpack(packed), ("hello world".to_owned(), true));
    }

    #[test]
    fn complete_blocks_before_a_cut_are_read() {
        let packed = frame(b"hello world", 4);
        assert_eq!(unpack(packed[..packed.len() - 1].to_vec()), ("hello wo".to_owned(), false));
        assert_eq!(unpack(packed[..packed.len() - 4].to_vec()), ("hello wo".to_owned(), false));
    }
}
