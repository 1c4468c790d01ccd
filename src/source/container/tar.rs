//! Tar archives, packed or not: read from front to back, since they have no list of what is in them.

use std::collections::HashMap;
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
    /// What is left of the member without these.
    size_left: u64,
    /// How often each name occurred.
    names: HashMap<String, u64>,
}

/// What a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TarKind {
    /// A file.
    File,
    /// Something else, which has no text: "a link", "a device".
    Other(&'static str),
}

/// A member that is not a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TarMember {
    /// Its name, with folders. Of several with the same name, as archives have to which newer files were added, all but the
    /// first end in a number: `a.log/2`.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// What it is.
    pub kind: TarKind,
}

impl TarReader {
    /// Reads the archive that `bytes` begin.
    pub fn new(bytes: Bytes) -> Self {
        Self { bytes, left: 0, size_left: 0, names: HashMap::new() }
    }

    /// Passes to the next member; `None` at the end.
    ///
    /// # Errors
    /// Where the bytes cannot be read, are cut, or what follows is no archive any more.
    pub fn next_member(&mut self) -> io::Result<Option<TarMember>> {
        let mut long_name = None;
        loop {
            if io::copy(&mut (&mut self.bytes).take(self.left), &mut io::sink())? < self.size_left {
                return Err(cut());
            }
            (self.left, self.size_left) = (0, 0);
            let mut header = [0; BLOCK];
            let length = read_up_to(&mut self.bytes, &mut header)?;
            // The end are blocks of zeros, which some programs do not write.
            if header[..length].iter().all(|byte| *byte == 0) {
                return Ok(None);
            }
            if length < BLOCK {
                return Err(cut());
            }
            let size = number(&header[124..136]).filter(|_| is_tar(&header)).ok_or_else(damaged)?;
            (self.left, self.size_left) = (size.next_multiple_of(BLOCK as u64), size);
            let kind = match header[156] {
                // The next member's name, where it does not fit its header.
                kind @ (b'L' | b'x') => {
                    let mut text = Vec::new();
                    (&mut self.bytes).take(size.min(NAME_MAX)).read_to_end(&mut text)?;
                    self.passed(text.len());
                    long_name = if kind == b'L' { Some(field(&text)) } else { path_of(&text).or(long_name) };
                    continue;
                }
                b'0' | b'7' | 0 => TarKind::File,
                b'1' | b'2' => TarKind::Other("a link"),
                b'3' | b'4' => TarKind::Other("a device"),
                b'6' => TarKind::Other("a named pipe"),
                b'S' => TarKind::Other("a file with holes; unpack the archive to read it"),
                // A long name of a link's aim, or settings for all members, stand before the member itself.
                b'K' | b'g' => continue,
                // Folders, and what other programs note.
                _ => {
                    long_name = None;
                    continue;
                }
            };
            let name = long_name.unwrap_or_else(|| match field(&header[345..500]) {
                folder if folder.is_empty() || &header[257..263] != b"ustar\0" => field(&header[..100]),
                folder => format!("{folder}/{}", field(&header[..100])),
            });
            return Ok(Some(TarMember { name: self.unique(name), size, kind }));
        }
    }

    /// The first bytes of the file that was passed to last; as many as can be read.
    pub fn head(&mut self, length: usize) -> Vec<u8> {
        let mut head = Vec::new();
        // A failure comes again when the next member is wanted.
        let _ = (&mut self.bytes).take(self.size_left.min(length as u64)).read_to_end(&mut head);
        self.passed(head.len());
        head
    }

    /// The bytes of the file that was passed to last.
    pub fn into_file(self) -> Bytes {
        Box::new(WholeFile { left: self.size_left, bytes: self.bytes })
    }

    fn passed(&mut self, bytes: usize) {
        self.left -= bytes as u64;
        self.size_left -= bytes as u64;
    }

    fn unique(&mut self, name: String) -> String {
        let count = self.names.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 { name } else { format!("{name}/{count}") }
    }
}

/// A file in an archive. Where the archive ends before it, that is an error.
struct WholeFile {
    bytes: Bytes,
    left: u64,
}

impl Read for WholeFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wanted = buffer.len().min(self.left.try_into().unwrap_or(usize::MAX));
        let read = self.bytes.read(&mut buffer[..wanted])?;
        if read == 0 && wanted > 0 {
            return Err(cut());
        }
        self.left -= read as u64;
        Ok(read)
    }
}

fn cut() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the tar archive ends in the middle of a file")
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the tar archive is damaged")
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
