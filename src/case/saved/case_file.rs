//! A `.trtccase` file: the logs of a case, and what was marked and shown in them, for a colleague. It has no text of a log.

use std::fmt;
use std::fmt::{Display, Formatter};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::saved_view::{SavedLineMark, SavedNarrowing, SavedView};
use crate::knowledge::{Phrase, Sentence};
use crate::source::LogSource;

/// The extension of case files.
pub const CASE_EXTENSION: &str = "trtccase";

/// Whether a path is that of a case.
pub fn is_case(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(CASE_EXTENSION))
}

/// The version of the format that this program writes. A newer one only adds keys.
const VERSION: u32 = 1;

/// A file that is not a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseFileError {
    /// The file cannot be read.
    Unread(String),
    /// The file is not JSON, or is damaged.
    NoJson(String),
    /// The file has no logs.
    NoLogs,
}

impl Display for CaseFileError {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unread(reason) => f.write_str(reason),
            Self::NoJson(error) => f.write_str(&Sentence::CaseFileNoJson { error }.text()),
            Self::NoLogs => f.write_str(Phrase::CaseFileWithoutLogs.text()),
        }
    }
}

impl std::error::Error for CaseFileError {}

/// A log of a case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct CaseFileLog {
    /// The file, or the archive that contains the log. A relative path begins at the folder of the case file.
    pub path: PathBuf,
    /// The name of the log in the archive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// The SHA-256 hash of the file, in hexadecimal digits; empty if the file could not be read.
    pub sha256: String,
    /// What is shown of the log.
    #[serde(flatten)]
    pub view: SavedView,
}

impl CaseFileLog {
    /// Where the log is.
    pub fn source(&self) -> LogSource {
        match &self.member {
            Some(name) => LogSource::Member { archive: self.path.clone(), name: name.clone() },
            None => LogSource::File(self.path.clone()),
        }
    }
}

/// A part of what a log of a case is narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseNarrowing {
    /// The index of the log.
    pub log: usize,
    /// The part.
    #[serde(flatten)]
    pub part: SavedNarrowing,
}

/// A marked line of a log of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseMark {
    /// The index of the log.
    pub log: usize,
    /// The mark.
    #[serde(flatten)]
    pub mark: SavedLineMark,
}

/// A case: its logs, and what was marked and narrowed in them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct CaseFile {
    /// The version of the format.
    pub version: u32,
    /// The logs in the order in which they were opened.
    pub logs: Vec<CaseFileLog>,
    /// Marked lines, each with the index of its log.
    pub marks: Vec<CaseMark>,
    /// What logs are narrowed to.
    pub narrowing: Vec<CaseNarrowing>,
    /// The index of the log that is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<usize>,
}

impl CaseFile {
    /// A case with these logs.
    pub fn new(mut logs: Vec<CaseFileLog>, shown: Option<usize>) -> Self {
        let taken = logs.iter_mut().map(|log| std::mem::take(&mut log.view.marks)).enumerate();
        let marks = taken.flat_map(|(log, marks)| marks.into_iter().map(move |mark| CaseMark { log, mark })).collect();
        let taken = logs.iter_mut().map(|log| std::mem::take(&mut log.view.narrowing)).enumerate();
        let narrowing = taken.flat_map(|(log, parts)| parts.into_iter().map(move |part| CaseNarrowing { log, part }));
        Self { version: VERSION, narrowing: narrowing.collect(), marks, logs, shown }
    }

    /// The logs of the case, each with its own marks and what it is narrowed to.
    pub fn whole_logs(&self) -> impl Iterator<Item = CaseFileLog> {
        self.logs.iter().enumerate().map(|(idx, log)| {
            let mut log = log.clone();
            let parts = self.narrowing.iter().filter(|narrowing| narrowing.log == idx);
            log.view.narrowing.extend(parts.map(|narrowing| narrowing.part.clone()));
            log.view.marks.extend(self.marks.iter().filter(|mark| mark.log == idx).map(|mark| mark.mark.clone()));
            log
        })
    }

    /// Parses the content of a file.
    ///
    /// # Errors
    /// The text is not JSON, or names no logs.
    pub fn parse(text: &str) -> Result<Self, CaseFileError> {
        let case: Self = serde_json::from_str(text).map_err(|error| CaseFileError::NoJson(error.to_string()))?;
        if case.logs.is_empty() { Err(CaseFileError::NoLogs) } else { Ok(case) }
    }

    /// The content of the file.
    pub fn render(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::case::saved::SavedNarrowBy;

    #[test]
    fn a_case_survives_a_round_trip_and_has_the_agreed_keys() {
        let user = SavedNarrowBy::User { user: "alice".to_owned() };
        let narrowing = vec![SavedNarrowing { by: user, excluded: false }];
        let marks = vec![SavedLineMark { entry: 7, line: 9, note: "ask".to_owned() }];
        let view = SavedView { narrowing: narrowing.clone(), marks: marks.clone(), ..SavedView::default() };
        let log = CaseFileLog { path: PathBuf::from("a.log"), sha256: "00ff".to_owned(), member: None, view };
        let case = CaseFile::new(vec![log], Some(0));
        let text = case.render();
        assert_eq!(CaseFile::parse(&text), Ok(case.clone()));
        let whole: Vec<CaseFileLog> = case.whole_logs().collect();
        assert_eq!((&whole[0].view.narrowing, &whole[0].view.marks), (&narrowing, &marks));
        let value: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value["version"], 1);
        assert_eq!(value["logs"][0], serde_json::json!({"path": "a.log", "sha256": "00ff"}));
        assert!(value["marks"][0]["note"] == "ask" && value["narrowing"][0]["user"] == "alice");
    }

    #[test]
    fn other_files_are_refused() {
        assert_eq!(CaseFile::parse("{}"), Err(CaseFileError::NoLogs));
        assert!(matches!(CaseFile::parse("TRTC[00:41:35:411] <INFO>"), Err(CaseFileError::NoJson(_))));
    }
}
