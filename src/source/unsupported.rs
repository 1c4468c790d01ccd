//! Files that are not logs: what they are, and what to do with them.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use super::container::tar;
use super::encoding::{TextEncoding, detect};
use super::error::SourceError;
use super::packing::Packing;
use super::picture::is_picture;
use super::reader::limits::MAX_PACKINGS;

/// Bytes from the beginning of a file that [`not_a_log`] needs.
pub(super) const HEAD_BYTES: usize = 4096;

/// A file that is certainly not a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UnsupportedFile {
    /// Description, as in "this is no text but …".
    pub kind: &'static str,
    /// Advice, in the imperative.
    pub advice: &'static str,
    /// Whether there may be logs in it, which another program can extract.
    pub may_hold_logs: bool,
}

const UNPACK: &str = "unpack it with 7-Zip (or `7z x FILE`) and open the logs in it, or have them sent as zip or gzip";
const TAR: &str = "save it to a file and open that, or unpack it (`tar xf FILE`)";
const PICTURE: &str = "codes in pictures cannot be read; ask for the console as text (right click, Save as…), or type the code into the search";
const VIDEO: &str = "ask for the console's text (right click in the console, Save as…)";
const OFFICE: &str = "a mail of Outlook: save it as .eml or drag its attachments out; a document or table: save it as .docx, .xlsx or text";
const NOT_A_LOG: &str = "a log export is text, JSON, HAR, or one of these packed in zip, gzip or zstd";

/// A tar archive inside a packing or pipe. Only a tar archive in a file is read.
pub(super) const TAR_INSIDE: UnsupportedFile =
    UnsupportedFile { kind: "a tar archive in a packing or a pipe", advice: TAR, may_hold_logs: true };

impl From<UnsupportedFile> for SourceError {
    fn from(UnsupportedFile { kind, advice, .. }: UnsupportedFile) -> Self {
        Self::NotText { kind, advice }
    }
}

/// Recognises, from the first bytes of a file, that it is certainly not a log.
pub(super) fn detect_unsupported(head: &[u8]) -> Option<UnsupportedFile> {
    const KINDS: &[(&[u8], &str, &str)] = &[
        (b"\x89PNG", "a PNG picture", PICTURE),
        (b"\xFF\xD8\xFF", "a JPEG picture", PICTURE),
        (b"GIF8", "a GIF picture", PICTURE),
        (b"\x7FELF", "a program", NOT_A_LOG),
        (b"MZ\x90", "a program", NOT_A_LOG),
        (b"SQLite format 3", "a database", NOT_A_LOG),
        (b"Rar!", "a RAR archive", UNPACK),
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive", UNPACK),
        (b"\xFD7zXZ", "an xz archive", UNPACK),
        (b"BZh", "a bzip2 archive", UNPACK),
        (b"\xD0\xCF\x11\xE0", "an Outlook message or an old Office document", OFFICE),
        (b"OggS", "a sound or video file", VIDEO),
        (b"\x1A\x45\xDF\xA3", "a video file", VIDEO),
    ];
    if is_picture(head) {
        return None;
    }
    let is_riff = |kind: &[u8]| head.starts_with(b"RIFF") && head.get(8..12) == Some(kind);
    let known = KINDS.iter().find(|(start, ..)| head.starts_with(start)).map(|(_, kind, advice)| (*kind, *advice));
    let known = known.or_else(|| tar::is_tar(head).then_some((TAR_INSIDE.kind, TAR_INSIDE.advice)));
    let known = known.or_else(|| (head.get(4..8) == Some(b"ftyp")).then_some(("a video file", VIDEO)));
    let known = known.or_else(|| is_riff(b"WEBP").then_some(("a WebP picture", PICTURE)));
    let (kind, advice) = known.or_else(|| is_binary(head).then_some(("binary data", NOT_A_LOG)))?;
    Some(UnsupportedFile { kind, advice, may_hold_logs: matches!(advice, UNPACK | OFFICE | TAR) })
}

/// Like [`detect_unsupported`], but inspects the content of packings too, and returns `None` for a file that may contain logs:
/// such a file is opened as a log, and the error explains why it cannot be read.
pub(super) fn not_a_log(head: &[u8]) -> Option<UnsupportedFile> {
    let mut head = Cow::Borrowed(head);
    for _ in 0..MAX_PACKINGS {
        let Some(packing) = Packing::detect(&head) else { break };
        // These contain text.
        if matches!(packing, Packing::Zip | Packing::Tar | Packing::Mail | Packing::Pdf | Packing::Markup(_)) {
            return None;
        }
        let unpacked = packing.unpack(Box::new(Cursor::new(head.into_owned())));
        let mut inner_head = Vec::new();
        // Unpacking fails at the end of the head; the bytes before it are enough.
        let _ = unpacked.take(HEAD_BYTES as u64).read_to_end(&mut inner_head);
        head = Cow::Owned(inner_head);
    }
    detect_unsupported(&head).filter(|unsupported| !unsupported.may_hold_logs)
}

/// Whether more than one byte in 30 is a control character, and the bytes are not UTF-16. Zeros do not count, because a crash
/// leaves blocks of them in logs; nor does the escape character of terminal colours. Fewer than 64 bytes are always text.
fn is_binary(head: &[u8]) -> bool {
    const CHECKED_BYTES: usize = 512;
    let head = &head[..head.len().min(CHECKED_BYTES)];
    let control_codes = head.iter().filter(|byte| matches!(byte, 1..7 | 14..27)).count();
    let is_utf16 = matches!(detect(head), TextEncoding::Transcoded { .. });
    let is_blank = head.iter().all(|byte| *byte == 0);
    control_codes * 30 > head.len() && !is_utf16 && !is_blank && head.len() >= 64
}
