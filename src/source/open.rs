//! Opens a log and removes its packings.

use std::fs::File;
use std::io::{self, Cursor};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::cancel::CancelToken;
use super::codec::TransformReader;
use super::codec::ansi::{AnsiStripper, has_control_codes};
use super::codec::line_numbers::{LineNumberStripper, first_line_number};
use super::container;
use super::error::SourceError;
use super::file_watch::FileSnapshot;
use super::log_source::LogSource;
use super::packing::Packing;
use super::picture;
use super::picture::PictureText;
use super::pipe::PipeReader;
use super::read_at::positional_handle;
use super::reader::limits::{LimitedReader, MAX_PACKINGS};
use super::reader::peek::PeekReader;
use super::reader::{Bytes, CancellableReader, CountingReader, RetryingReader};
use super::tail::TailReader;
use super::unsupported::{TAR_INSIDE, detect_unsupported};

/// A log opened for reading from its beginning.
pub struct Opened {
    /// The unpacked bytes. A read of a pipe, or of a file that is followed, fails with [`io::ErrorKind::WouldBlock`] while
    /// there are no bytes; it can be repeated.
    pub reader: Bytes,
    /// The file itself if its bytes are those of `reader`. It is read by position only.
    pub file: Option<Arc<File>>,
    /// Size of the unpacked bytes, if it is known before reading.
    pub bytes_total: Option<u64>,
    /// What it is packed in, from the outermost to the innermost.
    pub packings: Vec<Packing>,
    /// The text of the picture, if it is one; `reader` returns it.
    pub picture: Option<Arc<PictureText>>,
    /// The file or archive as it was when it was opened, to detect changes. `None` for pipes and pasted text.
    pub snapshot: Option<FileSnapshot>,
    /// Bytes read so far of the file or pipe, before unpacking.
    pub bytes_read: Arc<AtomicU64>,
}

impl LogSource {
    /// Opens the log and removes its packings.
    ///
    /// # Errors
    /// The log cannot be opened, or is not text.
    pub fn open(&self) -> Result<Opened, SourceError> {
        self.open_with(false, &Arc::default())
    }

    /// Opens the log. It ends early when `cancel` is stopped. With `follow`, the reader waits for more at the end of a file.
    ///
    /// # Errors
    /// The log cannot be opened, is not text, or cannot be followed.
    pub fn open_with(&self, follow: bool, cancel: &Arc<CancelToken>) -> Result<Opened, SourceError> {
        let (bytes, mut opened) = self.open_packed(follow, cancel)?;
        if let Self::PictureText { text, .. } = self {
            opened.picture = Some(Arc::clone(text));
            opened.reader = bytes;
            return Ok(opened);
        }
        finish(bytes, opened, follow, cancel)
    }

    /// The bytes of a picture, without packings. `None` if the log is no picture.
    ///
    /// # Errors
    /// The log cannot be opened.
    pub fn picture_bytes(&self) -> Result<Option<Vec<u8>>, SourceError> {
        let (bytes, mut opened) = self.open_packed(false, &Arc::default())?;
        let bytes = unpack(bytes, &mut opened, false)?;
        let is_picture = picture::is_picture(bytes.head());
        is_picture.then(|| picture::file_bytes(&mut RetryingReader(Box::new(bytes)))).transpose()
    }

    /// Opens the log with its packings.
    fn open_packed(&self, follow: bool, cancel: &Arc<CancelToken>) -> Result<(Bytes, Opened), SourceError> {
        let packed_bytes = Arc::new(AtomicU64::new(0));
        let mut opened = Opened {
            reader: Box::new(io::empty()),
            file: None,
            bytes_total: None,
            packings: Vec::new(),
            picture: None,
            snapshot: None,
            bytes_read: Arc::clone(&packed_bytes),
        };
        let bytes: Bytes = match self {
            Self::File(path) => {
                Box::new(CountingReader::new(self.open_file(path, follow, cancel, &mut opened)?, &packed_bytes))
            }
            Self::Member { .. } if follow => return Err(SourceError::CannotFollow("an archive")),
            Self::Member { archive, name } => {
                opened.snapshot = File::open(archive).and_then(|file| FileSnapshot::new(Arc::new(file), archive)).ok();
                let member = container::open(archive, name, &packed_bytes)?;
                (opened.bytes_total, opened.packings) = (Some(member.size), vec![member.packing]);
                member.bytes
            }
            Self::Stdin => {
                let stdin = self.open_pipe(cancel, || Ok(Box::new(io::stdin())))?;
                Box::new(CountingReader::new(stdin, &packed_bytes))
            }
            Self::Pasted(text) => {
                opened.bytes_total = Some(text.len() as u64);
                Box::new(Cursor::new(text.clone().into_bytes()))
            }
            Self::PastedPicture(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
            Self::PictureText { text, .. } => {
                let lines = text.lines();
                opened.bytes_total = Some(lines.len() as u64);
                Box::new(Cursor::new(lines.into_bytes()))
            }
        };
        Ok((Box::new(CancellableReader::new(bytes, Arc::clone(cancel))), opened))
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
        // A pipe or device has no size and cannot be read by position.
        if !metadata.is_file() {
            let path = path.to_owned();
            return self.open_pipe(cancel, move || Ok(Box::new(File::open(path)?)));
        }
        let file = Arc::new(File::open(path)?);
        let positional = positional_handle(&file, path)?;
        let snapshot = opened.snapshot.insert(FileSnapshot::new(Arc::clone(&positional), path)?);
        let length = snapshot.length();
        opened.file = Some(positional);
        if follow {
            return Ok(Box::new(TailReader::new(self.clone(), file, path, Arc::clone(cancel))?));
        }
        opened.bytes_total = Some(length);
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

/// How many bytes are read in advance, to detect packings and what is around the text.
const HEAD_BYTES: usize = container::mail::HEAD_BYTES;

/// Removes packings from the outermost to the innermost.
fn unpack(bytes: Bytes, opened: &mut Opened, follow: bool) -> Result<PeekReader, SourceError> {
    let mut bytes = PeekReader::new(bytes, HEAD_BYTES).into_result()?;
    loop {
        let Some(packing) = Packing::detect(bytes.head()) else {
            match detect_unsupported(bytes.head()) {
                Some(unsupported) => return Err(unsupported.into()),
                None => return Ok(bytes),
            }
        };
        if follow {
            // Checked before unpacking, which would wait for bytes that are not written yet.
            return Err(SourceError::CannotFollow("a packed log"));
        }
        if opened.packings.len() == MAX_PACKINGS {
            let limit = format!("packed more than {MAX_PACKINGS} times, one in the other");
            return Err(SourceError::Archive(limit));
        }
        opened.packings.push(packing);
        (opened.bytes_total, opened.file) = (None, None);
        let mut packed = RetryingReader(Box::new(bytes));
        let unpacked: Bytes = match packing {
            Packing::Mail => container::open_mail_texts(packed)?,
            Packing::Pdf => container::open_pdf_text(packed)?,
            Packing::Zip => {
                let (bytes, size) = container::zip::open_only_member(&mut packed, &opened.bytes_read)?;
                opened.bytes_total = Some(size);
                bytes
            }
            Packing::Tar => return Err(TAR_INSIDE.into()),
            stream => stream.unpack(Box::new(packed)),
        };
        bytes = PeekReader::new(unpacked, HEAD_BYTES).into_result()?;
    }
}

/// Removes control codes, and then line numbers. If there are any, the bytes of the `file` are not those of the text.
fn plain_text(mut bytes: PeekReader, file: &mut Option<Arc<File>>) -> Bytes {
    if has_control_codes(bytes.head()) {
        *file = None;
        bytes = PeekReader::new(Box::new(TransformReader::new(Box::new(bytes), AnsiStripper::default())), HEAD_BYTES);
    }
    let Some(first) = first_line_number(bytes.head()) else { return Box::new(bytes) };
    *file = None;
    Box::new(TransformReader::new(Box::new(bytes), LineNumberStripper::new(first)))
}

/// Removes packings, and then what a terminal or editor added; or reads the text of a picture.
fn finish(bytes: Bytes, mut opened: Opened, follow: bool, cancel: &CancelToken) -> Result<Opened, SourceError> {
    let bytes = unpack(bytes, &mut opened, follow)?;
    if picture::is_picture(bytes.head()) {
        if follow {
            return Err(SourceError::CannotFollow("a picture"));
        }
        let bytes = picture::file_bytes(&mut RetryingReader(Box::new(bytes)))?;
        let picture = picture::read_picture(&bytes, &mut |progress| cancel.notify_picture(progress), cancel)?;
        let text = picture.lines();
        (opened.bytes_total, opened.picture) = (Some(text.len() as u64), Some(Arc::new(picture)));
        let text = PeekReader::new(Box::new(Cursor::new(text.into_bytes())), HEAD_BYTES);
        opened.file = None;
        opened.reader = plain_text(text, &mut opened.file);
        return Ok(opened);
    }
    opened.reader = plain_text(bytes, &mut opened.file);
    if !opened.packings.is_empty() {
        opened.reader = Box::new(LimitedReader::new(opened.reader, Arc::clone(&opened.bytes_read)));
    }
    Ok(opened)
}
