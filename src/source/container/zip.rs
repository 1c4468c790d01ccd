//! Zip archives: their members, and those of archives in them.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use zip::ZipArchive;
use zip::result::ZipError;

use crate::source::SourceError;
use crate::source::limits::{Bytes, CountingReader};

/// Archives with more members than this are not expanded further.
pub const MAX_MEMBERS: usize = 10_000;
/// Archives in archives are followed this far.
const MAX_DEPTH: usize = 3;
/// An archive in an archive is unpacked up to this size (4 GiB).
const MAX_INNER_BYTES: u64 = 4 << 30;

/// Whether a file that begins so is a zip archive.
pub fn is_zip(magic: &[u8]) -> bool {
    magic.starts_with(b"PK\x03\x04") || magic.starts_with(b"PK\x05\x06")
}

/// The names of the logs in the archive at `path`.
///
/// # Errors
/// Where it cannot be read.
pub fn names(path: &Path) -> Result<Vec<String>, SourceError> {
    let mut names = Vec::new();
    collect_names(&mut open(File::open(path)?)?, "", 0, &mut names)?;
    Ok(names)
}

/// The bytes of a member as they were before packing, and how many these are.
///
/// # Errors
/// Where there is none of this name, or it cannot be read.
pub fn open_member(path: &Path, name: &str, packed: &Arc<AtomicU64>) -> Result<(Bytes, u64), SourceError> {
    member(File::open(path)?, name, packed)
}

/// The only log in an archive that came packed, or by a pipe.
///
/// # Errors
/// Where there is another number of them.
pub fn open_only_member(bytes: &mut dyn Read, packed: &Arc<AtomicU64>) -> Result<(Bytes, u64), SourceError> {
    let file = spool(bytes)?;
    let mut names = Vec::new();
    collect_names(&mut open(file.try_clone()?)?, "", 0, &mut names)?;
    match names.as_slice() {
        [name] => member(file, name, packed),
        _ => Err(SourceError::Archive(format!("it holds {} files and is packed or piped itself", names.len()))),
    }
}

fn open(file: File) -> Result<ZipArchive<File>, SourceError> {
    ZipArchive::new(file).map_err(error)
}

fn error(error: ZipError) -> SourceError {
    match error {
        ZipError::Io(error) => SourceError::Io(error),
        other => SourceError::Archive(other.to_string()),
    }
}

/// Adds the names of all logs, those in inner archives behind these archives' names.
fn collect_names(
    zip: &mut ZipArchive<File>,
    prefix: &str,
    depth: usize,
    names: &mut Vec<String>,
) -> Result<(), SourceError> {
    // Word, Excel, OpenDocument: one of the members is the text.
    const DOCUMENTS: &[&str] =
        &["word/document.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "content.xml"];
    let is_document =
        zip.index_for_name("[Content_Types].xml").is_some() || zip.index_for_name("META-INF/manifest.xml").is_some();
    if let Some(text) = DOCUMENTS.iter().find(|name| is_document && zip.index_for_name(name).is_some()) {
        names.push(format!("{prefix}{text}"));
        return Ok(());
    }
    for idx in 0..zip.len() {
        if names.len() >= MAX_MEMBERS {
            break;
        }
        let Some(name) = name_at(zip, idx) else { continue };
        let is_log = !name.ends_with('/') && !name.starts_with("__MACOSX/") && !name.ends_with(".DS_Store");
        if !is_log {
            continue;
        }
        let inner = if depth < MAX_DEPTH { inner_archive(zip, idx) } else { None };
        match inner {
            Some(mut inner) => collect_names(&mut inner, &format!("{prefix}{name}/"), depth + 1, names)?,
            None => names.push(format!("{prefix}{name}")),
        }
    }
    Ok(())
}

/// A member's name; Windows in Chinese writes them in GB18030 without saying so.
fn name_at(zip: &mut ZipArchive<File>, idx: usize) -> Option<String> {
    let member = zip.by_index_raw(idx).ok()?;
    let raw = member.name_raw();
    Some(match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(raw).0.into_owned(),
    })
}

/// The archive that a member is, if it is one that can be read.
fn inner_archive(zip: &mut ZipArchive<File>, idx: usize) -> Option<ZipArchive<File>> {
    let mut member = zip.by_index(idx).ok()?;
    let mut magic = [0; 4];
    member.read_exact(&mut magic).ok().filter(|()| is_zip(&magic))?;
    open(spool(&mut magic.chain(member)).ok()?).ok()
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

fn member(file: File, name: &str, packed: &Arc<AtomicU64>) -> Result<(Bytes, u64), SourceError> {
    let mut zip = open(file.try_clone()?)?;
    let idx = (0..zip.len()).find(|idx| name_at(&mut zip, *idx).as_deref() == Some(name));
    let Some(idx) = idx else { return inner_member(&mut zip, name, packed) };
    let member = zip.by_index_raw(idx).map_err(error)?;
    if member.encrypted() {
        return Err(SourceError::Locked);
    }
    let start = member.data_start().ok_or_else(|| SourceError::Archive("a member has no place in it".to_owned()))?;
    let (length, size, method) = (member.compressed_size(), member.size(), member.compression());
    drop(member);
    // The member is read from a handle of its own, so that it can be handed to another thread.
    let mut file = file;
    file.seek(SeekFrom::Start(start))?;
    let bytes = CountingReader::new(Box::new(file.take(length)), packed);
    let reader: Bytes = match method {
        zip::CompressionMethod::Stored => Box::new(bytes),
        zip::CompressionMethod::Deflated => Box::new(flate2::read::DeflateDecoder::new(bytes)),
        other => return Err(SourceError::Archive(format!("its compression {other} is not known"))),
    };
    Ok((reader, size))
}

/// A member of an archive that is a member.
fn inner_member(zip: &mut ZipArchive<File>, name: &str, packed: &Arc<AtomicU64>) -> Result<(Bytes, u64), SourceError> {
    for (slash, _) in name.match_indices('/') {
        let (outer, inner) = (&name[..slash], &name[slash + 1..]);
        let Some(idx) = (0..zip.len()).find(|idx| name_at(zip, *idx).as_deref() == Some(outer)) else { continue };
        let mut archive = zip.by_index(idx).map_err(error)?;
        return member(spool(&mut archive)?, inner, packed);
    }
    Err(SourceError::Archive(format!("it has no member {name}")))
}
