//! Reports of all opened logs as one case: which effects they have, what they contain, and the buttons for them.

use std::path::PathBuf;

use eframe::egui::{OutputCommand, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use trtc_lens::app::{Action, Command, Effect, LogsAction, ReportExtent, ReportSubject, SessionAction, State};
use trtc_lens::diagnosis::narrow::NarrowBy;
use trtc_lens::report::inspection::ReportFormat;

use super::narrow::carry_out;
use super::open_logs::{empty, files, read_all};
use crate::open_window::{CLASS, SIZE, Window, finish, output, window_with};

const REFUSED: &str =
    "TRTC[00:41:56:412] <ERROR> [↑c1|anna] Join room failed result: 70001 error: usersig is expired\n";
const FINE: &str = "TRTC[00:41:56:328] <INFO> [↑c1|bert] join room success\n";

/// Two logs in a window that shows them as one case.
fn case_of_two(folder: &std::path::Path) -> State {
    let mut state = empty();
    let logs = files(folder, &[("anna.log", REFUSED), ("bert.log", FINE)]);
    let effects = state.apply(Action::Logs(LogsAction::OpenSources(logs)));
    read_all(&mut state, effects);
    state.apply(Action::Logs(LogsAction::OfList(trtc_lens::app::LogListAction::Move(
        trtc_lens::app::ListAction::Select(0),
    ))));
    state
}

#[test]
fn the_report_of_all_logs_is_of_the_case_and_that_of_one_log_of_this_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut state = case_of_two(folder.path());
    let effects = state.apply(Action::Run(Command::CopyTextReport));
    let [Effect::CopyReport { extent, subject: ReportSubject::Case(logs), options }] = effects.as_slice() else {
        panic!("the report of a case is copied")
    };
    assert_eq!((*extent, logs.len(), options.redact), (ReportExtent::Whole(ReportFormat::Text), 2, true));
    let effects = state.apply(Action::Run(Command::ExportReport));
    assert!(matches!(&effects[..], [Effect::ChooseReportFile { name }] if name == "case-report.html"));
    let effects = state.apply(Action::Logs(LogsAction::SaveReport(PathBuf::from("case.md"))));
    assert!(matches!(
        &effects[..],
        [Effect::SaveReport { format: ReportFormat::Markdown, subject: ReportSubject::Case(_), .. }]
    ));
    let id = state.logs.sessions[0].id;
    state.apply(Action::Logs(LogsAction::Show(id)));
    let effects = state.apply(Action::Run(Command::CopySummary));
    assert!(matches!(
        &effects[..],
        [Effect::CopyReport { extent: ReportExtent::Summary, subject: ReportSubject::Log(_), .. }]
    ));
}

#[test]
fn the_report_of_a_case_has_each_log_as_it_is_narrowed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut state = case_of_two(folder.path());
    let id = state.logs.sessions[0].id;
    let effects = state.apply(Action::Session(id, SessionAction::Narrow(NarrowBy::User("nobody".to_owned()))));
    let early = state.apply(Action::Run(Command::CopyReport));
    assert!(early.is_empty(), "the entries are still being counted");
    assert!(state.notices.last().is_some_and(|notice| notice.text.contains("copied as soon as")));
    carry_out(&mut state, effects);
    let effects = state.apply(Action::Run(Command::CopyReport));
    let [Effect::CopyReport { subject: ReportSubject::Case(logs), .. }] = effects.as_slice() else {
        panic!("the report of a case is copied")
    };
    let narrowed: Vec<bool> =
        logs.iter().map(|(_, log)| log.as_ref().is_ok_and(|log| log.narrowed.is_some())).collect();
    assert_eq!(narrowed, [true, false]);
}

fn class_window() -> Window {
    window_with(SIZE, vec![PathBuf::from(CLASS)])
}

/// Clicks, and returns what is then on the clipboard.
fn copied_by(window: &mut Window, button: &str) -> String {
    window.get_by_role_and_label(Role::Button, button).click();
    let text = output(window, |command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    text.expect("a text is copied")
}

#[test]
fn the_buttons_copy_the_case_in_each_format() {
    let mut window = class_window();
    {
        let list = window.get_by_role_and_label(Role::List, "Opened logs");
        let mut rows = list.children_recursive().filter(|node| node.accesskit_node().role() == Role::ListItem);
        rows.next().expect("a row").click();
    }
    finish(&mut window);
    let sentence = {
        let app = window.state().as_ref().expect("the program runs");
        app.state().logs.case.sentence().expect("a case").to_owned()
    };
    let summary = copied_by(&mut window, "Copy summary");
    assert!(summary.starts_with(&sentence) && summary.lines().count() < 12, "{summary}");
    let markdown = copied_by(&mut window, "Copy report");
    assert!(markdown.starts_with("# ") && markdown.contains(&sentence), "{markdown}");
    assert!(markdown.contains("student-1.log"), "{markdown}");
    window.get_by_label("More copies of the report").click();
    finish(&mut window);
    let html = copied_by(&mut window, "Copy as HTML");
    assert!(html.starts_with("<!doctype html>") || html.starts_with("<!DOCTYPE html>"), "{html}");
}

#[test]
fn the_buttons_of_a_row_are_in_the_order_in_which_they_are_seen() {
    let window = class_window();
    let names = [
        "Open log…", "Paste log", "Redact", "Copy summary", "Copy report", "Export report…",
        "More copies of the report",
    ];
    let lefts: Vec<f32> = names.iter().map(|name| window.get_by_label(name).rect().left()).collect();
    assert!(lefts.is_sorted(), "{lefts:?}");
    let drawn: Vec<String> = window
        .root()
        .children_recursive()
        .filter_map(|node| node.accesskit_node().label())
        .filter(|label| names.contains(&label.as_str()))
        .collect();
    assert_eq!(drawn, names);
}
