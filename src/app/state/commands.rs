//! What commands of the keyboard and menus mean: each becomes an action or an effect.

use super::State;
use crate::app::action::{Action, CodesAction, LogsAction, Prompt, SessionAction, Tab};
use crate::app::codes::details;
use crate::app::codes::details::CopyStyle;
use crate::app::command::Command;
use crate::app::effect::Effect;
use crate::app::panes::{Pane, PaneAction};
use crate::app::session::line_action::LineAction;
use crate::app::timeline::view::TimelineAction;
use crate::report::log_lines::LineStyle;

impl State {
    pub(super) fn run(&mut self, command: Command) -> Vec<Effect> {
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
            Command::CopyLinesAsMarkdown => self.run_on_lines(LineAction::Copy(LineStyle::Markdown)),
            Command::ToggleMark => self.run_on_lines(LineAction::ToggleMarks),
            Command::WriteLineNote => self.run_on_lines(LineAction::AskNote(None)),
            Command::NextMark => self.run_on_lines(LineAction::StepMark { forward: true }),
            Command::PreviousMark => self.run_on_lines(LineAction::StepMark { forward: false }),
            Command::ShowMarks => {
                let shows = self.logs.shown().is_some_and(|session| session.shows_marks);
                self.run_on_lines(LineAction::ShowMarks(!shows))
            }
            Command::WrapLines if self.tab == Tab::Logs => self.apply(Action::WrapLines(!self.settings.wrap_lines)),
            Command::WrapLines => Vec::new(),
            Command::NextAppearance => self.apply(Action::Appearance(self.settings.appearance.next())),
            Command::FoldProblems => self.apply(Action::Pane(PaneAction::Fold(Pane::Problems))),
            Command::FoldTimeline => self.apply(Action::Pane(PaneAction::Fold(Pane::Timeline))),
            Command::FoldDetails => self.apply(Action::Pane(PaneAction::Fold(Pane::Details))),
            Command::ShowKeys => {
                self.prompt = if self.prompt == Some(Prompt::Keys) { None } else { Some(Prompt::Keys) };
                Vec::new()
            }
            Command::Dismiss => self.dismiss(),
        }
    }

    /// What Escape does: closes the uppermost thing.
    pub(super) fn dismiss(&mut self) -> Vec<Effect> {
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

    pub(super) fn step_finding(&mut self, forward: bool) -> Vec<Effect> {
        let Some(session) = self.logs.shown().filter(|_| self.tab == Tab::Logs) else { return Vec::new() };
        let id = session.id;
        match session.neighbouring_finding(forward) {
            Some(idx) => self.apply(Action::Session(id, SessionAction::SelectEntry(idx))),
            None => Vec::new(),
        }
    }
}

/// The name of a file without its extension, with all characters replaced that a file name may not contain.
pub(super) fn stem(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let kept: String = stem.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect();
    if kept.is_empty() { "log".to_owned() } else { kept }
}
