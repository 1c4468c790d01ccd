//! Following a log that is being written: the state of its file, and the findings that the user has not seen yet.

use std::path::PathBuf;

use super::id::SessionId;
use super::phase::Phase;
use crate::app::effect::Effect;
use crate::app::entries::finding_index::FindingIndex;

/// The state of a followed file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FileState {
    /// The file exists and may grow.
    #[default]
    Waiting,
    /// The file was truncated or replaced, and read from its beginning. Shown until following ends.
    Reread,
    /// The file was deleted; what was read stays.
    Gone,
}

/// Entries with findings that the user has not seen yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewFindings {
    /// How many entries.
    pub count: u64,
    /// The index of the first entry.
    pub first_entry_idx: u64,
}

/// Whether a log is followed, and what happened since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FollowState {
    /// The file that can be followed; `None` for what cannot grow: pasted texts, members of archives, pipes.
    pub path: Option<PathBuf>,
    /// Whether the log is followed.
    pub is_on: bool,
    /// The state of the file.
    pub file: FileState,
    /// Findings that were added since the user last saw them.
    pub new_findings: Option<NewFindings>,
}

impl FollowState {
    pub(super) fn new(path: Option<PathBuf>) -> Self {
        Self { path, ..Self::default() }
    }

    /// Starts or stops following. A log that is still being read is followed once it has been read.
    pub(super) fn switch(&mut self, on: bool, phase: &Phase, session: SessionId) -> Option<Effect> {
        let path = self.path.clone()?;
        *self = Self { is_on: on, ..Self::new(self.path.take()) };
        match (on, phase) {
            (false, _) => Some(Effect::StopFollowing(session)),
            (true, Phase::Reading(_)) => None,
            (true, Phase::Done { .. } | Phase::Failed(_)) => Some(Effect::Follow { session, path }),
        }
    }

    /// Records that the file was truncated or replaced.
    pub(super) fn restart(&mut self) {
        self.file = FileState::Reread;
        self.new_findings = None;
    }

    /// Records that the file grew. Of the entries with findings, the first `known` existed before.
    pub(super) fn grow(&mut self, known: u64, findings: &FindingIndex) {
        if self.file == FileState::Gone {
            self.file = FileState::Waiting;
        }
        let entries = &findings.entries;
        let count = entries.len().saturating_sub(known);
        let Some(first) = entries.nth(known) else { return };
        let earlier = self.new_findings;
        self.new_findings = Some(NewFindings {
            count: count + earlier.map_or(0, |new| new.count),
            first_entry_idx: earlier.map_or(first, |new| new.first_entry_idx),
        });
    }
}
