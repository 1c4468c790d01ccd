//! Files that are no logs: what they are, and what to do with them.

use std::io::{Cursor, Read};

use flate2::read::MultiGzDecoder;

use super::codec::TransformReader;
use super::codec::base64::Base64Decoder;
use super::codec::zstd::ZstdFrames;
use super::container::tar;
use super::encoding::{TextEncoding, detect};
use super::limits::{Bytes, MAX_PACKINGS};
use super::packing_of;

/// Bytes from the beginning of a file in which [`no_log`] finds out what it is.
pub const HEAD_BYTES: usize = 4096;

/// A file that is certainly no log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnsupportedFile {
    /// What it is, as in "this is no text but …".
    pub what: &'static str,
    /// What to do, as an order.
    pub advice: &'static str,
    /// Whether there may be logs in it, which another program can take out.
    pub may_hold_logs: bool,
}

const UNPACK: &str = "unpack it with 7-Zip (or `7z x FILE`) and open the logs in it, or have them sent as zip or gzip";
const PICTURE: &str = "codes in pictures cannot be read; ask for the console as text (right click, Save as…), or type the code into the search";
const VIDEO: &str = "ask for the console's text (right click in the console, Save as…)";
const PDF: &str = "open it, select and copy its text, and paste that here; or ask for the log itself";
const OFFICE: &str = "a mail of Outlook: save it as .eml or drag its attachments out; a document or table: save it as .docx, .xlsx or text";
const NO_LOG: &str = "a log export is text, JSON, HAR, or one of these packed in zip, gzip or zstd";

/// What a file is that is certainly no log, told by its first bytes.
pub fn unsupported_file(head: &[u8]) -> Option<UnsupportedFile> {
    const KINDS: &[(&[u8], &str, &str)] = &[
        (b"\x89PNG", "a PNG picture", PICTURE),
        (b"\xFF\xD8\xFF", "a JPEG picture", PICTURE),
        (b"GIF8", "a GIF picture", PICTURE),
        (b"%PDF", "a PDF document", PDF),
        (b"\x7FELF", "a program", NO_LOG),
        (b"MZ\x90", "a program", NO_LOG),
        (b"SQLite format 3", "a database", NO_LOG),
        (b"Rar!", "a RAR archive", UNPACK),
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive", UNPACK),
        (b"\xFD7zXZ", "an xz archive", UNPACK),
        (b"BZh", "a bzip2 archive", UNPACK),
        (b"\xD0\xCF\x11\xE0", "an Outlook message or an old Office document", OFFICE),
        (b"OggS", "a sound or video file", VIDEO),
        (b"\x1A\x45\xDF\xA3", "a video file", VIDEO),
    ];
    const TAR: &str = "save it to a file and open that, or unpack it (`tar xf FILE`)";
    let is_riff = |kind: &[u8]| head.starts_with(b"RIFF") && head.get(8..12) == Some(kind);
    let known = KINDS.iter().find(|(start, ..)| head.starts_with(start)).map(|(_, what, advice)| (*what, *advice));
    let known = known.or_else(|| tar::is_tar(head).then_some(("a tar archive in a packing or a pipe", TAR)));
    let known = known.or_else(|| (head.get(4..8) == Some(b"ftyp")).then_some(("a video file", VIDEO)));
    let known = known.or_else(|| is_riff(b"WEBP").then_some(("a WebP picture", PICTURE)));
    let (what, advice) = known.or_else(|| is_binary(head).then_some(("binary data", NO_LOG)))?;
    Some(UnsupportedFile { what, advice, may_hold_logs: matches!(advice, UNPACK | OFFICE | TAR) })
}

/// What a file is, or what is packed in it, that is certainly no log and has none in it, told by its first bytes. What may
/// hold logs is opened as one, which says why they cannot be read.
pub fn no_log(head: &[u8]) -> Option<UnsupportedFile> {
    let mut head = head.to_vec();
    for _ in 0..MAX_PACKINGS {
        let Some(packing) = packing_of(&head) else { break };
        let bytes: Bytes = Box::new(Cursor::new(std::mem::take(&mut head)));
        let unpacked: Bytes = match packing {
            "gzip" => Box::new(MultiGzDecoder::new(bytes)),
            "zstd" => Box::new(ZstdFrames::new(bytes)),
            "base64" => Box::new(TransformReader::new(bytes, Base64Decoder::default())),
            // Texts.
            _ => return None,
        };
        // Where the head ends, unpacking fails; what came before is enough.
        let _ = unpacked.take(HEAD_BYTES as u64).read_to_end(&mut head);
    }
    unsupported_file(&head).filter(|unsupported_file| !unsupported_file.may_hold_logs)
}

/// Control characters all over, in neither of UTF-16's patterns, are no text of any kind. Zeros do not count: a crash leaves
/// blocks of them in logs that are read all the same; nor does the escape that begins a terminal's colours.
fn is_binary(head: &[u8]) -> bool {
    const BEGINNING: usize = 512;
    let head = &head[..head.len().min(BEGINNING)];
    let odd = head.iter().filter(|byte| matches!(byte, 1..7 | 14..27)).count();
    let utf16 = matches!(detect(head), TextEncoding::Whole { .. });
    let blank = head.iter().all(|byte| *byte == 0);
    odd * 30 > head.len() && !utf16 && !blank && head.len() >= 64
}
