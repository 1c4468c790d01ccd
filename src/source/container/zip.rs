//! Zip archives: their members, and those of inner archives.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use zip::ZipArchive;
use zip::result::ZipError;

use super::members::Members;
use crate::source::error::SourceError;
use crate::source::expand::left_out::LeftOutReason;
use crate::source::packing::is_zip;
use crate::source::picture::is_picture;
use crate::source::read_at::read_at;
use crate::source::reader::{Bytes, CountingReader, read_up_to};
use crate::source::unsupported::HEAD_BYTES;

/// Archives inside archives are read to this depth.
const MAX_DEPTH: usize = 3;
/// The largest inner archive that is unpacked (4 GiB).
const MAX_INNER_BYTES: u64 = 4 << 30;

/// The members of the archive at `path`.
///
/// # Errors
/// The archive cannot be read.
pub(crate) fn members(path: &Path) -> Result<Members, SourceError> {
    let mut members = Members::default();
    collect(&mut open_cached(path)?, "", 0, &mut members);
    Ok(members)
}

/// The unpacked bytes of a member, and their number; adds the bytes read of the archive to `packed_bytes`.
///
/// # Errors
/// The archive has no member of this name, or cannot be read.
pub(crate) fn open_member(path: &Path, name: &str, packed_bytes: &Arc<AtomicU64>) -> Result<(Bytes, u64), SourceError> {
    open_in(&mut open_cached(path)?, name, packed_bytes)
}

/// The only log in an archive that is packed itself or piped, or the text of a document, and the number of its bytes.
///
/// # Errors
/// The archive has no log or several, or cannot be read.
pub(crate) fn open_only_member(
    bytes: &mut dyn Read,
    packed_bytes: &Arc<AtomicU64>,
) -> Result<(Bytes, u64), SourceError> {
    let file = spool(bytes)?;
    let mut members = Members::default();
    let mut zip = open_archive(file)?;
    collect(&mut zip, "", 0, &mut members);
    if members.names.iter().any(|name| !is_in_document_folder(name)) {
        members.names.retain(|name| !is_in_document_folder(name));
    }
    match members.names.as_slice() {
        [name] => open_in(&mut zip, name, packed_bytes),
        names => Err(SourceError::Archive(format!("it holds {} logs and is packed or piped itself", names.len()))),
    }
}

fn open_archive(file: File) -> Result<Zip, SourceError> {
    let length = file.metadata()?.len();
    ZipArchive::new(SharedFile { file: Arc::new(file), position: 0, length }).map_err(source_error)
}

/// Opens the archive at `path`; the archive that was opened last is cached. Reading the list of members takes time in proportion
/// to their number, and each member is opened separately: without the cache, 20,000 members took minutes.
fn open_cached(path: &Path) -> Result<Zip, SourceError> {
    static LAST: Mutex<Option<(PathBuf, u64, SystemTime, Zip)>> = Mutex::new(None);
    let metadata = fs::metadata(path)?;
    let (length, Ok(modified)) = (metadata.len(), metadata.modified()) else { return open_archive(File::open(path)?) };
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((cached_path, cached_length, cached_time, zip)) = &*last
        && (cached_path.as_path(), *cached_length, *cached_time) == (path, length, modified)
    {
        return Ok(zip.clone());
    }
    let zip = open_archive(File::open(path)?)?;
    *last = Some((path.to_owned(), length, modified, zip.clone()));
    Ok(zip)
}

fn source_error(error: ZipError) -> SourceError {
    match error {
        ZipError::Io(error) => SourceError::Io(error),
        other => SourceError::Archive(other.to_string()),
    }
}

/// Adds all members. The names of members of an inner archive begin with the archive's name and a slash.
fn collect(zip: &mut Zip, prefix: &str, depth: usize, members: &mut Members) {
    // Word, Excel, OpenDocument: one member holds the text.
    const DOCUMENTS: &[&str] =
        &["word/document.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "content.xml"];
    let is_document =
        zip.index_for_name("[Content_Types].xml").is_some() || zip.index_for_name("META-INF/manifest.xml").is_some();
    let text = DOCUMENTS.iter().find(|name| is_document && zip.index_for_name(name).is_some());
    if let Some(text) = text {
        members.add(format!("{prefix}{text}"), &[]);
    }
    for idx in 0..zip.len() {
        if members.is_full() {
            return;
        }
        let Some(name) = name_at(zip, idx) else {
            members.leave_out(None, LeftOutReason::Unread(format!("its member {} cannot be read", idx + 1)));
            continue;
        };
        if text.is_some() {
            collect_document_picture(zip, idx, (prefix, &name), members);
            continue;
        }
        let is_file = !name.ends_with('/') && !name.starts_with("__MACOSX/") && !name.ends_with(".DS_Store");
        if is_file {
            collect_member(zip, idx, format!("{prefix}{name}"), depth, members);
        }
    }
}

/// Whether a member of a document called `name` is in the folder of its pictures.
fn is_in_document_folder(name: &str) -> bool {
    const FOLDERS: [&str; 4] = ["word/media/", "xl/media/", "ppt/media/", "Pictures/"];
    FOLDERS.iter().any(|folder| name.starts_with(folder)) && !name.ends_with('/')
}

/// Adds a member of a document, whose name follows the prefix, if it is a picture. Other members than text and pictures are no
/// concern of the reader.
fn collect_document_picture(zip: &mut Zip, idx: usize, (prefix, name): (&str, &str), members: &mut Members) {
    if !is_in_document_folder(name) {
        return;
    }
    let mut head = [0; 16];
    let length = zip.by_index(idx).ok().and_then(|mut member| read_up_to(&mut member, &mut head).ok()).unwrap_or(0);
    if is_picture(&head[..length]) {
        members.add(format!("{prefix}{name}"), &head[..length]);
    } else {
        members.leave_out(Some(format!("{prefix}{name}")), LeftOutReason::NotALog("a picture or drawing"));
    }
}

fn collect_member(zip: &mut Zip, idx: usize, name: String, depth: usize, members: &mut Members) {
    // If it cannot be unpacked, opening it later reports the reason.
    let Ok(mut member) = zip.by_index(idx) else { return members.add(name, &[]) };
    if member.is_symlink() {
        return members.leave_out(Some(name), LeftOutReason::Special("a link"));
    }
    let mut head = vec![0; HEAD_BYTES];
    let length = read_up_to(&mut member, &mut head).unwrap_or(0);
    head.truncate(length);
    if depth < MAX_DEPTH
        && is_zip(&head)
        && let Ok(mut inner) = spool(&mut head.as_slice().chain(member)).and_then(open_archive)
    {
        return collect(&mut inner, &format!("{name}/"), depth + 1, members);
    }
    members.add(name, &head);
}

/// A member's name. Chinese Windows writes names in GB18030 without marking them.
fn name_at(zip: &mut Zip, idx: usize) -> Option<String> {
    let member = zip.by_index_raw(idx).ok()?;
    let raw = member.name_raw();
    Some(match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(raw).0.into_owned(),
    })
}

/// Copies the bytes to a temporary file, which the system deletes when it is closed.
fn spool(bytes: &mut dyn Read) -> Result<File, SourceError> {
    let mut file = tempfile::tempfile()?;
    if io::copy(&mut bytes.take(MAX_INNER_BYTES), &mut file)? == MAX_INNER_BYTES {
        return Err(SourceError::Archive(format!("it holds another of over {} GiB", MAX_INNER_BYTES >> 30)));
    }
    file.rewind()?;
    Ok(file)
}

/// A file that several readers share, each with its own position.
#[derive(Clone, Debug)]
struct SharedFile {
    file: Arc<File>,
    position: u64,
    length: u64,
}

impl Read for SharedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let remaining = self.length.saturating_sub(self.position);
        let read = buffer.len().min(remaining.try_into().unwrap_or(usize::MAX));
        read_at(&self.file, self.position, &mut buffer[..read])?;
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for SharedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

type Zip = ZipArchive<SharedFile>;

/// Opens a member of an archive or of its inner archives.
fn open_in(zip: &mut Zip, name: &str, packed_bytes: &Arc<AtomicU64>) -> Result<(Bytes, u64), SourceError> {
    let Some(idx) = index_of(zip, name) else { return open_in_inner(zip, name, packed_bytes) };
    let member = zip.by_index_raw(idx).map_err(source_error)?;
    if member.encrypted() {
        return Err(SourceError::Locked);
    }
    let start = member.data_start().ok_or_else(|| SourceError::Archive("a member has no place in it".to_owned()))?;
    let (length, size, method) = (member.compressed_size(), member.size(), member.compression());
    drop(member);
    let file = SharedFile { position: start, ..zip.clone().into_inner() };
    let bytes = CountingReader::new(Box::new(file.take(length)), packed_bytes);
    let reader: Bytes = match method {
        zip::CompressionMethod::Stored => Box::new(bytes),
        zip::CompressionMethod::Deflated => Box::new(flate2::read::DeflateDecoder::new(bytes)),
        other => return Err(SourceError::Archive(format!("its compression {other} is not known"))),
    };
    Ok((reader, size))
}

/// The index of a member. A name that is not UTF-8 is found by comparing all names.
fn index_of(zip: &mut Zip, name: &str) -> Option<usize> {
    let idx = zip.index_for_name(name);
    idx.or_else(|| (0..zip.len()).find(|idx| name_at(zip, *idx).as_deref() == Some(name)))
}

/// Opens a member of an inner archive, whose name is followed by a slash and the name of the member.
fn open_in_inner(zip: &mut Zip, name: &str, packed_bytes: &Arc<AtomicU64>) -> Result<(Bytes, u64), SourceError> {
    for (slash, _) in name.match_indices('/') {
        let (outer, inner) = (&name[..slash], &name[slash + 1..]);
        let Some(idx) = index_of(zip, outer) else { continue };
        let mut archive = zip.by_index(idx).map_err(source_error)?;
        return open_in(&mut open_archive(spool(&mut archive)?)?, inner, packed_bytes);
    }
    Err(SourceError::Archive(format!("it has no member {name}")))
}
