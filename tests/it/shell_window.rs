//! What floats over the window, pasted things, zoom, the order of the keyboard, and names for screen readers.

use crate::open_window::{Window, finish, open_sample, state, window, window_with};
use eframe::egui::{Event, Key, Modifiers, OutputCommand, Rect, Role, ViewportCommand, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use trtc_lens::app::{NoticeKind, Tab};

const BOTH: Modifiers = Modifiers { alt: false, ctrl: true, shift: true, mac_cmd: false, command: true };

fn labels(window: &Window, role: Role) -> Vec<String> {
    window.get_all_by_role(role).filter_map(|node| node.accesskit_node().label()).collect()
}

/// Where the first row of the log is.
fn first_entry(window: &Window) -> Rect {
    let list = window.get_by_role_and_label(Role::List, "Log entries");
    list.children_recursive().find(|node| node.accesskit_node().role() == Role::ListItem).expect("a row").rect()
}

fn copied(window: &Window) -> Option<&str> {
    let commands = &window.output().platform_output.commands;
    commands
        .iter()
        .find_map(|command| if let OutputCommand::CopyText(text) = command { Some(text.as_str()) } else { None })
}

#[test]
fn two_codes_of_a_sentence_are_found_and_copied_with_one_key() {
    let mut window = window();
    window.get_by_label("Search codes").type_text("16388 and -10013 on joining");
    window.run();
    let rows = labels(&window, Role::Row);
    assert!(rows[0].contains("-10013") && rows[1].contains("0x4004"), "{rows:?}");
    assert_eq!(labels(&window, Role::Heading)[0], "2 codes in the query, the cause first");
    window.get_by_label("Copy all codes of the search");
    let (key, physical_key, pressed, repeat) = (Key::A, None, true, false);
    window.event(Event::Key { key, physical_key, pressed, repeat, modifiers: BOTH });
    window.step();
    let text = copied(&window).expect("a text").to_owned();
    assert!(text.contains("-10013") && text.contains("JOIN_ROOM_FAILED"), "{text}");
    window.run();
    window.get_by_role_and_label(Role::Alert, "Copied the explanations of 2 codes: -10013, 0x4004.");
}

#[test]
fn codes_that_mention_the_number_have_a_heading() {
    let mut window = window();
    window.get_by_label("Search codes").type_text("0x4004");
    window.run();
    assert_eq!(labels(&window, Role::Heading), ["Mentioned by"]);
}

#[test]
fn what_people_say_is_found_with_the_reason() {
    let mut window = window();
    window.get_by_label("Search codes").type_text("黑屏");
    window.run();
    assert!(labels(&window, Role::Heading)[0].contains("picture"));
    assert!(labels(&window, Role::Row)[0].contains("PLAY_NOT_ALLOWED"));
}

#[test]
fn logs_with_the_code_are_at_the_top_of_its_details() {
    let mut window = window();
    open_sample(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
    window.run();
    window.get_by_label("Search codes").type_text("0x4004");
    window.run();
    let seen = window.get_by_label("Seen in the opened logs").rect();
    let what_to_do = window.get_all_by_label("What to do").next().expect("steps").rect();
    assert!(seen.bottom() < what_to_do.top() && seen.top() < 300.0, "{seen:?} {what_to_do:?}");
}

#[test]
fn sheets_questions_and_messages_move_nothing() {
    let mut window = window();
    open_sample(&mut window);
    let before = first_entry(&window);
    for (key, modifiers) in [(Key::F1, Modifiers::NONE), (Key::Comma, Modifiers::COMMAND), (Key::P, BOTH)] {
        window.key_press_modifiers(modifiers, key);
        window.run();
        assert!(window.query_by_role(Role::Dialog).is_some(), "{key:?}");
        assert_eq!(first_entry(&window), before, "{key:?}");
        window.key_press(Key::Escape);
        window.run();
        assert!(window.query_by_role(Role::Dialog).is_none(), "{key:?}");
    }
    window.get_by_role_and_label(Role::CheckBox, "Redact").click();
    window.run();
    window.get_by_role_and_label(Role::Button, "Keep redacting");
    assert_eq!(first_entry(&window), before);
    window.key_press(Key::Escape);
    window.run();
    window.key_press_modifiers(BOTH, Key::S);
    finish(&mut window);
    assert!(window.query_by_role(Role::Alert).is_some());
    assert_eq!(first_entry(&window), before);
}

#[test]
fn messages_leave_by_themselves_but_failures_stay() {
    let mut window = window();
    window.key_press_modifiers(BOTH, Key::X);
    window.run();
    let alerts = labels(&window, Role::Alert);
    assert!(alerts[0].contains("No picture is shown"), "{alerts:?}");
    window.get_by_label("Search codes").type_text("0x4004");
    window.run();
    window.key_press_modifiers(BOTH, Key::C);
    window.run();
    assert_eq!(labels(&window, Role::Alert).len(), 2);
    for _ in 0..400 {
        window.step();
    }
    let kinds: Vec<NoticeKind> = state(&window).notices.iter().map(|notice| notice.kind).collect();
    assert_eq!(kinds, [NoticeKind::Failed]);
}

#[test]
fn a_log_pasted_into_the_search_opens_as_a_log() {
    let mut window = window();
    let line = "TRTC[00:41:56:412] <ERROR> RtcError: failed code: -10012 <JOIN_ROOM_FAILED 0x4004>\n";
    window.get_by_label("Search codes").focus();
    window.run();
    window.event(Event::Paste(line.repeat(5)));
    finish(&mut window);
    assert_eq!((state(&window).tab, state(&window).logs.sessions.len()), (Tab::Logs, 1));
    assert_eq!(state(&window).codes.query, "");
}

#[test]
fn a_line_in_the_search_offers_to_open_it_as_a_log() {
    let mut window = window();
    window.event(Event::Paste("<ERROR> RtcError: failed code: -10012 <JOIN_ROOM_FAILED 0x4004>".to_owned()));
    window.run();
    window.get_by_label("Open as a log").click();
    finish(&mut window);
    assert_eq!(state(&window).logs.sessions.len(), 1);
}

#[test]
fn a_copied_file_is_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("copied.log");
    std::fs::write(&path, "error code: 16388 extraCode: -10013\n").expect("written");
    let mut window = window();
    window.event(Event::Paste(format!("file://{}", path.display())));
    finish(&mut window);
    finish(&mut window);
    assert_eq!(state(&window).logs.sessions.len(), 1);
    assert_eq!(state(&window).logs.sessions[0].short_name(), "copied.log");
}

#[test]
fn a_badge_opens_its_code_beside_the_log_and_escape_closes_it() {
    let mut window = window();
    open_sample(&mut window);
    let before = first_entry(&window);
    let is_badge = |name: String| name.strip_prefix("Show ").is_some_and(|code| !code.contains(' '));
    let badge = window.get_all_by_role(Role::Link).find(|node| node.accesskit_node().label().is_some_and(is_badge));
    badge.expect("a badge").click();
    window.run();
    window.get_by_role_and_label(Role::Region, "Beside the log");
    assert_eq!(state(&window).tab, Tab::Logs);
    assert_eq!(first_entry(&window), before);
    window.key_press(Key::Escape);
    window.run();
    assert!(window.query_by_role_and_label(Role::Region, "Beside the log").is_none());
    window.key_press_modifiers(Modifiers::ALT, Key::ArrowRight);
    window.run();
    window.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
    window.run();
    assert_eq!(state(&window).tab, Tab::Logs);
}

#[test]
fn typing_in_the_search_stays_in_the_log() {
    let mut window = window();
    open_sample(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.run();
    window.get_by_label("Search codes").type_text("16388");
    window.run();
    window.get_by_role_and_label(Role::Region, "Beside the log");
    let results = window.get_by_role_and_label(Role::List, "Results");
    assert!(
        results
            .children_recursive()
            .any(|node| node.accesskit_node().label().is_some_and(|name| name.contains("0x4004")))
    );
    window.get_by_role_and_label(Role::List, "Log entries");
}

#[test]
fn zoom_is_kept_and_the_size_of_the_window_does_not_shrink() {
    let mut window = window();
    let before = state(&window).settings.window;
    window.key_press_modifiers(Modifiers::COMMAND, Key::Plus);
    window.run();
    assert_eq!(state(&window).settings.zoom.title(), "110 %");
    assert!((window.ctx.zoom_factor() - 1.1).abs() < 0.001);
    assert_eq!(state(&window).settings.window, before);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num0);
    window.run();
    assert_eq!(state(&window).settings.zoom.title(), "100 %");
}

#[test]
fn the_keyboard_goes_through_the_bar_from_left_to_right() {
    let mut window = window();
    window.get_by_label("Search codes").focus();
    window.run();
    let mut last = window.get_by_label("Search codes").rect().left();
    for name in ["Appearance: System", "Settings", "List of keys"] {
        window.key_press(Key::Tab);
        window.run();
        let button = window.get_by_role_and_label(Role::Button, name);
        assert!(button.is_focused() && button.rect().left() > last, "{name}");
        last = button.rect().left();
    }
}

#[test]
fn a_key_leads_from_part_to_part() {
    let mut window = window();
    window.get_by_label("Search codes").focus();
    window.run();
    window.key_press(Key::F6);
    window.run();
    assert!(window.get_by_role_and_label(Role::Table, "Error codes").is_focused());
    window.key_press(Key::F6);
    window.run();
    assert!(!window.get_by_role_and_label(Role::Table, "Error codes").is_focused());
    window.key_press_modifiers(Modifiers::SHIFT, Key::F6);
    window.run();
    assert!(window.get_by_role_and_label(Role::Table, "Error codes").is_focused());
}

#[test]
fn rows_of_codes_name_their_severity() {
    let mut window = window();
    window.get_by_label("Search codes").type_text("0x4043");
    window.run();
    assert!(labels(&window, Role::Row)[0].contains("Warning"));
}

#[test]
fn the_title_names_the_log() {
    let mut window = window();
    window.event(Event::Paste("a\nb\nc".to_owned()));
    let mut titles = Vec::new();
    for _ in 0..4 {
        window.step();
        let viewports = window.output().viewport_output.values();
        titles.extend(viewports.flat_map(|output| &output.commands).filter_map(|command| match command {
            ViewportCommand::Title(title) => Some(title.clone()),
            _ => None,
        }));
    }
    assert!(titles.iter().any(|title| title == "Pasted log 1 – TRTC Lens"), "{titles:?}");
}

#[test]
fn everything_in_small_windows_fits_its_sheet() {
    let mut window = window();
    window.set_size(vec2(1000.0, 640.0));
    window.run();
    for (key, modifiers) in [(Key::F1, Modifiers::NONE), (Key::Comma, Modifiers::COMMAND), (Key::P, BOTH)] {
        window.key_press_modifiers(modifiers, key);
        window.run();
        let sheet = window.get_by_role(Role::Dialog);
        let is_control =
            |role| matches!(role, Role::Button | Role::TextInput | Role::CheckBox | Role::RadioButton | Role::Link);
        for control in sheet.children_recursive().filter(|node| is_control(node.accesskit_node().role())) {
            let rect = control.rect();
            assert!(rect.left() >= 0.0 && rect.right() <= 1000.0 && rect.bottom() <= 640.0, "{key:?}: {rect:?}");
        }
        window.key_press(Key::Escape);
        window.run();
    }
}

#[test]
fn keys_scroll_the_list_of_keys_in_a_small_window() {
    let mut window = window_with(vec2(1000.0, 640.0), Vec::new());
    window.key_press(Key::F1);
    window.run();
    let bottom = |window: &Window| window.get_by_label("Back and forward by pointer").rect().bottom();
    assert!(bottom(&window) > 640.0, "the list is longer than the window");
    window.key_press(Key::End);
    window.run();
    assert!(bottom(&window) < 640.0, "End shows its last row");
    window.key_press(Key::Home);
    window.run();
    assert!(bottom(&window) > 640.0);
}
