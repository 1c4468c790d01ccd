//! Tar archives, packed or not: read from front to back, since they have no list of what is in them.

use std::io::{self, Read};

use crate::source::limits::{Bytes, read_up_to};

/// Size of a header, and what members are filled up to.
pub const BLOCK: usize = 512;
/// A name that is longer than this is cut.
const NAME_MAX: u64 = 64 * 1024;

/// Whether an archive that begins so is one.
pub fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// Reads the members of a tar archive one after the other.
pub struct TarReader {
    bytes: Bytes,
    /// What is left of the member that was begun, and the bytes that fill it up.
    left: u64,
}

/// A member that is a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TarMember {
    /// Its name, with folders.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
}

impl TarReader {
    /// Reads the archive that `bytes` begin.
    pub fn new(bytes: Bytes) -> Self {
        Self { bytes, left: 0 }
    }

    /// Passes to the next file; `None` at the end, or where what follows is no archive any more.
    ///
    /// # Errors
    /// Where the bytes cannot be read.
    pub fn next_file(&mut self) -> io::Result<Option<TarMember>> {
        let mut long_name = None;
        loop {
            io::copy(&mut (&mut self.bytes).take(self.left), &mut io::sink())?;
            self.left = 0;
            let mut header = [0; BLOCK];
            if read_up_to(&mut self.bytes, &mut header)? < BLOCK || !is_tar(&header) {
                return Ok(None);
            }
            let Some(size) = number(&header[124..136]) else { return Ok(None) };
            self.left = size.next_multiple_of(BLOCK as u64);
            match header[156] {
                // The next member's name, where it does not fit its header.
                kind @ (b'L' | b'x') => {
                    let mut text = Vec::new();
                    (&mut self.bytes).take(size.min(NAME_MAX)).read_to_end(&mut text)?;
                    self.left -= text.len() as u64;
                    long_name = if kind == b'L' { Some(field(&text)) } else { path_of(&text).or(long_name) };
                }
                b'0' | 0 => {
                    let name = long_name.unwrap_or_else(|| match field(&header[345..500]) {
                        folder if folder.is_empty() || &header[257..263] != b"ustar\0" => field(&header[..100]),
                        folder => format!("{folder}/{}", field(&header[..100])),
                    });
                    return Ok(Some(TarMember { name, size }));
                }
                _ => long_name = None,
            }
        }
    }

    /// The bytes of the file that was passed to last.
    pub fn into_file(self, member: &TarMember) -> Bytes {
        Box::new(self.bytes.take(member.size))
    }
}

/// A text that ends at a zero.
fn field(bytes: &[u8]) -> String {
    let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}

/// An octal number, or the last eight bytes of one too large for that.
fn number(bytes: &[u8]) -> Option<u64> {
    const LARGEST: u64 = 1 << 50;
    let value = if bytes[0] & 0x80 != 0 {
        u64::from_be_bytes(bytes[bytes.len() - 8..].try_into().ok()?)
    } else {
        u64::from_str_radix(field(bytes).trim(), 8).ok()?
    };
    (value < LARGEST).then_some(value)
}

/// The path among the lines `length path=…` of a pax header.
fn path_of(text: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(text);
    text.lines().find_map(|line| Some(line.split_once(" path=")?.1.to_owned()))
}
