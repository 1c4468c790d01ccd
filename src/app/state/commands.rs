//! What commands of the keyboard and menus mean: each becomes an action or an effect.

use super::State;
use crate::app::action::{Action, Beside, CodesAction, FindAction, KeptAction, LogsAction, Prompt, SessionAction, Tab};
use crate::app::case::{MergeAction, SearchAction};
use crate::app::codes::details;
use crate::app::codes::details::CopyStyle;
use crate::app::command::Command;
use crate::app::effect::{Effect, ReportExtent};
use crate::app::export_guide::text_for_customer;
use crate::app::logs_tab::LogsPane;
use crate::app::notice::NoticeKind;
use crate::app::palette::{CommandPalette, PaletteAction};
use crate::app::panes::{Pane, PaneAction};
use crate::app::picture::PictureAction;
use crate::app::session::NarrowKind;
use crate::app::session::line_action::LineAction;
use crate::app::settings::Zoom;
use crate::app::timeline::view::TimelineAction;
use crate::code::ErrorCode;
use crate::report::inspection::ReportFormat;
use crate::report::log_lines::LineStyle;

impl State {
    pub(super) fn run(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Find if self.tab == Tab::Logs && self.logs.shown().is_some() => vec![Effect::FocusFind],
            Command::FilterEntries => {
                let is_log = self.tab == Tab::Logs && self.logs.shown().is_some();
                if is_log { vec![Effect::FocusEntryFilter] } else { Vec::new() }
            }
            Command::SearchCodes if self.shows_log() => vec![Effect::FocusSearch],
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
            Command::NextLog => self.show_neighbour(true),
            Command::PreviousLog => self.show_neighbour(false),
            Command::ReopenLog => self.reopen(),
            Command::ReadByTime => self.apply_to_merged(MergeAction::Show),
            Command::SearchLogs => self.apply_to_search(SearchAction::Show),
            Command::SaveCase => self.apply_to_kept(KeptAction::ChooseCaseFile),
            Command::ExportReport => self.choose_report_file(),
            Command::CopyReport => self.copy_report(ReportExtent::Whole(ReportFormat::Markdown)),
            Command::CopyTextReport => self.copy_report(ReportExtent::Whole(ReportFormat::Text)),
            Command::CopyHtmlReport => self.copy_report(ReportExtent::Whole(ReportFormat::Html)),
            Command::CopySummary => self.copy_report(ReportExtent::Summary),
            Command::CopyDetails => match self.shown_details().map(|details| details.entry.code) {
                Some(code) => self.copy_codes(&[code], CopyStyle::Text),
                None => Vec::new(),
            },
            Command::CopyFound => {
                let codes = self.codes.named.clone();
                self.copy_codes(&codes, CopyStyle::Text)
            }
            Command::CopyExportGuide => {
                self.copied("how a customer gets the log");
                vec![Effect::Copy(text_for_customer())]
            }
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
            Command::OnlyUser => self.narrow_by_key(NarrowKind::User),
            Command::OnlyAttempt => self.narrow_by_key(NarrowKind::Attempt),
            Command::OnlyProblem => self.narrow_by_key(NarrowKind::Problem),
            Command::OnlyCode => self.narrow_by_key(NarrowKind::Code),
            Command::WithoutUser => self.exclude_by_key(NarrowKind::User),
            Command::RemoveLastChip => self.run_on_log(SessionAction::RemoveLastChip),
            Command::ShowWholeLog => self.run_on_log(SessionAction::ShowAll),
            Command::CorrectText => self.run_on_picture(PictureAction::Edit),
            Command::UndoCorrection => self.run_on_picture(PictureAction::Undo),
            Command::CopyPicture => self.run_on_picture(PictureAction::Copy),
            Command::SavePicture => self.run_on_picture(PictureAction::ChooseFile),
            Command::JoinPictures => self.run_on_picture(PictureAction::Join),
            Command::WrapLines if self.tab == Tab::Logs => self.apply(Action::WrapLines(!self.settings.wrap_lines)),
            Command::WrapLines => Vec::new(),
            Command::NextAppearance => self.apply(Action::Appearance(self.settings.appearance.next())),
            Command::ShowKeys => self.toggle_sheet(Prompt::Keys),
            Command::ShowSettings => self.toggle_sheet(Prompt::Settings),
            Command::ShowAbout => self.toggle_sheet(Prompt::About),
            Command::ShowPalette => self.toggle_palette(),
            Command::Back => self.step_place(true),
            Command::Forward => self.step_place(false),
            Command::NextPart => vec![Effect::FocusPart { forward: true }],
            Command::PreviousPart => vec![Effect::FocusPart { forward: false }],
            Command::ZoomIn => self.apply(Action::Zoom(self.settings.zoom.step(true))),
            Command::ZoomOut => self.apply(Action::Zoom(self.settings.zoom.step(false))),
            Command::ResetZoom => self.apply(Action::Zoom(Zoom::default())),
            Command::FoldProblems => self.apply(Action::Pane(PaneAction::Fold(Pane::Problems))),
            Command::FoldTimeline => self.apply(Action::Pane(PaneAction::Fold(Pane::Timeline))),
            Command::FoldDetails => self.apply(Action::Pane(PaneAction::Fold(Pane::Details))),
            Command::Dismiss => self.dismiss(),
        }
    }

    /// What Escape does: closes the uppermost thing.
    pub(super) fn dismiss(&mut self) -> Vec<Effect> {
        if self.palette.take().is_some() || self.prompt.is_some() {
            return self.close_question();
        }
        if self.shows_log() && self.beside != Beside::Nothing {
            return self.close_beside();
        }
        if self.tab == Tab::Logs && self.logs.pane != LogsPane::Log {
            return self.leave_pane();
        }
        match (self.tab, self.logs.shown()) {
            (Tab::Logs, Some(session)) if session.picture.as_ref().is_some_and(|picture| picture.edit.is_some()) => {
                let id = session.id;
                self.apply(Action::Session(id, SessionAction::Picture(PictureAction::Leave)))
            }
            (Tab::Codes, _) => {
                let _ = self.apply(Action::Codes(CodesAction::Query(String::new())));
                vec![Effect::FocusSearch]
            }
            (Tab::Logs, Some(session)) if !session.filter.criteria.typed.text.is_empty() => {
                let id = session.id;
                self.apply(Action::Session(id, SessionAction::Text(String::new())))
            }
            (Tab::Logs, Some(session)) if !session.find.query.text.is_empty() => {
                let id = session.id;
                let mut effects = self.apply(Action::Session(id, SessionAction::Find(FindAction::Text(String::new()))));
                effects.push(Effect::FocusEntries);
                effects
            }
            (Tab::Logs, Some(session)) if session.filter.criteria.entries.is_some() => {
                let id = session.id;
                self.apply(Action::Session(id, SessionAction::OnTimeline(TimelineAction::Widen)))
            }
            (Tab::Logs, _) => vec![Effect::FocusEntries],
        }
    }

    /// Leads from the search over all logs, and from their entries by time, back to the log.
    fn leave_pane(&mut self) -> Vec<Effect> {
        match (self.logs.pane, self.logs.current_id()) {
            (LogsPane::Search | LogsPane::Merged, Some(id)) => {
                let _ = self.apply(Action::Logs(LogsAction::Show(id)));
                vec![Effect::FocusEntries]
            }
            _ => Vec::new(),
        }
    }

    /// Copies the explanations of codes.
    pub(super) fn copy_codes(&mut self, codes: &[ErrorCode], style: CopyStyle) -> Vec<Effect> {
        let what = match codes {
            [] => {
                self.notify(NoticeKind::Failed, "The search names no code: type one or more codes.".to_owned());
                return Vec::new();
            }
            [code] => format!("the explanation of {code}"),
            codes => {
                let names: Vec<String> = codes.iter().map(ToString::to_string).collect();
                format!("the explanations of {} codes: {}", codes.len(), names.join(", "))
            }
        };
        self.copied(&what);
        vec![Effect::Copy(details::render(codes, self.catalog, style))]
    }

    /// Shows a sheet, or closes it if it is shown.
    fn toggle_sheet(&mut self, sheet: Prompt) -> Vec<Effect> {
        self.palette = None;
        if self.prompt.as_ref() == Some(&sheet) {
            return self.close_question();
        }
        self.prompt = Some(sheet);
        vec![Effect::FocusAnswer]
    }

    fn toggle_palette(&mut self) -> Vec<Effect> {
        if self.palette.take().is_some() {
            return self.close_question();
        }
        self.prompt = None;
        self.palette = Some(CommandPalette::new());
        vec![Effect::FocusAnswer]
    }

    pub(super) fn apply_to_palette(&mut self, action: PaletteAction) -> Vec<Effect> {
        let Some(palette) = &mut self.palette else { return Vec::new() };
        match action {
            PaletteAction::Query(query) => palette.search(query),
            PaletteAction::List(action) => {
                palette.list.apply(action);
            }
            PaletteAction::Run => {
                let Some(command) = palette.selected() else { return Vec::new() };
                let mut effects = self.dismiss();
                effects.extend(self.apply(Action::Run(command)));
                return effects;
            }
        }
        Vec::new()
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
