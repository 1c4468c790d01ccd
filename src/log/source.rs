//! Where logs come from: files, members of archives, standard input, the clipboard; and what they are packed in.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use thiserror::Error;

/// One log to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogSource {
    /// A file.
    File(PathBuf),
    /// A file inside a zip archive.
    Member {
        /// The archive.
        archive: PathBuf,
        /// The member's name in it.
        name: String,
    },
    /// Standard input.
    Stdin,
    /// Text from the clipboard.
    Pasted(String),
}

/// Why a log could not be opened or read. Messages name the place and what to do; the log's name is added by whoever shows
/// them.
#[derive(Debug, Error)]
pub enum SourceError {
    /// The operating system refused.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A folder without a file in it.
    #[error("the folder holds no files; give it the folder with the logs, or the logs themselves")]
    EmptyFolder,
    /// An archive that cannot be read.
    #[error("the archive cannot be read ({0}); unpack it with another program and open the logs in it")]
    Archive(String),
    /// A member that is locked with a password.
    #[error("the archive is locked with a password; unpack it and open the logs in it")]
    Locked,
    /// Something that is no text.
    #[error("this is no text but {0}; a log export is text, JSON, HAR, or one of these packed in zip, gzip or zstd")]
    NoText(&'static str),
}

/// Archives with more members than this are not expanded further.
pub const MAX_MEMBERS: usize = 10_000;
/// Packing inside packing is followed this far (a `.log.gz` inside a zip is two).
pub const MAX_PACKINGS: usize = 4;
/// Reading stops after this many unpacked bytes of one packed log (64 GiB); what was read stays.
pub const MAX_UNPACKED_BYTES: u64 = 64 << 30;

/// A log opened for reading from its beginning.
pub struct Opened {
    /// The bytes, unpacked.
    pub reader: Box<dyn Read + Send>,
    /// The file itself where it is not packed: it can be read by position.
    pub file: Option<File>,
    /// Size of the unpacked bytes, where it is known beforehand.
    pub bytes_total: Option<u64>,
    /// What it is packed in, from outside in: "zip", "gzip", "zstd".
    pub packings: Vec<&'static str>,
}

impl LogSource {
    /// The log's name for people and reports.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Member { archive, name } => format!("{}/{name}", archive.display()),
            Self::Stdin => "standard input".to_owned(),
            Self::Pasted(_) => "pasted text".to_owned(),
        }
    }

    /// The logs at `path`: the files of a folder and of its folders (hidden ones left out), the members of a zip archive, or
    /// the file itself. In alphabetical order.
    ///
    /// # Errors
    /// Where the path cannot be read, or there is nothing at it.
    pub fn expand(path: &Path) -> Result<Vec<Self>, SourceError> {
        if std::fs::metadata(path)?.is_dir() {
            let mut sources = Vec::new();
            expand_folder(path, 0, &mut sources)?;
            return if sources.is_empty() { Err(SourceError::EmptyFolder) } else { Ok(sources) };
        }
        let mut magic = [0_u8; 4];
        let length = read_up_to(&mut File::open(path)?, &mut magic)?;
        if is_zip(&magic[..length]) { expand_archive(path) } else { Ok(vec![Self::File(path.to_owned())]) }
    }

    /// Opens the log and takes off what it is packed in.
    ///
    /// # Errors
    /// Where it cannot be opened, or is no text.
    pub fn open(&self) -> Result<Opened, SourceError> {
        let opened = match self {
            Self::File(path) => {
                let file = File::open(path)?;
                let metadata = file.metadata()?;
                if metadata.is_dir() {
                    return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
                }
                // A pipe or device has no size and cannot be read by position.
                let by_position = metadata.is_file().then(|| file.try_clone()).transpose()?;
                let bytes_total = metadata.is_file().then_some(metadata.len());
                Opened { reader: Box::new(file), file: by_position, bytes_total, packings: Vec::new() }
            }
            Self::Member { archive, name } => open_member(archive, name)?,
            Self::Stdin => {
                Opened { reader: Box::new(io::stdin()), file: None, bytes_total: None, packings: Vec::new() }
            }
            Self::Pasted(text) => {
                let total = text.len() as u64;
                let reader = Box::new(Cursor::new(text.clone().into_bytes()));
                Opened { reader, file: None, bytes_total: Some(total), packings: Vec::new() }
            }
        };
        unpack(opened)
    }
}

fn expand_folder(folder: &Path, depth: usize, sources: &mut Vec<LogSource>) -> Result<(), SourceError> {
    // Deeper than any ticket's folder; stops links that lead back.
    const MAX_FOLDERS: usize = 16;
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if hidden || sources.len() >= MAX_MEMBERS {
            continue;
        }
        if path.is_dir() {
            if depth < MAX_FOLDERS {
                expand_folder(&path, depth + 1, sources)?;
            }
        } else {
            match LogSource::expand(&path) {
                Ok(found) => sources.extend(found),
                // Opened later, it will say what is wrong with it, without stopping the others.
                Err(_) => sources.push(LogSource::File(path)),
            }
        }
    }
    Ok(())
}

fn is_zip(magic: &[u8]) -> bool {
    magic.starts_with(b"PK\x03\x04") || magic.starts_with(b"PK\x05\x06")
}

fn archive_error(error: zip::result::ZipError) -> SourceError {
    match error {
        zip::result::ZipError::Io(error) => SourceError::Io(error),
        other => SourceError::Archive(other.to_string()),
    }
}

fn expand_archive(path: &Path) -> Result<Vec<LogSource>, SourceError> {
    let archive = zip::ZipArchive::new(File::open(path)?).map_err(archive_error)?;
    let mut names: Vec<String> = archive
        .file_names()
        .filter(|name| !name.ends_with('/') && !name.starts_with("__MACOSX/") && !name.ends_with(".DS_Store"))
        .take(MAX_MEMBERS)
        .map(str::to_owned)
        .collect();
    names.sort();
    if names.is_empty() {
        return Err(SourceError::Archive("it is empty".to_owned()));
    }
    Ok(names.into_iter().map(|name| LogSource::Member { archive: path.to_owned(), name }).collect())
}

fn open_member(archive: &Path, name: &str) -> Result<Opened, SourceError> {
    let mut zip = zip::ZipArchive::new(File::open(archive)?).map_err(archive_error)?;
    let (start, packed, size, method, locked) = {
        let member = zip.by_name(name).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(reason) if reason.contains("assword") => SourceError::Locked,
            other => archive_error(other),
        })?;
        let start =
            member.data_start().ok_or_else(|| SourceError::Archive("a member has no place in it".to_owned()))?;
        (start, member.compressed_size(), member.size(), member.compression(), member.encrypted())
    };
    if locked {
        return Err(SourceError::Locked);
    }
    // The member is read from a handle of its own, so that it can be handed to another thread.
    let mut file = File::open(archive)?;
    file.seek(SeekFrom::Start(start))?;
    let bytes = file.take(packed);
    let reader: Box<dyn Read + Send> = match method {
        zip::CompressionMethod::Stored => Box::new(bytes),
        zip::CompressionMethod::Deflated => Box::new(flate2::read::DeflateDecoder::new(bytes)),
        other => return Err(SourceError::Archive(format!("its compression {other} is not known"))),
    };
    Ok(Opened { reader, file: None, bytes_total: Some(size), packings: vec!["zip"] })
}

/// Takes off gzip and zstd, as long as there is one under the other.
fn unpack(mut opened: Opened) -> Result<Opened, SourceError> {
    loop {
        let mut magic = [0_u8; 512];
        let length = read_up_to(&mut opened.reader, &mut magic)?;
        let magic = magic[..length].to_vec();
        let packing = match magic.as_slice() {
            [0x1F, 0x8B, ..] => Some("gzip"),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Some("zstd"),
            _ => None,
        };
        if let Some(kind) = what_else(&magic) {
            return Err(SourceError::NoText(kind));
        }
        let whole = Cursor::new(magic).chain(opened.reader);
        match packing {
            Some(packing) if opened.packings.len() < MAX_PACKINGS => {
                opened.packings.push(packing);
                opened.bytes_total = None;
                opened.file = None;
                let reader: Box<dyn Read + Send> = match packing {
                    "gzip" => Box::new(flate2::read::MultiGzDecoder::new(whole)),
                    _ => Box::new(
                        ruzstd::decoding::StreamingDecoder::new(whole)
                            .map_err(|error| SourceError::Archive(error.to_string()))?,
                    ),
                };
                opened.reader = Box::new(reader.take(MAX_UNPACKED_BYTES));
            }
            _ => {
                opened.reader = Box::new(whole);
                return Ok(opened);
            }
        }
    }
}

/// What a file is that is certainly no log, told by its first bytes.
fn what_else(magic: &[u8]) -> Option<&'static str> {
    const KINDS: &[(&[u8], &str)] = &[
        (b"\x89PNG", "a PNG picture"),
        (b"\xFF\xD8\xFF", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"%PDF", "a PDF document"),
        (b"\x7FELF", "a program"),
        (b"MZ\x90", "a program"),
        (b"SQLite format 3", "a database"),
        (b"Rar!", "a RAR archive"),
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
        (b"\xFD7zXZ", "an xz archive"),
        (b"BZh", "a bzip2 archive"),
        (b"PK\x03\x04", "a zip archive inside a packed file"),
        (b"\xD0\xCF\x11\xE0", "an old Office document"),
        (b"OggS", "a sound or video file"),
        (b"\x1A\x45\xDF\xA3", "a video file"),
    ];
    let known = KINDS.iter().find(|(start, _)| magic.starts_with(start)).map(|(_, kind)| *kind);
    known.or_else(|| (magic.get(4..8) == Some(b"ftyp")).then_some("a video file")).or_else(|| {
        // Control characters all over, in neither of UTF-16's patterns, are no text of any kind.
        // Zeros do not count: a crash leaves blocks of them in logs that are read all the same.
        let odd = magic.iter().filter(|byte| matches!(byte, 1..9 | 14..27)).count();
        let utf16 = matches!(super::encoding::detect(magic), super::encoding::TextEncoding::Whole { .. });
        let blank = magic.iter().all(|byte| *byte == 0);
        (odd * 30 > magic.len() && !utf16 && !blank && magic.len() >= 64).then_some("binary data")
    })
}

/// Reads until `buffer` is full or the input ends; the number of bytes read.
fn read_up_to(reader: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match reader.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}
