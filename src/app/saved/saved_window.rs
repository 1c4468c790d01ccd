//! The opened logs, and the files that were opened recently, for the next start of the window.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::app::logs_tab::list_action::LogSort;
use crate::case::saved::{CaseFile, SavedView, is_case};
use crate::source::LogSource;

/// How many recently opened files are kept.
const MAX_RECENT: usize = 20;

/// One log that was open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SavedLog {
    /// The file, or the archive that contains the log.
    pub path: PathBuf,
    /// The name of the log in the archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// What was shown of it.
    #[serde(flatten)]
    pub view: SavedView,
}

impl SavedLog {
    /// A log at this place; `None` if it has no place: a pasted text, a pipe.
    pub(in crate::app) fn new(source: &LogSource, view: SavedView) -> Option<Self> {
        let (path, member) = match source {
            LogSource::File(path) => (path, None),
            LogSource::Member { archive, name } => (archive, Some(name.clone())),
            LogSource::Stdin | LogSource::Pasted(_) | LogSource::PastedPicture(_) | LogSource::PictureText { .. } => {
                return None;
            }
        };
        // A name that is no text cannot be kept in JSON.
        path.to_str()?;
        Some(Self { path: path.clone(), member, view })
    }

    /// Where the log is.
    pub fn source(&self) -> LogSource {
        match &self.member {
            Some(name) => LogSource::Member { archive: self.path.clone(), name: name.clone() },
            None => LogSource::File(self.path.clone()),
        }
    }
}

/// The logs that were open, and which of them was shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SavedLogs {
    /// The logs in the order in which they were opened.
    pub logs: Vec<SavedLog>,
    /// The index of the log that was shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<usize>,
    /// Whether all logs were shown as one case.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub case: bool,
}

impl SavedLogs {
    /// The logs of a case.
    pub(in crate::app) fn of_case(case: &CaseFile) -> Self {
        let logs = case.whole_logs().map(|log| SavedLog { path: log.path, member: log.member, view: log.view });
        Self { logs: logs.collect(), shown: case.shown, case: case.shown.is_none() }
    }
}

/// A file that was opened recently: a log, an archive, a folder or a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RecentFile {
    /// Its path.
    pub path: PathBuf,
}

impl RecentFile {
    /// Whether it is a case.
    pub fn is_case(&self) -> bool {
        is_case(&self.path)
    }

    /// The name without the folders.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or(self.path.as_os_str()).to_string_lossy().into_owned()
    }

    /// The folder.
    pub fn folder(&self) -> String {
        self.path.parent().map(|folder| folder.display().to_string()).unwrap_or_default()
    }
}

/// What is kept from one start of the window to the next, beside the settings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct SavedWindow {
    /// The version of the file's format.
    pub version: u32,
    /// Whether the tab of logs was shown.
    pub in_logs: bool,
    /// The logs that were open.
    pub open: SavedLogs,
    /// The logs that were open when a window was started with other files.
    #[serde(skip_serializing_if = "is_none_open")]
    pub earlier: SavedLogs,
    /// The order of the list of logs.
    pub sort: String,
    /// Whether the list is grouped.
    pub grouped: bool,
    /// Whether the list is hidden.
    pub list_hidden: bool,
    /// The width of the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list_width: Option<f32>,
    /// The files that were opened recently, the last one first.
    pub recent: Vec<RecentFile>,
}

fn is_none_open(saved: &SavedLogs) -> bool {
    saved.logs.is_empty()
}

impl SavedWindow {
    /// Parses the content of the file. Also returns a sentence for the user if that failed.
    pub fn parse(text: &str) -> (Self, Option<String>) {
        match serde_json::from_str(text) {
            Ok(saved) => (saved, None),
            Err(error) => {
                let fault =
                    format!("What was open the last time is not known: window-state.json is damaged ({error}).");
                (Self::default(), Some(fault))
            }
        }
    }

    /// The content of the file.
    pub fn render(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The order of the list of logs.
    pub(in crate::app) fn log_sort(&self) -> LogSort {
        LogSort::from_id(&self.sort).unwrap_or_default()
    }

    /// Adds files that another window opened after this window's own ones.
    pub fn add_later(&mut self, others: &[RecentFile]) {
        let new = others.iter().filter(|file| !self.recent.contains(file)).cloned().collect::<Vec<_>>();
        self.recent.extend(new);
        self.recent.truncate(MAX_RECENT);
    }

    /// Adds a file that was opened to the recent ones.
    pub fn add_recent(&mut self, path: PathBuf) {
        add_recent(&mut self.recent, path);
    }
}

/// Adds a file to the recent ones, at the beginning.
pub(in crate::app) fn add_recent(recent: &mut Vec<RecentFile>, path: PathBuf) {
    if path.to_str().is_none() {
        return;
    }
    recent.retain(|file| file.path != path);
    recent.insert(0, RecentFile { path });
    recent.truncate(MAX_RECENT);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_window_survives_a_round_trip() {
        let view = SavedView { entry: Some(4), hidden_levels: vec!["Debug".to_owned()], ..SavedView::default() };
        let member = LogSource::Member { archive: PathBuf::from("/x/a.zip"), name: "b.log".to_owned() };
        let saved = SavedWindow {
            in_logs: true,
            open: SavedLogs {
                logs: [LogSource::File(PathBuf::from("/x/a.log")), member.clone()]
                    .iter()
                    .filter_map(|source| SavedLog::new(source, view.clone()))
                    .collect(),
                shown: Some(1),
                case: false,
            },
            list_width: Some(300.0),
            recent: vec![RecentFile { path: PathBuf::from("/x/a.trtccase") }],
            ..SavedWindow::default()
        };
        let (read, fault) = SavedWindow::parse(&saved.render());
        assert_eq!((read, fault), (saved.clone(), None));
        assert_eq!(saved.open.logs[1].source(), member);
        assert!(saved.recent[0].is_case());
        assert_eq!(SavedLog::new(&LogSource::Pasted("x".to_owned()), view), None, "pasted texts are not kept");
    }

    #[test]
    fn a_damaged_file_is_reported_and_unknown_keys_are_ignored() {
        let (saved, fault) = SavedWindow::parse("{\"open\":");
        assert_eq!(saved, SavedWindow::default());
        assert!(fault.is_some());
        let (saved, fault) = SavedWindow::parse(r#"{"version":7,"inLogs":true,"future":[]}"#);
        assert!(saved.in_logs && fault.is_none());
    }

    #[test]
    fn the_last_opened_file_is_the_first_recent_one() {
        let mut saved = SavedWindow::default();
        for idx in 0..40 {
            saved.add_recent(PathBuf::from(format!("{idx}.log")));
        }
        saved.add_recent(PathBuf::from("30.log"));
        let names: Vec<String> = saved.recent.iter().map(RecentFile::name).collect();
        assert_eq!((names.len(), &names[..3]), (MAX_RECENT, &["30.log", "39.log", "38.log"].map(str::to_owned)[..]));
    }
}
