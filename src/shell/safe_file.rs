//! Files of which either the old or the new content survives, whatever happens while they are written.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// Replaces a file's content, and makes its folder if there is none.
///
/// # Errors
/// The file cannot be written; the old one is untouched then.
pub(super) fn replace(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    // First beside it, under a name that no other window uses: a full disk must not leave half a file.
    let draft = path.with_extension(format!("json.new-{}", std::process::id()));
    let written = write_whole(&draft, text).and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // What is left of the draft is of use to nobody, and the first error is what counts.
        let _ = fs::remove_file(&draft);
    }
    written
}

/// Returns when the content is on the disk, and not before.
fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
