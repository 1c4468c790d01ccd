//! The tab of logs: buttons, the list of logs if there are several, and what is shown of them.

use eframe::egui::{CentralPanel, Frame, Panel, Popup, Ui};

use super::Actions;
use super::logs_list::{menu, recent};
use super::split_row::split_row_ui;
use super::widgets::button::{button_ui, icon_button_ui};
use super::widgets::icon::Icon;
use super::widgets::menu::menu_item_ui;
use super::widgets::tab::{FileTab, file_tab_ui};
use super::widgets::toggle::level_toggle_ui;
use super::{bar, case_view, logs_list, picture_view, session_view, theme, welcome};
use crate::app::{Action, Command, LogListAction, LogsAction, LogsPane, Phase, Session, State};
use theme::Palette;

pub(super) fn logs_tab_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    picture_view::free_others(ui.ctx(), state.logs.shown());
    let palette = Palette::of(ui.visuals());
    let frame = Frame::new().fill(palette.bar).inner_margin(theme::bar_margin());
    Panel::top("log tools").frame(frame).resizable(false).show(ui, |ui| tools_ui(ui, state, actions));
    if state.logs.sessions.len() > 1 && !state.logs.list.hidden {
        logs_list::logs_list_ui(ui, state, actions);
    }
    CentralPanel::no_frame().show(ui, |ui| match (state.logs.pane, state.logs.current()) {
        (LogsPane::Search, Some(_)) => case_view::search_ui(ui, state, actions),
        (LogsPane::Merged, Some(_)) => case_view::merged_ui(ui, state, actions),
        (LogsPane::Case, Some(_)) => case_view::case_ui(ui, state, actions),
        (LogsPane::Log, Some(session)) => session_view::session_ui(ui, session, state, actions),
        (_, None) => welcome::welcome_ui(ui, state, actions),
    });
}

fn tools_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let mut of_reports = Vec::new();
    split_row_ui(
        ui,
        |ui| open_ui(ui, state, actions),
        |ui| {
            ui.add_enabled_ui(has_report(state), |ui| reports_ui(ui, state, &mut of_reports));
        },
    );
    actions.append(&mut of_reports);
}

/// Ways to open logs, and the log that is shown.
fn open_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    for (text, command) in [("Open log…", Command::OpenLog), ("Paste log", Command::PasteLog)] {
        if button_ui(ui, text).on_hover_text(bar::shortcut(ui, command)).clicked() {
            actions.push(Action::Run(command));
        }
    }
    recent::recent_menu_ui(ui, state, actions);
    if state.logs.sessions.len() > 1 && state.logs.list.hidden {
        let count = format!("{} logs", state.logs.sessions.len());
        let show = icon_button_ui(ui, Icon::List, "Show the list of logs", &format!("Show the list of {count}"));
        if show.clicked() {
            actions.push(Action::Logs(LogsAction::OfList(LogListAction::Hide(false))));
        }
    }
    if let Some(session) = state.logs.shown() {
        tab_ui(ui, state, session, actions);
    }
}

/// Copies and files of the report of what is shown.
fn reports_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let redact = level_toggle_ui(ui, state.redact, "Redact", None, None);
    if redact.on_hover_text("Takes credentials, addresses and ids out of reports and copies").clicked() {
        actions.push(Action::Redact(!state.redact));
    }
    for (text, command) in [
        ("Copy summary", Command::CopySummary),
        ("Copy report", Command::CopyReport),
        ("Export report…", Command::ExportReport),
    ] {
        if button_ui(ui, text).on_hover_text(bar::shortcut(ui, command)).clicked() {
            actions.push(Action::Run(command));
        }
    }
    let more = icon_button_ui(ui, Icon::Dots, "More copies of the report", "As text, as HTML");
    Popup::menu(&more).show(|ui| more_copies_ui(ui, actions));
}

/// Whether what is shown has a report: a log that could be read, or all logs as one case.
fn has_report(state: &State) -> bool {
    match state.logs.shown() {
        Some(session) => !matches!(session.phase, Phase::Failed(_)),
        None => state.logs.pane != LogsPane::Log && state.logs.case.case.is_some(),
    }
}

/// The formats of copies that are wanted less often.
fn more_copies_ui(ui: &mut Ui, actions: &mut Actions) {
    for (text, command) in [
        ("Copy as Markdown", Command::CopyReport),
        ("Copy as text", Command::CopyTextReport),
        ("Copy as HTML", Command::CopyHtmlReport),
    ] {
        let shortcut = bar::shortcut(ui, command);
        if menu_item_ui(ui, text, &shortcut) {
            actions.push(Action::Run(command));
            ui.close();
        }
    }
}

fn tab_ui(ui: &mut Ui, state: &State, session: &Session, actions: &mut Actions) {
    let progress = match session.phase {
        Phase::Reading(progress) => {
            let total = progress.bytes_total.filter(|total| *total > 0);
            Some(total.map_or(0.0, |total| progress.bytes_read as f32 / total as f32))
        }
        Phase::Done { .. } | Phase::Failed(_) => None,
    };
    let is_unread = matches!(session.phase, Phase::Failed(_));
    let most_severe = session.findings.worst_severity();
    let (name, full_name) = (state.logs.tab_name(session), session.name.as_str());
    let (tab, close) = file_tab_ui(ui, &FileTab { shown: true, name, full_name, progress, most_severe, is_unread });
    if close.clicked() || tab.middle_clicked() {
        actions.push(Action::Logs(LogsAction::Close(session.id)));
    }
    if let Some(log) = state.logs.list.log(session.id) {
        tab.context_menu(|ui| menu::log_menu_ui(ui, state, log, actions));
    }
}
