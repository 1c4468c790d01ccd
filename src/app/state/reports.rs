//! Reports of what is shown: of a log, or of all logs as one case.

use std::path::PathBuf;
use std::sync::Arc;

use super::State;
use super::commands::stem;
use crate::app::action::Prompt;
use crate::app::effect::{CaseInput, Effect, ReportExtent, ReportSubject};
use crate::app::logs_tab::LogsPane;
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
    fn with_report(&mut self, make: impl FnOnce(&Session, Arc<Diagnosis>) -> Vec<Effect>) -> Vec<Effect> {
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

    /// Makes effects from the report of what is shown, or notifies the user why it has no report.
    fn with_subject(&mut self, make: impl FnOnce(ReportSubject, ReportOptions) -> Effect) -> Vec<Effect> {
        let options = self.report_options();
        if self.shows_several() {
            let Some(logs) = self.case_inputs() else {
                let text = "The logs are still being read; the report of the case comes after that.";
                self.notify(NoticeKind::Failed, text.to_owned());
                return Vec::new();
            };
            return vec![make(ReportSubject::Case(logs), options)];
        }
        self.with_report(|_, diagnosis| vec![make(ReportSubject::Log(diagnosis), options)])
    }

    /// Whether something about all logs is shown.
    fn shows_several(&self) -> bool {
        self.logs.pane != LogsPane::Log && self.logs.sessions.len() > 1
    }

    /// All logs, each as it is narrowed and marked; `None` while one is being read or counted.
    fn case_inputs(&self) -> Option<Vec<CaseInput>> {
        let input = |session: &Session| match (&session.phase, session.findings.shown()) {
            (Phase::Failed(reason), _) => Some((session.id, Err((session.name.clone(), reason.clone())))),
            (Phase::Done { .. }, Some(diagnosis)) if !session.narrow.is_counting => {
                Some((session.id, Ok(with_marks(session, diagnosis))))
            }
            _ => None,
        };
        self.logs.sessions.iter().map(input).collect()
    }

    pub(super) fn copy_report(&mut self, extent: ReportExtent) -> Vec<Effect> {
        if matches!(self.prompt, Some(Prompt::LargeReport { .. })) {
            self.prompt = None;
        }
        if self.report_has_to_wait() {
            self.awaited_copy = Some((self.logs.current_id(), extent));
            let text = "The report is copied as soon as the log is read and its entries are counted.";
            self.notify(NoticeKind::Done, text.to_owned());
            return Vec::new();
        }
        self.awaited_copy = None;
        self.with_subject(|subject, options| Effect::CopyReport { extent, subject, options })
    }

    /// Copies the report that was asked for before it could be made.
    pub(super) fn copy_awaited_report(&mut self) -> Vec<Effect> {
        if self.report_has_to_wait() {
            return Vec::new();
        }
        let shown = self.logs.current_id();
        let awaited = self.awaited_copy.take().filter(|(log, _)| *log == shown);
        awaited.map(|(_, extent)| self.copy_report(extent)).unwrap_or_default()
    }

    /// Whether the report of what is shown can be made only after something has been read or counted.
    fn report_has_to_wait(&self) -> bool {
        if self.shows_several() {
            return self.case_inputs().is_none();
        }
        self.logs.shown().is_some_and(|session| {
            let is_reading = matches!(session.phase, Phase::Reading(_));
            is_reading || session.narrow.is_counting && session.findings.diagnosis.is_some()
        })
    }

    pub(super) fn choose_report_file(&mut self) -> Vec<Effect> {
        if self.shows_several() {
            let name = "case-report.html".to_owned();
            return self.with_subject(|_, _| Effect::ChooseReportFile { name });
        }
        self.with_report(|session, _| {
            let name = format!("{}-report.html", stem(session.short_name()));
            vec![Effect::ChooseReportFile { name }]
        })
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
        self.with_subject(|subject, options| Effect::SaveReport { path, format, subject, options })
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
