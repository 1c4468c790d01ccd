//! Replaces files so that a crash leaves either the old or the new content.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// Replaces a file's content. Creates the file and its folder if they do not exist.
///
/// # Errors
/// The file cannot be written; the old one is unchanged then.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    replace_bytes(path, text.as_bytes())
}

/// Like [`replace`], for a file that is no text.
///
/// # Errors
/// Those of [`replace`].
pub(crate) fn replace_bytes(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder)?;
    let builder = &mut tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any new file: the default of temporary files keeps other users from reading exported notes.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}
