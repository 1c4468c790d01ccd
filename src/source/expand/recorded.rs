//! Finds files whose paths and hashes were recorded earlier, perhaps on another computer.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::source::log_source::short_name;

/// Files of notes and paths are small. A larger file is something else.
const MAX_TEXT: u64 = 64 << 20;

/// What became of a recorded file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordedState {
    /// It has the recorded hash, or no hash was recorded.
    Same,
    /// A file with its name has another hash.
    Changed,
    /// There is no file with its name.
    Missing,
}

/// Where a recorded file is on this computer: at its path, which may be relative to `folder`, else in the folder under its
/// name. A missing one is expected at its path.
pub fn find_recorded(folder: &Path, path: &Path, sha256: &str) -> (PathBuf, RecordedState) {
    let text = path.to_string_lossy();
    let candidates = [folder.join(path), folder.join(short_name(&text))];
    let mut existing = candidates.iter().filter(|path| path.is_file());
    let Some(first) = existing.next() else { return (candidates[0].clone(), RecordedState::Missing) };
    let is_same = |path: &Path| sha256.is_empty() || file_hash(path).is_ok_and(|hash| hash == sha256);
    match std::iter::once(first).chain(existing).find(|path| is_same(path)) {
        Some(same) => (same.clone(), RecordedState::Same),
        None => (first.clone(), RecordedState::Changed),
    }
}

/// The SHA-256 hash of a file, in hexadecimal digits.
///
/// # Errors
/// The file cannot be read.
pub fn file_hash(path: &Path) -> io::Result<String> {
    const BLOCK: usize = 1 << 16;
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut block = vec![0; BLOCK];
    loop {
        let read = file.read(&mut block)?;
        if read == 0 {
            break;
        }
        hasher.update(&block[..read]);
    }
    let mut text = String::new();
    for byte in hasher.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// The text of a small file.
///
/// # Errors
/// The file cannot be read, is no text, or is not small.
pub fn read_small_text(path: &Path) -> io::Result<String> {
    let length = fs::metadata(path)?.len();
    if length > MAX_TEXT {
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("it is too large ({length} bytes)")));
    }
    fs::read_to_string(path)
}
