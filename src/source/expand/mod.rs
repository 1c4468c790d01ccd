//! From a path to the logs at it.
//!
//! - In: a path that the user gave, which is a file, a folder, an archive or a mail.
//! - [`LogSource::expand`]: starts a walk. A folder that holds no log returns all its files as logs: each of them fails to
//!   open with an error that says what it is and what to do with it.
//! - `FolderWalk`: visits a folder and its subfolders, first everything that is not a link, then the links. So a log is
//!   listed under its own name, and a link to it as a duplicate.
//! - Each file and folder is visited once, even if many links lead to it, so a folder that contains a link to itself does
//!   not repeat.
//! - `container::content`: whether a file is a log, an archive with logs in it, or certainly not a log.
//! - `left_out`: what is not read, and why. `recorded`: a file whose path and hash were recorded earlier.
//! - Out: [`Expanded`], the logs in alphabetical order and what is left out.
//!
//! What always holds: everything but hidden files is listed, either as a log or as left out. One unreadable file does not stop
//! the walk.

pub(crate) mod left_out;
pub(super) mod recorded;

use std::collections::{HashMap, HashSet, VecDeque};
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use self::left_out::{LeftOut, LeftOutReason};
use super::container;
use super::container::FileContent;
use super::error::SourceError;
use super::file_watch::FileId;
use super::log_source::LogSource;
use super::unsupported::UnsupportedFile;

/// The logs at a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expanded {
    /// The logs, in alphabetical order.
    pub logs: Vec<LogSource>,
    /// What else is at the path but is not read, and why.
    pub left_out: Vec<LeftOut>,
}

impl Expanded {
    /// What is left out, in one or two sentences that name the first few; `None` if nothing is.
    pub fn left_out_message(&self) -> Option<String> {
        const MAX_NAMED: usize = 5;
        let count = match self.left_out.len() {
            0 => return None,
            1 => "One file or folder is not read".to_owned(),
            count => format!("{count} files and folders are not read"),
        };
        let named = self.left_out.iter().take(MAX_NAMED).map(|file| format!("{}: {}", file.name, file.message()));
        let more = self.left_out.len().saturating_sub(MAX_NAMED);
        let more = (more > 0).then(|| format!("and {more} more"));
        Some(format!("{count}. {}.", named.chain(more).collect::<Vec<_>>().join("; ")))
    }
}

impl LogSource {
    /// The logs at `path`, and what else is there but is not read. There may be no logs if something is left out.
    ///
    /// # Errors
    /// The path cannot be read, or there are no files at it.
    pub fn expand(path: &Path) -> Result<Expanded, SourceError> {
        let mut walk = FolderWalk::default();
        let metadata = fs::metadata(path)?;
        if metadata.is_dir() {
            walk.walk(path, &metadata)?;
        } else if metadata.is_file() {
            walk.add_file(path, true)?;
        } else {
            // The beginning of a pipe can be read only once.
            walk.logs.push(Self::File(path.to_owned()));
        }
        let FolderWalk { mut logs, mut left_out, not_logs, .. } = walk;
        if logs.is_empty() {
            logs = not_logs.into_iter().map(|(source, _)| source).collect();
        } else {
            left_out.extend(not_logs.into_iter().map(|(source, unsupported)| LeftOut {
                name: source.name(),
                reason: LeftOutReason::NotALog(unsupported.kind),
            }));
        }
        if logs.is_empty() && left_out.is_empty() {
            return Err(SourceError::EmptyFolder);
        }
        // Stable: the members of an archive stay in their order.
        logs.sort_by(|one, other| path_of(one).cmp(path_of(other)));
        left_out.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(Expanded { logs, left_out })
    }
}

/// The path of the file that holds the log.
fn path_of(source: &LogSource) -> &Path {
    source.path().unwrap_or(Path::new(""))
}

/// A walk through a folder and its subfolders.
#[derive(Default)]
struct FolderWalk {
    logs: Vec<LogSource>,
    left_out: Vec<LeftOut>,
    not_logs: Vec<(LogSource, UnsupportedFile)>,
    /// The files and folders that were visited, and their paths.
    visited: HashMap<FileId, PathBuf>,
    /// The folders that contain the root of the walk.
    ancestors: HashSet<FileId>,
    /// Folders that are not read yet, the next one last.
    folders: Vec<PathBuf>,
    /// Links that are not followed yet.
    links: VecDeque<PathBuf>,
}

impl FolderWalk {
    /// Visits `root` and everything in it.
    fn walk(&mut self, root: &Path, metadata: &Metadata) -> io::Result<()> {
        // Some drives of Windows have no canonical paths.
        let full_path = fs::canonicalize(root).or_else(|_| std::path::absolute(root))?;
        let id_of = |folder: &Path| FileId::new(folder, &fs::metadata(folder).ok()?).ok();
        self.ancestors = full_path.ancestors().skip(1).filter_map(id_of).collect();
        self.visited.extend(FileId::new(root, metadata).ok().map(|id| (id, root.to_owned())));
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

    /// Adds the entries of a folder except hidden files.
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
        let previous = self.folders.len();
        for (path, is_link) in entries {
            if is_link {
                self.links.push_back(path);
            } else {
                self.add(path, false);
            }
        }
        // The walk pops folders from the end.
        self.folders[previous..].reverse();
        Ok(())
    }

    /// Adds an entry of a folder, which is a file, a folder or, if `is_link`, a link to one.
    fn add(&mut self, path: PathBuf, is_link: bool) {
        let Ok(metadata) = fs::metadata(&path) else {
            // Opening it later reports the reason.
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
            // Opening it later reports the reason, without stopping the walk.
            self.logs.push(LogSource::File(path));
        }
    }

    /// Why a file or folder is not visited again, if it was visited before.
    fn visited_before(&mut self, path: &Path, metadata: &Metadata, is_link: bool) -> Option<LeftOutReason> {
        // If it cannot be opened, reading it later reports the reason.
        let id = FileId::new(path, metadata).ok()?;
        if metadata.is_dir() && self.ancestors.contains(&id) {
            return Some(LeftOutReason::Ancestor);
        }
        // Some network drives give all files the same number. A file without other names cannot have been visited.
        let may_repeat = is_link || metadata.is_dir() || has_other_names(metadata);
        match self.visited.get(&id) {
            Some(first) if may_repeat => Some(LeftOutReason::Duplicate(first.clone())),
            _ => {
                self.visited.insert(id, path.to_owned());
                None
            }
        }
    }

    /// Adds the log, or the logs, in a file. A file that the user named is always added as a log.
    fn add_file(&mut self, path: &Path, is_named: bool) -> Result<(), SourceError> {
        let file = || LogSource::File(path.to_owned());
        match container::content(path)? {
            FileContent::NotALog(unsupported) if !is_named => self.not_logs.push((file(), unsupported)),
            FileContent::Log | FileContent::NotALog(_) => self.logs.push(file()),
            FileContent::Members(found) => {
                let member = |name| LogSource::Member { archive: path.to_owned(), name };
                self.logs.extend(found.names.into_iter().map(member));
                self.not_logs.extend(found.not_logs.into_iter().map(|(name, unsupported)| (member(name), unsupported)));
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

/// Whether the file is hidden: its name begins with a dot, or it holds the previews of Windows Explorer.
fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.') || name == "Thumbs.db")
}

/// Whether there are hard links to a file.
#[cfg(unix)]
fn has_other_names(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 1
}

/// Whether there are hard links to a file. On Windows only an open file reports its links, and they are rare.
#[cfg(not(unix))]
fn has_other_names(_: &Metadata) -> bool {
    false
}

/// The kind of a file that is not a regular file.
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

/// The kind of a file that is not a regular file.
#[cfg(not(unix))]
fn special_kind(_: FileType) -> &'static str {
    "a device"
}
