//! Saves and opens `.trtccase` files, and checks whether the logs are those that the case was saved with.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::atomic_write;
use crate::app::{Action, KeptAction, LogsAction, NoticeKind, SavedLogs};
use crate::case::saved::{CASE_EXTENSION, CaseFault, CaseFile, CaseFileLog, OpenedCase};
use crate::source::file_hash;

/// Saves a case. Returns a message for the user.
pub(in crate::shell) fn save(path: &Path, saved: &SavedLogs, left_out: usize) -> Action {
    let path = &path.with_extension(CASE_EXTENSION);
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut hashes: HashMap<PathBuf, String> = HashMap::new();
    let mut logs = Vec::new();
    for log in &saved.logs {
        let absolute = std::path::absolute(&log.path).unwrap_or_else(|_| log.path.clone());
        let sha256 = hashes.entry(absolute.clone()).or_insert_with(|| file_hash(&absolute).unwrap_or_default()).clone();
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
    let OpenedCase { case, faults } = match OpenedCase::open(path) {
        Ok(opened) => opened,
        Err(error) => return Action::Notify(NoticeKind::Failed, format!("{}: {error}", path.display())),
    };
    let faults = faults.iter().map(CaseFault::to_string).collect();
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    Action::Logs(LogsAction::OfKept(KeptAction::OpenCase { path, case: Box::new(case), faults }))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::app::SavedLog;
    use crate::case::saved::SavedView;

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
