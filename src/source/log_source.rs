//! Where one log is, and its name.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::picture::text::PictureText;

/// The endings of picture files.
const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "jfif"];

/// The name of a picture in a mail that has none.
pub(super) const UNNAMED_PICTURE: &str = "picture";

/// The name of a file or log without the folders. The path may be that of another system, with other separators.
pub fn short_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(name)
}

/// Where one log is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogSource {
    /// A file.
    File(PathBuf),
    /// A file in an archive (zip, tar), a part of a mail, or the text or a picture of a document.
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
        let path = match self {
            Self::File(path) => path.as_path(),
            Self::Member { name, .. } => Path::new(name),
            Self::Stdin | Self::Pasted(_) => return false,
            Self::PastedPicture(_) => return cfg!(feature = "pictures"),
            Self::PictureText { .. } => return true,
        };
        cfg!(feature = "pictures") && is_picture_name(&path.to_string_lossy())
    }
}

/// Whether a file or member with this name is a picture: `shot.png`; the second part of a mail with that name, `shot.png/2`; a
/// picture without a name, `picture` or `page-1/picture-2`.
fn is_picture_name(name: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (folder, last) = name.rsplit_once('/').unwrap_or(("", name));
    if last == UNNAMED_PICTURE || last.strip_prefix("picture-").is_some_and(is_number) {
        return true;
    }
    let name = if is_number(last) { folder } else { name };
    let ending = Path::new(name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    name == UNNAMED_PICTURE || PICTURES.iter().any(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_recognised_by_their_names() {
        for name in ["a/shot.PNG", "shot.jpeg/2", "picture", "picture/3", "page-12/picture-1", "a.pdf/x.jpg"] {
            assert!(is_picture_name(name), "{name}");
        }
        for name in ["a.log", "shot.png/a.log", "picture/a.log", "text/2", "picture-old", "pictures"] {
            assert!(!is_picture_name(name), "{name}");
        }
    }
}
