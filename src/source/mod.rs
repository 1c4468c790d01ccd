//! Where logs come from: files, members of archives, standard input, the clipboard; and what they are packed in.

mod cancel;
mod codec;
mod container;
pub mod encoding;
mod expand;
mod file_watch;
mod identity;
mod limits;
mod pipe;
pub mod read_at;
mod tail;
mod unsupported;

use std::fs::File;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use flate2::read::MultiGzDecoder;
use thiserror::Error;

use self::codec::TransformReader;
use self::codec::ansi::{AnsiStripper, has_control_codes};
use self::codec::base64::{Base64Decoder, is_base64};
use self::codec::markup::{MarkupStripper, markup_of};
use self::codec::zstd::ZstdFrames;
use self::limits::{CancellableReader, CountingReader, LimitedReader, MAX_PACKINGS};
use self::pipe::{PipeReader, RetryingReader};
use self::tail::TailReader;
use self::unsupported::{UnsupportedFile, unsupported_file};

pub use self::cancel::{CancelToken, TICK, Waiting};
pub use self::expand::{Expanded, LeftOut, LeftOutReason};
pub use self::file_watch::{FileChange, FileSnapshot};
pub use self::limits::{Bytes, PeekReader};

/// One log to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogSource {
    /// A file.
    File(PathBuf),
    /// A file inside an archive (zip, tar), a part of a mail, the text of a document.
    Member {
        /// The archive, mail or document.
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
    /// A folder or an archive whose files were all left out, each for a reason of its own.
    #[error("there are no logs in it; a log is text, JSON, HAR, or one of these packed in zip, gzip or zstd")]
    NoLogs,
    /// An archive that cannot be read.
    #[error("the archive cannot be read ({0}); unpack it with another program and open the logs in it")]
    Archive(String),
    /// A member that is locked with a password.
    #[error("the archive is locked with a password; unpack it and open the logs in it")]
    Locked,
    /// Something that is no text.
    #[error("this is no text but {what}; {advice}")]
    NoText {
        /// What it is.
        what: &'static str,
        /// What to do with it.
        advice: &'static str,
    },
    /// Something that cannot be followed.
    #[error("{0} cannot be followed; inspect it without following it, or follow the file that is being written")]
    Unfollowed(&'static str),
}

/// A log opened for reading from its beginning.
pub struct Opened {
    /// The bytes, unpacked. A read of a pipe, or of a file that is followed, fails with [`io::ErrorKind::WouldBlock`] where
    /// there is nothing for now, and may be tried again.
    pub reader: Bytes,
    /// The file itself where it is not packed: it can be read by position.
    pub file: Option<File>,
    /// Size of the unpacked bytes, where it is known beforehand.
    pub bytes_total: Option<u64>,
    /// What it is packed in, from outside in: "zip", "tar", "gzip", "zstd", "mail", "base64", "html", "document".
    pub packings: Vec<&'static str>,
    /// Tells what happens to the file meanwhile, where it is one.
    pub witness: Option<FileSnapshot>,
    /// Bytes of the file or pipe that were read so far, packed ones where it is packed.
    pub bytes_read: Arc<AtomicU64>,
}

impl LogSource {
    /// The log's name for people and reports.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Member { archive, name } => format!("{}/{name}", archive.display()),
            Self::Stdin => "standard input".to_owned(),
            Self::Pasted(_) => "pasted text".to_owned(),
        }
    }

    /// The logs at `path`: the files of a folder and of its folders (hidden ones left out), the members of an archive or
    /// mail, or the file itself; and what is there as well but is not read. The logs may be none, where something was left
    /// out.
    ///
    /// # Errors
    /// Where the path cannot be read, or there is nothing at it.
    pub fn expand(path: &Path) -> Result<Expanded, SourceError> {
        expand::expand(path)
    }

    /// Opens the log and takes off what it is packed in.
    ///
    /// # Errors
    /// Where it cannot be opened, or is no text.
    pub fn open(&self) -> Result<Opened, SourceError> {
        self.open_with(false, &Arc::default())
    }

    /// Opens the log; it ends where `cancel` is stopped. With `follow`, the end of a file is none: more is waited for.
    ///
    /// # Errors
    /// Where it cannot be opened, is no text, or is not what can be followed.
    pub fn open_with(&self, follow: bool, cancel: &Arc<CancelToken>) -> Result<Opened, SourceError> {
        let packed = Arc::new(AtomicU64::new(0));
        let reader: Bytes = Box::new(io::empty());
        let (file, bytes_total, packings, witness) = (None, None, Vec::new(), None);
        let mut opened = Opened { reader, file, bytes_total, packings, witness, bytes_read: Arc::clone(&packed) };
        let bytes: Bytes = match self {
            Self::File(path) => {
                Box::new(CountingReader::new(self.open_file(path, follow, cancel, &mut opened)?, &packed))
            }
            Self::Member { .. } if follow => return Err(SourceError::Unfollowed("an archive")),
            Self::Member { archive, name } => {
                opened.witness = File::open(archive).and_then(|file| FileSnapshot::new(&file, archive)).ok();
                let member = container::open(archive, name, &packed)?;
                (opened.bytes_total, opened.packings) = (Some(member.size), vec![member.packing]);
                member.bytes
            }
            Self::Stdin => {
                Box::new(CountingReader::new(self.open_pipe(cancel, || Ok(Box::new(io::stdin())))?, &packed))
            }
            Self::Pasted(text) => {
                opened.bytes_total = Some(text.len() as u64);
                Box::new(Cursor::new(text.clone().into_bytes()))
            }
        };
        let bytes = Box::new(CancellableReader::new(bytes, Arc::clone(cancel)));
        unpack(bytes, opened, &packed, follow)
    }

    fn open_file(
        &self,
        path: &Path,
        follow: bool,
        cancel: &Arc<CancelToken>,
        opened: &mut Opened,
    ) -> Result<Bytes, SourceError> {
        let metadata = std::fs::metadata(path)?;
        if metadata.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory).into());
        }
        if !metadata.is_file() {
            let path = path.to_owned();
            return self.open_pipe(cancel, move || Ok(Box::new(File::open(path)?)));
        }
        // A pipe or device has no size and cannot be read by position.
        let file = File::open(path)?;
        opened.witness = Some(FileSnapshot::new(&file, path)?);
        opened.file = Some(read_at::second_handle(&file, path)?);
        if follow {
            return Ok(Box::new(TailReader::new(self.clone(), file, path, Arc::clone(cancel))?));
        }
        opened.bytes_total = Some(file.metadata()?.len());
        Ok(Box::new(file))
    }

    fn open_pipe(
        &self,
        cancel: &Arc<CancelToken>,
        open: impl FnOnce() -> io::Result<Bytes> + Send + 'static,
    ) -> Result<Bytes, SourceError> {
        Ok(Box::new(PipeReader::new(self.clone(), Arc::clone(cancel), open)?))
    }
}

/// Takes off what logs are packed, sent and shown in, as long as there is one under the other, and at last a terminal's colours.
fn unpack(bytes: Bytes, mut opened: Opened, packed: &Arc<AtomicU64>, follow: bool) -> Result<Opened, SourceError> {
    const HEAD: usize = container::mail::HEAD_BYTES;
    let mut ahead = PeekReader::new(bytes, HEAD).or_failure()?;
    loop {
        let Some(packing) = packing_of(ahead.head()) else {
            match unsupported_file(ahead.head()) {
                Some(UnsupportedFile { what, advice, .. }) => return Err(SourceError::NoText { what, advice }),
                None => break,
            }
        };
        if follow {
            // Before any of it is unpacked, which would wait for what is still to be written.
            return Err(SourceError::Unfollowed("a packed log"));
        }
        if opened.packings.len() == MAX_PACKINGS {
            let limit = format!("packed more than {MAX_PACKINGS} times, one in the other");
            return Err(SourceError::Archive(limit));
        }
        opened.packings.push(packing);
        (opened.bytes_total, opened.file) = (None, None);
        let mut packed_bytes = RetryingReader(Box::new(ahead));
        let unpacked: Bytes = match packing {
            "gzip" => Box::new(MultiGzDecoder::new(packed_bytes)),
            "zstd" => Box::new(ZstdFrames::new(Box::new(packed_bytes))),
            "mail" => container::texts_of_mail(packed_bytes)?,
            "base64" => Box::new(TransformReader::new(Box::new(packed_bytes), Base64Decoder::default())),
            "html" | "document" => Box::new(TransformReader::new(Box::new(packed_bytes), MarkupStripper::new(packing))),
            _ => {
                let (bytes, size) = container::zip::open_only_member(&mut packed_bytes, packed)?;
                opened.bytes_total = Some(size);
                bytes
            }
        };
        ahead = PeekReader::new(unpacked, HEAD).or_failure()?;
    }
    if has_control_codes(ahead.head()) {
        opened.file = None;
        opened.reader = Box::new(TransformReader::new(Box::new(ahead), AnsiStripper::default()));
    } else {
        opened.reader = Box::new(ahead);
    }
    if !opened.packings.is_empty() {
        opened.reader = Box::new(LimitedReader::new(opened.reader, Arc::clone(packed)));
    }
    Ok(opened)
}

/// What a file that begins so is packed in.
fn packing_of(head: &[u8]) -> Option<&'static str> {
    match head {
        [0x1F, 0x8B, ..] => Some("gzip"),
        [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some("zstd"),
        _ if container::zip::is_zip(head) => Some("zip"),
        _ if container::mail::is_mail(head) => Some("mail"),
        _ if is_base64(head) => Some("base64"),
        _ => markup_of(head),
    }
}
