//! The state as a whole, and its only writer.

mod noting;

use std::path::PathBuf;
use std::sync::Arc;

use super::action::{Action, CodesAction, LogsAction, Prompt, SessionAction, Tab};
use super::code_details;
use super::{
    Appearance, CodeDetails, Codes, Command, CopyStyle, Effect, Logs, Notes, NotesAction, Notice, NoticeId, NoticeKind,
    Phase, Seen, Session, SessionId, Settings, TimelineAction,
};
use crate::catalog::Catalog;
use crate::code::ErrorCode;
use crate::diagnosis::Diagnosis;
use crate::log::LogSource;
use crate::report::inspection::{ReportFormat, ReportOptions};

/// Everything the window knows.
pub struct State {
    catalog: &'static Catalog,
    tab: Tab,
    codes: Codes,
    /// What is explained in the tab of codes.
    details: Option<CodeDetails>,
    notes: Notes,
    logs: Logs,
    settings: Settings,
    redact: bool,
    prompt: Option<Prompt>,
    notices: Vec<Notice>,
    next_notice: u64,
}

impl State {
    /// Nothing open, nothing searched.
    pub fn new(catalog: &'static Catalog, settings: Settings, notes: Notes) -> Self {
        Self {
            catalog,
            tab: Tab::default(),
            codes: Codes::new(catalog, &notes),
            details: None,
            notes,
            logs: Logs::default(),
            settings,
            redact: true,
            prompt: None,
            notices: Vec::new(),
            next_notice: 0,
        }
    }

    /// The catalog that explains.
    pub fn catalog(&self) -> &'static Catalog {
        self.catalog
    }

    /// The tab that is shown.
    pub fn tab(&self) -> Tab {
        self.tab
    }

    /// The tab of codes.
    pub fn codes(&self) -> &Codes {
        &self.codes
    }

    /// What is explained in the tab of codes.
    pub fn details(&self) -> Option<&CodeDetails> {
        self.details.as_ref()
    }

    /// The tab of logs.
    pub fn logs(&self) -> &Logs {
        &self.logs
    }

    /// The engineer's own notes.
    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    /// What is remembered.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Whether secrets are taken out of what leaves the program.
    pub fn redact(&self) -> bool {
        self.redact
    }

    /// What is asked.
    pub fn prompt(&self) -> Option<&Prompt> {
        self.prompt.as_ref()
    }

    /// What is to be read, the oldest first.
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Changes the state. The effects are to be carried out in order.
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
                let reread = matches!(action, SessionAction::Finished(_) | SessionAction::Refreshed(_));
                let effects = self.logs.session_mut(id).map(|session| session.apply(action)).unwrap_or_default();
                if reread {
                    self.refresh_seen();
                }
                return effects;
            }
            Action::ShowCode(code) => {
                self.tab = Tab::Codes;
                self.codes.apply(CodesAction::Open(code), self.catalog, &self.notes);
                self.explain();
            }
            Action::CopyCode(code, style) => {
                return vec![Effect::Copy(code_details::render(code, self.catalog, style))];
            }
            Action::Copy(text) => return vec![Effect::Copy(text)],
            Action::Redact(true) => self.redact = true,
            Action::Redact(false) => self.prompt = Some(Prompt::KeepSecrets),
            Action::Ask(prompt) => self.prompt = Some(prompt),
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
            Command::CloseLog => match (self.tab, self.logs.shown().map(Session::id)) {
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
            Command::CopyDetails => self.explained().map_or_else(Vec::new, |details| {
                vec![Effect::Copy(code_details::render(details.code, self.catalog, CopyStyle::Text))]
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

    /// What Escape does: the uppermost thing goes away.
    fn dismiss(&mut self) -> Vec<Effect> {
        if self.prompt.is_some() {
            return self.close_question();
        }
        match (self.tab, self.logs.shown()) {
            (Tab::Codes, _) => {
                let _ = self.apply(Action::Codes(CodesAction::Query(String::new())));
                vec![Effect::FocusSearch]
            }
            (Tab::Logs, Some(session)) if !session.filter().text.is_empty() => {
                let id = session.id();
                self.apply(Action::Session(id, SessionAction::Text(String::new())))
            }
            (Tab::Logs, Some(session)) if session.filter().entries.is_some() => {
                let id = session.id();
                self.apply(Action::Session(id, SessionAction::OnTimeline(TimelineAction::Widen)))
            }
            (Tab::Logs, _) => vec![Effect::FocusEntries],
        }
    }

    fn step_finding(&mut self, forward: bool) -> Vec<Effect> {
        let Some(session) = self.logs.shown().filter(|_| self.tab == Tab::Logs) else { return Vec::new() };
        let id = session.id();
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
            LogsAction::Paste(text) if text.trim().is_empty() => self.apply_to_logs(LogsAction::ClipboardEmpty),
            LogsAction::Paste(text) => self.open(LogSource::Pasted(text), None),
            LogsAction::ClipboardEmpty => {
                self.tab = Tab::Logs;
                self.ask(Prompt::PasteText(String::new()))
            }
            LogsAction::NoOpenDialog => self.ask(Prompt::OpenPath(String::new())),
            LogsAction::NoSaveDialog(name) => self.ask(Prompt::SavePath(name)),
            LogsAction::OpenSample => {
                let (source, name) = Logs::sample();
                self.open(source, Some(name))
            }
            LogsAction::Show(id) => {
                self.logs.show(id);
                self.tab = Tab::Logs;
                vec![Effect::FocusEntries]
            }
            LogsAction::Close(id) => {
                self.logs.close(id);
                self.refresh_seen();
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

    /// Does something with the report of the shown log, or says why not.
    fn with_report(&mut self, make: impl FnOnce(&Session, Arc<Diagnosis>) -> Vec<Effect>) -> Vec<Effect> {
        let Some(session) = self.logs.shown() else {
            self.notify(NoticeKind::Failed, "Open a log first: a report is about one log.".to_owned());
            return Vec::new();
        };
        match (session.diagnosis(), session.phase()) {
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
        let of_extension = |format: &&ReportFormat| format.extension().eq_ignore_ascii_case(extension);
        let Some(format) = ReportFormat::ALL.iter().find(of_extension).copied() else {
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
        match self.prompt.take() {
            Some(Prompt::OpenPath(path)) if !path.trim().is_empty() => {
                self.apply_to_logs(LogsAction::Open(vec![PathBuf::from(path.trim())]))
            }
            Some(Prompt::SavePath(path)) if !path.trim().is_empty() => self.save_report(PathBuf::from(path.trim())),
            Some(Prompt::ExportPath(path)) if !path.trim().is_empty() => {
                self.apply_to_notes(NotesAction::Export(PathBuf::from(path.trim())))
            }
            Some(Prompt::ImportPath(path)) if !path.trim().is_empty() => {
                self.apply_to_notes(NotesAction::Import(PathBuf::from(path.trim())))
            }
            Some(Prompt::PasteText(text)) if !text.trim().is_empty() => self.apply_to_logs(LogsAction::Paste(text)),
            Some(Prompt::GoToLine(line)) => match (line.trim().parse(), self.logs.shown().map(Session::id)) {
                (Ok(line), Some(id)) => {
                    let mut effects = self.apply(Action::Session(id, SessionAction::GoToLine(line)));
                    effects.push(Effect::FocusEntries);
                    effects
                }
                _ => Vec::new(),
            },
            Some(Prompt::KeepSecrets) => {
                self.redact = false;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn copy_entry(&self, id: SessionId) -> Option<Effect> {
        let details = self.logs.session(id)?.details()?;
        Some(Effect::CopyLogText { text: details.entry.message.clone(), redact: self.redact })
    }

    fn notify(&mut self, kind: NoticeKind, text: String) {
        // The same thing said twice is noise, and so is what was done before the last.
        let is_done = kind == NoticeKind::Done;
        self.notices.retain(|notice| notice.text != text && !(is_done && notice.kind == NoticeKind::Done));
        let id = NoticeId(self.next_notice);
        self.next_notice += 1;
        self.notices.push(Notice { id, kind, text });
    }

    /// What is explained in the tab that is shown.
    fn explained(&self) -> Option<&CodeDetails> {
        match self.tab {
            Tab::Codes => self.details.as_ref(),
            Tab::Logs => self.logs.shown()?.details()?.findings.first().map(|(_, details)| details),
        }
    }

    fn explain(&mut self) {
        let code = self.codes.selected();
        if self.details.as_ref().map(|details| details.code) != code {
            self.details = code.map(|code| CodeDetails::new(code, self.catalog));
            self.refresh_seen();
        }
    }

    fn refresh_seen(&mut self) {
        if let Some(details) = &mut self.details {
            let code = details.code;
            details.seen = self.logs.sessions().iter().filter_map(|session| seen(session, code)).collect();
        }
    }

    /// The appearance to draw in.
    pub fn appearance(&self) -> Appearance {
        self.settings.appearance
    }
}

fn seen(session: &Session, code: ErrorCode) -> Option<Seen> {
    let places = session.found().by_code().get(&code)?;
    Some(Seen {
        session: session.id(),
        log: session.short_name().to_owned(),
        count: places.count,
        first: places.first.clone(),
    })
}

/// A file's name without its ending, fit to be part of another's.
fn stem(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let kept: String = stem.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    if kept.is_empty() { "log".to_owned() } else { kept }
}
