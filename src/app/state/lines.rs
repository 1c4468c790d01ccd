//! Copies of the selected lines, and notes on them.

use super::State;
use crate::app::action::{Action, Prompt, SessionAction, Tab};
use crate::app::effect::Effect;
use crate::app::notice::NoticeKind;
use crate::app::session::Session;
use crate::app::session::id::SessionId;
use crate::app::session::line_action::LineAction;
use crate::report::log_lines::{LineStyle, LogLines};

/// More text than this is offered as a file: few fields for comments take it.
const MAX_COPIED: usize = 64 * 1024;

impl State {
    pub(super) fn apply_to_lines(&mut self, id: SessionId, action: LineAction) -> Vec<Effect> {
        match action {
            LineAction::Copy(style) => self.copy_lines(id, style),
            LineAction::CopyAll(style) => {
                self.prompt = None;
                let lines = self.logs.session(id).and_then(Session::selected_lines);
                lines.map(|lines| Effect::CopyLines { lines, style, redact: self.redact }).into_iter().collect()
            }
            LineAction::ChooseFile => {
                self.prompt = None;
                let name = self.logs.session(id).map(|session| super::commands::stem(session.short_name()));
                let name = name.map(|stem| format!("{stem}-lines.txt"));
                name.map(|name| Effect::ChooseLinesFile { session: id, name }).into_iter().collect()
            }
            LineAction::Save(path) => {
                let lines = self.logs.session(id).and_then(Session::selected_lines);
                lines.map(|lines| Effect::SaveLines { path, lines, redact: self.redact }).into_iter().collect()
            }
            LineAction::ToggleMarks if self.logs.session(id).is_some_and(Session::selects_too_many_to_mark) => {
                self.notify(NoticeKind::Failed, "No line was marked: select at most 500 lines.".to_owned());
                Vec::new()
            }
            LineAction::AskNote(entry_idx) => {
                let Some(session) = self.logs.session(id) else { return Vec::new() };
                let Some(entry_idx) = entry_idx.or(session.selection.entry) else { return Vec::new() };
                let Some(mark) = session.mark_of(entry_idx) else { return Vec::new() };
                self.ask(Prompt::LineNote {
                    session: id,
                    entry_idx,
                    line: session.entries.number_of(entry_idx, mark.line),
                    note: mark.note,
                })
            }
            action => self.apply_to_session(id, SessionAction::Lines(action)),
        }
    }

    /// Runs an action on the selected lines of the shown log.
    pub(super) fn run_on_lines(&mut self, action: LineAction) -> Vec<Effect> {
        match self.logs.shown().filter(|_| self.tab == Tab::Logs).map(|session| session.id) {
            Some(id) => self.apply(Action::Session(id, SessionAction::Lines(action))),
            None => Vec::new(),
        }
    }

    /// Wraps the lines of all logs as the settings say.
    pub(super) fn wrap_lines(&mut self) {
        let wraps = self.settings.wrap_lines;
        for session in &mut self.logs.sessions {
            session.apply(SessionAction::Lines(LineAction::Wrap(wraps)));
        }
    }

    fn copy_lines(&mut self, id: SessionId, style: LineStyle) -> Vec<Effect> {
        let Some(session) = self.logs.session(id) else { return Vec::new() };
        let Some(selected) = session.selected_lines() else { return Vec::new() };
        let Some(mut lines) = selected.collect(self.redact, MAX_COPIED) else {
            let lines = session.selection.list.selected_count();
            self.prompt = Some(Prompt::ManyLines { session: id, lines, style });
            return Vec::new();
        };
        let text = lines.render(style, &selected.name);
        self.notify(NoticeKind::Done, lines.summary("copied"));
        vec![Effect::Copy(text)]
    }

    /// Copies the message of the explained entry.
    pub(super) fn copy_entry(&mut self, id: SessionId) -> Vec<Effect> {
        let details = self.logs.session(id).and_then(|session| session.selection.details.as_ref());
        let Some(details) = details else { return Vec::new() };
        let mut line = LogLines::new(self.redact, false);
        let text = line.redacted(&details.entry.message);
        line.add(&details.entry);
        self.notify(NoticeKind::Done, line.summary("copied"));
        vec![Effect::Copy(text)]
    }
}
