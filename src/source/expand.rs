//! From a path to the logs at it: a file, the files below a folder, the members of an archive or mail.
//!
//! Folders are walked by identity, so each file and each folder is visited once, however many links lead to it. First
//! everything that is not a link, then the links: a log is listed under its own name. What is not opened as a log is listed
//! with the reason; nothing is dropped silently but hidden files.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::container;
use super::container::Content;
use super::identity::FileId;
use super::unsupported::UnsupportedFile;
use super::{LogSource, SourceError};

/// What is at a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expanded {
    /// The logs, in alphabetical order.
    pub logs: Vec<LogSource>,
    /// What is at the path as well, but is not read, and why.
    pub left_out: Vec<LeftOut>,
}

/// A file, folder or member that is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// Its name, for people.
    pub name: String,
    /// Why it is not read.
    pub reason: LeftOutReason,
}

/// Why a file, folder or member is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOutReason {
    /// It is certainly no log: "a PNG picture".
    NoLog(&'static str),
    /// It is no regular file: "a socket", "a link". Opening one may wait for ever.
    Special(&'static str),
    /// The file or folder at this path is the same one.
    Same(PathBuf),
    /// The folder contains the folder that is being read.
    Above,
    /// It may hold logs and could not be read, or only in part: why, and what to do.
    Unread(String),
}

impl Expanded {
    /// What is left out, in a sentence or two, where anything is. Names the first few.
    pub fn left_out_words(&self) -> Option<String> {
        const NAMED: usize = 5;
        let count = match self.left_out.len() {
            0 => return None,
            1 => "One file or folder is not read".to_owned(),
            count => format!("{count} files and folders are not read"),
        };
        let named = self.left_out.iter().take(NAMED).map(|file| format!("{}: {}", file.name, file.words()));
        let more = self.left_out.len().saturating_sub(NAMED);
        let more = (more > 0).then(|| format!("and {more} more"));
        Some(format!("{count}. {}.", named.chain(more).collect::<Vec<_>>().join("; ")))
    }
}

impl LeftOut {
    /// Why it is not read, for people, without its name.
    pub fn words(&self) -> String {
        match &self.reason {
            LeftOutReason::NoLog(what) => format!("skipped: it is {what}, not a log"),
            LeftOutReason::Special(what) => format!("skipped: it is {what}"),
            LeftOutReason::Same(path) => format!("skipped: it leads to {}, which is read already", path.display()),
            LeftOutReason::Above => "skipped: it leads to a folder that contains this one".to_owned(),
            LeftOutReason::Unread(reason) => reason.clone(),
        }
    }

    /// Whether logs may be missing because of it.
    pub fn is_failure(&self) -> bool {
        matches!(self.reason, LeftOutReason::Unread(_))
    }
}

/// What is at `path`. Where nothing of it is a log, all files are returned as logs: opened, each of them says what it is and
/// what to do with it.
///
/// # Errors
/// The path cannot be read, or there are no files at it.
pub fn expand(path: &Path) -> Result<Expanded, SourceError> {
    let metadata = fs::metadata(path)?;
    let mut walk = Walk::default();
    if metadata.is_dir() {
        walk.walk(path)?;
    } else {
        walk.add_file(path, true)?;
    }
    let Walk { mut logs, mut left_out, no_logs, .. } = walk;
    if logs.is_empty() {
        logs = no_logs.into_iter().map(|(source, _)| source).collect();
    } else {
        left_out.extend(no_logs.into_iter().map(|(source, unsupported_file)| LeftOut {
            name: source.name(),
            reason: LeftOutReason::NoLog(unsupported_file.what),
        }));
    }
    if logs.is_empty() && left_out.is_empty() {
        return Err(SourceError::EmptyFolder);
    }
    // Stable: the members of an archive stay in their order.
    logs.sort_by(|one, other| file_of(one).cmp(file_of(other)));
    left_out.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(Expanded { logs, left_out })
}

fn file_of(source: &LogSource) -> &Path {
    match source {
        LogSource::File(path) | LogSource::Member { archive: path, .. } => path,
        LogSource::Stdin | LogSource::Pasted(_) => Path::new(""),
    }
}

/// A walk through a folder and its folders.
#[derive(Default)]
struct Walk {
    logs: Vec<LogSource>,
    left_out: Vec<LeftOut>,
    no_logs: Vec<(LogSource, UnsupportedFile)>,
    /// The files and folders that were visited, and where.
    visited: HashMap<FileId, PathBuf>,
    /// The folders that contain the one where the walk began.
    above: HashSet<FileId>,
    /// Folders that are still to be read.
    folders: Vec<PathBuf>,
    /// Links that are still to be followed.
    links: VecDeque<PathBuf>,
}

impl Walk {
    fn walk(&mut self, root: &Path) -> io::Result<()> {
        // Some drives of Windows have no canonical paths.
        let whole = fs::canonicalize(root).or_else(|_| std::path::absolute(root))?;
        self.above = whole.ancestors().skip(1).filter_map(|folder| FileId::of(folder).ok()).collect();
        self.visited.extend(FileId::of(root).ok().map(|id| (id, root.to_owned())));
        self.read_folder(root)?;
        loop {
            while let Some(folder) = self.folders.pop() {
                if let Err(error) = self.read_folder(&folder) {
                    self.leave_out(&folder, LeftOutReason::Unread(format!("the folder cannot be read: {error}")));
                }
            }
            let Some(link) = self.links.pop_front() else { return Ok(()) };
            self.add(link, true);
        }
    }

    /// Adds what is in a folder, but for hidden files.
    fn read_folder(&mut self, folder: &Path) -> io::Result<()> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            match entry {
                Ok(entry) => entries.push((entry.path(), entry.file_type().is_ok_and(|kind| kind.is_symlink()))),
                Err(error) => {
                    self.leave_out(folder, LeftOutReason::Unread(format!("some of its files cannot be read: {error}")));
                    break;
                }
            }
        }
        entries.retain(|(path, _)| !is_hidden(path));
        entries.sort();
        let known = self.folders.len();
        for (path, is_link) in entries {
            if is_link {
                self.links.push_back(path);
            } else {
                self.add(path, false);
            }
        }
        // Folders are taken from the end.
        self.folders[known..].reverse();
        Ok(())
    }

    fn add(&mut self, path: PathBuf, is_link: bool) {
        let Ok(metadata) = fs::metadata(&path) else {
            // Opened later, it says what is wrong with it.
            return self.logs.push(LogSource::File(path));
        };
        if !metadata.is_dir() && !metadata.is_file() {
            return self.leave_out(&path, LeftOutReason::Special(special_kind(metadata.file_type())));
        }
        if let Some(reason) = self.visited_before(&path, &metadata, is_link) {
            self.leave_out(&path, reason);
        } else if metadata.is_dir() {
            self.folders.push(path);
        } else if self.add_file(&path, false).is_err() {
            // Opened later, it says what is wrong with it, without stopping the others.
            self.logs.push(LogSource::File(path));
        }
    }

    /// Why a file or folder is not visited again, if it was visited before.
    fn visited_before(&mut self, path: &Path, metadata: &Metadata, is_link: bool) -> Option<LeftOutReason> {
        // What cannot be opened says so when it is read.
        let id = FileId::of(path).ok()?;
        if metadata.is_dir() && self.above.contains(&id) {
            return Some(LeftOutReason::Above);
        }
        // A file of one name is never another one, even if a network drive gives all of them the same number.
        let may_repeat = is_link || metadata.is_dir() || has_other_names(metadata);
        match self.visited.get(&id) {
            Some(first) if may_repeat => Some(LeftOutReason::Same(first.clone())),
            _ => {
                self.visited.insert(id, path.to_owned());
                None
            }
        }
    }

    /// Adds the log, or the logs, in a file. One that the user named is a log whatever it is.
    fn add_file(&mut self, path: &Path, is_named: bool) -> Result<(), SourceError> {
        let file = || LogSource::File(path.to_owned());
        match container::content(path)? {
            Content::NoLog(unsupported_file) if !is_named => self.no_logs.push((file(), unsupported_file)),
            Content::Log | Content::NoLog(_) => self.logs.push(file()),
            Content::Members(found) => {
                let member = |name| LogSource::Member { archive: path.to_owned(), name };
                self.logs.extend(found.names.into_iter().map(member));
                self.no_logs
                    .extend(found.no_logs.into_iter().map(|(name, unsupported_file)| (member(name), unsupported_file)));
                let left_out = found.left_out.into_iter().map(|(name, reason)| {
                    let name = name.map_or_else(|| file().name(), |name| member(name).name());
                    LeftOut { name, reason }
                });
                self.left_out.extend(left_out);
            }
        }
        Ok(())
    }

    fn leave_out(&mut self, path: &Path, reason: LeftOutReason) {
        self.left_out.push(LeftOut { name: path.display().to_string(), reason });
    }
}

/// Whether nobody sees the file in its folder: by the custom of Unix, or as the previews that Windows leaves in folders.
fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.') || name == "Thumbs.db")
}

/// Whether there are hard links to a file.
#[cfg(unix)]
fn has_other_names(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 1
}

/// Whether there are hard links to a file. Windows says so only of an open file; they are rare there.
#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

/// What a file is that is no regular one.
#[cfg(unix)]
fn special_kind(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    if kind.is_fifo() {
        "a named pipe (open it itself to read it)"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

/// What a file is that is no regular one.
#[cfg(not(unix))]
fn special_kind(_: FileType) -> &'static str {
    "a device"
}
