//! Saves and opens `.trtccase` files, and checks whether the logs are those that the case was saved with.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::atomic_write;
use crate::app::{Action, CASE_EXTENSION, CaseFile, CaseFileLog, KeptAction, LogsAction, NoticeKind, SavedLogs};

/// Saves a case. Returns a message for the user.
pub(in crate::shell) fn save(path: &Path, saved: &SavedLogs, left_out: usize) -> Action {
    let path = &path.with_extension(CASE_EXTENSION);
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut hashes: HashMap<PathBuf, String> = HashMap::new();
    let mut logs = Vec::new();
    for log in &saved.logs {
        let absolute = std::path::absolute(&log.path).unwrap_or_else(|_| log.path.clone());
        let sha256 = hashes.entry(absolute.clone()).or_insert_with(|| hash(&absolute).unwrap_or_default()).clone();
        // Beside the case, a log is found on every computer.
        let path = absolute.strip_prefix(folder).map(Path::to_owned).unwrap_or(absolute);
        logs.push(CaseFileLog { path, member: log.member.clone(), sha256, view: log.view.clone() });
    }
    let count = if logs.len() == 1 { "one log".to_owned() } else { format!("{} logs", logs.len()) };
    let shown = saved.shown.filter(|_| !saved.case);
    match atomic_write::replace(path, &CaseFile::new(logs, shown).render()) {
        Ok(()) => {
            let mut text = format!(
                "The case with {count} was saved as {}. It has no text of the logs: pass the files on with it.",
                path.display()
            );
            match left_out {
                0 => {}
                1 => text.push_str(" One pasted log is not in it."),
                count => {
                    let _ = write!(text, " {count} pasted logs are not in it.");
                }
            }
            Action::Notify(NoticeKind::Done, text)
        }
        Err(error) => {
            let text = format!("The case could not be saved as {}: {error}", path.display());
            Action::Notify(NoticeKind::Failed, text)
        }
    }
}

/// Opens a case: finds its logs on this computer and compares their hashes.
pub(in crate::shell) fn open(path: &Path) -> Action {
    let read = fs::read_to_string(path).map_err(|error| error.to_string());
    let case = read.and_then(|text| CaseFile::parse(&text).map_err(|error| error.to_string()));
    let mut case = match case {
        Ok(case) => case,
        Err(error) => return Action::Notify(NoticeKind::Failed, format!("{}: {error}", path.display())),
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut checked: HashMap<PathBuf, PathBuf> = HashMap::new();
    let mut faults = Vec::new();
    for log in &mut case.logs {
        if let Some(found) = checked.get(&log.path) {
            log.path.clone_from(found);
            continue;
        }
        let (found, fault) = find(folder, log);
        faults.extend(fault);
        checked.insert(std::mem::replace(&mut log.path, found.clone()), found);
    }
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Action::Logs(LogsAction::OfKept(KeptAction::OpenCase { path, case: Box::new(case), faults }))
}

/// The path of a log on this computer, and a sentence for the user if the file is missing or has changed.
fn find(folder: &Path, log: &CaseFileLog) -> (PathBuf, Option<String>) {
    // The path of another system has other separators.
    let text = log.path.to_string_lossy();
    let name = text.rsplit(['/', '\\']).next().unwrap_or_default();
    let candidates = [folder.join(&log.path), folder.join(name)];
    let existing: Vec<&PathBuf> = candidates.iter().filter(|path| path.is_file()).collect();
    let is_same = |path: &Path| hash(path).is_ok_and(|hash| hash == log.sha256);
    if let Some(same) = existing.iter().find(|path| log.sha256.is_empty() || is_same(path)) {
        return ((*same).clone(), None);
    }
    if let Some(changed) = existing.first() {
        let shown = changed.display();
        let fault =
            format!("{shown} has changed since the case was saved: selected entries and marks may be at other places.");
        return ((*changed).clone(), Some(fault));
    }
    let fault = format!(
        "{name} is missing: it is neither at {} nor beside the case. Put the file beside the case and open the case again.",
        candidates[0].display()
    );
    (candidates[0].clone(), Some(fault))
}

/// The SHA-256 hash of a file, in hexadecimal digits.
fn hash(path: &Path) -> io::Result<String> {
    const BLOCK: usize = 1 << 16;
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut block = vec![0; BLOCK];
    loop {
        match file.read(&mut block)? {
            0 => break,
            count => hasher.update(&block[..count]),
        }
    }
    let mut text = String::new();
    for byte in hasher.finalize() {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{SavedLog, SavedView};

    fn saved(path: &Path) -> SavedLogs {
        let view = SavedView { entry: Some(3), ..SavedView::default() };
        SavedLogs { logs: vec![SavedLog { path: path.to_owned(), member: None, view }], shown: Some(0), case: false }
    }

    fn opened(path: &Path) -> (CaseFile, Vec<String>) {
        match open(path) {
            Action::Logs(LogsAction::OfKept(KeptAction::OpenCase { case, faults, .. })) => (*case, faults),
            _ => panic!("the case is opened"),
        }
    }

    #[test]
    fn a_case_finds_its_logs_in_another_folder() {
        let (here, there) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        fs::write(here.path().join("a.log"), "x").expect("written");
        let Action::Notify(NoticeKind::Done, text) =
            save(&here.path().join("c"), &saved(&here.path().join("a.log")), 1)
        else {
            panic!("the case is saved")
        };
        assert!(text.contains("one log") && text.contains("One pasted log"), "{text}");
        for name in ["a.log", "c.trtccase"] {
            fs::copy(here.path().join(name), there.path().join(name)).expect("copied");
        }
        drop(here);
        let (case, faults) = opened(&there.path().join("c.trtccase"));
        assert_eq!((faults, case.logs[0].view.entry), (Vec::new(), Some(3)));
        assert_eq!(case.logs[0].path, there.path().join("a.log"));
        let sha256 = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";
        assert_eq!(case.logs[0].sha256, sha256);
    }

    #[test]
    fn a_changed_and_a_missing_log_are_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let log = folder.path().join("a.log");
        fs::write(&log, "x").expect("written");
        let case = folder.path().join("c.trtccase");
        save(&case, &saved(&log), 0);
        fs::write(&log, "y").expect("written");
        let (_, faults) = opened(&case);
        assert!(faults[0].contains("a.log has changed"), "{faults:?}");
        fs::remove_file(&log).expect("removed");
        let (opened_case, faults) = opened(&case);
        assert!(faults[0].contains("a.log is missing"), "{faults:?}");
        assert_eq!(opened_case.logs.len(), 1, "its row says that it cannot be read");
    }

    #[test]
    fn other_files_with_this_name_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("c.trtccase");
        fs::write(&path, "just text").expect("written");
        assert!(matches!(open(&path), Action::Notify(NoticeKind::Failed, _)));
    }
}
