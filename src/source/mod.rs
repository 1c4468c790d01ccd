//! From a path, pipe, archive or pasted text to the plain bytes of a log.
//!
//! - In: a path that the user gave, standard input or text of the clipboard.
//! - `expand`: lists the logs at a path, which are files of a folder and members of an archive or mail, and what is left out.
//! - `log_source`: where one log is, and its name.
//! - `open`: opens a log and removes its packings, one layer after the other, until plain text is left.
//! - `packing`, `unsupported`: recognize from the first bytes what a file is packed in, or that it is not a log.
//! - `container`: archives, mails and documents with several logs in them. `codec`: bytes that encode other bytes.
//! - `picture`: reads the text in pictures.
//! - `reader`: small readers that peek, count, limit, cancel or retry, each wrapping another reader.
//! - `pipe`, `tail`: read pipes and growing files without blocking longer than a [`TICK`].
//! - `cancel`: the token that ends a log early. `file_watch`: whether a file changed since it was opened.
//! - `encoding`, `read_at`: text encodings and reading by position, used by the stages that follow.
//! - `own_catalogs`: catalog files of the user, and the folder of the settings.
//! - Out: [`Opened`], a reader of plain bytes with what is known about them; or a [`SourceError`] with advice.
//!
//! What always holds: only temporary files are written, and names of members are never used as paths. The bytes before a
//! failure are always returned. Unpacking has limits, so that no archive exhausts memory, disk or time.

mod cancel;
mod codec;
mod container;
pub(crate) mod encoding;
mod error;
mod expand;
mod file_watch;
mod log_source;
mod open;
pub mod own_catalogs;
mod packing;
mod picture;
mod pipe;
pub(crate) mod read_at;
mod reader;
mod tail;
mod unsupported;

pub use self::cancel::{CancelToken, TICK, Waiting};
pub use self::error::SourceError;
pub use self::expand::Expanded;
pub use self::expand::left_out::{LeftOut, LeftOutReason};
pub use self::expand::recorded::{RecordedState, file_hash, find_recorded, read_small_text};
pub use self::file_watch::{FileChange, FileSnapshot};
pub use self::log_source::{LogSource, short_name};
pub use self::open::Opened;
pub use self::packing::Packing;
pub use self::picture::{
    Correction, PictureChar, PictureEvidence, PicturePixels, PictureProgress, PictureRow, PictureText, picture_pixels,
    picture_png, read_picture,
};
pub use self::reader::Bytes;
pub use self::reader::peek::PeekReader;
