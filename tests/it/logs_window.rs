//! Several opened logs in the window, tested through its accessibility tree.

use std::path::PathBuf;

use egui_kittest::kittest::{NodeT as _, Queryable as _};
use trtc_lens::app::LogsPane;

use crate::open_window::{CLASS, SIZE, Window, finish, state, window_with};
use eframe::egui::{Key, Modifiers, Role};

fn shown(window: &Window) -> &str {
    state(window).logs.shown().map_or("", |session| session.short_name())
}

/// The names of the rows of a list, from top to bottom.
fn rows(window: &Window, list: &str) -> Vec<String> {
    let list = window.get_by_role_and_label(Role::List, list);
    let rows = list.children_recursive().filter(|node| node.accesskit_node().role() == Role::ListItem);
    rows.filter_map(|row| row.accesskit_node().label()).collect()
}

fn click_row(window: &mut Window, list: &str, nth: usize) {
    {
        let list = window.get_by_role_and_label(Role::List, list);
        let mut rows = list.children_recursive().filter(|node| node.accesskit_node().role() == Role::ListItem);
        rows.nth(nth).expect("a row").click();
    }
    finish(window);
}

#[test]
fn the_list_names_verdicts_and_a_click_or_a_key_shows_a_log() {
    let mut window = window_with(SIZE, vec![PathBuf::from(CLASS)]);
    let listed = rows(&window, "Opened logs");
    let logs = state(&window).logs.sessions.len();
    assert!(logs > 2 && listed.len() == logs + 1, "{listed:#?}");
    assert!(listed[0].starts_with("All logs, "), "{listed:#?}");
    assert!(listed[1].contains(shown(&window)), "the worst log is first, and shown: {listed:#?}");
    let worst = shown(&window).to_owned();
    click_row(&mut window, "Opened logs", 2);
    assert!(rows(&window, "Opened logs")[2].contains(shown(&window)));
    window.key_press(Key::ArrowUp);
    window.run();
    assert_eq!(shown(&window), worst, "the keyboard stays in the list");
    window.key_press(Key::Enter);
    window.run();
    assert!(window.get_by_role_and_label(Role::List, "Log entries").is_focused());
    window.key_press_modifiers(Modifiers::CTRL | Modifiers::COMMAND, Key::Tab);
    window.run();
    assert!(rows(&window, "Opened logs")[2].contains(shown(&window)), "Ctrl+Tab leads to the next log of the list");
}

#[test]
fn the_case_shows_the_problems_of_all_logs_and_leads_to_them() {
    let mut window = window_with(SIZE, vec![PathBuf::from(CLASS)]);
    click_row(&mut window, "Opened logs", 0);
    assert_eq!(state(&window).logs.pane, LogsPane::Case);
    let sentence = state(&window).logs.case.sentence().expect("a case").to_owned();
    window.get_by_label(&sentence);
    let problems = rows(&window, "Problems of all logs");
    assert!(problems[0].contains(" in ") && problems[0].contains('×'), "{problems:#?}");
    assert!(!rows(&window, "Users of all logs").is_empty());
    let target = state(&window).logs.case.rows[0].target.expect("it is shown in a log");
    click_row(&mut window, "Problems of all logs", 0);
    let log = state(&window).logs.shown().expect("a log is shown");
    assert_eq!((log.id, log.selection.problem_list.selected()), (target.log, Some(target.problem as u64)));
}

#[test]
fn one_search_finds_entries_of_all_logs() {
    let mut window = window_with(SIZE, vec![PathBuf::from(CLASS)]);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::G);
    window.run();
    assert!(window.get_by_role_and_label(Role::TextInput, "Search all logs").is_focused());
    window.get_by_label("Search all logs").type_text("join");
    finish(&mut window);
    let (count, logs) = state(&window).logs.search.counts();
    assert!(count > 2 && logs > 1, "{count} in {logs}");
    click_row(&mut window, "Found in all logs", 1);
    let entry = state(&window).logs.shown().and_then(|log| log.selection.details.as_ref()).expect("an entry");
    assert!(entry.entry.message.to_lowercase().contains("join"));
}

#[test]
fn entries_of_all_logs_are_read_by_time() {
    let mut window = window_with(SIZE, vec![PathBuf::from(CLASS)]);
    window.key_press_modifiers(Modifiers::COMMAND, Key::M);
    finish(&mut window);
    let merged = &state(&window).logs.merged;
    let all: u64 = state(&window).logs.sessions.iter().map(|session| session.entries.count).sum();
    assert_eq!(merged.list.len(), all);
    assert!(merged.rows.len() > 10);
    let times: Vec<&str> = merged.rows.iter().map(|row| row.time.as_str()).filter(|time| !time.is_empty()).collect();
    assert!(times.is_sorted() && !times.is_empty(), "{times:?}");
    let names = rows(&window, "Entries of all logs");
    assert!(names[0].contains(".log,") || names[0].contains(".json,") || names[0].contains(", "), "{names:#?}");
    let row = merged.rows[1].clone();
    click_row(&mut window, "Entries of all logs", 1);
    window.get_by_label("Show it in its log").click();
    finish(&mut window);
    let log = state(&window).logs.shown().expect("a log is shown");
    assert_eq!((log.id, log.selection.entry), (row.id, Some(row.entry.entry_idx)));
}

#[test]
fn logs_are_closed_and_opened_again_by_keys() {
    let mut window = window_with(SIZE, vec![PathBuf::from(CLASS)]);
    let before = state(&window).logs.sessions.len();
    let worst = shown(&window).to_owned();
    window.get_by_role_and_label(Role::List, "Opened logs").focus();
    window.run();
    window.key_press(Key::Delete);
    window.run();
    assert_eq!(state(&window).logs.sessions.len(), before - 1);
    assert_ne!(shown(&window), worst);
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    finish(&mut window);
    assert_eq!((state(&window).logs.sessions.len(), shown(&window)), (before, worst.as_str()));
}

#[test]
fn hundreds_of_logs_are_listed_in_rows_that_are_visible_only() {
    let folder = tempfile::tempdir().expect("a folder");
    for nth in 0..300 {
        let text = format!("TRTC[00:41:56:328] <INFO> [↑c1|student_{nth}] join room success\n");
        std::fs::write(folder.path().join(format!("student-{nth}.log")), text).expect("written");
    }
    let mut window = window_with(SIZE, vec![folder.path().to_owned()]);
    assert_eq!(state(&window).logs.sessions.len(), 300);
    let drawn = rows(&window, "Opened logs").len();
    assert!(drawn < 40, "{drawn} rows are drawn");
    window.get_by_label("Search logs").focus();
    window.run();
    window.get_by_label("Search logs").type_text("student-299");
    window.run();
    assert_eq!(rows(&window, "Opened logs").len(), 2);
}

#[test]
fn what_is_found_in_all_logs_opens_by_keys_and_escape_leads_back() {
    let mut window = window_with(SIZE, vec![PathBuf::from(CLASS)]);
    let before = shown(&window).to_owned();
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::G);
    window.run();
    window.get_by_label("Search all logs").type_text("join");
    finish(&mut window);
    window.key_press(Key::Escape);
    window.run();
    assert_eq!((state(&window).logs.pane, shown(&window)), (LogsPane::Log, before.as_str()));
    window.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::G);
    window.run();
    window.key_press(Key::ArrowDown);
    window.run();
    window.key_press(Key::ArrowDown);
    window.run();
    let selected = state(&window).logs.search.list.selected();
    assert_eq!(selected, Some(2), "the second entry; the name of the log is stepped over");
    window.key_press(Key::Enter);
    finish(&mut window);
    let log = state(&window).logs.shown().expect("the log of the entry is shown");
    assert!(log.selection.details.as_ref().is_some_and(|details| details.text.to_lowercase().contains("join")));
}

#[test]
fn the_row_of_all_logs_is_visible_when_many_logs_were_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    for nth in 0..40 {
        let text = if nth == 30 {
            include_str!("../../assets/samples/join-failed.log").to_owned()
        } else {
            format!("TRTC[00:41:56:328] <INFO> [↑c1|student_{nth}] join room success\n")
        };
        std::fs::write(folder.path().join(format!("student-{nth}.log")), text).expect("written");
    }
    let window = window_with(SIZE, vec![folder.path().to_owned()]);
    assert_eq!(shown(&window), "student-30.log");
    let listed = rows(&window, "Opened logs");
    assert!(listed[0].starts_with("All logs, ") && listed[1].contains("student-30"), "{listed:#?}");
}
