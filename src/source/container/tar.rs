//! Tar archives (POSIX ustar and pax, GNU). They have no list of members, so they are read from front to back.
//!
//! The crate `tar` stops at a header whose checksum is wrong or missing, and its members borrow the archive. Members are read
//! here without a checksum, and [`TarReader::into_member`] gives a reader that owns the archive.

use std::collections::HashMap;
use std::io::{self, Read};

use crate::source::reader::{Bytes, read_up_to};

/// Size of a header. The content of members is padded to a multiple of this.
pub(crate) const BLOCK_BYTES: usize = 512;
/// Longer names are cut.
const MAX_NAME_BYTES: u64 = 64 * 1024;

/// Whether a file that begins with `head` is a tar archive.
pub(crate) fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// Reads the members of a tar archive one after the other.
pub(crate) struct TarReader {
    bytes: Bytes,
    /// Bytes of the current member that are not read yet, including padding.
    remaining_padded: u64,
    /// Bytes of the current member that are not read yet, without padding.
    remaining: u64,
    /// The number of members with each name so far.
    names: HashMap<String, u64>,
}

/// The kind of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TarKind {
    /// A file.
    File,
    /// Something without text: "a link", "a device".
    Other(&'static str),
}

/// A member that is not a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TarMember {
    /// Its name, with folders. If a newer version of a file was appended to the archive, several members have the same name;
    /// all but the first get a number: `a.log/2`.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its kind.
    pub kind: TarKind,
}

impl TarReader {
    /// Reads the archive in `bytes`.
    pub(crate) fn new(bytes: Bytes) -> Self {
        Self { bytes, remaining_padded: 0, remaining: 0, names: HashMap::new() }
    }

    /// Moves to the next member; `None` at the end.
    ///
    /// # Errors
    /// The bytes cannot be read, are cut off, or do not continue as an archive.
    pub(crate) fn next_member(&mut self) -> io::Result<Option<TarMember>> {
        let mut long_name = None;
        loop {
            if io::copy(&mut (&mut self.bytes).take(self.remaining_padded), &mut io::sink())? < self.remaining {
                return Err(truncated());
            }
            (self.remaining_padded, self.remaining) = (0, 0);
            let mut header = [0; BLOCK_BYTES];
            let length = read_up_to(&mut self.bytes, &mut header)?;
            // Blocks of zeros mark the end. Some programs do not write them.
            if header[..length].iter().all(|byte| *byte == 0) {
                return Ok(None);
            }
            if length < BLOCK_BYTES {
                return Err(truncated());
            }
            let size = parse_number(&header[124..136]).filter(|_| is_tar(&header)).ok_or_else(damaged)?;
            (self.remaining_padded, self.remaining) = (size.next_multiple_of(BLOCK_BYTES as u64), size);
            let kind = match header[156] {
                // The name of the next member, if it is too long for its header.
                kind @ (b'L' | b'x') => {
                    let mut text = Vec::new();
                    (&mut self.bytes).take(size.min(MAX_NAME_BYTES)).read_to_end(&mut text)?;
                    self.advance(text.len());
                    long_name = if kind == b'L' { Some(text_field(&text)) } else { pax_path(&text).or(long_name) };
                    continue;
                }
                b'0' | b'7' | 0 => TarKind::File,
                b'1' | b'2' => TarKind::Other("a link"),
                b'3' | b'4' => TarKind::Other("a device"),
                b'6' => TarKind::Other("a named pipe"),
                b'S' => TarKind::Other("a file with holes; unpack the archive to read it"),
                // The long name of a link's target, or settings for all members. The member itself follows.
                b'K' | b'g' => continue,
                // Folders, and extensions of other programs.
                _ => {
                    long_name = None;
                    continue;
                }
            };
            let name = long_name.unwrap_or_else(|| match text_field(&header[345..500]) {
                folder if folder.is_empty() || &header[257..263] != b"ustar\0" => text_field(&header[..100]),
                folder => format!("{folder}/{}", text_field(&header[..100])),
            });
            return Ok(Some(TarMember { name: self.unique(name), size, kind }));
        }
    }

    /// The first `length` bytes of the current member, or as many as can be read.
    pub(crate) fn member_head(&mut self, length: usize) -> Vec<u8> {
        let mut head = Vec::new();
        // A failure occurs again when the next member is read.
        let _ = (&mut self.bytes).take(self.remaining.min(length as u64)).read_to_end(&mut head);
        self.advance(head.len());
        head
    }

    /// The remaining bytes of the current member.
    pub(crate) fn into_member(self) -> Bytes {
        Box::new(MemberReader { remaining: self.remaining, bytes: self.bytes })
    }

    fn advance(&mut self, bytes: usize) {
        self.remaining_padded -= bytes as u64;
        self.remaining -= bytes as u64;
    }

    fn unique(&mut self, name: String) -> String {
        let count = self.names.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name}/{count}") }
    }
}

/// Reads one member. Fails if the archive ends before the member does.
struct MemberReader {
    bytes: Bytes,
    remaining: u64,
}

impl Read for MemberReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wanted = buffer.len().min(self.remaining.try_into().unwrap_or(usize::MAX));
        let read = self.bytes.read(&mut buffer[..wanted])?;
        if read == 0 && wanted > 0 {
            return Err(truncated());
        }
        self.remaining -= read as u64;
        Ok(read)
    }
}

fn truncated() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the tar archive ends in the middle of a file")
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the tar archive is damaged")
}

/// A text field, which ends at the first zero byte.
fn text_field(bytes: &[u8]) -> String {
    let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

/// Parses a number field: octal digits or, if the highest bit is set, a big-endian number (GNU). Its last eight bytes are enough.
fn parse_number(bytes: &[u8]) -> Option<u64> {
    const MAX_NUMBER: u64 = 1 << 50;
    let value = if bytes[0] & 0x80 != 0 {
        u64::from_be_bytes(bytes[bytes.len() - 8..].try_into().ok()?)
    } else {
        u64::from_str_radix(text_field(bytes).trim(), 8).ok()?
    };
    (value < MAX_NUMBER).then_some(value)
}

/// The path in a pax header, whose lines are `length key=value`.
fn pax_path(text: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(text);
    text.lines().find_map(|line| Some(line.split_once(" path=")?.1.to_owned()))
}
