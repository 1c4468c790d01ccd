//! A followed file, looked at now and then: whether it changed, and whether it is still the same one. Looking works where the
//! system's notices do not, as on network drives.

use std::fs::{self, Metadata};
use std::path::PathBuf;
use std::time::SystemTime;

/// What can be told of a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
    /// Tells the file from another one at its place.
    identity: Option<u64>,
}

impl Stamp {
    fn new(metadata: &Metadata) -> Self {
        Self { bytes: metadata.len(), modified: metadata.modified().ok(), identity: identity(metadata) }
    }
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps)] // not every system can tell
fn identity(metadata: &Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;
    Some(metadata.ino())
}

#[cfg(not(unix))]
fn identity(metadata: &Metadata) -> Option<u64> {
    let created = metadata.created().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(created.as_nanos() as u64)
}

/// What a look showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Nothing new.
    Same,
    /// Something was written to it, or nothing is known of it yet.
    Changed {
        /// Whether it is not the same file and more: it was cut short, or another one stands in its place.
        is_other: bool,
    },
    /// It is gone since the last look.
    Gone,
}

/// See the module.
pub(super) struct Watch {
    path: PathBuf,
    seen: Option<Stamp>,
    is_gone: bool,
}

impl Watch {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, seen: None, is_gone: false }
    }

    /// Looks once. A file that cannot be looked at counts as gone.
    pub(super) fn look(&mut self) -> Look {
        let Ok(metadata) = fs::metadata(&self.path) else {
            return if std::mem::replace(&mut self.is_gone, true) { Look::Same } else { Look::Gone };
        };
        let now = Stamp::new(&metadata);
        let was_gone = std::mem::replace(&mut self.is_gone, false);
        match self.seen.replace(now) {
            Some(seen) if seen == now && !was_gone => Look::Same,
            Some(seen) => Look::Changed { is_other: now.bytes < seen.bytes || now.identity != seen.identity },
            None => Look::Changed { is_other: false },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_file_that_grows_is_cut_short_vanishes_and_comes_back_is_told_apart() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("call.log");
        let append = |text: &str| {
            let mut file = fs::OpenOptions::new().append(true).create(true).open(&path).expect("opened");
            file.write_all(text.as_bytes()).expect("written");
        };
        append("one\n");
        let mut watch = Watch::new(path.clone());
        assert_eq!(watch.look(), Look::Changed { is_other: false });
        assert_eq!(watch.look(), Look::Same);
        append("two\n");
        assert_eq!(watch.look(), Look::Changed { is_other: false });
        fs::write(&path, "three").expect("cut short");
        assert_eq!(watch.look(), Look::Changed { is_other: true });
        fs::rename(&path, folder.path().join("call.log.1")).expect("moved away");
        assert_eq!(watch.look(), Look::Gone);
        assert_eq!(watch.look(), Look::Same, "it is told once");
        append("a new file, longer than the one before");
        assert_eq!(watch.look(), Look::Changed { is_other: cfg!(unix) });
    }
}
