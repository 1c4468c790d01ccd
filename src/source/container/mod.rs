//! Files that hold several logs: zip and tar archives, mails with attachments. Names in them never touch the disk.

pub mod mail;
pub mod tar;
pub mod zip;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use flate2::read::MultiGzDecoder;

use self::mail::Mail;
use self::tar::{TarKind, TarMember, TarReader};
use super::SourceError;
use super::codec::zstd::ZstdFrames;
use super::expand::LeftOutReason;
use super::limits::{Bytes, CountingReader, LimitedReader, read_up_to};
use super::unsupported::{HEAD_BYTES, UnsupportedFile, no_log};

/// A mail is read whole, up to this size (64 MiB): no mail server takes more.
const MAX_MAIL_BYTES: u64 = 64 << 20;

/// More members of one archive, those of archives in it included, are not read. An archive of megabytes can be made to hold
/// billions of them, by members that share their bytes.
const MAX_MEMBERS: usize = 1_000_000;

/// What is in a file.
pub enum Content {
    /// A log by itself, or what says why it is none when it is opened.
    Log,
    /// What is certainly no log.
    NoLog(UnsupportedFile),
    /// An archive or a mail.
    Members(Members),
}

/// What an archive or a mail holds.
pub struct Members {
    /// The logs.
    pub names: Vec<String>,
    /// What is certainly no log.
    pub no_logs: Vec<(String, UnsupportedFile)>,
    /// What is not read; without a name where it concerns the archive.
    pub left_out: Vec<(Option<String>, LeftOutReason)>,
    limit: usize,
}

impl Default for Members {
    fn default() -> Self {
        Self::up_to(MAX_MEMBERS)
    }
}

impl Members {
    /// None yet, and no more than `limit`.
    fn up_to(limit: usize) -> Self {
        Self { names: Vec::new(), no_logs: Vec::new(), left_out: Vec::new(), limit }
    }

    /// Adds a member that begins with `head`.
    pub fn add(&mut self, name: String, head: &[u8]) {
        match no_log(head) {
            Some(unsupported_file) => self.no_logs.push((name, unsupported_file)),
            None => self.names.push(name),
        }
    }

    /// Adds a member that is not read, or without a name what is not read of the archive.
    pub fn leave_out(&mut self, name: Option<String>, reason: LeftOutReason) {
        self.left_out.push((name, reason));
    }

    /// Whether no more members are to be added. Asked before each of them; the first time it is so, it is noted.
    pub fn is_full(&mut self) -> bool {
        let is_full = self.names.len() + self.no_logs.len() + self.left_out.len() >= self.limit;
        if is_full && !self.left_out.iter().any(|(name, _)| name.is_none()) {
            self.leave_out(
                None,
                LeftOutReason::Unread(format!(
                    "it holds more than {} files, of which the first were read; unpack it and open the logs in it",
                    self.limit
                )),
            );
        }
        is_full
    }
}

/// What holds the logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ContainerKind {
    Zip,
    TarReader,
    Mail,
}

impl ContainerKind {
    /// What the file at `path`, which begins with `head`, is; `None` for a log by itself.
    fn of(path: &Path, head: &[u8]) -> io::Result<Option<Self>> {
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

fn head_of(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = vec![0; mail::HEAD_BYTES];
    let length = read_up_to(&mut File::open(path)?, &mut head)?;
    head.truncate(length);
    Ok(head)
}

/// What is in the file at `path`; members in alphabetical order. A pipe counts as a log: what is read from it is gone.
///
/// # Errors
/// Where it cannot be read, or is an archive without members.
pub fn content(path: &Path) -> Result<Content, SourceError> {
    if !std::fs::metadata(path)?.is_file() {
        return Ok(Content::Log);
    }
    let head = head_of(path)?;
    let mut members = match ContainerKind::of(path, &head)? {
        None => return Ok(no_log(&head).map_or(Content::Log, Content::NoLog)),
        Some(ContainerKind::Zip) => zip::members(path)?,
        Some(ContainerKind::Mail) => members_of_mail(read_mail(File::open(path)?)?),
        Some(ContainerKind::TarReader) => members_of_tar(TarReader::new(tar_bytes(path, &Arc::default())?)),
    };
    if members.names.is_empty() && members.no_logs.is_empty() && members.left_out.is_empty() {
        return Err(SourceError::Archive("it is empty".to_owned()));
    }
    members.names.sort();
    Ok(Content::Members(members))
}

fn members_of_mail(mail: Mail) -> Members {
    let mut members = Members::default();
    for part in mail.parts {
        members.add(part.name, &part.bytes[..part.bytes.len().min(HEAD_BYTES)]);
    }
    for (name, what) in mail.no_texts {
        members.leave_out(Some(name), LeftOutReason::NoLog(what));
    }
    if let Some(reason) = mail.unread {
        members.leave_out(None, LeftOutReason::Unread(reason));
    }
    members
}

fn members_of_tar(mut tar: TarReader) -> Members {
    let mut members = Members::default();
    loop {
        match tar.next_member() {
            Ok(None) => return members,
            Ok(Some(_)) if members.is_full() => return members,
            Ok(Some(TarMember { name, kind: TarKind::File, .. })) => {
                let head = tar.head(HEAD_BYTES);
                members.add(name, &head);
            }
            Ok(Some(TarMember { name, kind: TarKind::Other(what), .. })) => {
                members.leave_out(Some(name), LeftOutReason::Special(what));
            }
            Err(error) => {
                let reason = format!("the archive can be read up to here only, later files are missing: {error}");
                members.leave_out(None, LeftOutReason::Unread(reason));
                return members;
            }
        }
    }
}

/// A member opened for reading.
pub struct Member {
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
pub fn open(path: &Path, name: &str, packed: &Arc<AtomicU64>) -> Result<Member, SourceError> {
    let missing = || SourceError::Archive(format!("it has no member {name}"));
    match ContainerKind::of(path, &head_of(path)?)? {
        Some(ContainerKind::Mail) => {
            let bytes = CountingReader::new(Box::new(File::open(path)?), packed);
            let part = read_mail(bytes)?.parts.into_iter().find(|part| part.name == name).ok_or_else(missing)?;
            let size = part.bytes.len() as u64;
            Ok(Member { bytes: Box::new(io::Cursor::new(part.bytes)), size, packing: "mail" })
        }
        Some(ContainerKind::TarReader) => {
            let mut tar = TarReader::new(tar_bytes(path, packed)?);
            loop {
                let member = tar.next_member()?.ok_or_else(missing)?;
                if member.name == name && member.kind == TarKind::File {
                    let size = member.size;
                    return Ok(Member { bytes: tar.into_file(), size, packing: "tar" });
                }
            }
        }
        _ => {
            let (bytes, size) = zip::open_member(path, name, packed)?;
            Ok(Member { bytes, size, packing: "zip" })
        }
    }
}

/// The parts of a mail.
fn read_mail(bytes: impl Read) -> Result<Mail, SourceError> {
    let mut text = Vec::new();
    bytes.take(MAX_MAIL_BYTES + 1).read_to_end(&mut text)?;
    let is_cut = text.len() as u64 > MAX_MAIL_BYTES;
    text.truncate(MAX_MAIL_BYTES as usize);
    let mut mail = Mail::parse(&text);
    if is_cut {
        let limit = MAX_MAIL_BYTES >> 20;
        mail.unread =
            Some(format!("the mail was read up to its first {limit} MiB; save its attachments and open those"));
    }
    Ok(mail)
}

/// The texts of a mail that came packed, pasted or by a pipe, one after the other; its only part, whatever that is. What of
/// the mail is not read is the error at the end.
///
/// # Errors
/// Where it cannot be read.
pub fn texts_of_mail(bytes: impl Read) -> Result<Bytes, SourceError> {
    let Mail { mut parts, unread, .. } = read_mail(bytes)?;
    if parts.len() > 1 {
        parts.retain(|part| memchr::memchr(0, &part.bytes).is_none());
    }
    let texts = parts.into_iter().map(|part| part.bytes).collect::<Vec<_>>().join(&b"\n"[..]);
    Ok(match unread {
        Some(reason) => Box::new(io::Cursor::new(texts).chain(Failing(reason))),
        None => Box::new(io::Cursor::new(texts)),
    })
}

/// Cannot be read, for this reason.
struct Failing(String);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other(self.0.clone()))
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_that_is_too_long_is_said_to_be_cut() {
        let headers = "Content-Transfer-Encoding: base64\n\n";
        let whole = read_mail(headers.as_bytes().chain(io::repeat(b'A').take(1000))).expect("it can be read");
        assert_eq!(whole.unread, None);
        let endless = read_mail(headers.as_bytes().chain(io::repeat(b'A'))).expect("it can be read");
        let reason = "the mail was read up to its first 64 MiB; save its attachments and open those";
        assert_eq!(endless.unread.as_deref(), Some(reason));
    }

    #[test]
    fn members_past_the_limit_are_said_to_be_missing() {
        let mut members = Members::up_to(2);
        for name in ["a", "b", "c", "d"] {
            if !members.is_full() {
                members.add(name.to_owned(), b"text");
            }
        }
        assert_eq!(members.names, ["a", "b"]);
        let reason = "it holds more than 2 files, of which the first were read; unpack it and open the logs in it";
        assert_eq!(members.left_out, [(None, LeftOutReason::Unread(reason.to_owned()))]);
    }
}
