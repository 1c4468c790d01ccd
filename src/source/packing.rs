//! The packings of a log, recognized by its first bytes.

use flate2::read::MultiGzDecoder;

use super::codec::TransformReader;
use super::codec::base64::{Base64Decoder, is_base64};
use super::codec::markup::{MarkupKind, MarkupStripper};
use super::codec::zstd::ZstdReader;
use super::container::mail::is_mail;
use super::reader::Bytes;

/// One layer that a log is packed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// gzip, RFC 1952.
    Gzip,
    /// Zstandard, RFC 8878.
    Zstd,
    /// A zip archive.
    Zip,
    /// A tar archive. [`detect`](Self::detect) never returns it: tar is read only as a file, not inside another packing.
    Tar,
    /// A mail or saved page with encoded parts (MIME).
    Mail,
    /// A PDF document.
    Pdf,
    /// Base64.
    Base64,
    /// HTML, or the XML of an office document.
    Markup(MarkupKind),
}

impl Packing {
    /// Its name in reports.
    pub fn id(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Zip => "zip",
            Self::Tar => "tar",
            Self::Mail => "mail",
            Self::Pdf => "pdf",
            Self::Base64 => "base64",
            Self::Markup(MarkupKind::Html) => "html",
            Self::Markup(MarkupKind::Document) => "document",
        }
    }

    /// The unpacked bytes of a packing that holds one stream. Archives, mails and PDF documents are returned as they are.
    pub(super) fn unpack(self, packed: Bytes) -> Bytes {
        match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(packed)),
            Self::Zstd => Box::new(ZstdReader::new(packed)),
            Self::Base64 => Box::new(TransformReader::new(packed, Base64Decoder::default())),
            Self::Markup(kind) => Box::new(TransformReader::new(packed, MarkupStripper::new(kind))),
            Self::Zip | Self::Tar | Self::Mail | Self::Pdf => packed,
        }
    }

    /// The outermost packing of a file that begins with `head`; `None` if it is not packed, or not in a known way.
    pub fn detect(head: &[u8]) -> Option<Self> {
        match head {
            [0x1F, 0x8B, ..] => Some(Self::Gzip),
            // The second pattern is a skippable frame of zstd.
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Self::Zstd),
            _ if is_zip(head) => Some(Self::Zip),
            _ if is_pdf(head) => Some(Self::Pdf),
            _ if is_mail(head) => Some(Self::Mail),
            _ if is_base64(head) => Some(Self::Base64),
            _ => MarkupKind::detect(head).map(Self::Markup),
        }
    }
}

/// Whether a file that begins with `head` is a zip archive: its first member, or the end record of an empty archive.
pub(super) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Whether a file that begins with `head` is a PDF document.
pub(super) fn is_pdf(head: &[u8]) -> bool {
    head.starts_with(b"%PDF-")
}
