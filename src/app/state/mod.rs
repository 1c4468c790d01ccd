//! The whole state, and its only writer.
//!
//! [`State::apply`] takes one [`Action`] after the other. It passes each to the part that it concerns and returns the
//! [`Effect`]s, which the caller carries out in order:
//! - the tab of codes: [`CodesTab`], and the details of the selected code
//! - the tab of logs: [`LogsTab`], and the [`Session`] of each log
//! - the notes, in `notes`
//! - `commands`: what keys and menu items mean in the shown tab
//! - `lines`: copies of the selected lines, and notes on them
//! - `narrowing`: what keys narrow the shown log to
//! - `pictures`: copies of the shown picture, corrections of its text, pictures that are joined
//! - `places`: going back and forward, and codes beside a log
//! - `questions`: questions to the user; `reports`: reports of the shown log
//! - messages and settings: here
//!
//! Commands of the keyboard and menus become other actions. What depends on several parts is decided here: what a
//! command means in the shown tab, whether a report can be made, which logs contain the explained code. Whether secrets
//! are redacted is decided here, too, and passed on with each effect that lets text leave the program.

mod case;
mod commands;
mod lines;
mod log_list;
mod logs;
mod merged;
mod narrowing;
mod notes;
mod pictures;
mod places;
mod questions;
mod reports;
mod saved;
mod search;

use super::action::{Action, Beside, CodesAction, Prompt, SessionAction, Tab};
use super::codes::CodesTab;
use super::codes::details::{CodeDetails, LogWithCode};
use super::effect::{Effect, ReportExtent};
use super::history;
use super::history::History;
use super::logs_tab::LogsTab;
use super::notes::Notes;
use super::notice::{Notice, NoticeId, NoticeKind};
use super::palette::CommandPalette;
use super::picture::PictureAction;
use super::saved::{RecentFile, SavedLogs};
use super::session::Session;
use super::session::id::SessionId;
use super::settings::Settings;
use crate::catalog::Catalog;
use crate::code::ErrorCode;

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
    /// The palette of commands, while it is open.
    pub palette: Option<CommandPalette>,
    /// What is shown beside the log.
    pub beside: Beside,
    /// Where the user was before.
    pub history: History,
    /// The copy of a report that waits until the entries are read and counted.
    awaited_copy: Option<(Option<SessionId>, ReportExtent)>,
    /// Whether the last step was to a found text.
    is_finding: bool,
    /// The messages that the user has not dismissed, the oldest first.
    pub notices: Vec<Notice>,
    next_notice: u64,
    /// The files that were opened recently, the last one first.
    recent: Vec<RecentFile>,
    /// The logs that were open when this window was started with other files.
    earlier: SavedLogs,
}

impl State {
    /// The state at the start of the window, without logs.
    pub fn new(catalog: &'static Catalog, settings: Settings, notes: Notes) -> Self {
        let redact = !settings.keep_secrets;
        Self {
            catalog,
            tab: Tab::default(),
            codes: CodesTab::new(catalog, &notes),
            details: None,
            notes,
            logs: LogsTab::default(),
            settings,
            redact,
            prompt: None,
            palette: None,
            beside: Beside::default(),
            history: History::default(),
            awaited_copy: None,
            is_finding: false,
            notices: Vec::new(),
            next_notice: 0,
            recent: Vec::new(),
            earlier: SavedLogs::default(),
        }
    }

    /// Changes the state. The caller carries out the effects in order.
    pub fn apply(&mut self, action: Action) -> Vec<Effect> {
        let before = self.logs.current_id();
        let mut effects = self.apply_and_remember(action);
        if self.logs.current_id() != before {
            effects.extend(self.load_shown_picture());
        }
        effects
    }

    /// Changes the state, and remembers the place that the user left.
    fn apply_and_remember(&mut self, action: Action) -> Vec<Effect> {
        if !history::may_lead(&action) {
            return self.dispatch(action);
        }
        let before = self.place();
        let is_typing = history::is_typing(&action);
        let finds = history::finds(&action);
        if finds && !self.is_finding {
            self.history.leave_to_find(before.clone());
        }
        self.is_finding = finds;
        let effects = self.dispatch(action);
        let after = self.place();
        if (before.tab, before.log) != (after.tab, after.log) {
            self.drop_done_notices();
            self.awaited_copy = None;
        }
        if !(is_typing || finds) || (before.tab, before.beside) != (after.tab, after.beside) {
            self.history.leave(before, &after);
        }
        effects
    }

    fn dispatch(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Run(command) => return self.run(command),
            Action::ShowTab(tab) => self.tab = tab,
            Action::Codes(CodesAction::Query(query)) => self.search(query),
            Action::Codes(action) => {
                self.codes.apply(action, self.catalog, &self.notes);
                self.explain();
            }
            Action::Notes(action) => return self.apply_to_notes(action),
            Action::Logs(action) => return self.apply_to_logs(action),
            Action::Session(id, SessionAction::CopyEntry) => return self.copy_entry(id),
            Action::Session(id, SessionAction::Lines(action)) => return self.apply_to_lines(id, action),
            Action::Session(id, SessionAction::Picture(action)) => return self.apply_to_picture(id, action),
            Action::Session(id, action) => return self.apply_to_session(id, action),
            Action::ShowCode(code) => self.show_code(code),
            Action::Beside(beside) => {
                if beside == Beside::Nothing {
                    return self.close_beside();
                }
                self.beside = beside;
            }
            Action::CopyCode(code, style) => return self.copy_codes(&[code], style),
            Action::Copy(text) => {
                self.copied(&copied_text(&text));
                return vec![Effect::Copy(text)];
            }
            Action::CopyReport(extent) => return self.copy_report(extent),
            Action::Palette(action) => return self.apply_to_palette(action),
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
            Action::Zoom(zoom) => {
                self.settings.zoom = zoom;
                return vec![Effect::SaveSettings(self.settings.clone())];
            }
            Action::KeepSecrets(keep) => {
                self.settings.keep_secrets = keep;
                return vec![Effect::SaveSettings(self.settings.clone())];
            }
            Action::Resized(size) => self.settings.window = size,
            Action::ResizedColumn(column, width) => {
                self.settings.column_widths.set(column, width);
                return vec![Effect::SaveSettings(self.settings.clone())];
            }
            Action::Pane(action) => {
                if self.settings.panes.apply(action) {
                    return vec![Effect::SaveSettings(self.settings.clone())];
                }
            }
            Action::WrapLines(wraps) => {
                self.settings.wrap_lines = wraps;
                self.wrap_lines();
                return vec![Effect::SaveSettings(self.settings.clone())];
            }
            Action::Notify(kind, text) => self.notify(kind, text),
            Action::Dismiss(id) => self.notices.retain(|notice| notice.id != id),
        }
        Vec::new()
    }

    fn apply_to_session(&mut self, id: SessionId, action: SessionAction) -> Vec<Effect> {
        let is_corrected = matches!(action, SessionAction::Picture(PictureAction::Inspected(_)));
        let is_read = is_corrected || matches!(action, SessionAction::Finished(_));
        let is_diagnosed = is_read || matches!(action, SessionAction::Refreshed(_));
        let is_tested = matches!(action, SessionAction::Filtered { ended: true, .. });
        let is_counted = is_read || matches!(action, SessionAction::Tallied { .. });
        if action.is_by_user() {
            self.logs.choose();
            self.logs.take_view(id);
        }
        let kept = self.text_to_remember(id, &action);
        let mut effects = self.logs.session_mut(id).map(|session| session.apply(action)).unwrap_or_default();
        effects.extend(kept.map(|text| self.remember_filter(text)));
        if is_diagnosed {
            self.logs.update_row(id);
            if is_read {
                effects.extend(self.restore_narrowing(id));
                effects.extend(self.build_case());
            }
            self.refresh_found_in();
        }
        if is_read || is_tested {
            effects.extend(self.restore_place(id));
        }
        if is_counted {
            effects.extend(self.copy_awaited_report());
        }
        effects
    }

    pub(super) fn notify(&mut self, kind: NoticeKind, text: String) {
        // A repeated message replaces the earlier one, and of the actions that were done only the last is shown.
        let is_done = kind == NoticeKind::Done;
        self.notices.retain(|notice| notice.text != text && !(is_done && notice.kind == NoticeKind::Done));
        let id = NoticeId(self.next_notice);
        self.next_notice += 1;
        self.notices.push(Notice { id, kind, text });
    }

    /// Notifies the user of what was copied.
    pub(super) fn copied(&mut self, what: &str) {
        self.notify(NoticeKind::Done, format!("Copied {what}."));
    }

    /// Messages about what was done belong to what was shown then.
    fn drop_done_notices(&mut self) {
        self.notices.retain(|notice| notice.kind == NoticeKind::Failed);
    }

    /// The details of the code that is explained in the tab that is shown.
    pub(super) fn shown_details(&self) -> Option<&CodeDetails> {
        match self.tab {
            Tab::Logs if self.beside != Beside::Nothing => self.details.as_ref(),
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

    pub(super) fn refresh_found_in(&mut self) {
        if let Some(details) = &mut self.details {
            let code = details.entry.code;
            details.found_in = self.logs.sessions.iter().filter_map(|session| log_with_code(session, code)).collect();
        }
    }
}

/// What a copied text is, in a few words.
fn copied_text(text: &str) -> String {
    const MAX_CHARS: usize = 40;
    match text.trim_end().lines().count() {
        0 | 1 if text.chars().count() <= MAX_CHARS => format!("“{}”", text.trim_end()),
        0 | 1 => "one line".to_owned(),
        lines => format!("{lines} lines"),
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
