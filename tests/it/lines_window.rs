//! Lines of a log in the window: selected by mouse and keys, copied, marked, and their menu.

use crate::open_window::{Window, finish, open_sample, window};
use eframe::egui::{Event, Key, Modifiers, OutputCommand, PointerButton, Pos2, Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

fn rows(window: &Window) -> Vec<(String, bool)> {
    let list = window.get_by_role_and_label(Role::List, "Log entries");
    let rows = list.children_recursive().filter(|node| node.accesskit_node().role() == Role::ListItem);
    let row = |node: egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        (node.label().unwrap_or_default(), node.is_selected().unwrap_or_default())
    };
    rows.map(row).collect()
}

fn selected(window: &Window) -> usize {
    rows(window).iter().filter(|(_, selected)| *selected).count()
}

fn center(window: &Window, nth: usize) -> Pos2 {
    let list = window.get_by_role_and_label(Role::List, "Log entries");
    let mut rows = list.children_recursive().filter(|node| node.accesskit_node().role() == Role::ListItem);
    rows.nth(nth).expect("a row").rect().left_center() + vec2(200.0, 0.0)
}

fn button(window: &mut Window, pos: Pos2, button: PointerButton, modifiers: Modifiers) {
    window.event(Event::PointerMoved(pos));
    for pressed in [true, false] {
        window.event_modifiers(Event::PointerButton { pos, button, pressed, modifiers }, modifiers);
        window.step();
    }
    window.run();
}

fn copied(window: &Window) -> Option<String> {
    let commands = &window.output().platform_output.commands;
    commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

fn with_sample() -> Window {
    let mut window = window();
    open_sample(&mut window);
    window
}

#[test]
fn shift_click_and_keys_select_several_lines() {
    let mut window = with_sample();
    let (first, fourth) = (center(&window, 0), center(&window, 3));
    button(&mut window, first, PointerButton::Primary, Modifiers::NONE);
    button(&mut window, fourth, PointerButton::Primary, Modifiers::SHIFT);
    assert_eq!(selected(&window), 4);
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    window.run();
    assert_eq!(selected(&window), 5);
    let second = center(&window, 1);
    button(&mut window, second, PointerButton::Primary, Modifiers::COMMAND);
    assert_eq!(selected(&window), 4);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run();
    let rows = rows(&window);
    assert!(rows.iter().all(|(_, selected)| *selected), "{rows:?}");
}

#[test]
fn dragging_selects_lines_and_copies_them() {
    let mut window = with_sample();
    let (from, to) = (center(&window, 6), center(&window, 9));
    let press = |pos, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    let events = [
        Event::PointerMoved(from),
        press(from, true),
        Event::PointerMoved(from + vec2(9.0, 9.0)),
        Event::PointerMoved(to),
        press(to, false),
    ];
    for event in events {
        window.event(event);
        window.step();
    }
    window.run();
    assert_eq!(selected(&window), 4);
    window.event(Event::Copy);
    window.step();
    let text = copied(&window).expect("lines are copied");
    assert!(text.lines().count() >= 4 && text.lines().next().is_some_and(|line| line.contains("Info")), "{text}");
    window.run();
    assert!(window.query_all_by_label_contains("lines copied").next().is_some(), "the copy is confirmed");
}

#[test]
fn a_line_is_marked_with_a_note_and_found_in_the_list_of_marks() {
    let mut window = with_sample();
    let third = center(&window, 2);
    button(&mut window, third, PointerButton::Primary, Modifiers::NONE);
    window.key_press(Key::B);
    window.run();
    assert_eq!(rows(&window).iter().filter(|(name, _)| name.ends_with(", marked")).count(), 1);
    window.key_press_modifiers(Modifiers::SHIFT, Key::B);
    window.run();
    window.get_by_role_and_label(Role::TextInput, "Note").type_text("ask for the time");
    window.run();
    window.get_by_role_and_label(Role::Button, "Keep").click();
    window.run();
    assert!(rows(&window).iter().any(|(name, _)| name.ends_with(", marked: ask for the time")));
    window.key_press_modifiers(Modifiers::COMMAND, Key::B);
    window.run();
    assert!(window.query_by_label("ask for the time").is_some());
    let remove = window
        .get_all_by_role(Role::Button)
        .find(|node| node.accesskit_node().label().is_some_and(|name| name.starts_with("Remove the mark of line")));
    remove.expect("a button").click();
    window.run();
    assert!(rows(&window).iter().all(|(name, _)| !name.contains("marked")));
}

#[test]
fn the_menu_of_a_line_opens_by_mouse_and_by_key() {
    let mut window = with_sample();
    let third = center(&window, 2);
    button(&mut window, third, PointerButton::Secondary, Modifiers::NONE);
    assert_eq!(selected(&window), 1);
    window.get_by_label("Copy line as Markdown").click();
    window.step();
    finish(&mut window);
    assert!(window.query_by_label("Copy line as Markdown").is_none(), "the menu is closed");
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    window.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    window.run();
    assert!(window.get_by_label("Copy 2 lines").is_focused(), "the keyboard is in the menu");
    window.key_press(Key::ArrowDown);
    window.run();
    assert!(window.get_by_label("Copy 2 lines as Markdown").is_focused());
    window.key_press(Key::Enter);
    finish(&mut window);
    assert!(window.query_by_label("Copy 2 lines").is_none(), "a chosen item closes the menu");
    window.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    window.run();
    assert!(window.query_by_label("Copy 2 lines").is_some());
    window.key_press(Key::Escape);
    window.run();
    assert!(window.query_by_label("Copy 2 lines").is_none());
    assert_eq!(selected(&window), 2, "Escape closes the menu alone");
}

#[test]
fn long_lines_wrap_and_scroll_sideways_by_keys() {
    let mut window = window();
    window.get_by_role_and_label(Role::Tab, "Logs").click();
    window.run();
    let user = format!("customer-{}", "x".repeat(200));
    let long = "0123456789 ".repeat(40);
    let line = format!("TRTC[00:00:01:000] <INFO> [↑c1|{user}] joined {long}\n");
    window.event(Event::Paste(line.repeat(30)));
    finish(&mut window);
    let list = |window: &Window| {
        let app = window.state().as_ref().expect("a program");
        let session = app.state().logs.shown().expect("a log");
        (session.visible.rows.len(), session.visible.first_column, session.visible.rows[0].speaker.short_user())
    };
    let (rows_before, _, user) = list(&window);
    assert_eq!(user, "customer…xxxxx");
    assert!(rows(&window).iter().any(|(name, _)| name.contains(&"x".repeat(200))), "the name has the whole id");
    let first = center(&window, 0);
    button(&mut window, first, PointerButton::Primary, Modifiers::NONE);
    window.key_press(Key::ArrowRight);
    window.run();
    assert!(list(&window).1 > 0.0);
    window.key_press(Key::W);
    window.run();
    let (rows_now, column, _) = list(&window);
    assert!(rows_now < rows_before && column == 0.0, "{rows_now} of {rows_before} rows, column {column}");
    window.key_press(Key::W);
    window.run();
    assert_eq!(list(&window).0, rows_before);
}
