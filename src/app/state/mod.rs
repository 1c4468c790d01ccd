//! The whole state, and its only writer.
//!
//! [`State::apply`] takes one [`Action`] after the other. It passes each to the part that it concerns and returns the
//! [`Effect`]s, which the caller carries out in order:
//! - the tab of codes: [`CodesTab`], and the details of the selected code
//! - the tab of logs: [`LogsTab`], and the [`Session`] of each log
//! - the notes, in `notes`
//! - questions, messages and settings: here
//!
//! Commands of the keyboard and menus become other actions. What depends on several parts is decided here: what a
//! command means in the shown tab, whether a report can be made, which logs contain the explained code. Whether secrets
//! are redacted is decided here, too, and passed on with each effect that lets text leave the program.

mod notes;

use std::path::PathBuf;
use std::sync::Arc;

use super::action::{Action, CodesAction, LogsAction, NotesAction, Prompt, SessionAction, Tab};
use super::codes::CodesTab;
use super::codes::details;
use super::codes::details::{CodeDetails, CopyStyle, LogWithCode};
use super::command::Command;
use super::effect::Effect;
use super::logs_tab::LogsTab;
use super::notes::Notes;
use super::notice::{Notice, NoticeId, NoticeKind};
use super::session::Session;
use super::session::id::SessionId;
use super::session::phase::Phase;
use super::settings::Settings;
use super::timeline::view::TimelineAction;
use crate::catalog::Catalog;
use crate::code::ErrorCode;
use crate::diagnosis::Diagnosis;
use crate::report::inspection::{ReportFormat, ReportOptions};
use crate::source::LogSource;

/// The state of the window. Only [`State::apply`] changes it; everything else reads it.
pub struct State {
    /// The catalog of codes.
    pub catalog: &'static Catalog,
    /// The tab that is shown.
    pub tab: Tab,
    /// The tab of codes.
    pub codes: CodesTab,
    /// What is explained in the tab of codes.
    pub details: Option<CodeDetails>,
    /// The engineer's own notes.
    pub notes: Notes,
    /// The tab of logs.
    pub logs: LogsTab,
    /// The settings.
    pub settings: Settings,
    /// Whether secrets are redacted in what leaves the program.
    pub redact: bool,
    /// The open question.
    pub prompt: Option<Prompt>,
    /// The messages that the user has not dismissed, the oldest first.
    pub notices: Vec<Notice>,
    next_notice: u64,
}

impl State {
    /// The state at the start of the window, without logs.
    pub fn new(catalog: &'static Catalog, settings: Settings, notes: Notes) -> Self {
        Self {
            catalog,
            tab: Tab::default(),
            codes: CodesTab::new(catalog, &notes),
            details: None,
            notes,
            logs: LogsTab::default(),
            settings,
            redact: true,
            prompt: None,
            notices: Vec::new(),
            next_notice: 0,
        }
    }

    /// Changes the state. The caller carries out the effects in order.
    pub fn apply(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Run(command) => return self.run(command),
            Action::ShowTab(tab) => self.tab = tab,
            Action::Codes(action) => {
                if matches!(&action, CodesAction::Query(query) if !query.is_empty()) {
                    self.tab = Tab::Codes;
                }
                self.codes.apply(action, self.catalog, &self.notes);
                self.explain();
            }
            Action::Notes(action) => return self.apply_to_notes(action),
            Action::Logs(action) => return self.apply_to_logs(action),
            Action::Session(id, SessionAction::CopyEntry) => return self.copy_entry(id).into_iter().collect(),
            Action::Session(id, action) => {
                let is_diagnosed = matches!(action, SessionAction::Finished(_) | SessionAction::Refreshed(_));
                let effects = self.logs.session_mut(id).map(|session| session.apply(action)).unwrap_or_default();
                if is_diagnosed {
                    self.refresh_found_in();
                }
                return effects;
            }
            Action::ShowCode(code) => {
                self.tab = Tab::Codes;
                self.codes.apply(CodesAction::Open(code), self.catalog, &self.notes);
                self.explain();
            }
            Action::CopyCode(code, style) => {
                return vec![Effect::Copy(details::render(code, self.catalog, style))];
            }
            Action::Copy(text) => return vec![Effect::Copy(text)],
            Action::Redact(true) => self.redact = true,
            Action::Redact(false) => self.prompt = Some(Prompt::KeepSecrets),
            Action::Ask(prompt) => return self.ask(prompt),
            Action::ChangeAnswer(text) => {
                if let Some(answer) = self.prompt.as_mut().and_then(Prompt::answer) {
                    *answer = text;
                }
            }
            Action::Answer => return self.answer(),
            Action::CloseQuestion => return self.close_question(),
            Action::Appearance(appearance) => {
                self.settings.appearance = appearance;
                return vec![Effect::SaveSettings(self.settings.clone())];
            }
            Action::Resized(size) => self.settings.window = size,
            Action::ResizedColumn(column, width) => {
                self.settings.column_widths.set(column, width);
                return vec![Effect::SaveSettings(self.settings.clone())];
            }
            Action::Notify(kind, text) => self.notify(kind, text),
            Action::Dismiss(id) => self.notices.retain(|notice| notice.id != id),
        }
        Vec::new()
    }

    fn run(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Find if self.tab == Tab::Logs && self.logs.shown().is_some() => vec![Effect::FocusEntryFilter],
            Command::Find | Command::SearchCodes | Command::ShowCodes => {
                self.tab = Tab::Codes;
                vec![Effect::FocusSearch]
            }
            Command::ShowLogs => {
                self.tab = Tab::Logs;
                vec![Effect::FocusEntries]
            }
            Command::OpenLog => {
                self.tab = Tab::Logs;
                vec![Effect::ChooseLogs]
            }
            Command::PasteLog => {
                self.tab = Tab::Logs;
                vec![Effect::ReadClipboard]
            }
            Command::CloseLog => match (self.tab, self.logs.shown().map(|session| session.id)) {
                (Tab::Logs, Some(id)) => self.apply_to_logs(LogsAction::Close(id)),
                _ => Vec::new(),
            },
            Command::ExportReport => self.with_report(|session, _| {
                let name = format!("{}-report.html", stem(session.short_name()));
                vec![Effect::ChooseReportFile { name }]
            }),
            Command::CopyReport => {
                let options = self.report_options();
                self.with_report(|_, diagnosis| vec![Effect::CopyReport { short: false, diagnosis, options }])
            }
            Command::CopySummary => {
                let options = self.report_options();
                self.with_report(|_, diagnosis| vec![Effect::CopyReport { short: true, diagnosis, options }])
            }
            Command::CopyDetails => self.shown_details().map_or_else(Vec::new, |details| {
                vec![Effect::Copy(details::render(details.entry.code, self.catalog, CopyStyle::Text))]
            }),
            Command::GoToLine => {
                if self.tab == Tab::Logs && self.logs.shown().is_some() {
                    return self.ask(Prompt::GoToLine(String::new()));
                }
                Vec::new()
            }
            Command::NextFinding => self.step_finding(true),
            Command::PreviousFinding => self.step_finding(false),
            Command::NextAppearance => self.apply(Action::Appearance(self.settings.appearance.next())),
            Command::ShowKeys => {
                self.prompt = if self.prompt == Some(Prompt::Keys) { None } else { Some(Prompt::Keys) };
                Vec::new()
            }
            Command::Dismiss => self.dismiss(),
        }
    }

    fn ask(&mut self, prompt: Prompt) -> Vec<Effect> {
        self.prompt = Some(prompt);
        vec![Effect::FocusAnswer]
    }

    fn close_question(&mut self) -> Vec<Effect> {
        self.prompt = None;
        vec![if self.tab == Tab::Logs { Effect::FocusEntries } else { Effect::FocusSearch }]
    }

    /// What Escape does: closes the uppermost thing.
    fn dismiss(&mut self) -> Vec<Effect> {
        if self.prompt.is_some() {
            return self.close_question();
        }
        match (self.tab, self.logs.shown()) {
            (Tab::Codes, _) => {
                let _ = self.apply(Action::Codes(CodesAction::Query(String::new())));
                vec![Effect::FocusSearch]
            }
            (Tab::Logs, Some(session)) if !session.filter.criteria.text.is_empty() => {
                let id = session.id;
                self.apply(Action::Session(id, SessionAction::Text(String::new())))
            }
            (Tab::Logs, Some(session)) if session.filter.criteria.entries.is_some() => {
                let id = session.id;
                self.apply(Action::Session(id, SessionAction::OnTimeline(TimelineAction::Widen)))
            }
            (Tab::Logs, _) => vec![Effect::FocusEntries],
        }
    }

    fn step_finding(&mut self, forward: bool) -> Vec<Effect> {
        let Some(session) = self.logs.shown().filter(|_| self.tab == Tab::Logs) else { return Vec::new() };
        let id = session.id;
        match session.neighbouring_finding(forward) {
            Some(idx) => self.apply(Action::Session(id, SessionAction::SelectEntry(idx))),
            None => Vec::new(),
        }
    }

    fn apply_to_logs(&mut self, action: LogsAction) -> Vec<Effect> {
        match action {
            LogsAction::Open(paths) => {
                self.tab = Tab::Logs;
                vec![Effect::Expand(paths)]
            }
            LogsAction::OpenSources(sources) => {
                sources.into_iter().flat_map(|source| self.open(source, None)).collect()
            }
            LogsAction::Paste(text) if text.trim().is_empty() => {
                self.tab = Tab::Logs;
                self.ask(Prompt::PasteText(String::new()))
            }
            LogsAction::Paste(text) => self.open(LogSource::Pasted(text), None),
            LogsAction::OpenSample => {
                let (source, name) = LogsTab::sample();
                self.open(source, Some(name))
            }
            LogsAction::Show(id) => {
                self.logs.show(id);
                self.tab = Tab::Logs;
                vec![Effect::FocusEntries]
            }
            LogsAction::Close(id) => {
                self.logs.close(id);
                self.refresh_found_in();
                vec![Effect::CancelFilter(id), Effect::CancelInspect(id), Effect::StopFollowing(id)]
            }
            LogsAction::SaveReport(path) => self.save_report(path),
        }
    }

    fn open(&mut self, source: LogSource, name: Option<&str>) -> Vec<Effect> {
        self.tab = Tab::Logs;
        let id = self.logs.open(&source, name, self.catalog);
        vec![Effect::Inspect(id, source), Effect::FocusEntries]
    }

    fn report_options(&self) -> ReportOptions {
        ReportOptions { redact: self.redact, ..ReportOptions::default() }
    }

    /// Makes effects from the diagnosis of the shown log, or notifies the user why there is no diagnosis.
    fn with_report(&mut self, make: impl FnOnce(&Session, Arc<Diagnosis>) -> Vec<Effect>) -> Vec<Effect> {
        let Some(session) = self.logs.shown() else {
            self.notify(NoticeKind::Failed, "Open a log first: a report is about one log.".to_owned());
            return Vec::new();
        };
        match (&session.findings.diagnosis, &session.phase) {
            (Some(diagnosis), _) => make(session, Arc::clone(diagnosis)),
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

    fn save_report(&mut self, path: PathBuf) -> Vec<Effect> {
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

    fn answer(&mut self) -> Vec<Effect> {
        let Some(mut prompt) = self.prompt.take() else { return Vec::new() };
        if prompt.answer().is_some_and(|answer| answer.trim().is_empty()) {
            return Vec::new();
        }
        let path_of = |answer: String| PathBuf::from(answer.trim());
        match prompt {
            Prompt::OpenPath(path) => self.apply_to_logs(LogsAction::Open(vec![path_of(path)])),
            Prompt::SavePath(path) => self.save_report(path_of(path)),
            Prompt::ExportPath(path) => self.apply_to_notes(NotesAction::Export(path_of(path))),
            Prompt::ImportPath(path) => self.apply_to_notes(NotesAction::Import(path_of(path))),
            Prompt::PasteText(text) => self.apply_to_logs(LogsAction::Paste(text)),
            Prompt::GoToLine(line) => match (line.trim().parse(), self.logs.shown().map(|session| session.id)) {
                (Ok(line), Some(id)) => {
                    let mut effects = self.apply(Action::Session(id, SessionAction::GoToLine(line)));
                    effects.push(Effect::FocusEntries);
                    effects
                }
                _ => Vec::new(),
            },
            Prompt::KeepSecrets => {
                self.redact = false;
                Vec::new()
            }
            Prompt::Keys => Vec::new(),
        }
    }

    fn copy_entry(&self, id: SessionId) -> Option<Effect> {
        let details = self.logs.session(id)?.selection.details.as_ref()?;
        Some(Effect::CopyLogText { text: details.entry.message.clone(), redact: self.redact })
    }

    fn notify(&mut self, kind: NoticeKind, text: String) {
        // A repeated message replaces the earlier one, and of the actions that were done only the last is shown.
        let is_done = kind == NoticeKind::Done;
        self.notices.retain(|notice| notice.text != text && !(is_done && notice.kind == NoticeKind::Done));
        let id = NoticeId(self.next_notice);
        self.next_notice += 1;
        self.notices.push(Notice { id, kind, text });
    }

    /// The details of the code that is explained in the tab that is shown.
    fn shown_details(&self) -> Option<&CodeDetails> {
        match self.tab {
            Tab::Codes => self.details.as_ref(),
            Tab::Logs => self.logs.shown()?.selection.details.as_ref()?.findings.first().map(|(_, details)| details),
        }
    }

    fn explain(&mut self) {
        let code = self.codes.selected;
        if self.details.as_ref().map(|details| details.entry.code) != code {
            self.details = code.map(|code| CodeDetails::new(code, self.catalog));
            self.refresh_found_in();
        }
    }

    fn refresh_found_in(&mut self) {
        if let Some(details) = &mut self.details {
            let code = details.entry.code;
            details.found_in = self.logs.sessions.iter().filter_map(|session| log_with_code(session, code)).collect();
        }
    }
}

fn log_with_code(session: &Session, code: ErrorCode) -> Option<LogWithCode> {
    let occurrences = session.findings.index.by_code.get(&code)?;
    Some(LogWithCode {
        session: session.id,
        name: session.short_name().to_owned(),
        count: occurrences.count,
        first: occurrences.first.clone(),
    })
}

/// The name of a file without its extension, with all characters replaced that a file name may not contain.
fn stem(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let kept: String = stem.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    if kept.is_empty() { "log".to_owned() } else { kept }
}
