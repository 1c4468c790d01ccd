//! Zip archives: their members, and those of archives in them.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use zip::ZipArchive;
use zip::result::ZipError;

use super::Members;
use crate::source::SourceError;
use crate::source::expand::LeftOutReason;
use crate::source::limits::{Bytes, CountingReader, read_up_to};
use crate::source::read_at::read_at;
use crate::source::unsupported::HEAD_BYTES;

/// Archives in archives are followed this far.
const MAX_DEPTH: usize = 3;
/// An archive in an archive is unpacked up to this size (4 GiB).
const MAX_INNER_BYTES: u64 = 4 << 30;

/// Whether a file that begins so is a zip archive.
pub fn is_zip(magic: &[u8]) -> bool {
    magic.starts_with(b"PK\x03\x04") || magic.starts_with(b"PK\x05\x06")
}

/// What the archive at `path` holds.
///
/// # Errors
/// Where it cannot be read.
pub fn members(path: &Path) -> Result<Members, SourceError> {
    let mut members = Members::default();
    collect(&mut open_cached(path)?, "", 0, &mut members);
    Ok(members)
}

/// The bytes of a member as they were before packing, and how many these are.
///
/// # Errors
/// Where there is none of this name, or it cannot be read.
pub fn open_member(path: &Path, name: &str, packed: &Arc<AtomicU64>) -> Result<(Bytes, u64), SourceError> {
    member(&mut open_cached(path)?, name, packed)
}

/// The only log in an archive that came packed, or by a pipe.
///
/// # Errors
/// Where there is another number of them.
pub fn open_only_member(bytes: &mut dyn Read, packed: &Arc<AtomicU64>) -> Result<(Bytes, u64), SourceError> {
    let file = spool(bytes)?;
    let mut members = Members::default();
    let mut zip = open(file)?;
    collect(&mut zip, "", 0, &mut members);
    match members.names.as_slice() {
        [name] => member(&mut zip, name, packed),
        names => Err(SourceError::Archive(format!("it holds {} logs and is packed or piped itself", names.len()))),
    }
}

fn open(file: File) -> Result<Zip, SourceError> {
    let length = file.metadata()?.len();
    ZipArchive::new(SharedFile { file: Arc::new(file), at: 0, length }).map_err(error)
}

/// Opens the archive at `path`; the one that was opened last is not read again. To list the members of an archive takes time in
/// proportion to their number, and each of them is opened by itself: 20,000 of them took minutes.
fn open_cached(path: &Path) -> Result<Zip, SourceError> {
    static LAST: Mutex<Option<(PathBuf, u64, SystemTime, Zip)>> = Mutex::new(None);
    let metadata = fs::metadata(path)?;
    let (length, Ok(modified)) = (metadata.len(), metadata.modified()) else { return open(File::open(path)?) };
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((known, known_length, known_time, zip)) = &*last
        && (known.as_path(), *known_length, *known_time) == (path, length, modified)
    {
        return Ok(zip.clone());
    }
    let zip = open(File::open(path)?)?;
    *last = Some((path.to_owned(), length, modified, zip.clone()));
    Ok(zip)
}

fn error(error: ZipError) -> SourceError {
    match error {
        ZipError::Io(error) => SourceError::Io(error),
        other => SourceError::Archive(other.to_string()),
    }
}

/// Adds the names of all members, those of inner archives after these archives' names.
fn collect(zip: &mut Zip, prefix: &str, depth: usize, members: &mut Members) {
    // Word, Excel, OpenDocument: one of the members is the text.
    const DOCUMENTS: &[&str] =
        &["word/document.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "content.xml"];
    let is_document =
        zip.index_for_name("[Content_Types].xml").is_some() || zip.index_for_name("META-INF/manifest.xml").is_some();
    if let Some(text) = DOCUMENTS.iter().find(|name| is_document && zip.index_for_name(name).is_some()) {
        members.add(format!("{prefix}{text}"), &[]);
        return;
    }
    for idx in 0..zip.len() {
        if members.is_full() {
            return;
        }
        let Some(name) = name_at(zip, idx) else {
            members.leave_out(None, LeftOutReason::Unread(format!("its member {} cannot be read", idx + 1)));
            continue;
        };
        let is_file = !name.ends_with('/') && !name.starts_with("__MACOSX/") && !name.ends_with(".DS_Store");
        if is_file {
            collect_member(zip, idx, format!("{prefix}{name}"), depth, members);
        }
    }
}

fn collect_member(zip: &mut Zip, idx: usize, name: String, depth: usize, members: &mut Members) {
    // One that cannot be unpacked says so when it is opened.
    let Ok(mut member) = zip.by_index(idx) else { return members.add(name, &[]) };
    if member.is_symlink() {
        return members.leave_out(Some(name), LeftOutReason::Special("a link"));
    }
    let mut head = vec![0; HEAD_BYTES];
    let length = read_up_to(&mut member, &mut head).unwrap_or(0);
    head.truncate(length);
    if depth < MAX_DEPTH
        && is_zip(&head)
        && let Ok(mut inner) = spool(&mut head.as_slice().chain(member)).and_then(open)
    {
        return collect(&mut inner, &format!("{name}/"), depth + 1, members);
    }
    members.add(name, &head);
}

/// A member's name; Windows in Chinese writes them in GB18030 without saying so.
fn name_at(zip: &mut Zip, idx: usize) -> Option<String> {
    let member = zip.by_index_raw(idx).ok()?;
    let raw = member.name_raw();
    Some(match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(raw).0.into_owned(),
    })
}

/// The bytes in a temporary file, which vanishes with the program.
fn spool(bytes: &mut dyn Read) -> Result<File, SourceError> {
    let mut file = tempfile::tempfile()?;
    if io::copy(&mut bytes.take(MAX_INNER_BYTES), &mut file)? == MAX_INNER_BYTES {
        return Err(SourceError::Archive(format!("it holds another of over {} GiB", MAX_INNER_BYTES >> 30)));
    }
    file.rewind()?;
    Ok(file)
}

/// A file that several readers read at once, each at a place of its own.
#[derive(Clone, Debug)]
struct SharedFile {
    file: Arc<File>,
    at: u64,
    length: u64,
}

impl Read for SharedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(self.at);
        let read = buffer.len().min(left.try_into().unwrap_or(usize::MAX));
        read_at(&self.file, self.at, &mut buffer[..read])?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for SharedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

type Zip = ZipArchive<SharedFile>;

fn member(zip: &mut Zip, name: &str, packed: &Arc<AtomicU64>) -> Result<(Bytes, u64), SourceError> {
    let Some(idx) = index_of(zip, name) else { return inner_member(zip, name, packed) };
    let member = zip.by_index_raw(idx).map_err(error)?;
    if member.encrypted() {
        return Err(SourceError::Locked);
    }
    let start = member.data_start().ok_or_else(|| SourceError::Archive("a member has no place in it".to_owned()))?;
    let (length, size, method) = (member.compressed_size(), member.size(), member.compression());
    drop(member);
    let file = SharedFile { at: start, ..zip.clone().into_inner() };
    let bytes = CountingReader::new(Box::new(file.take(length)), packed);
    let reader: Bytes = match method {
        zip::CompressionMethod::Stored => Box::new(bytes),
        zip::CompressionMethod::Deflated => Box::new(flate2::read::DeflateDecoder::new(bytes)),
        other => return Err(SourceError::Archive(format!("its compression {other} is not known"))),
    };
    Ok((reader, size))
}

/// The member's index. Names that are not in UTF-8 are found by reading all of them.
fn index_of(zip: &mut Zip, name: &str) -> Option<usize> {
    let known = zip.index_for_name(name);
    known.or_else(|| (0..zip.len()).find(|idx| name_at(zip, *idx).as_deref() == Some(name)))
}

/// A member of an archive that is a member.
fn inner_member(zip: &mut Zip, name: &str, packed: &Arc<AtomicU64>) -> Result<(Bytes, u64), SourceError> {
    for (slash, _) in name.match_indices('/') {
        let (outer, inner) = (&name[..slash], &name[slash + 1..]);
        let Some(idx) = index_of(zip, outer) else { continue };
        let mut archive = zip.by_index(idx).map_err(error)?;
        return member(&mut open(spool(&mut archive)?)?, inner, packed);
    }
    Err(SourceError::Archive(format!("it has no member {name}")))
}
