//! Archives, mails and documents, which hold several logs.
//!
//! - In: the path of a file, or the bytes of a zip archive, mail or PDF document that is itself packed or piped.
//! - `content`: whether a file is a log, an archive or mail with members, or certainly not a log.
//! - `open`: opens one member by its name.
//! - `members`: the list of members, with what is left out of it and its limit.
//! - `zip`: zip archives, archives in them, and office documents, which are zip archives with XML in them.
//! - `tar`: tar archives, read from front to back, plain or packed in gzip or zstd.
//! - `mail`: mails and saved pages (MIME), which are read into memory. `pdf`: PDF documents, the same.
//! - Out: member names for `expand`, or the plain bytes of one member for `open` to continue with.
//!
//! What always holds: member names are only compared and shown, never used as paths. Of a damaged tar archive, the
//! members before the damage are listed, with the reason. Sizes, counts and depths have limits.

pub(crate) mod mail;
mod members;
pub(crate) mod pdf;
pub(crate) mod tar;
pub(crate) mod zip;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use self::mail::Mail;
use self::members::Members;
use self::pdf::PdfDocument;
use self::tar::{TarKind, TarMember, TarReader};
use super::error::SourceError;
use super::expand::left_out::LeftOutReason;
use super::packing::{Packing, is_pdf, is_zip};
use super::picture::is_picture;
use super::reader::limits::LimitedReader;
use super::reader::{Bytes, CountingReader, read_up_to};
use super::unsupported::{HEAD_BYTES, UnsupportedFile, not_a_log};

/// A mail is read into memory, up to this size (64 MiB). No mail server accepts larger ones.
const MAX_MAIL_BYTES: u64 = 64 << 20;

/// The content of a file.
pub(super) enum FileContent {
    /// One log, or a file whose opening fails with the reason why it is not a log.
    Log,
    /// Something that is certainly not a log.
    NotALog(UnsupportedFile),
    /// An archive or a mail.
    Members(Members),
}

/// A kind of file that holds several logs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ContainerKind {
    Zip,
    Tar,
    Mail,
    Pdf,
}

impl ContainerKind {
    /// The kind of the file at `path`, which begins with `head`; `None` if it is a single log.
    fn detect(path: &Path, head: &[u8]) -> io::Result<Option<Self>> {
        if is_zip(head) {
            return Ok(Some(Self::Zip));
        }
        if is_pdf(head) {
            return Ok(Some(Self::Pdf));
        }
        if mail::is_mail(head) {
            return Ok(Some(Self::Mail));
        }
        if !is_compressed(head) {
            return Ok(tar::is_tar(head).then_some(Self::Tar));
        }
        let mut block = [0; tar::BLOCK_BYTES];
        // If it cannot be unpacked, opening it as a log reports the reason.
        let length = read_up_to(&mut tar_bytes(path, &Arc::default())?, &mut block).unwrap_or(0);
        Ok(tar::is_tar(&block[..length]).then_some(Self::Tar))
    }
}

/// The first bytes of a file, as many as [`mail::is_mail`] needs.
fn head_of(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = vec![0; mail::HEAD_BYTES];
    let length = read_up_to(&mut File::open(path)?, &mut head)?;
    head.truncate(length);
    Ok(head)
}

/// The content of the regular file at `path`; members in alphabetical order, those of a PDF document in its order.
///
/// # Errors
/// The file cannot be read, or is an archive or document without members.
pub(super) fn content(path: &Path) -> Result<FileContent, SourceError> {
    let head = head_of(path)?;
    let mut members = match ContainerKind::detect(path, &head)? {
        None => return Ok(not_a_log(&head).map_or(FileContent::Log, FileContent::NotALog)),
        Some(ContainerKind::Zip) => zip::members(path)?,
        Some(ContainerKind::Mail) => members_of_mail(read_mail(File::open(path)?)?),
        Some(ContainerKind::Tar) => members_of_tar(TarReader::new(tar_bytes(path, &Arc::default())?)),
        Some(ContainerKind::Pdf) => {
            let document = PdfDocument::read(File::open(path)?)?;
            return Ok(FileContent::Members(document.content()?.into_members()));
        }
    };
    if members.names.is_empty() && members.not_logs.is_empty() && members.left_out.is_empty() {
        return Err(SourceError::Archive("it is empty".to_owned()));
    }
    members.names.sort();
    Ok(FileContent::Members(members))
}

fn members_of_mail(mail: Mail) -> Members {
    let mut members = Members::default();
    for part in mail.parts {
        members.add(part.name, &part.bytes[..part.bytes.len().min(HEAD_BYTES)]);
    }
    for (name, description) in mail.media {
        members.leave_out(Some(name), LeftOutReason::NotALog(description));
    }
    if let Some(reason) = mail.unread_reason {
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
                let head = tar.member_head(HEAD_BYTES);
                members.add(name, &head);
            }
            Ok(Some(TarMember { name, kind: TarKind::Other(description), .. })) => {
                members.leave_out(Some(name), LeftOutReason::Special(description));
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
pub(super) struct Member {
    /// Its unpacked bytes.
    pub bytes: Bytes,
    /// The number of unpacked bytes.
    pub size: u64,
    /// The kind of its archive.
    pub packing: Packing,
}

/// Opens the member called `name` of the file at `path`; adds the bytes read of the file to `packed_bytes`.
///
/// # Errors
/// The archive has no member of this name, or cannot be read.
pub(super) fn open(path: &Path, name: &str, packed_bytes: &Arc<AtomicU64>) -> Result<Member, SourceError> {
    let missing = || SourceError::Archive(format!("it has no member {name}"));
    match ContainerKind::detect(path, &head_of(path)?)? {
        Some(ContainerKind::Mail) => {
            let bytes = CountingReader::new(Box::new(File::open(path)?), packed_bytes);
            let part = read_mail(bytes)?.parts.into_iter().find(|part| part.name == name).ok_or_else(missing)?;
            let size = part.bytes.len() as u64;
            Ok(Member { bytes: Box::new(io::Cursor::new(part.bytes)), size, packing: Packing::Mail })
        }
        Some(ContainerKind::Pdf) => {
            let document = PdfDocument::read(CountingReader::new(Box::new(File::open(path)?), packed_bytes))?;
            let is_text = pdf::is_text(name);
            let bytes = if is_text { document.content()?.text.into_bytes() } else { document.picture(name)? };
            let size = bytes.len() as u64;
            Ok(Member { bytes: Box::new(io::Cursor::new(bytes)), size, packing: Packing::Pdf })
        }
        Some(ContainerKind::Tar) => {
            let mut tar = TarReader::new(tar_bytes(path, packed_bytes)?);
            loop {
                let member = tar.next_member()?.ok_or_else(missing)?;
                if member.name == name && member.kind == TarKind::File {
                    let size = member.size;
                    return Ok(Member { bytes: tar.into_member(), size, packing: Packing::Tar });
                }
            }
        }
        _ => {
            let (bytes, size) = zip::open_member(path, name, packed_bytes)?;
            Ok(Member { bytes, size, packing: Packing::Zip })
        }
    }
}

/// Reads and parses a mail, up to [`MAX_MAIL_BYTES`].
fn read_mail(bytes: impl Read) -> Result<Mail, SourceError> {
    let mut text = Vec::new();
    bytes.take(MAX_MAIL_BYTES + 1).read_to_end(&mut text)?;
    let is_cut = text.len() as u64 > MAX_MAIL_BYTES;
    text.truncate(MAX_MAIL_BYTES as usize);
    let mut mail = Mail::parse(&text);
    if is_cut {
        let limit = MAX_MAIL_BYTES >> 20;
        mail.unread_reason =
            Some(format!("the mail was read up to its first {limit} MiB; save its attachments and open those"));
    }
    Ok(mail)
}

/// The texts of a mail that is packed, pasted or piped, joined into one, without its pictures. A single part is returned even if
/// it is not text. If some of the mail is not read, the bytes end with an error that gives the reason.
///
/// # Errors
/// The mail cannot be read.
pub(super) fn open_mail_texts(bytes: impl Read) -> Result<Bytes, SourceError> {
    let Mail { mut parts, mut unread_reason, .. } = read_mail(bytes)?;
    if parts.len() > 1 {
        let before = parts.len();
        parts.retain(|part| !is_picture(&part.bytes));
        let pictures = before - parts.len();
        if pictures > 0 {
            unread_reason.get_or_insert_with(|| pictures_beside_text(pictures, "mail"));
        }
    }
    if parts.len() > 1 {
        parts.retain(|part| memchr::memchr(0, &part.bytes).is_none());
    }
    let texts = parts.into_iter().map(|part| part.bytes).collect::<Vec<_>>().join(&b"\n"[..]);
    Ok(with_reason(texts, unread_reason))
}

/// Why the pictures of a mail or document that is packed or piped are not read.
fn pictures_beside_text(count: usize, kind: &str) -> String {
    format!("its pictures ({count}) were not read, because the {kind} is packed or piped itself; save it and open that")
}

/// The text of a PDF document that is packed or piped; its picture if it has only one. If some of the document is not read, the
/// bytes end with an error that gives the reason.
///
/// # Errors
/// The document cannot be read.
pub(super) fn open_pdf_text(bytes: impl Read) -> Result<Bytes, SourceError> {
    let document = PdfDocument::read(bytes)?;
    let content = document.content()?;
    let unread = || pictures_beside_text(content.pictures.len(), "PDF");
    let reason = match content.pictures.as_slice() {
        [] => content.unread_reason(),
        [picture] if content.text.is_empty() => return Ok(Box::new(io::Cursor::new(document.picture(picture)?))),
        _ if content.text.is_empty() => return Err(SourceError::Document(unread())),
        _ => Some(unread()),
    };
    Ok(with_reason(content.text.into_bytes(), reason))
}

/// Bytes that end with an error if some of their source was not read.
fn with_reason(bytes: Vec<u8>, unread_reason: Option<String>) -> Bytes {
    let bytes = io::Cursor::new(bytes);
    match unread_reason {
        Some(reason) => Box::new(bytes.chain(FailingReader(reason))),
        None => Box::new(bytes),
    }
}

/// Fails every read with this message.
struct FailingReader(String);

impl Read for FailingReader {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::Error::other(self.0.clone()))
    }
}

/// Whether a file that begins with `head` is packed in gzip or zstd, as tar archives may be.
fn is_compressed(head: &[u8]) -> bool {
    head.starts_with(&[0x1F, 0x8B]) || head.starts_with(&[0x28, 0xB5, 0x2F, 0xFD])
}

/// The bytes of a tar archive, unpacked from gzip or zstd within the limits of unpacking.
fn tar_bytes(path: &Path, packed_bytes: &Arc<AtomicU64>) -> io::Result<Bytes> {
    let mut magic = [0; 4];
    let length = read_up_to(&mut File::open(path)?, &mut magic)?;
    let bytes: Bytes = Box::new(CountingReader::new(Box::new(File::open(path)?), packed_bytes));
    let bytes = match &magic[..length] {
        [0x1F, 0x8B, ..] => Packing::Gzip.unpack(bytes),
        [0x28, 0xB5, 0x2F, 0xFD] => Packing::Zstd.unpack(bytes),
        _ => bytes,
    };
    Ok(Box::new(LimitedReader::new(bytes, Arc::clone(packed_bytes))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_only_the_beginning_of_a_long_mail_is_reported() {
        let headers = "Content-Transfer-Encoding: base64\n\n";
        let short = read_mail(headers.as_bytes().chain(io::repeat(b'A').take(1000))).expect("it can be read");
        assert_eq!(short.unread_reason, None);
        let endless = read_mail(headers.as_bytes().chain(io::repeat(b'A'))).expect("it can be read");
        let reason = "the mail was read up to its first 64 MiB; save its attachments and open those";
        assert_eq!(endless.unread_reason.as_deref(), Some(reason));
    }
}
