//! Where one log is, and its name.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::picture::text::PictureText;

/// The endings of picture files.
const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "jfif"];

/// Where one log is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogSource {
    /// A file.
    File(PathBuf),
    /// A file in an archive (zip, tar), a part of a mail, or the text of a document.
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
    /// A picture from the clipboard: the bytes of a file.
    PastedPicture(Arc<[u8]>),
    /// The text of a picture that was read before, with the name of the picture.
    PictureText {
        /// The name for people and reports.
        name: String,
        /// The text.
        text: Arc<PictureText>,
        /// The picture files, each with its first row of pixels in the whole picture.
        files: Arc<[(LogSource, u32)]>,
    },
}

impl LogSource {
    /// The log's name for people and reports.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Member { archive, name } => format!("{}/{name}", archive.display()),
            Self::Stdin => "standard input".to_owned(),
            Self::Pasted(_) => "pasted text".to_owned(),
            Self::PastedPicture(_) => "pasted picture".to_owned(),
            Self::PictureText { name, .. } => name.clone(),
        }
    }

    /// Its file, or the archive that contains it; of several pictures, the first one's. `None` for what was pasted.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) | Self::Member { archive: path, .. } => Some(path),
            Self::Stdin | Self::Pasted(_) | Self::PastedPicture(_) => None,
            Self::PictureText { files, .. } => files.first()?.0.path(),
        }
    }

    /// Whether its name is that of a picture. Its content decides, but costs time.
    pub fn is_named_picture(&self) -> bool {
        let name = match self {
            Self::File(path) => path.as_path(),
            Self::Member { name, .. } => Path::new(name),
            Self::Stdin | Self::Pasted(_) => return false,
            Self::PastedPicture(_) => return cfg!(feature = "pictures"),
            Self::PictureText { .. } => return true,
        };
        let ending = name.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        cfg!(feature = "pictures") && PICTURES.iter().any(|known| ending.eq_ignore_ascii_case(known))
    }
}
