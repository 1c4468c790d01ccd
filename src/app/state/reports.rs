//! Reports of the shown log.

use std::path::PathBuf;
use std::sync::Arc;

use super::State;
use crate::app::effect::Effect;
use crate::app::notice::NoticeKind;
use crate::app::session::Session;
use crate::app::session::phase::Phase;
use crate::diagnosis::{Diagnosis, MarkedLine};
use crate::report::inspection::{ReportFormat, ReportOptions};

impl State {
    pub(super) fn report_options(&self) -> ReportOptions {
        ReportOptions { redact: self.redact, ..ReportOptions::default() }
    }

    /// Makes effects from the diagnosis of the shown log, or notifies the user why there is no diagnosis.
    pub(super) fn with_report(&mut self, make: impl FnOnce(&Session, Arc<Diagnosis>) -> Vec<Effect>) -> Vec<Effect> {
        let Some(session) = self.logs.shown() else {
            self.notify(NoticeKind::Failed, "Open a log first: a report is about one log.".to_owned());
            return Vec::new();
        };
        if session.narrow.is_counting && session.findings.diagnosis.is_some() {
            let text = "The entries of the narrowed log are still being counted; the report comes after that.";
            self.notify(NoticeKind::Failed, text.to_owned());
            return Vec::new();
        }
        match (session.findings.shown(), &session.phase) {
            (Some(diagnosis), _) => make(session, with_marks(session, diagnosis)),
            (None, Phase::Failed(_)) => {
                self.notify(NoticeKind::Failed, "There is no report: the log could not be read.".to_owned());
                Vec::new()
            }
            (None, _) => {
                self.notify(NoticeKind::Failed, "The log is still being read; the report comes after that.".to_owned());
                Vec::new()
            }
        }
    }

    pub(super) fn copy_large_report(&mut self) -> Vec<Effect> {
        self.prompt = None;
        let options = self.report_options();
        self.with_report(|_, diagnosis| vec![Effect::CopyLargeReport { diagnosis, options }])
    }

    pub(super) fn save_report(&mut self, path: PathBuf) -> Vec<Effect> {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let has_extension = |format: &&ReportFormat| format.extension().eq_ignore_ascii_case(extension);
        let Some(format) = ReportFormat::ALL.iter().find(has_extension).copied() else {
            let known: Vec<&str> = ReportFormat::ALL.iter().map(|format| format.extension()).collect();
            let known = known.join(", ");
            self.notify(
                NoticeKind::Failed,
                format!("No report was written: “{}” must end in one of {known}.", path.display()),
            );
            return Vec::new();
        };
        let options = self.report_options();
        self.with_report(|_, diagnosis| vec![Effect::SaveReport { path, format, diagnosis, options }])
    }
}

/// The diagnosis with the lines that the user marked, as far as the log is not narrowed to others.
fn with_marks(session: &Session, diagnosis: &Arc<Diagnosis>) -> Arc<Diagnosis> {
    if session.bookmarks.is_empty() {
        return Arc::clone(diagnosis);
    }
    let is_included = |(idx, _): &(u64, &MarkedLine)| diagnosis.narrowed.is_none() || session.narrow_includes(*idx);
    let marked_lines = session.bookmarks.iter().filter(is_included).map(|(_, mark)| mark.clone()).collect();
    Arc::new(Diagnosis { marked_lines, ..(**diagnosis).clone() })
}
