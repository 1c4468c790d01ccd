//! Files that hold several logs: zip and tar archives, mails with attachments. Names in them never touch the disk.

pub mod mail;
pub mod tar;
pub mod zip;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use flate2::read::MultiGzDecoder;

use self::tar::TarReader;
use self::zip::MAX_MEMBERS;
use super::codec::zstd::ZstdFrames;
use super::limits::{Bytes, CountingReader, LimitedReader, read_up_to};
use super::{LogSource, SourceError};

/// A mail is read whole, up to this size (64 MiB): no mail server takes more.
const MAX_MAIL_BYTES: u64 = 64 << 20;

/// What holds the logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ContainerKind {
    Zip,
    TarReader,
    Mail,
}

impl ContainerKind {
    /// What the file at `path` is; `None` for a log by itself. A pipe is not looked into: what is read from it is gone.
    fn of(path: &Path) -> io::Result<Option<Self>> {
        if !std::fs::metadata(path)?.is_file() {
            return Ok(None);
        }
        let mut head = vec![0; mail::HEAD_BYTES];
        let length = read_up_to(&mut File::open(path)?, &mut head)?;
        let head = &head[..length];
        if zip::is_zip(head) {
            return Ok(Some(Self::Zip));
        }
        if mail::is_mail(head) {
            return Ok(Some(Self::Mail));
        }
        let mut block = [0; tar::BLOCK];
        // What cannot be unpacked says so when it is opened as a log.
        let length = read_up_to(&mut tar_bytes(path, &Arc::default())?, &mut block).unwrap_or(0);
        Ok(tar::is_tar(&block[..length]).then_some(Self::TarReader))
    }
}

/// The logs in the file at `path`, in alphabetical order; `None` where it is one log by itself.
///
/// # Errors
/// Where it cannot be read, or holds none.
pub fn expand(path: &Path) -> Result<Option<Vec<LogSource>>, SourceError> {
    let mut names = match ContainerKind::of(path)? {
        None => return Ok(None),
        Some(ContainerKind::Zip) => zip::names(path)?,
        Some(ContainerKind::Mail) => read_mail(File::open(path)?)?.into_iter().map(|part| part.name).collect(),
        Some(ContainerKind::TarReader) => {
            let mut tar = TarReader::new(tar_bytes(path, &Arc::default())?);
            let mut names = Vec::new();
            while names.len() < MAX_MEMBERS
                && let Some(member) = tar.next_file()?
            {
                names.push(member.name);
            }
            names
        }
    };
    if names.is_empty() {
        return Err(SourceError::Archive("it is empty".to_owned()));
    }
    names.sort();
    let archive = || PathBuf::from(path);
    Ok(Some(names.into_iter().map(|name| LogSource::Member { archive: archive(), name }).collect()))
}

/// A member opened for reading.
pub struct OpenedMember {
    /// Its bytes, as they were before they were put there.
    pub bytes: Bytes,
    /// How many these are.
    pub size: u64,
    /// What it is in: "zip", "tar", "mail".
    pub packing: &'static str,
}

/// Opens the member called `name` of the file at `path`; `packed` counts the file's bytes.
///
/// # Errors
/// Where there is none of this name, or it cannot be read.
pub fn open(path: &Path, name: &str, packed: &Arc<AtomicU64>) -> Result<OpenedMember, SourceError> {
    let missing = || SourceError::Archive(format!("it has no member {name}"));
    match ContainerKind::of(path)? {
        Some(ContainerKind::Mail) => {
            let bytes = CountingReader::new(Box::new(File::open(path)?), packed);
            let part = read_mail(bytes)?.into_iter().find(|part| part.name == name).ok_or_else(missing)?;
            let size = part.bytes.len() as u64;
            Ok(OpenedMember { bytes: Box::new(io::Cursor::new(part.bytes)), size, packing: "mail" })
        }
        Some(ContainerKind::TarReader) => {
            let mut tar = TarReader::new(tar_bytes(path, packed)?);
            loop {
                let member = tar.next_file()?.ok_or_else(missing)?;
                if member.name == name {
                    let size = member.size;
                    return Ok(OpenedMember { bytes: tar.into_file(&member), size, packing: "tar" });
                }
            }
        }
        _ => {
            let (bytes, size) = zip::open_member(path, name, packed)?;
            Ok(OpenedMember { bytes, size, packing: "zip" })
        }
    }
}

/// The parts of a mail.
fn read_mail(bytes: impl Read) -> Result<Vec<mail::MailPart>, SourceError> {
    let mut mail = Vec::new();
    bytes.take(MAX_MAIL_BYTES).read_to_end(&mut mail)?;
    Ok(mail::parts(&mail))
}

/// The texts of a mail that came packed, pasted or by a pipe, one after the other; its only part, whatever that is.
///
/// # Errors
/// Where it cannot be read.
pub fn texts_of_mail(bytes: impl Read) -> Result<Vec<u8>, SourceError> {
    let mut parts = read_mail(bytes)?;
    if parts.len() > 1 {
        parts.retain(|part| memchr::memchr(0, &part.bytes).is_none());
    }
    Ok(parts.into_iter().map(|part| part.bytes).collect::<Vec<_>>().join(&b"\n"[..]))
}

/// The bytes of a tar archive without its gzip or zstd, within the limits of unpacking.
fn tar_bytes(path: &Path, packed: &Arc<AtomicU64>) -> io::Result<Bytes> {
    let mut magic = [0; 4];
    let length = read_up_to(&mut File::open(path)?, &mut magic)?;
    let bytes = CountingReader::new(Box::new(File::open(path)?), packed);
    let bytes: Bytes = match &magic[..length] {
        [0x1F, 0x8B, ..] => Box::new(MultiGzDecoder::new(bytes)),
        [0x28, 0xB5, 0x2F, 0xFD] => Box::new(ZstdFrames::new(Box::new(bytes))),
        _ => Box::new(bytes),
    };
    Ok(Box::new(LimitedReader::new(bytes, Arc::clone(packed))))
}
