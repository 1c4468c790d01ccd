//! zstd files, frame by frame and block by block: one that was cut off is read up to the last whole block.

use std::io::{self, Cursor, Read};

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use crate::source::limits::{Bytes, read_up_to};

/// Unpacks the frames of a zstd file, one after the other.
pub struct ZstdFrames {
    blocks: ZstdBlocks,
    decoder: FrameDecoder,
    is_inside: bool,
    /// Reported once everything before it was handed out.
    error: Option<io::Error>,
}

impl ZstdFrames {
    /// The frames in `bytes`.
    pub fn new(bytes: Bytes) -> Self {
        let blocks = ZstdBlocks { bytes, block: Cursor::new(Vec::new()), is_last: true, is_cut: false };
        Self { blocks, decoder: FrameDecoder::new(), is_inside: false, error: None }
    }

    /// Begins the next frame, passing those that hold no data; whether there is one.
    fn begin(&mut self) -> io::Result<bool> {
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

    fn decode(&mut self, bytes: usize) {
        while self.decoder.can_collect() < bytes && !self.decoder.is_finished() {
            let missing = bytes - self.decoder.can_collect();
            let step = self.decoder.decode_blocks(&mut self.blocks, BlockDecodingStrategy::UptoBytes(missing));
            if let Err(error) = step {
                self.error = Some(io::Error::other(error));
                return;
            }
        }
        if self.blocks.is_cut {
            self.error = Some(io::Error::new(io::ErrorKind::UnexpectedEof, "the zstd file is cut off"));
        }
    }
}

impl Read for ZstdFrames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.is_inside {
                if self.error.is_none() {
                    self.decode(buffer.len());
                }
                match self.decoder.read(buffer)? {
                    0 if !buffer.is_empty() => {}
                    read => return Ok(read),
                }
            }
            if let Some(error) = self.error.take() {
                self.is_inside = false;
                return Err(error);
            }
            self.is_inside = self.begin()?;
            if !self.is_inside {
                return Ok(0);
            }
        }
    }
}

/// Hands the decoder whole blocks only: where one is cut off, an empty last block in its place, so that the decoder gives out
/// what it holds back for later blocks to refer to.
struct ZstdBlocks {
    bytes: Bytes,
    block: Cursor<Vec<u8>>,
    /// The block handed out is the frame's last; what follows is its checksum and the next frame.
    is_last: bool,
    is_cut: bool,
}

impl ZstdBlocks {
    const HEADER: usize = 3;
    /// The format's own limit is 128 KiB.
    const BLOCK_MAX: usize = 128 * 1024;
    /// Raw, of no bytes, the last.
    const EMPTY_LAST: [u8; Self::HEADER] = [1, 0, 0];

    fn next_block(&mut self) -> io::Result<()> {
        let mut block = vec![0; Self::HEADER];
        let mut is_whole = read_up_to(&mut self.bytes, &mut block)? == Self::HEADER;
        let header = u32::from_le_bytes([block[0], block[1], block[2], 0]);
        // A run is one byte, repeated.
        let size = if (header >> 1) & 3 == 1 { 1 } else { (header >> 3) as usize };
        if is_whole && size <= Self::BLOCK_MAX {
            block.resize(Self::HEADER + size, 0);
            is_whole = read_up_to(&mut self.bytes, &mut block[Self::HEADER..])? == size;
        }
        if !is_whole {
            self.is_cut = true;
            block = Self::EMPTY_LAST.to_vec();
        }
        self.is_last = block[0] & 1 == 1;
        self.block = Cursor::new(block);
        Ok(())
    }
}

impl Read for ZstdBlocks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.block.read(buffer)?;
        if read > 0 || buffer.is_empty() {
            return Ok(read);
        }
        if !self.is_last {
            self.next_block()?;
            return self.block.read(buffer);
        }
        // The checksum; it is not compared, and a frame that was cut off has none.
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
        let result = ZstdFrames::new(Box::new(Cursor::new(packed))).read_to_end(&mut text);
        (String::from_utf8(text).unwrap(), result.is_ok())
    }

    #[test]
    fn all_frames_are_read() {
        let mut packed = frame(b"hello ", 4);
        packed.extend([0x50, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 9, 9]); // a frame to be passed
        packed.extend(frame(b"world", 4));
        assert_eq!(unpack(packed), ("hello world".to_owned(), true));
    }

    #[test]
    fn what_stands_before_a_cut_is_read() {
        let packed = frame(b"hello world", 4);
        assert_eq!(unpack(packed[..packed.len() - 1].to_vec()), ("hello wo".to_owned(), false));
        assert_eq!(unpack(packed[..packed.len() - 4].to_vec()), ("hello wo".to_owned(), false));
    }
}
