//! The tab of logs: buttons, one tab a log, and the shown log.

use eframe::egui::{Align, Frame, Id, Layout, Panel, ScrollArea, Ui, style::ScrollAnimation};

use super::Actions;
use super::widgets::button::button_ui;
use super::widgets::tab::{FileTab, file_tab_ui};
use super::widgets::toggle::level_toggle_ui;
use super::{bar, session_view, theme, welcome};
use crate::app::{Action, Command, FindingMark, LogsAction, Phase, Session, State};
use crate::catalog::Severity;
use theme::Palette;

pub(super) fn logs_tab_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    let palette = Palette::of(ui.visuals());
    let frame = Frame::new().fill(palette.bar).inner_margin(theme::bar_margin());
    Panel::top("log tools").frame(frame).resizable(false).show(ui, |ui| tools_ui(ui, state, actions));
    match state.logs.shown() {
        Some(session) => session_view::session_ui(ui, session, state, actions),
        None => welcome::welcome_ui(ui, actions),
    }
}

fn tools_ui(ui: &mut Ui, state: &State, actions: &mut Actions) {
    ui.horizontal(|ui| {
        for (text, command) in [("Open log…", Command::OpenLog), ("Paste log", Command::PasteLog)] {
            if button_ui(ui, text).on_hover_text(bar::shortcut(ui, command)).clicked() {
                actions.push(Action::Run(command));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let is_log = |session: &Session| !matches!(session.phase, Phase::Failed(_));
            ui.add_enabled_ui(state.logs.shown().is_some_and(is_log), |ui| {
                for (text, command) in [
                    ("Export report…", Command::ExportReport),
                    ("Copy report", Command::CopyReport),
                    ("Copy summary", Command::CopySummary),
                ] {
                    if button_ui(ui, text).on_hover_text(bar::shortcut(ui, command)).clicked() {
                        actions.push(Action::Run(command));
                    }
                }
                let redact = level_toggle_ui(ui, state.redact, "Redact", None, None);
                let redact = redact.on_hover_text("Takes credentials, addresses and ids out of reports and copies");
                if redact.clicked() {
                    actions.push(Action::Redact(!state.redact));
                }
            });
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ScrollArea::horizontal().id_salt("log tabs").auto_shrink(false).show(ui, |ui| {
                    ui.horizontal(|ui| {
                        for session in &state.logs.sessions {
                            tab_ui(ui, state, session, actions);
                        }
                    });
                });
            });
        });
    });
}

fn tab_ui(ui: &mut Ui, state: &State, session: &Session, actions: &mut Actions) {
    let shown = state.logs.shown().is_some_and(|shown| shown.id == session.id);
    let progress = match session.phase {
        Phase::Reading(progress) => {
            let total = progress.bytes_total.filter(|total| *total > 0);
            Some(total.map_or(0.0, |total| progress.bytes_read as f32 / total as f32))
        }
        Phase::Done { .. } | Phase::Failed(_) => None,
    };
    let most_severe = match session.phase {
        Phase::Failed(_) => Some(FindingMark(Some(Severity::Error))),
        _ => session.findings.worst_severity(),
    };
    let (name, full_name) = (state.logs.tab_name(session), session.name.as_str());
    let (tab, close) = file_tab_ui(ui, &FileTab { shown, name, full_name, progress, most_severe });
    // Scrolls to the tab of the shown log when it is opened or chosen, and when the marks of other tabs or the window's
    // width move it.
    let last_id = Id::unique("log tab shown last");
    let place = (session.id, tab.rect.right() - ui.min_rect().left(), ui.clip_rect().width());
    if shown && ui.data(|data| data.get_temp(last_id)) != Some(place) {
        ui.data_mut(|data| data.insert_temp(last_id, place));
        tab.scroll_to_me_animation(None, ScrollAnimation::none());
    }
    if close.clicked() {
        actions.push(Action::Logs(LogsAction::Close(session.id)));
    } else if tab.clicked() {
        actions.push(Action::Logs(LogsAction::Show(session.id)));
    } else if tab.middle_clicked() {
        actions.push(Action::Logs(LogsAction::Close(session.id)));
    }
}
